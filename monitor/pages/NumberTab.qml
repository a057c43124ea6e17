pragma ComponentBehavior: Bound
// A number that waits is put first or given priority; typed by keyboard or on the page, with a reason.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: tab

    required property var dispatch

    Column {
        width: 720
        spacing: 26
        Row {
            spacing: 24
            Field {
                id: field
                objectName: "numberField"
                width: 260
                textSize: 36
                label: ""
                placeholder: qsTr("号码")
                text: tab.dispatch.number
                onVisibleChanged: if (visible) field.take()
                onTextChanged: if (tab.visible) tab.dispatch.typeNumber(field.text)
                onAccepted: tab.dispatch.propose()
            }
            Label {
                objectName: "numberNote"
                anchors.verticalCenter: parent.verticalCenter
                text: tab.dispatch.numberNote
                size: 28
                bold: tab.dispatch.numberWrong
                color: tab.dispatch.numberWrong ? Theme.amber : Theme.ink2
            }
        }
        Row {
            spacing: 12
            Chip { objectName: "act_push"; text: qsTr("排到最前"); chosen: tab.dispatch.act === "push"; onClicked: tab.dispatch.chooseAct("push") }
            Chip { objectName: "act_priority"; text: qsTr("给优先"); chosen: tab.dispatch.act === "priority"; onClicked: tab.dispatch.chooseAct("priority") }
        }
        ReasonChips { width: parent.width; question: qsTr("为什么？会记下来"); dispatch: tab.dispatch; place: "number" }
    }
    Column {
        anchors.right: parent.right
        width: 400
        spacing: 10
        Flow {
            width: parent.width
            spacing: 8
            Repeater {
                model: tab.dispatch.letters
                delegate: KeyCap {
                    required property string modelData
                    objectName: "letter_" + modelData
                    width: 60
                    height: 56
                    textSize: 28
                    text: modelData
                    onClicked: tab.dispatch.typeKey(modelData)
                }
            }
        }
        Flow {
            width: 3 * 126 + 2 * spacing
            spacing: 10
            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "<"]
                delegate: KeyCap {
                    id: cap
                    required property string modelData
                    objectName: modelData === "<" ? "number_erase" : "number_" + modelData
                    width: modelData === "0" ? 2 * 126 + 10 : 126
                    height: 60
                    textSize: 30
                    text: modelData === "<" ? "" : modelData
                    icon: modelData === "<" ? "backspace" : ""
                    name: modelData === "<" ? qsTr("删一位") : modelData
                    onClicked: tab.dispatch.typeKey(cap.modelData)
                }
            }
        }
    }
    BigButton {
        objectName: "proposeNumber"
        anchors.bottom: parent.bottom
        width: 360
        height: 84
        text: tab.dispatch.act === "priority" ? qsTr("给优先") : qsTr("排到最前")
        sub: enabled ? "" : qsTr("先写号码，再说明理由")
        subSize: 22
        solid: enabled
        enabled: tab.dispatch.mayPropose
        onClicked: tab.dispatch.propose()
    }
}
