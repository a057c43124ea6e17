pragma ComponentBehavior: Bound
// Who stands here: the likeliest first, the others behind one more chip; the one who is known is marked.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Column {
    id: chips

    required property var who
    signal chosen(string id)

    spacing: 10
    Label { text: qsTr("您是谁？"); size: 28; color: Theme.ink2 }
    Flow {
        width: chips.width
        spacing: 12
        Repeater {
            model: chips.who.people
            delegate: Chip {
                id: chip
                required property var model
                objectName: "person_" + model.id
                text: model.text
                chosen: model.chosen
                onClicked: chips.chosen(chip.model.id)
            }
        }
        Chip {
            objectName: "morePeople"
            visible: chips.who.more
            text: qsTr("别人…")
            onClicked: chips.who.showAll()
        }
    }
}
