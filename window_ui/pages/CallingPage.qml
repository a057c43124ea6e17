pragma ComponentBehavior: Bound
// 怎么叫他: by voice, without, or as the hall does.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: page

    required property var more

    function take(): void {
        const first = ways.itemAt(0);
        if (first)
            first.forceActiveFocus();
    }
    Label {
        x: 24
        width: parent.width - 48
        text: qsTr("听不见、看不见或不想被喊的人，可以换一种叫法。")
        size: 18
        color: Theme.ink2
        wrapMode: Text.Wrap
    }
    Column {
        x: 24
        y: 70
        spacing: 12
        Repeater {
            id: ways
            model: page.more.ways
            delegate: ChoiceKey {
                id: way
                required property var model
                objectName: "calling_" + way.model.id
                width: 432
                height: 58
                text: way.model.text
                chosen: way.model.chosen
                onClicked: page.more.call(way.model.id)
            }
        }
    }
}
