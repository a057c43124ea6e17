// One zone in the table of the wall.
import QtQuick
import hall.uikit.theme

Item {
    id: row

    property string name: ""
    property string waiting: "—"
    property string typical: "—"        // "25/40": P50/P90, minutes
    property string share: "—"          // share of waits over 30 min
    property string open: "—"           // "8/10"
    property real shift: 0              // more room for the name, the figures further right
    property string status: "normal"    // normal | late | stale
    readonly property color tone: status === "late" ? Theme.red : status === "stale" ? Theme.off : Theme.ink

    objectName: "zoneRow_" + name
    implicitWidth: 572
    implicitHeight: 66
    Accessible.role: Accessible.Row
    Accessible.name: qsTr("%1，%2 人在等，一般和最多 %3 分，超过 30 分 %4，开窗 %5").arg(name).arg(waiting).arg(typical).arg(share).arg(open)

    Rectangle {
        visible: row.status === "late"
        x: -12
        width: 6
        height: parent.height - 4
        color: Theme.red
    }
    NameLabel { x: 0; width: 124 + row.shift; anchors.verticalCenter: parent.verticalCenter; text: row.name; full: 28; least: 20; crowded: true; bold: true; color: row.tone }
    Label { anchors.right: parent.left; anchors.rightMargin: -172 - row.shift; anchors.verticalCenter: parent.verticalCenter; text: row.waiting; size: 36; bold: true; color: row.tone }
    Label { anchors.right: parent.left; anchors.rightMargin: -314 - row.shift; anchors.verticalCenter: parent.verticalCenter; text: row.typical; size: 29; color: row.status === "stale" ? Theme.off : Theme.ink }
    Label { anchors.right: parent.left; anchors.rightMargin: -430 - row.shift; anchors.verticalCenter: parent.verticalCenter; text: row.share; size: 29; bold: row.status === "late"; color: row.tone }
    Label { anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter; text: row.open; size: 29; color: row.status === "stale" ? Theme.off : Theme.ink }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 2
        color: Theme.rule
    }
}
