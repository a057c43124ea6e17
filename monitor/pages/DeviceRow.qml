// One device: its state as a word, its name and why; of a display what it should show above what it confirmed.
import QtQuick
import hall.uikit.theme

Item {
    id: row

    property string name: ""
    property string word: ""
    property string status: "good"      // good | note | plain | warn | stale
    property string why: ""
    property string should: ""
    property string shown: ""
    property bool confirmed: true
    property string heard: ""
    property string past: ""
    readonly property color tone: status === "warn" ? Theme.amber : status === "note" ? Theme.accent : status === "good" ? Theme.green : status === "plain" ? Theme.ink2 : Theme.off
    readonly property bool differs: should !== "" && shown !== should

    height: 84
    Accessible.role: Accessible.Row
    Accessible.name: [name, word, why, should === "" ? "" : qsTr("该显示") + " " + should, shown, heard, past].filter(x => x !== "").join("，")

    Rectangle { width: parent.width; height: 2; color: Theme.rule }
    Fit { objectName: "deviceWord"; y: 8; width: 142; text: row.word; size: 28; bold: true; color: row.tone }
    Fit { y: 44; width: 142; text: row.heard; size: 22; color: Theme.ink2 }
    Fit { x: 158; y: 8; width: 330; text: row.name; size: 28; bold: true }
    Fit { x: 158; y: 44; width: 330; text: row.why; size: 24; color: row.status === "warn" ? Theme.amber : Theme.ink2 }
    Item {
        x: 506
        width: 420
        height: parent.height
        visible: row.should !== ""
        Fit { y: 10; width: 92; text: qsTr("该显示"); size: 22; color: Theme.ink2 }
        Fit { x: 104; y: 7; width: parent.width - x; text: row.should; size: 26; minimumPixelSize: 22 }
        Fit { y: 46; width: 92; text: row.confirmed ? qsTr("已确认") : qsTr("已发出"); size: 22; color: Theme.ink2 }
        Fit {
            x: 104
            y: 43
            width: parent.width - x
            text: row.shown === "" ? "—" : row.shown
            size: 26
            minimumPixelSize: 22
            color: row.differs ? row.tone : Theme.ink
        }
    }
    Fit { x: 944; y: 8; width: row.width - x; text: row.past; size: 22; lines: 2; color: Theme.ink2 }
}
