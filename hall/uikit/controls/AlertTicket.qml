// Something that needs a person: what, since when, who knows, what to do. Red or amber stub; breathes once when it is new.
import QtQuick
import hall.uikit.theme

Pressable {
    id: alert

    property string title: ""
    property string since: ""           // "09:46 起 · 最长 36 分"
    property string told: ""            // "已告诉 王强 09:46"
    property string action: ""          // "去开 20 号窗"
    property string icon: "warning"
    property string level: "red"        // red | amber
    property string status: "new"       // new | known | handled
    readonly property color tone: status === "handled" ? Theme.off : level === "red" ? Theme.red : Theme.amber

    objectName: "alertTicket"
    implicitWidth: 560
    implicitHeight: 184
    name: title + "，" + since + "，" + told + "，" + action

    TicketShape {
        id: shape
        anchors.fill: parent
        stub: 84
        lift: 0
        stubColor: alert.tone
        bodyColor: alert.down ? Theme.accentTint : Theme.sheet
        borderColor: alert.tone
        perforationColor: Theme.night

        Icon {
            x: (84 - size) / 2
            anchors.verticalCenter: parent.verticalCenter
            size: 46
            weight: 2
            name: alert.status === "handled" ? "check" : alert.icon
            color: Theme.dark ? Theme.night : Theme.accentInk
        }
        Column {
            x: 108
            width: alert.width - 120
            anchors.verticalCenter: parent.verticalCenter
            spacing: -4
            NameLabel {
                objectName: "title"
                width: parent.width
                text: alert.title
                full: 33
                least: 26
                crowded: true
                bold: true
            }
            NameLabel {
                objectName: "since"
                width: parent.width
                visible: text !== ""
                text: alert.since
                full: 26
                least: 24
                color: Theme.ink2
            }
            Label {
                width: parent.width
                visible: text !== ""
                text: alert.told
                size: 26
                color: Theme.ink2
                elide: Text.ElideRight
                fontSizeMode: Text.HorizontalFit     // when they were told stands at its end
                minimumPixelSize: 20
            }
            Row {
                visible: alert.action !== ""
                spacing: 8
                Icon {
                    name: "arrow"
                    size: 26
                    weight: 2.4
                    color: alert.tone
                    anchors.verticalCenter: parent.verticalCenter
                }
                Label {
                    width: alert.width - 160
                    text: alert.action
                    size: 28
                    bold: true
                    color: alert.tone
                    elide: Text.ElideRight
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 24
                }
            }
        }
    }
    SequentialAnimation {
        running: alert.status === "new" && Theme.breath > 0
        loops: 1
        OpacityAnimator { target: shape; from: 1; to: 0.55; duration: Theme.breath / 2 }
        OpacityAnimator { target: shape; from: 0.55; to: 1; duration: Theme.breath / 2 }
    }
}
