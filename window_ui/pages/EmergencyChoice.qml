pragma ComponentBehavior: Bound
// The second press of the call for help: what it is. Closes by itself when it was hit by accident.
import QtQuick
import QtQuick.Window
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: sheet

    required property var emergency
    property Item before: null          // who had the focus: no field may swallow the digits

    onVisibleChanged: {
        if (sheet.visible) {
            sheet.before = sheet.Window.activeFocusItem;
            sheet.forceActiveFocus();
        } else if (sheet.before) {
            sheet.before.forceActiveFocus();
            sheet.before = null;
        }
    }

    objectName: "emergencyChoice"
    width: 620
    height: 206
    radius: Theme.radius
    color: Theme.sheet
    border.width: 3
    border.color: Theme.red
    Accessible.role: Accessible.Dialog
    Accessible.name: title.text

    MouseArea { anchors.fill: parent }      // what lies below is not pressed by accident
    Repeater {
        model: 4
        delegate: Item {
            id: digit
            required property int index
            Shortcut { sequence: String(digit.index + 1); enabled: sheet.visible; onActivated: sheet.emergency.sendAt(digit.index + 1) }
        }
    }
    Label { id: title; x: 24; y: 16; text: qsTr("紧急求助：出了什么事？"); size: 24; bold: true; color: Theme.red }
    Label {
        x: 24
        y: 52
        width: parent.width - 48 - 120
        text: qsTr("按一下就发出，值班长马上知道。再按 F11 不选也发。")
        size: 17
        color: Theme.ink2
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 14
    }
    BigButton {
        objectName: "emergencyCancel"
        anchors.right: parent.right
        anchors.rightMargin: 24
        y: 18
        width: 124
        height: 44
        textSize: 18
        text: qsTr("按错了")
        keyHint: "Esc"
        onClicked: sheet.emergency.cancel()
    }
    Row {
        x: 24
        y: 96
        spacing: 12
        Repeater {
            model: sheet.emergency.kinds
            delegate: BigButton {
                id: kind
                required property var model
                objectName: "emergency_" + kind.model.id
                width: 134
                height: 86
                textSize: 19
                text: kind.model.text
                keyHint: kind.model.hint
                solid: true
                tone: Theme.red
                onClicked: sheet.emergency.send(kind.model.id)
            }
        }
    }
}
