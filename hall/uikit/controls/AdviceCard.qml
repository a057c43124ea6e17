// One proposal of the hall: what, before → after, what it costs others. A person decides.
import QtQuick
import hall.uikit.theme

Pressable {
    id: advice

    property string title: ""           // "建议：开 20 号窗办社保"
    property string subject: ""         // "B 区最多要等"
    property string before: ""          // "40 分"
    property string after: ""           // "25 分"
    property string cost: ""            // "超 30 分的人：每小时约 5 → 1"
    property string note: qsTr("由值班长决定")
    property string status: "offered"   // offered | taken | refused
    readonly property color tone: status === "offered" ? Theme.accent : Theme.off

    objectName: "adviceCard"
    implicitWidth: 560
    implicitHeight: 264
    name: title + "，" + subject + " " + before + " → " + after + "，" + cost + "，" + note

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: advice.down ? Theme.accentTint : Theme.sheet
        border.width: 2
        border.color: advice.tone
        Column {
            x: 24
            width: parent.width - 48
            anchors.verticalCenter: parent.verticalCenter
            spacing: -2
            Row {
                spacing: 16
                Icon {
                    name: advice.status === "taken" ? "check" : advice.status === "refused" ? "cross" : "bulb"
                    size: 38
                    color: advice.tone
                    anchors.verticalCenter: parent.verticalCenter
                }
                Label {
                    width: advice.width - 48 - 54
                    text: advice.title
                    size: 34
                    bold: true
                    elide: Text.ElideRight
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 26
                }
            }
            Label { text: advice.subject; size: 26; color: Theme.ink2; visible: text !== "" }
            Row {
                visible: advice.before !== ""
                spacing: 18
                Label { text: advice.before; size: 54; bold: true; color: Theme.ink2 }
                Icon { name: "arrow"; size: 42; color: advice.tone; anchors.verticalCenter: parent.verticalCenter }
                Label { text: advice.after; size: 54; bold: true; color: advice.tone }
            }
            Label { width: parent.width; text: advice.cost; size: 26; color: Theme.ink2; visible: text !== ""; elide: Text.ElideRight }
            Label { width: parent.width; text: advice.note; size: 26; color: Theme.ink2; visible: text !== ""; elide: Text.ElideRight }
        }
    }
}
