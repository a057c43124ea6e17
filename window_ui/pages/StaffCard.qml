// One person of the staff list.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Pressable {
    id: card

    property string number: ""
    property string person: ""
    property bool chosen: false

    name: person + " " + number
    ringRadius: Theme.radius
    Accessible.checkable: true
    Accessible.checked: chosen

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: card.chosen ? Theme.accent : card.down ? Theme.accentTint : Theme.sheet
        border.width: card.chosen ? 0 : 1
        border.color: Theme.outline
        Label {
            x: 20
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - 40 - id.width - 8
            text: card.person
            size: 24
            bold: true
            color: card.chosen ? Theme.accentInk : Theme.ink
            elide: Text.ElideRight
        }
        Label {
            id: id
            anchors.right: parent.right
            anchors.rightMargin: 20
            anchors.verticalCenter: parent.verticalCenter
            text: card.number
            size: 18
            color: card.chosen ? Theme.accentInk : Theme.ink2
        }
    }
}
