// One ticket machine: its state as a word, its name, what works and what does not, and the trouble with what to do.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: row

    property string name: ""
    property string word: ""
    property string status: "good"      // good | warn | bad | stale
    property string since: ""
    property string can: ""
    property string cannot: ""
    property string why: ""
    property string action: ""
    property string place: ""           // of one outside the hall
    readonly property int down: place === "" ? 0 : 38
    readonly property color tone: status === "good" ? Theme.green : status === "warn" ? Theme.amber : status === "bad" ? Theme.red : Theme.off
    readonly property bool troubled: why !== ""

    height: troubled ? 132 + down : 88
    Accessible.role: Accessible.Row
    Accessible.name: [name, place, word, since, can, cannot === "" ? "" : qsTr("不能") + " " + cannot, why, action].filter(x => x !== "").join("，")

    Rectangle { width: parent.width; height: 2; color: Theme.rule }
    Fit { objectName: "machineWord"; y: 8; width: 190; text: row.word; size: 30; bold: true; color: row.tone }
    Fit { y: 48; width: 190; text: row.since; size: 22; color: Theme.ink2 }
    Fit { x: 206; y: 8; width: 210; text: row.name; size: 30; bold: true }
    Row {
        x: 432
        y: 12
        spacing: 8
        visible: row.can !== ""
        Icon { anchors.verticalCenter: parent.verticalCenter; name: "check"; size: 28; weight: 2.4; color: Theme.green }
        Fit { objectName: "machineCan"; width: Math.min(implicitWidth, 440); text: row.can; size: 26 }
    }
    Row {
        anchors.right: parent.right
        y: 12
        spacing: 8
        visible: row.cannot !== ""
        Icon { anchors.verticalCenter: parent.verticalCenter; name: "cross"; size: 28; weight: 2.4; color: row.tone }
        Fit { objectName: "machineCannot"; width: Math.min(implicitWidth, 250); text: row.cannot; size: 26; color: Theme.ink2 }
    }
    Row {
        x: 206
        y: 50
        spacing: 10
        visible: row.place !== ""
        Fit { text: qsTr("馆外"); size: 24; bold: true; color: Theme.accent }
        Fit { objectName: "machinePlace"; width: Math.min(implicitWidth, row.width - 320); text: row.place; size: 26; color: Theme.ink2 }
    }
    Fit {
        x: 206
        y: 50 + row.down
        visible: row.troubled
        width: row.width - x
        text: row.why
        size: 26
        color: row.status === "good" ? Theme.ink2 : row.tone
    }
    Fit {
        x: 206
        y: 88 + row.down
        visible: row.troubled
        width: row.width - x
        text: "→ " + row.action
        size: 26
        bold: true
        color: Theme.ink
    }
}
