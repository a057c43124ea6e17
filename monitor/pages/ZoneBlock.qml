pragma ComponentBehavior: Bound
// One zone of the plan: its name, how many wait, its windows.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: zone

    required property var block
    property bool stale: false

    x: block.x
    y: block.y
    width: block.width
    Accessible.role: Accessible.Grouping
    Accessible.name: block.name + " " + block.note

    NameLabel {
        id: title
        y: wraps ? -7 : 0
        width: zone.width - note.width - 10 - (tags.width > 0 ? tags.width + 10 : 0)
        text: zone.block.name
        full: 28
        least: 20
        crowded: true
        bold: true
        color: zone.stale ? Theme.off : zone.block.late ? Theme.red : Theme.ink
    }
    Row {                       // what a manager set by hand here
        id: tags
        x: Math.min(title.width, title.contentWidth) + 10
        y: 3
        spacing: 6
        Repeater {
            model: zone.stale ? [] : zone.block.tags
            delegate: Rectangle {
                id: tag
                required property string modelData
                width: word.width + 16
                height: 32
                radius: 16
                color: "transparent"
                border.width: 2
                border.color: Theme.amber
                Label { id: word; anchors.centerIn: parent; text: tag.modelData; size: 22; color: Theme.amber }
            }
        }
    }
    Label {
        id: note
        anchors.right: parent.right
        text: zone.block.note
        size: 26
        bold: zone.block.late
        color: zone.stale ? Theme.off : zone.block.late ? Theme.red : Theme.ink2
    }
    Grid {
        y: 44
        columns: zone.block.columns
        spacing: 8
        Repeater {
            model: zone.block.cells
            delegate: WindowCell {
                required property var modelData
                number: modelData.number
                code: modelData.code
                stale: zone.stale
                Loader {
                    active: parent.modelData.other && !zone.stale
                    anchors.right: parent.right
                    anchors.top: parent.top
                    anchors.margins: -5
                    source: "OtherMark.qml"
                }
            }
        }
    }
}
