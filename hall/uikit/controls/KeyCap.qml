// One key of our own keypad (digits, letters, X, delete).
import QtQuick
import hall.uikit.theme

Pressable {
    id: cap

    property string text: ""
    property string icon: ""
    property bool dark: false           // delete and the like
    property bool solid: false          // the "done" key
    property int textSize: 50

    objectName: "key_" + (text === "" ? icon : text)
    implicitWidth: 92
    implicitHeight: 144
    name: text
    ringRadius: Theme.keyRadius

    Rectangle {
        anchors.fill: parent
        radius: Theme.keyRadius
        color: cap.solid && cap.enabled ? Theme.accent : cap.dark ? Theme.ink : cap.down ? Theme.accentTint
             : cap.enabled ? Theme.sheet : Theme.paper
        border.width: cap.dark || (cap.solid && cap.enabled) ? 0 : Theme.line
        border.color: Theme.outline
        scale: cap.down ? 0.96 : 1
        Behavior on scale { NumberAnimation { duration: Theme.press } }
        Label {
            anchors.centerIn: parent
            text: cap.text
            size: cap.textSize
            bold: true
            color: !cap.enabled ? Theme.off : cap.dark || cap.solid ? "#FFFFFF" : Theme.ink
            Accessible.ignored: true
        }
        Icon {
            anchors.centerIn: parent
            name: cap.icon
            size: Math.round(cap.textSize * 1.1)
            color: cap.dark || (cap.solid && cap.enabled) ? "#FFFFFF" : Theme.ink
        }
    }
}
