pragma ComponentBehavior: Bound
// A record that is no problem: who says so and why. The camera takes what it sees for the floor from then on.
import QtQuick
import hall.uikit.controls

Item {
    id: panel

    required property var environment
    required property var who

    Column {
        width: parent.width - (pad.visible ? pad.width + 40 : 0)
        spacing: 26
        RecordLines {
            width: parent.width
            environment: panel.environment
        }
        WhoChips {
            visible: !panel.environment.over
            width: parent.width
            who: panel.who
            onChosen: id => panel.who.choose(id)
        }
        Chips {
            visible: !panel.environment.over
            width: parent.width
            question: qsTr("为什么不是问题？")
            model: panel.environment.reasons
            prefix: "reason_"
            onChosen: id => panel.environment.chooseReason(id)
        }
        Field {
            id: typed
            objectName: "excuseText"
            visible: !panel.environment.over
            width: Math.min(720, parent.width)
            textSize: 28
            label: ""
            placeholder: qsTr("或者写下来")
            text: panel.environment.typed
            onTextChanged: if (panel.visible) panel.environment.typeText(typed.text)
            onAccepted: panel.environment.settle()
        }
    }
    PinPad {
        id: pad
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        visible: panel.visible && panel.who.wantsPin && !panel.environment.over
        who: panel.who
        onAccepted: panel.environment.settle()
    }
}
