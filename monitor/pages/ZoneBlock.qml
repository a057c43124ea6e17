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

    Label {
        width: zone.width - note.width - 10
        text: zone.block.name
        size: 28
        bold: true
        color: zone.stale ? Theme.off : zone.block.late ? Theme.red : Theme.ink
        elide: Text.ElideRight
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 22
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
            }
        }
    }
}
