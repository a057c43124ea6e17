pragma ComponentBehavior: Bound
// The zones in one line: who waits and how long. model roles: name, waiting (-1 = not known), low, high, status.
import QtQuick
import hall.uikit.theme

Row {
    id: strip

    property var model: []
    property bool wide: false           // landscape: figure left, words right
    property int cells: 4
    readonly property real cellWidth: width / Math.max(1, cells)

    objectName: "zoneStrip"
    height: wide ? 92 : 128

    Repeater {
        model: strip.model
        delegate: Item {
            id: cell
            required property int index
            required property string name
            required property int waiting
            required property int low
            required property int high
            required property string status
            readonly property bool stale: cell.waiting < 0

            width: strip.cellWidth
            height: strip.height
            Accessible.role: Accessible.StaticText
            Accessible.name: cell.name + " " + (cell.stale ? "" : figure.text + " ") + span.text

            Rectangle {
                visible: cell.index > 0
                width: 2
                height: parent.height - 16
                y: 8
                color: Theme.edge
            }
            Label {
                id: figure
                visible: strip.wide
                x: cell.index > 0 ? 28 : 0
                anchors.verticalCenter: parent.verticalCenter
                text: cell.stale ? "—" : String(cell.waiting)
                size: 62
                bold: true
            }
            Column {
                x: (cell.index > 0 ? 24 : 0) + (strip.wide ? figure.width + (cell.index > 0 ? 24 : 20) : 0)
                width: cell.width - x - 8
                anchors.verticalCenter: parent.verticalCenter
                spacing: strip.wide ? -4 : -10
                NameLabel {
                    width: parent.width
                    text: cell.name
                    full: 30
                    least: 24
                    crowded: true
                    bold: strip.wide
                    color: strip.wide ? Theme.ink : Theme.ink2
                }
                Row {
                    visible: !strip.wide
                    spacing: 12
                    Label {
                        id: big
                        text: cell.stale ? "—" : String(cell.waiting)
                        size: 48
                        bold: true
                    }
                    Label {
                        anchors.baseline: big.baseline
                        text: qsTr("人在等")
                        size: 28
                        color: Theme.ink2
                    }
                }
                Row {
                    Label {
                        visible: strip.wide
                        text: qsTr("人在等，")
                        size: 29
                        color: Theme.ink2
                    }
                    WaitRange {
                        id: span
                        low: cell.low
                        high: cell.high
                        status: cell.status
                        brief: true
                        size: 29
                        width: Math.min(implicitWidth, cell.width - parent.parent.x - 8 - x)
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: 24
                    }
                }
            }
        }
    }
}
