// The keyboard focus: 4 px ink ring with a 2 px gap of paper. Fill the control with it.
import QtQuick
import hall.uikit.theme

Rectangle {
    id: ring

    property bool shown: false

    objectName: "focusRing"
    anchors.fill: parent
    anchors.margins: -6
    visible: ring.shown
    color: "transparent"
    border.color: Theme.ink
    border.width: 4
    radius: Theme.keyRadius + 6
}
