// The call for help: that it was sent, when, who was told; 没事了 ends it.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: card

    required property var emergency

    objectName: "emergencyCard"
    height: column.implicitHeight + 28
    radius: Theme.radius
    color: Theme.red
    Accessible.role: Accessible.AlertMessage
    Accessible.name: emergency.title + "，" + emergency.told

    Column {
        id: column
        x: 18
        y: 14
        width: parent.width - 36
        spacing: 10
        Row {
            spacing: 10
            Icon { name: "warning"; size: 26; weight: 2; color: Theme.accentInk; anchors.verticalCenter: parent.verticalCenter }
            Label {
                objectName: "emergencyTitle"
                width: column.width - 36
                text: card.emergency.title
                size: 20
                bold: true
                color: Theme.accentInk
                wrapMode: Text.Wrap
            }
        }
        Label {
            objectName: "emergencyTold"
            visible: text !== ""
            width: parent.width
            text: card.emergency.told
            size: 18
            color: Theme.accentInk
            wrapMode: Text.Wrap
        }
        BigButton {
            objectName: "emergencyEnd"
            width: parent.width
            height: 44
            textSize: 18
            text: card.emergency.endWord
            textColor: Theme.red
            onClicked: card.emergency.end()
        }
    }
}
