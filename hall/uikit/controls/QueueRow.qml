// One waiting number in the window console.
import QtQuick
import hall.uikit.theme

Rectangle {
    id: row

    property string number: ""
    property string matter: ""
    property string tag: ""             // ClassTag kind
    property string waited: ""          // "22 分"
    property string forecast: ""        // "3–6 分", "估 3–6 分"
    property string status: "normal"    // normal | next | late | stale
    readonly property color tone: status === "stale" ? Theme.off : Theme.ink

    objectName: "queueRow_" + number
    implicitWidth: 480
    implicitHeight: 54
    color: status === "next" ? Theme.accentTint : "transparent"
    Accessible.role: Accessible.ListItem
    Accessible.name: number + " " + matter + " " + classTag.word + " " + waited + " " + forecast

    Rectangle {
        visible: row.status !== "next"
        anchors.bottom: parent.bottom
        x: 24
        width: parent.width - 48
        height: 1
        color: Theme.rule
    }
    Label {
        x: 24
        anchors.verticalCenter: parent.verticalCenter
        text: row.number
        size: 23
        bold: true
        color: row.status === "next" ? Theme.accent : row.tone
    }
    Label {
        x: 92
        width: (classTag.visible ? classTag.x : waitedLabel.x) - x - 6
        anchors.verticalCenter: parent.verticalCenter
        text: row.matter
        size: 18
        color: row.tone
        elide: Text.ElideRight
    }
    ClassTag {
        id: classTag
        kind: row.tag
        anchors.right: waitedLabel.left
        anchors.rightMargin: 18
        anchors.verticalCenter: parent.verticalCenter
    }
    Label {
        id: waitedLabel
        x: parent.width - 180
        anchors.verticalCenter: parent.verticalCenter
        text: row.status === "late" ? row.waited + " !" : row.waited
        size: 18
        bold: row.status === "next" || row.status === "late"
        color: row.status === "late" ? Theme.red : row.tone
    }
    Label {
        anchors.right: parent.right
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 24 - waitedLabel.x - waitedLabel.implicitWidth - 10
        horizontalAlignment: Text.AlignRight
        text: row.status === "next" ? qsTr("下一位") : row.forecast
        size: 18
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 12
        bold: row.status === "next"
        color: row.status === "next" ? Theme.accent : row.status === "stale" ? Theme.off : Theme.ink2
    }
}
