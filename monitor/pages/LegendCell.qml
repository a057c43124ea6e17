// One entry of the legend: the sign of a state and its word.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Row {
    id: entry

    property string code: ""

    spacing: 8
    WindowState { id: table; code: entry.code }
    Rectangle {
        width: 32
        height: 32
        radius: 4
        color: table.fill
        border.width: Math.min(2, table.border)
        border.color: table.tone
        Label { anchors.centerIn: parent; text: table.mark; size: 22; bold: true; color: table.markColor; Accessible.ignored: true }
    }
    Label { anchors.verticalCenter: parent.verticalCenter; text: table.word; size: 24; color: Theme.ink2 }
}
