// One line of input with a word above it. On the kiosk our own keypad writes into text; at the window the keyboard does.
import QtQuick
import hall.uikit.theme

Item {
    id: field

    property string label: ""
    property alias text: input.text
    property string placeholder: ""
    property bool secret: false
    property string problem: ""         // words under the field, in red
    property int textSize: Theme.title
    signal accepted

    objectName: "field"
    implicitWidth: 360
    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.EditableText
    Accessible.name: label

    function take(): void { input.forceActiveFocus(); }

    Column {
        id: column
        width: parent.width
        spacing: 4
        Label { visible: text !== ""; text: field.label; size: Theme.body; color: Theme.ink2 }
        Rectangle {
            width: parent.width
            height: Math.round(field.textSize * 2)
            radius: Theme.keyRadius
            color: Theme.sheet
            border.width: input.activeFocus ? 3 : Theme.line
            border.color: field.problem !== "" ? Theme.red : input.activeFocus ? Theme.accent : Theme.outline
            TextInput {
                id: input
                objectName: "input"
                anchors.fill: parent
                anchors.leftMargin: 16
                anchors.rightMargin: 16
                activeFocusOnTab: true
                verticalAlignment: TextInput.AlignVCenter
                clip: true
                font.family: Theme.family
                font.pixelSize: field.textSize
                color: Theme.ink
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                echoMode: field.secret ? TextInput.Password : TextInput.Normal
                Accessible.name: field.label
                onAccepted: field.accepted()
            }
            Label {
                visible: input.text === ""
                anchors.verticalCenter: parent.verticalCenter
                x: 16
                text: field.placeholder
                size: Math.round(field.textSize * 0.8)
                color: Theme.off
            }
        }
        Label { visible: text !== ""; text: field.problem; size: Theme.body; color: Theme.red }
    }
}
