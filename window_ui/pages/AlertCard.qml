// What this window should know: since when, who was told; 知道了 is one key.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: card

    required property var alerts
    readonly property color tone: alerts.red ? Theme.red : Theme.amber

    objectName: "alertCard"
    height: column.implicitHeight + 34
    radius: Theme.radius
    color: alerts.red ? Theme.redTint : Theme.amberTint
    border.width: 1
    border.color: tone
    Accessible.role: Accessible.AlertMessage
    Accessible.name: alerts.title + "，" + alerts.facts

    Column {
        id: column
        x: 20
        y: 16
        width: parent.width - 40
        spacing: 8
        Row {
            spacing: 10
            Icon { id: sign; name: "warning"; size: 26; weight: 2; color: card.tone; anchors.verticalCenter: parent.verticalCenter }
            Label {
                objectName: "alertTitle"
                width: column.width - 36
                text: card.alerts.title
                size: 20
                bold: true
                color: card.tone
                wrapMode: Text.Wrap
                maximumLineCount: 2
                elide: Text.ElideRight
            }
        }
        Label {
            objectName: "alertFacts"
            visible: text !== ""
            width: parent.width
            text: card.alerts.facts
            size: 18
            wrapMode: Text.Wrap
            maximumLineCount: 4
            elide: Text.ElideRight
        }
        Rectangle { width: parent.width; height: 1; color: card.tone; opacity: 0.4 }
        Label {
            visible: text !== ""
            width: parent.width
            text: card.alerts.told
            size: 17
            elide: Text.ElideRight
        }
        Item {
            width: parent.width
            height: 40
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - 130
                text: [card.alerts.since, card.alerts.more].filter(part => part !== "").join("\n")
                size: card.alerts.more === "" ? 17 : 15
                elide: Text.ElideRight
                lineHeight: 0.85
            }
            BigButton {
                objectName: "acknowledge"
                anchors.right: parent.right
                width: 124
                height: 40
                textSize: 18
                text: card.alerts.known ? qsTr("已知道") : qsTr("知道了")
                keyHint: card.alerts.known ? "" : "F5"
                textColor: card.tone
                enabled: !card.alerts.known
                onClicked: card.alerts.acknowledge()
            }
        }
    }
}
