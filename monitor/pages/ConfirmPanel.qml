// The last step of every act: what will be changed in one sentence, why where it does not say so, who does it, the PIN where one is needed.
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
    Flickable {
        id: asked
        readonly property real beside: panel.width - pad.width - 48
        y: sentence.height + 36
        width: pad.visible ? beside : parent.width
        height: (problem.text === "" ? actions.y : problem.y) - y - 12
        contentHeight: questions.height
        clip: contentHeight > height
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        Column {
            id: questions
            width: parent.width
            spacing: 28
            Chips {
                objectName: "why"
                width: asked.beside    // from the start: nothing moves when the pad comes
                visible: panel.dispatch.asksWhy
                question: qsTr("为什么？会记下来")
                model: panel.dispatch.lists.reasons
                prefix: "reason_"
                onChosen: id => panel.dispatch.chooseReason(id)
            }
            WhoChips {
                width: parent.width
                who: panel.who
                onChosen: id => panel.desk.choosePerson(id)
            }
        }
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
        id: problem
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
            sub: panel.dispatch.lacksWhy ? qsTr("先说明理由") : panel.who.hint
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
