// A small key among several: a reason, a time, an outcome. The chosen one is tinted and ticked.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Pressable {
    id: key

    property string text: ""
    property bool chosen: false

    height: 40
    implicitWidth: 78
    name: text
    ringRadius: Theme.keyRadius
    Accessible.checkable: true
    Accessible.checked: chosen

    Rectangle {
        anchors.fill: parent
        radius: Theme.keyRadius
        color: key.chosen || key.down ? Theme.accentTint : key.enabled ? Theme.sheet : Theme.paper
        border.width: key.chosen ? 2 : 1
        border.color: key.chosen ? Theme.accent : key.enabled ? Theme.outline : Theme.edge
        Row {
            anchors.centerIn: parent
            spacing: 4
            Icon {
                visible: key.chosen
                name: key.chosen ? "check" : ""
                size: 16
                weight: 2.6
                color: Theme.accent
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                width: Math.min(implicitWidth, key.width - (key.chosen ? 30 : 8))
                text: key.text
                size: 17
                bold: key.chosen
                color: key.chosen ? Theme.accent : key.enabled ? Theme.ink : Theme.off
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 12
            }
        }
    }
}
