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
    signal chosen(string id)

    spacing: 10
    Label { text: chips.question; size: 28; color: Theme.ink2 }
    Flow {
        width: chips.width
        spacing: 12
        Repeater {
            model: chips.model
            delegate: Chip {
                id: chip
                required property var model
                required property int index
                objectName: chips.prefix + (chips.prefix === "reason_" ? String(index + 1) : model.id)
                text: model.text
                chosen: model.chosen
                onClicked: chips.chosen(chip.model.id)
            }
        }
    }
}
