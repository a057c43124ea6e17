// The name beside an ID number (无卡取号): pinyin letters, the characters they stand for as large keys, a way past it.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var naming: kiosk.naming
    readonly property real keyTop: wide ? 0 : 758
    readonly property real half: wide ? 836 : width - 2 * margin
    readonly property real candidateHeight: wide ? 120 : 144
    readonly property real gap: 12

    step: 0
    headline: qsTr("请输入姓名")
    lead: page.naming.lead

    Rectangle {
        id: field
        width: page.half
        height: page.wide ? 96 : 124
        radius: Theme.keyRadius
        color: Theme.sheet
        border.width: 4
        border.color: page.naming.wrong ? Theme.red : Theme.accent
        Accessible.role: Accessible.EditableText
        Accessible.name: page.headline
        Row {
            anchors.verticalCenter: parent.verticalCenter
            x: 36
            spacing: 6
            Label {
                objectName: "typedName"
                text: page.naming.name
                width: Math.min(implicitWidth, field.width - 90 - letters.width)
                size: 64
                bold: true
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 24
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                id: letters
                objectName: "typedLetters"
                text: page.naming.letters
                size: 52
                color: Theme.accent
                anchors.verticalCenter: parent.verticalCenter
            }
            Rectangle {
                width: 4
                height: 64
                color: Theme.accent
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                visible: page.naming.name === "" && page.naming.letters === ""
                text: qsTr("姓名")
                size: 40
                color: Theme.off
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
    Item {
        id: choice
        y: field.height + (page.wide ? 10 : 24)
        width: page.half
        height: 2 * page.candidateHeight + page.gap
        readonly property real keyWidth: (width - 7 * page.gap) / 8

        Label {
            objectName: "said"
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            text: page.naming.said
            size: Theme.elder ? 46 : 40
            bold: page.naming.wrong
            color: page.naming.wrong ? Theme.red : Theme.ink2
            wrapMode: Text.Wrap
        }
        Repeater {
            model: 14
            delegate: KeyCap {
                required property int index
                visible: page.naming.said === "" && text !== ""
                text: page.naming.candidates[index] ?? ""
                textSize: 60
                x: (index % 7) * (choice.keyWidth + page.gap)
                y: Math.floor(index / 7) * (page.candidateHeight + page.gap)
                width: choice.keyWidth
                height: page.candidateHeight
                onClicked: page.naming.pick(text)
            }
        }
        KeyCap {
            objectName: "moreCharacters"
            visible: page.naming.said === "" && page.naming.pages > 1
            icon: "right"
            name: qsTr("换一批字")
            x: choice.width - width
            width: choice.keyWidth
            height: choice.height
            onClicked: page.naming.turn()
        }
    }
    BigButton {
        id: skip
        objectName: "skip"
        y: choice.y + choice.height + (page.wide ? 10 : 34)
        width: (page.half - page.gap) / 2
        height: page.wide ? parent.height - y - 6 : 158
        textSize: page.wide ? 36 : 46
        subSize: Theme.elder && !page.wide ? 32 : 28
        text: qsTr("跳过")
        sub: qsTr("只用身份证号也行")
        onClicked: page.naming.skip()
    }
    BigButton {
        objectName: "nameDone"
        x: skip.width + page.gap
        y: skip.y
        width: skip.width
        height: skip.height
        textSize: 48
        solid: true
        text: qsTr("完成")
        onClicked: page.naming.done()
    }
    Rectangle {
        x: page.wide ? 868 : -page.margin
        y: page.keyTop
        width: page.wide ? parent.width - x + page.margin : page.width
        height: parent.height - y
        color: Theme.tray
        Column {
            anchors.centerIn: parent
            spacing: page.wide ? 12 : 14
            Repeater {
                model: ["QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"]
                delegate: Row {
                    id: keys
                    required property string modelData
                    required property int index
                    readonly property int keyWidth: page.wide ? 88 : 92
                    readonly property int keyHeight: page.wide ? 130 : 144
                    anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
                    spacing: 10
                    Repeater {
                        model: keys.modelData.split("")
                        delegate: KeyCap {
                            required property string modelData
                            text: modelData
                            width: keys.keyWidth
                            height: keys.keyHeight
                            onClicked: page.naming.letter(modelData)
                        }
                    }
                    KeyCap {
                        objectName: "key_between"
                        visible: keys.index === 2
                        text: page.kiosk.english ? qsTr("空格") : "·"
                        textSize: page.kiosk.english ? 26 : 60
                        width: keys.keyWidth
                        height: keys.keyHeight
                        onClicked: page.naming.between()
                    }
                    KeyCap {
                        objectName: "key_delete"
                        visible: keys.index === 2
                        icon: "backspace"
                        dark: true
                        name: qsTr("删掉一个字")
                        width: page.wide ? 176 : 194
                        height: keys.keyHeight
                        onClicked: page.naming.rub()
                    }
                }
            }
        }
    }
}
