// The hall on one page: what needs a person, the windows, the day, the zones.
import QtQuick
import hall.uikit.theme

Item {
    id: page

    required property var wall
    required property var desk
    required property var who
    required property var dispatch
    required property var devices
    required property var recordings
    required property var words

    objectName: "wallPage"

    WallHead {
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        wall: page.wall
    }
    AlertList {
        x: Theme.margin
        y: 122
        width: 560
        height: parent.height - y - Theme.margin
        wall: page.wall
        desk: page.desk
    }
    FloorPlan {
        x: 624
        y: 122
        width: 660
        height: page.wall.great ? 720 : 574
        wall: page.wall
    }
    DayLine {
        x: 624
        y: page.wall.great ? 858 : 712
        width: 660
        height: parent.height - y - Theme.margin
        wall: page.wall
    }
    ZoneTable {
        x: 1316
        y: 122
        width: parent.width - x - Theme.margin
        height: parent.height - y - Theme.margin
        wall: page.wall
        desk: page.desk
        words: page.words
    }
}
