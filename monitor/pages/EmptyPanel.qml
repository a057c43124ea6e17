// The last step before a camera is told what empty looks like: what is said and what follows, who says it, the PIN.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: panel

    required property var empties
    required property var who

    Column {
        id: said
        width: parent.width
        spacing: 8
        Label {
            objectName: "emptySentence"
            width: parent.width
            text: panel.empties.sentence
            size: 34
            bold: true
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }
        Label {
            width: parent.width
            text: panel.empties.means
            size: 26
            color: Theme.ink2
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }
    }
    WhoChips {
        y: said.height + 28
        width: parent.width - pad.width - 32
        who: panel.who
        onChosen: id => panel.who.choose(id)
    }
    PinPad {
        id: pad
        anchors.right: parent.right
        y: said.height + 28
        cap: 90
        visible: panel.visible && panel.who.wantsPin
        who: panel.who
        onAccepted: panel.empties.send()
    }
    Label {
        objectName: "emptyProblem"
        anchors.bottom: actions.top
        anchors.bottomMargin: 14
        width: parent.width
        text: panel.empties.problem
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
            objectName: "sendEmpty"
            width: 400
            height: 84
            text: qsTr("现在是空的，记下")
            sub: panel.empties.hint
            subSize: 22
            solid: panel.empties.maySend
            enabled: panel.empties.maySend
            onClicked: panel.empties.send()
        }
        BigButton {
            objectName: "emptyBack"
            width: 220
            height: 84
            text: qsTr("返回")
            onClicked: panel.empties.back()
        }
    }
}
