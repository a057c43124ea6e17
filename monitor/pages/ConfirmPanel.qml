// The last step of every act: what will be changed in one sentence, who does it, the PIN where one is needed.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: panel

    required property var desk
    required property var who
    required property var dispatch

    Label {
        id: sentence
        objectName: "sentence"
        width: parent.width
        text: panel.dispatch.sentence
        size: 40
        bold: true
        wrapMode: Text.Wrap
        maximumLineCount: 4
        elide: Text.ElideRight
    }
    WhoChips {
        y: sentence.height + 36
        width: parent.width - (pad.visible ? pad.width + 48 : 0)
        who: panel.who
        onChosen: id => panel.desk.choosePerson(id)
    }
    PinPad {
        id: pad
        anchors.right: parent.right
        y: sentence.height + 36
        visible: panel.visible && panel.who.wantsPin
        who: panel.who
        onAccepted: panel.dispatch.send()
    }
    Label {
        objectName: "dispatchProblem"
        anchors.bottom: actions.top
        anchors.bottomMargin: 16
        width: parent.width - (pad.visible ? pad.width + 48 : 0)
        text: panel.dispatch.problem
        size: 30
        bold: true
        color: Theme.amber
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
    }
    Row {
        id: actions
        anchors.bottom: parent.bottom
        spacing: 16
        BigButton {
            objectName: "send"
            width: 400
            height: 84
            text: qsTr("确认，现在就改")
            sub: panel.who.hint
            subSize: 22
            solid: panel.dispatch.maySend
            enabled: panel.dispatch.maySend
            onClicked: panel.dispatch.send()
        }
        BigButton { objectName: "confirmBack"; width: 200; height: 84; text: qsTr("返回"); onClicked: panel.dispatch.back() }
        BigButton {
            objectName: "forgetMe"
            visible: panel.who.person !== ""
            width: 240
            height: 84
            textSize: 28
            text: qsTr("忘掉我")
            onClicked: panel.who.forget()
        }
    }
}
