// The reasons of one act, and a field for one's own words.
import QtQuick
import hall.uikit.controls

Column {
    id: reasons

    required property var dispatch
    property string question: ""
    property string place: ""

    spacing: 14
    Chips {
        width: parent.width
        question: reasons.question
        model: reasons.dispatch.lists.reasons
        prefix: "reason_"
        onChosen: id => reasons.dispatch.chooseReason(id)
    }
    Field {
        id: words
        objectName: reasons.place + "Text"
        visible: reasons.dispatch.wantsWords
        width: Math.min(720, parent.width)
        textSize: 28
        label: ""
        placeholder: reasons.dispatch.act === "priority" ? qsTr("写明原因") : qsTr("或者写下来")
        text: reasons.dispatch.typed
        onTextChanged: if (reasons.visible && words.visible) reasons.dispatch.typeText(words.text)
        onAccepted: reasons.dispatch.propose()
    }
}
