pragma ComponentBehavior: Bound
// 转号: one search over windows, people and queues; a note, and back if wanted.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: page

    required property var transfer

    function take(): void {
        search.text = "";
        note.text = "";
        search.take();
    }

    Field {
        id: search
        objectName: "transferSearch"
        x: 24
        width: parent.width - 48
        textSize: 22
        placeholder: qsTr("窗口号、姓名、拼音首字母")
        onTextChanged: page.transfer.filter(search.text)
        onAccepted: page.transfer.enter()
    }
    Row {
        x: 24
        y: 56
        spacing: 8
        Repeater {
            model: page.transfer.kinds
            delegate: ChoiceKey {
                id: kind
                required property var model
                objectName: "kind_" + kind.model.id
                width: 138
                text: kind.model.text
                chosen: kind.model.chosen
                onClicked: {
                    search.text = "";
                    page.transfer.show(kind.model.id);
                }
            }
        }
    }
    ListView {
        id: list
        objectName: "targets"
        y: 106
        width: parent.width
        height: parent.height - y - 176
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.transfer.targets
        delegate: TargetRow {
            id: row
            required property var model
            objectName: "target_" + row.model.id
            width: list.width
            text: row.model.text
            sub: row.model.sub
            chosen: row.model.chosen
            enabled: row.model.enabled
            onClicked: page.transfer.choose(row.model.id)
        }
    }
    Label {
        objectName: "noTargets"
        x: 28
        y: 120
        text: page.transfer.nothing
        size: 18
        color: Theme.ink2
    }
    Rectangle { x: 24; y: list.y + list.height; width: parent.width - 48; height: 1; color: Theme.rule }
    Field {
        id: note
        objectName: "transferNote"
        x: 24
        y: parent.height - 164
        width: parent.width - 48
        textSize: 19
        placeholder: qsTr("留言给下一个窗口，可以不写")
        onTextChanged: page.transfer.setNote(note.text)
        onAccepted: page.transfer.send()
    }
    ChoiceKey {
        objectName: "transferReturn"
        x: 24
        y: parent.height - 116
        width: parent.width - 48
        text: qsTr("那边办完再回本窗口")
        chosen: page.transfer.returns
        onClicked: page.transfer.toggleReturn()
    }
    BigButton {
        objectName: "transferSend"
        x: 24
        y: parent.height - 66
        width: parent.width - 48
        height: 54
        textSize: 22
        text: page.transfer.sendWord
        keyHint: qsTr("回车")
        solid: enabled
        enabled: page.transfer.ready
        onClicked: page.transfer.send()
    }
}
