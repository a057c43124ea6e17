// A plain card: sheet colour, thin edge, round corners. Children go inside.
import QtQuick
import hall.uikit.theme

Rectangle {
    objectName: "sheet"
    radius: Theme.radius
    color: Theme.sheet
    border.width: Theme.dark ? 2 : 1
    border.color: Theme.edge
}
