pragma ComponentBehavior: Bound
// 顶岗: a colleague takes over the window; the visitor who is here stays.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: page

    required property var relief

    function take(): void {
        who.text = "";
        who.take();
    }
    function goOn(): void {
        if (page.relief.wantsPin)
            pin.take();
        else if (page.relief.ready)
            send.forceActiveFocus();
    }

    Field {
        id: who
        objectName: "reliefWho"
        x: 24
        width: parent.width - 48
        textSize: 22
        placeholder: qsTr("工号、姓名、拼音首字母")
        onTextChanged: page.relief.filter(who.text)
        onAccepted: {
            page.relief.enter();
            page.goOn();
        }
    }
    GridView {
        id: grid
        objectName: "reliefStaff"
        x: 24
        y: 60
        width: parent.width - 36
        height: 196
        clip: true
        cellWidth: 222
        cellHeight: 66
        boundsBehavior: Flickable.StopAtBounds
        model: page.relief.staff
        delegate: StaffCard {
            id: card
            required property var model
            objectName: "relief_" + card.model.id
            width: 210
            height: 56
            number: card.model.id
            person: card.model.name
            chosen: card.model.chosen
            onClicked: {
                page.relief.choose(card.model.id);
                page.goOn();
            }
        }
    }
    Field {
        id: pin
        objectName: "reliefPin"
        x: 24
        y: 268
        width: 210
        secret: true
        enabled: page.relief.wantsPin
        placeholder: page.relief.wantsPin ? qsTr("密码") : page.relief.chosen === "" ? qsTr("先选您自己") : qsTr("不用密码")
        textSize: 22
        text: page.relief.pin
        onTextChanged: page.relief.setPin(pin.text)
        onAccepted: page.relief.submit()
    }
    Label {
        objectName: "reliefProblem"
        x: 24
        y: 322
        width: 206
        height: 100
        text: page.relief.problem
        size: 17
        bold: true
        color: Theme.red
        wrapMode: Text.Wrap
        maximumLineCount: 4
        elide: Text.ElideRight
    }
    Grid {
        x: 246
        y: 268
        columns: 3
        spacing: 6
        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "<"]
            delegate: KeyCap {
                id: cap
                required property string modelData
                objectName: modelData === "<" ? "relief_erase" : "relief_key_" + modelData
                width: 66
                height: 46
                textSize: 24
                opacity: modelData === "" ? 0 : 1
                text: modelData === "<" ? "" : modelData
                icon: modelData === "<" ? "backspace" : ""
                name: modelData === "<" ? qsTr("删一位") : modelData
                Accessible.ignored: modelData === ""
                activeFocusOnTab: false
                enabled: page.relief.wantsPin && modelData !== ""
                onClicked: modelData === "<" ? page.relief.erase() : page.relief.type(cap.modelData)
            }
        }
    }
    BigButton {
        id: send
        objectName: "reliefSend"
        x: 24
        y: parent.height - 42
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        width: 210
        height: 54
        textSize: 22
        text: qsTr("顶岗")
        keyHint: qsTr("回车")
        solid: enabled
        enabled: page.relief.ready
        onClicked: page.relief.submit()
    }
}
