// One of several to choose from: a person, a reason, a zone, an item.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Pressable {
    id: chip

    property string text: ""
    property bool chosen: false
    property int textSize: 28

    implicitWidth: label.implicitWidth + textSize * 2 - 8 + (chosen ? 34 : 0)
    implicitHeight: 60
    name: text
    ringRadius: 8
    Accessible.checkable: true
    Accessible.checked: chosen

    Rectangle {
        anchors.fill: parent
        radius: 8
        color: chip.chosen ? Theme.accentTint : chip.down ? Theme.greyTint : "transparent"
        border.width: chip.chosen ? 3 : 2
        border.color: chip.chosen ? Theme.accent : Theme.outline
        Row {
            anchors.centerIn: parent
            spacing: 8
            Icon { visible: chip.chosen; name: chip.chosen ? "check" : ""; size: 26; weight: 2.6; color: Theme.accent; anchors.verticalCenter: parent.verticalCenter }
            Label { id: label; text: chip.text; size: chip.textSize; bold: chip.chosen; color: chip.chosen ? Theme.accent : Theme.ink }
        }
    }
}
