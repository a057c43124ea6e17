pragma ComponentBehavior: Bound
// A question and its chips.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Column {
    id: chips

    property string question: ""
    property var model
    property string prefix: ""
    property bool brief: false          // many in a narrow place: a letter stands for what is not chosen
    signal chosen(string id)

    spacing: 10
    Label { text: chips.question; size: 28; color: Theme.ink2 }
    Flow {
        width: chips.width
        spacing: chips.brief ? 8 : 12
        Repeater {
            model: chips.model
            delegate: Chip {
                id: chip
                required property var model
                required property int index
                objectName: chips.prefix + (chips.prefix === "reason_" ? String(index + 1) : model.id)
                text: chips.brief && !chosen && model.id.length === 1 ? model.id : model.text
                name: model.text
                chosen: model.chosen
                onClicked: chips.chosen(chip.model.id)
            }
        }
    }
}
