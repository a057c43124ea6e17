// One service of the number in hand; one that is paused here is a key that goes back to it.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Pressable {
    id: chip

    property string text: ""
    property string word: ""
    property string icon: ""
    property bool mine: false
    property bool current: false
    readonly property color tone: mine || current ? Theme.accent : Theme.ink2

    height: 38
    width: Math.min(214, row.implicitWidth + 22)
    enabled: mine
    activeFocusOnTab: mine
    name: mine ? qsTr("回去办 %1").arg(text) : word + " " + text
    ringRadius: Theme.keyRadius

    Rectangle {
        anchors.fill: parent
        radius: Theme.keyRadius
        color: chip.current || chip.down ? Theme.accentTint : chip.mine ? Theme.sheet : Theme.greyTint
        border.width: chip.mine ? 1 : 0
        border.color: Theme.accent
        Row {
            id: row
            x: 10
            anchors.verticalCenter: parent.verticalCenter
            spacing: 6
            Icon {
                name: chip.mine ? "retry" : chip.icon
                size: 16
                weight: 2.2
                color: chip.tone
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                id: state
                text: chip.mine ? qsTr("回去办") : chip.word
                size: 16
                bold: chip.mine || chip.current
                color: chip.tone
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                visible: !chip.current          // its name is the headline
                width: Math.min(implicitWidth, 214 - 22 - 22 - 6 - state.width)
                text: chip.text
                size: 16
                color: Theme.ink
                elide: Text.ElideRight
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
