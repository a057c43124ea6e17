// One camera of the hall: its state as a word, its name, since when and what to do, how much of today it could be used.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Pressable {
    id: row

    property string title: ""
    property string word: ""
    property string status: "good"      // good | warn | stale
    property string why: ""
    property string online: ""
    property string heard: ""
    property string past: ""
    property bool chosen: false
    readonly property color tone: status === "warn" ? Theme.amber : status === "good" ? Theme.green : Theme.off

    implicitHeight: past === "" ? 84 : 116
    ringRadius: 8
    name: [title, word, why, online, heard, past].filter(x => x !== "").join("，")
    Accessible.checkable: true
    Accessible.checked: chosen

    Rectangle { anchors.fill: parent; color: row.chosen ? Theme.accentTint : row.down ? Theme.greyTint : "transparent" }
    Rectangle { width: parent.width; height: 2; color: Theme.rule }
    Fit { objectName: "cameraWord"; x: 8; y: 8; width: 150; text: row.word; size: 28; bold: true; color: row.tone }
    Fit { x: 8; y: 44; width: 150; text: row.heard; size: 22; color: Theme.ink2 }
    Fit { x: 174; y: 8; width: parent.width - x - 236; text: row.title; size: 28; bold: true }
    Fit { objectName: "cameraOnline"; x: parent.width - 226; y: 11; width: 218; text: row.online; size: 24; horizontalAlignment: Text.AlignRight }
    Fit { objectName: "cameraWhy"; x: 174; y: 44; width: parent.width - x - 8; text: row.why; size: 24; color: row.status === "warn" ? Theme.amber : Theme.ink2 }
    Fit { x: 174; y: 78; width: parent.width - x - 8; text: row.past; size: 22; color: Theme.ink2 }
}
