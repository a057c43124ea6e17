pragma ComponentBehavior: Bound
// Signing on: who you are at the left, your PIN at the right.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

FocusScope {
    id: page

    required property var desk
    required property var visitor
    required property var line
    required property var alerts
    required property var rest
    required property var signOn
    required property var words
    required property var rare

    objectName: "signOnPage"
    focus: true
    onVisibleChanged: if (visible) who.take()
    Component.onCompleted: who.take()

    function accept(): void {
        page.signOn.enter();
        page.goOn();
    }
    function goOn(): void {             // to what is still missing
        if (page.signOn.wantsPin)
            pinField.take();
        else if (page.signOn.ready)
            signOnKey.forceActiveFocus();
    }

    Rectangle {
        id: head
        width: parent.width
        height: 64
        color: Theme.sheet
        Label {
            x: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("%1 号窗口").arg(page.desk.number)
            size: Theme.headline
            bold: true
        }
        Label {
            x: 170
            anchors.verticalCenter: parent.verticalCenter
            text: page.desk.zone
            size: Theme.body
            color: Theme.ink2
        }
        Row {
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            height: parent.height
            spacing: 10
            Label {
                anchors.verticalCenter: parent.verticalCenter
                rightPadding: 12
                text: page.desk.clock
                size: Theme.headline
                bold: true
            }
            HeadButton { objectName: "fold"; text: qsTr("小条"); keyHint: "F9"; onClicked: page.desk.narrow() }
            HeadButton {
                objectName: "language"
                text: page.words.english ? "中文" : "English"
                onClicked: page.words.switch()
            }
            HeadButton {
                objectName: "emergency"
                icon: "warning"
                iconSize: 20
                text: qsTr("紧急")
                keyHint: "F11"
                width: 128
                tone: Theme.red
                textColor: Theme.red
                solid: page.rare.emergency.active
                onClicked: page.rare.emergency.press()
            }
        }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.rule }
    }

    Label {
        x: Theme.margin + 8
        y: 92
        text: qsTr("谁来上岗？")
        size: 40
        bold: true
    }
    Label {
        objectName: "signOnHint"
        x: Theme.margin + 8
        y: 150
        text: page.desk.lostWords !== "" ? page.desk.lostWords : page.signOn.hint
        size: 20
        bold: page.desk.lost
        color: page.desk.lost ? Theme.red : Theme.ink2
    }

    EmergencyCard {
        visible: page.rare.emergency.shown
        x: 412
        y: 84
        width: 408
        emergency: page.rare.emergency
    }
    Field {
        id: who
        objectName: "who"
        x: Theme.margin + 8
        y: 194
        width: 360
        placeholder: qsTr("工号或姓名")
        label: ""
        textSize: 24
        onTextChanged: page.signOn.filter(who.text)
        onAccepted: page.accept()
    }
    GridView {
        id: grid
        objectName: "staff"
        x: Theme.margin + 8
        y: 262
        width: parent.width - 484
        height: parent.height - y - 24
        clip: true
        cellWidth: Math.floor(width / 3)
        cellHeight: 92
        boundsBehavior: Flickable.StopAtBounds
        model: page.signOn.staff
        delegate: StaffCard {
            id: card
            required property var model
            objectName: "staff_" + model.id
            width: grid.cellWidth - 16
            height: 76
            number: model.id
            person: model.name
            chosen: model.chosen
            onClicked: {
                page.signOn.choose(card.model.id);
                page.goOn();
            }
        }
    }
    Label {
        visible: grid.count === 0
        x: grid.x
        y: grid.y + 20
        text: qsTr("没有找到这个人")
        size: 22
        color: Theme.ink2
    }

    Sheet {
        id: pad
        objectName: "pad"
        width: 420
        x: parent.width - width - Theme.margin
        y: 88
        height: parent.height - y - 24

        Label {
            objectName: "chosenName"
            x: 32
            y: 20
            width: parent.width - 64
            text: page.signOn.chosenName === "" ? qsTr("密码") : page.signOn.chosenName
            size: 28
            bold: true
            elide: Text.ElideRight
        }
        Field {
            id: pinField
            objectName: "pin"
            x: 32
            y: 70
            width: parent.width - 64
            label: ""
            secret: true
            enabled: page.signOn.wantsPin
            placeholder: page.signOn.wantsPin ? qsTr("密码") : page.signOn.chosen === "" ? qsTr("先选您自己") : qsTr("不用密码")
            textSize: 28
            text: page.signOn.pin
            onTextChanged: page.signOn.setPin(pinField.text)
            onAccepted: page.signOn.submit()
        }
        Label {
            objectName: "problem"
            x: 32
            y: 134
            width: parent.width - 64
            height: 54
            text: page.signOn.problem
            size: 18
            bold: true
            color: Theme.red
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }
        Grid {
            x: 32
            y: 194
            columns: 3
            spacing: 10
            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "<"]
                delegate: KeyCap {
                    id: cap
                    required property string modelData
                    objectName: modelData === "<" ? "pin_erase" : "pin_" + modelData
                    width: (pad.width - 64 - 20) / 3
                    height: 78
                    textSize: 34
                    opacity: modelData === "" ? 0 : 1
                    text: modelData === "<" ? "" : modelData
                    icon: modelData === "<" ? "backspace" : ""
                    name: modelData === "<" ? qsTr("删一位") : modelData
                    Accessible.ignored: modelData === ""
                    enabled: page.signOn.wantsPin && modelData !== ""
                    onClicked: modelData === "<" ? page.signOn.erase() : page.signOn.type(cap.modelData)
                }
            }
        }
        BigButton {
            id: signOnKey
            objectName: "signOn"
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 24
            x: 32
            width: parent.width - 64
            height: 72
            text: qsTr("签到")
            keyHint: qsTr("回车")
            solid: enabled
            enabled: page.signOn.ready
            onClicked: page.signOn.submit()
        }
    }
}
