// One subject of the wall with one word or figure: environment, devices, cameras, posts.
import QtQuick
import hall.uikit.theme

Item {
    id: row

    property string icon: ""
    property string title: ""
    property string word: ""            // "坏 1 / 72"
    property string detail: ""
    property string status: "good"      // good | warn | bad | stale | note | plain
    readonly property color tone: status === "good" ? Theme.green : status === "warn" ? Theme.amber : status === "bad" ? Theme.red : status === "note" ? Theme.accent : status === "plain" ? Theme.ink2 : Theme.off

    readonly property real pad: Math.max(5, Math.min(22, height - 100))   // tight where many rows share the place

    objectName: "factRow_" + icon
    implicitWidth: 572
    implicitHeight: 132
    Accessible.role: Accessible.Row
    Accessible.name: title + "，" + word + "，" + detail

    Rectangle { width: parent.width; height: 2; color: Theme.rule }
    Icon { x: 0; y: row.pad; size: 44; name: row.icon; color: row.tone }
    Label { id: title; x: 68; y: row.pad; text: row.title; size: row.height < 84 ? 26 : 30; bold: true }
    Label {
        anchors.right: parent.right
        y: row.pad - 4
        width: Math.min(implicitWidth, parent.width - title.x - title.implicitWidth - 16)
        text: row.word
        size: 36
        bold: true
        color: row.tone
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 26
    }
    NameLabel {
        objectName: "detail"
        x: 68
        y: Math.min(row.pad + (row.height < 116 ? 45 : 52), row.height - contentHeight)
        width: parent.width - 68
        text: row.detail
        full: 27
        least: 24
        crowded: true
        maximumLineCount: wraps && row.height >= 96 ? 2 : 1
        color: Theme.ink2
    }
}
