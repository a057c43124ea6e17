pragma ComponentBehavior: Bound
// The PIN of whoever is chosen: dots above, keys below; the keyboard writes into the same field. Never shown in clear.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Column {
    id: pad

    required property var who
    property real cap: 100
    signal accepted

    objectName: "pinPad"
    width: 3 * cap + 2 * spacing
    spacing: 10
    onVisibleChanged: if (visible) field.take()
    Component.onCompleted: if (visible) field.take()

    Label { text: qsTr("%1 的密码").arg(pad.who.name); size: 28; color: Theme.ink2; width: parent.width; elide: Text.ElideRight }
    Field {
        id: field
        objectName: "pin"
        width: parent.width
        label: ""
        secret: true
        textSize: 30
        placeholder: qsTr("密码")
        text: pad.who.pin
        onTextChanged: pad.who.setPin(field.text)
        onAccepted: pad.accepted()
    }
    Flow {
        width: parent.width
        spacing: pad.spacing
        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "<"]
            delegate: KeyCap {
                id: cap
                required property string modelData
                objectName: modelData === "<" ? "pin_erase" : "pin_" + modelData
                width: modelData === "0" ? 2 * pad.cap + pad.spacing : pad.cap
                height: 66
                textSize: 32
                text: modelData === "<" ? "" : modelData
                icon: modelData === "<" ? "backspace" : ""
                name: modelData === "<" ? qsTr("删一位") : modelData
                onClicked: modelData === "<" ? pad.who.erase() : pad.who.type(cap.modelData)
            }
        }
    }
}
