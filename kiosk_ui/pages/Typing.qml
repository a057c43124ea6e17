// A number typed on our own keypad: the field, what is wrong with it, the keys, and the way on.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    property string hint: ""
    property string done: qsTr("下一步")
    property string other: ""           // another number instead, on the same page
    readonly property var identity: kiosk.identity

    signal otherPressed

    Rectangle {
        id: field
        width: page.wide ? 800 : parent.width
        height: 130
        radius: Theme.keyRadius
        color: Theme.sheet
        border.width: 4
        border.color: page.identity.problem !== "" ? Theme.red : Theme.accent
        Accessible.role: Accessible.EditableText
        Accessible.name: page.headline
        Row {
            anchors.verticalCenter: parent.verticalCenter
            x: 40
            spacing: 6
            Label {
                objectName: "typed"
                text: page.identity.grouped
                size: page.wide && text.length > 16 ? 60 : 70
                bold: true
                anchors.verticalCenter: parent.verticalCenter
            }
            Rectangle {
                width: 4
                height: 72
                color: Theme.accent
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                visible: page.identity.typedText === ""
                text: page.hint
                size: 40
                color: Theme.off
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
    Label {
        objectName: "problem"
        y: 138
        width: field.width
        height: 60
        text: page.identity.problem
        size: Theme.elder ? 44 : 36
        bold: true
        color: Theme.red
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 28
    }
    Keypad {
        x: page.wide ? 860 : 0
        y: page.wide ? 16 : 210
        width: page.wide ? parent.width - 860 : parent.width
        identity: page.identity
        spacing: page.wide ? 14 : 20
        keyHeight: page.wide ? 98 : page.other === "" ? 184 : 158
    }
    BigButton {
        objectName: "next"
        y: page.wide ? (page.other === "" ? 290 : 320) : page.other === "" ? 1048 : 930
        width: field.width
        height: page.wide ? (page.other === "" ? 150 : 130) : page.other === "" ? 170 : 156
        textSize: 52
        solid: true
        text: page.done
        onClicked: page.identity.typed()
    }
    PillButton {
        objectName: "otherNumber"
        visible: page.other !== ""
        x: (field.width - width) / 2
        y: page.wide ? 206 : 1118
        width: page.wide ? 520 : 640
        height: page.wide ? 92 : 122
        textSize: Theme.elder ? 46 : 40
        text: page.other
        onClicked: page.otherPressed()
    }
}
