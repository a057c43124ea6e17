// One post: what the camera says and since when, its name, kind and who signed on; then why nobody is looked for, or what to do.
import QtQuick
import hall.uikit.theme

Item {
    id: row

    property string post: ""
    property string name: ""
    property string kind: ""
    property string word: ""
    property string since: ""
    property string status: "good"      // bad | warn | stale | good | unwatched | plain
    property string staff: ""
    property string why: ""
    property string action: ""
    property string may: ""             // leave | back: what a person may say of it
    readonly property color tone: status === "good" ? Theme.green : status === "warn" ? Theme.amber : status === "bad" ? Theme.red : status === "plain" ? Theme.ink2 : Theme.off
    readonly property bool further: why !== "" || action !== ""
    signal chosen

    height: further || since !== "" ? 92 : 72
    Accessible.role: Accessible.Row
    Accessible.name: [name, kind, word, since, staff, why, action].filter(x => x !== "").join("，")

    Rectangle { width: parent.width; height: 2; color: Theme.rule }
    Fit { objectName: "postWord"; y: 8; width: 190; text: row.word; size: 30; bold: true; color: row.tone }
    Fit { y: 50; width: 190; text: row.since; size: 24; color: Theme.ink2 }
    Fit { objectName: "postName"; x: 206; y: 8; width: 380; text: row.name; size: 30; bold: true }
    Fit { x: 604; y: 12; width: 120; text: row.kind; size: 26; color: Theme.ink2 }
    Fit { x: 740; y: 12; width: say.visible ? say.x - 756 : row.width - 740; text: row.staff; size: 26; color: Theme.ink2 }
    Fit {
        objectName: "postWhy"
        x: 206
        y: 50
        width: (say.visible ? say.x - 16 : row.width) - x
        text: [row.why, row.action === "" ? "" : "→ " + row.action].filter(x => x !== "").join("  ")
        size: 26
        bold: row.action !== ""
        color: row.action !== "" ? Theme.ink : Theme.ink2
    }
    Chip {
        id: say
        objectName: "say_" + row.post
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: row.may !== ""
        implicitHeight: 56
        textSize: 26
        text: row.may === "back" ? qsTr("回来了") : qsTr("要离开")
        name: row.name + "，" + text
        onClicked: row.chosen()
    }
}
