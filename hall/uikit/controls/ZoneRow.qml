// One zone in the table of the wall.
import QtQuick
import hall.uikit.theme

Item {
    id: row

    property string name: ""
    property string waiting: "—"
    property string typical: "—"        // "25/40": P50/P90, minutes; "估 25/40" while little was seen
    property string share: "—"          // share of waits over 30 min
    property string open: "—"           // "8/10"
    property real shift: 0              // more room for the name, the figures further right
    property string status: "normal"    // normal | late | stale
    property bool watched: false        // cameras watch the floors: how full has a column of its own
    property string crowd: ""           // how full by camera
    property string crowdStatus: "plain"    // plain | warn | stale
    property string mark: ""            // a second line: environment, camera against tickets
    property string markStatus: "plain" // plain | warn | stale
    readonly property real more: watched ? 40 : 0   // the figures give way to it
    readonly property color tone: status === "late" ? Theme.red : status === "stale" ? Theme.off : Theme.ink

    objectName: "zoneRow_" + name
    implicitWidth: 572
    implicitHeight: 66
    Accessible.role: Accessible.Row
    Accessible.name: [qsTr("%1，%2 人在等，一般和最多 %3 分，超过 30 分 %4，开窗 %5").arg(name).arg(waiting).arg(typical).arg(share).arg(open), crowd, mark].filter(x => x !== "").join("，")

    function shade(status: string): color {
        return status === "warn" ? Theme.amber : status === "stale" ? Theme.off : Theme.ink;
    }

    Rectangle {
        visible: row.status === "late"
        x: -12
        width: 6
        height: parent.height - 4
        color: Theme.red
    }
    NameLabel {
        width: row.watched ? 124 : 124 + row.shift
        height: row.mark === "" ? row.height : row.height - 25
        verticalAlignment: Text.AlignVCenter
        text: row.name
        full: 28
        least: row.mark === "" ? 20 : 18
        crowded: true
        bold: true
        color: row.tone
    }
    Label {
        visible: row.watched
        x: 130
        y: row.mark === "" ? (row.height - height) / 2 : (row.height - 25 - height) / 2
        width: 64
        text: row.crowd === "" ? "—" : row.crowd
        size: 26
        bold: row.crowdStatus === "warn"
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 18
        color: row.crowd === "" ? Theme.off : row.shade(row.crowdStatus)
    }
    Label {
        visible: row.mark !== ""
        y: row.height - 29
        width: 182
        text: row.mark
        size: 20
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 16
        elide: Text.ElideRight
        color: row.shade(row.markStatus)
    }
    Label { anchors.right: parent.left; anchors.rightMargin: -172 - row.shift - 0.75 * row.more; anchors.verticalCenter: parent.verticalCenter; text: row.waiting; size: 36; bold: true; color: row.tone }
    Label { anchors.right: parent.left; anchors.rightMargin: -314 - row.shift - 0.6 * row.more; anchors.verticalCenter: parent.verticalCenter; width: 128; horizontalAlignment: Text.AlignRight; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 20; text: row.typical; size: 29; color: row.status === "stale" ? Theme.off : Theme.ink }
    Label { anchors.right: parent.left; anchors.rightMargin: -430 - row.shift - 0.45 * row.more; anchors.verticalCenter: parent.verticalCenter; text: row.share; size: 29; bold: row.status === "late"; color: row.tone }
    Label { anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter; text: row.open; size: 29; color: row.status === "stale" ? Theme.off : Theme.ink }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 2
        color: Theme.rule
    }
}
