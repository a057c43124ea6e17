pragma ComponentBehavior: Bound
// Of one post: somebody leaves it, why and for how long, or is back; what follows, who says so, the PIN.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: panel

    required property var posts
    required property var who

    Column {
        id: said
        width: parent.width
        spacing: 8
        Label {
            objectName: "leaveSentence"
            width: parent.width
            text: panel.posts.sentence
            size: 36
            bold: true
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }
        Label {
            width: parent.width
            text: panel.posts.means
            size: 26
            color: Theme.ink2
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }
    }
    Flickable {
        id: asked
        y: said.height + 28
        width: parent.width - pad.width - 32
        height: (problem.text === "" ? actions.y : problem.y) - y - 12
        contentHeight: questions.height
        clip: contentHeight > height
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        Column {
            id: questions
            width: parent.width
            spacing: 26
            Chips {
                visible: !panel.posts.returns
                width: parent.width
                question: qsTr("为什么？会记下来")
                model: panel.posts.reasons
                prefix: "why_"
                onChosen: id => panel.posts.chooseReason(id)
            }
            Chips {
                visible: !panel.posts.returns
                width: parent.width
                question: qsTr("多久回来？")
                model: panel.posts.minutes
                prefix: "minutes_"
                onChosen: id => panel.posts.chooseMinutes(id)
            }
            WhoChips {
                width: parent.width
                who: panel.who
                onChosen: id => panel.who.choose(id)
            }
        }
    }
    PinPad {
        id: pad
        anchors.right: parent.right
        y: said.height + 28
        cap: 90
        visible: panel.visible && panel.who.wantsPin
        who: panel.who
        onAccepted: panel.posts.send()
    }
    Label {
        id: problem
        objectName: "leaveProblem"
        anchors.bottom: actions.top
        anchors.bottomMargin: 14
        width: parent.width
        text: panel.posts.problem
        size: 28
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
            objectName: "sendLeave"
            width: 400
            height: 84
            text: panel.posts.returns ? qsTr("回来了，记下") : qsTr("离开，记下")
            sub: panel.posts.hint
            subSize: 22
            solid: panel.posts.maySend
            enabled: panel.posts.maySend
            onClicked: panel.posts.send()
        }
        BigButton {
            objectName: "leaveBack"
            width: 220
            height: 84
            text: qsTr("返回")
            onClicked: panel.posts.back()
        }
    }
}
