// Head of the wall: time, whose hall, how old the data are, and the totals.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: head

    required property var wall
    readonly property color figure: wall.stale ? Theme.off : Theme.ink

    height: 108

    Label {
        id: clock
        objectName: "clock"
        y: 12
        text: head.wall.clock
        size: Theme.headline
        bold: true
    }
    Column {
        id: about
        readonly property real room: totals.x - x - 24
        x: clock.width + 24
        y: 16
        spacing: -2
        Label { objectName: "hall"; text: head.wall.hall; size: 30; bold: true; width: Math.min(implicitWidth, about.room); elide: Text.ElideRight; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 20 }
        Row {
            spacing: 10
            scale: Math.min(1, about.room / Math.max(1, implicitWidth))
            transformOrigin: Item.Left
            Label { text: head.wall.date; size: 26; color: Theme.ink2 }
            Label { text: "·"; size: 26; color: Theme.ink2 }
            Label {
                objectName: "age"
                text: head.wall.ageWords
                size: 26
                bold: head.wall.stale
                color: head.wall.stale ? Theme.amber : Theme.ink2
            }
            Label {
                objectName: "openWords"
                visible: text !== ""
                text: head.wall.openWords === "" ? "" : "· " + head.wall.openWords
                size: 26
                color: Theme.amber
            }
        }
    }
    Row {
        id: totals
        objectName: "totals"
        anchors.right: parent.right
        y: 8
        spacing: head.wall.satisfied === "" ? 64 : 40
        Total { objectName: "waiting"; value: head.wall.waiting; word: qsTr("人在等"); tone: head.figure }
        Total { objectName: "over"; value: head.wall.over; word: qsTr("人超 30 分"); tone: head.wall.anyOver ? Theme.red : head.figure }
        Total { objectName: "windowsOpen"; value: head.wall.windowsOpen; word: qsTr("开窗"); tone: head.figure }
        Total { objectName: "done"; value: head.wall.done; word: qsTr("今天办完"); tone: head.figure }
        Total { objectName: "satisfied"; visible: head.wall.satisfied !== ""; value: head.wall.satisfied; word: qsTr("满意"); note: head.wall.rated; tone: head.figure }
    }
    Rectangle { y: 106; width: parent.width; height: 2; color: Theme.rule }
}
