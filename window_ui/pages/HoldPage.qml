pragma ComponentBehavior: Bound
// 暂挂: why, then for how long; two keys.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: page

    required property var hold
    readonly property string title: hold.title
    onTitleChanged: if (visible) Qt.callLater(take)     // other choices stand there now

    function take(): void {
        const first = choices.itemAt(0);
        if (first)
            first.forceActiveFocus();
    }
    Label {
        objectName: "holdHint"
        x: 24
        width: parent.width - 48
        text: page.hold.hint
        size: 18
        color: Theme.ink2
        wrapMode: Text.Wrap
    }
    Grid {
        x: 24
        y: 76
        columns: 3
        columnSpacing: 12
        rowSpacing: 12
        Repeater {
            id: choices
            model: page.hold.choices
            delegate: ChoiceKey {
                id: choice
                required property var model
                objectName: "hold_" + choice.model.id
                width: 136
                height: 64
                text: choice.model.text
                onClicked: page.hold.choose(choice.model.id)
            }
        }
    }
}
