pragma ComponentBehavior: Bound
// Windows of one floor grouped by zone, two columns of zones, cells as WindowCell.
// model: list (or keyed model) of { name, note, late, cells: [{ number, status }] }.
import QtQuick
import hall.uikit.theme

Flow {
    id: plan

    property var model: []
    property bool stale: false
    property int columns: 2
    property int cellsInRow: 5
    readonly property bool empty: zones.count === 0

    objectName: "planGrid"
    spacing: 20
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("窗口")

    Label {
        visible: plan.empty
        text: qsTr("还没有窗口数据")
        size: 28
        color: Theme.off
    }
    Repeater {
        id: zones
        model: plan.model
        delegate: Column {
            id: zone
            required property var modelData
            width: (plan.width - plan.spacing * (plan.columns - 1)) / plan.columns
            spacing: 8
            Item {
                width: zone.width
                height: 42
                Label {
                    text: zone.modelData.name
                    width: parent.width - note.width - 8
                    size: 28
                    bold: true
                    color: zone.modelData.late ? Theme.red : Theme.ink
                    elide: Text.ElideRight
                }
                Label {
                    id: note
                    anchors.right: parent.right
                    text: zone.modelData.note
                    size: 26
                    bold: zone.modelData.late
                    color: zone.modelData.late ? Theme.red : Theme.ink2
                }
            }
            Grid {
                columns: plan.cellsInRow
                spacing: 8
                Repeater {
                    model: zone.modelData.cells
                    delegate: WindowCell {
                        required property var modelData
                        number: modelData.number
                        code: modelData.status
                        stale: plan.stale
                    }
                }
            }
        }
    }
}
