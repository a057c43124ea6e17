// People waiting over the day. A dashed line of another day is drawn only when there is one.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: day

    required property var wall

    Label { id: heading; text: qsTr("今天在等的人"); size: 30; bold: true }
    Label {
        objectName: "asideWords"
        anchors.baseline: heading.baseline
        x: heading.width + 24
        width: parent.width - x - peak.width - 24
        text: day.wall.asideWords
        size: 26
        color: Theme.ink2
        elide: Text.ElideRight
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 20
    }
    Label {
        id: peak
        objectName: "peakWords"
        anchors.right: parent.right
        y: 2
        text: day.wall.peakWords
        size: 26
        color: Theme.ink2
    }
    Sheet {
        y: 50
        width: parent.width
        height: parent.height - 50
        TrendLine {
            x: 12
            y: 12
            width: parent.width - 36
            height: parent.height - 20
            points: day.wall.trend
            fromHour: day.wall.fromHour
            toHour: day.wall.toHour
            hours: day.wall.hourMarks
            peak: day.wall.peakRule
            opacity: day.wall.stale ? 0.45 : 1
        }
    }
}
