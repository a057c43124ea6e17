pragma ComponentBehavior: Bound
// What is done seldom, as keys with a digit each: for the visitor in hand, for the line, for the window.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: menu

    required property var more
    readonly property var groups: [
        { id: "hand", text: menu.more.handTitle, y: 0 },
        { id: "line", text: qsTr("排队的人"), y: 270 },
        { id: "window", text: qsTr("本窗口"), y: 382 }
    ]

    function topOf(group: string): real {
        return menu.groups.find(one => one.id === group).y + 30;
    }

    Repeater {
        model: 9
        delegate: Item {
            id: digit
            required property int index
            Shortcut { sequence: String(digit.index + 1); enabled: menu.visible; onActivated: menu.more.pickAt(digit.index + 1) }
        }
    }
    Repeater {
        model: menu.groups
        delegate: Label {
            required property var modelData
            x: 24
            y: modelData.y
            text: modelData.text
            size: 17
            color: Theme.ink2
        }
    }
    Repeater {
        model: menu.more.tiles
        delegate: BigButton {
            id: tile
            required property var model
            required property int index
            // The first six are of the visitor, one of the line, the last two of the window.
            readonly property int place: tile.index < 6 ? tile.index : tile.index === 6 ? 0 : tile.index - 7
            objectName: "more_" + tile.model.id
            x: 24 + (tile.place % 2) * 222
            y: menu.topOf(tile.model.group) + Math.floor(tile.place / 2) * 76
            width: tile.index === 6 ? 432 : 210
            height: 66
            leading: true
            textSize: 20
            subSize: 16
            text: tile.model.text
            sub: tile.model.sub
            keyHint: tile.model.hint
            textColor: tile.model.id === "left" ? Theme.red : Theme.ink
            enabled: tile.model.enabled
            onClicked: menu.more.pick(tile.model.id)
        }
    }
}
