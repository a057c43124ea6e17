pragma ComponentBehavior: Bound
// Whom this window has sent away, as long as nobody has called them: one key takes them back.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Column {
    id: strip

    required property var lists

    spacing: 8

    Repeater {
        model: strip.lists.sent
        delegate: Rectangle {
            id: row
            required property var model
            objectName: "sent_" + row.model.number
            width: strip.width
            height: 52
            radius: Theme.radius
            color: Theme.accentTint
            border.width: 1
            border.color: Theme.edge
            Accessible.role: Accessible.ListItem
            Accessible.name: row.model.number + " " + row.model.matter + " " + row.model.detail

            Icon { x: 18; anchors.verticalCenter: parent.verticalCenter; name: "arrow"; size: 20; weight: 2; color: Theme.accent }
            Label {
                id: number
                x: 50
                anchors.verticalCenter: parent.verticalCenter
                text: row.model.number
                size: 20
                bold: true
                color: Theme.accent
            }
            Label {
                anchors.left: number.right
                anchors.leftMargin: 10
                anchors.verticalCenter: parent.verticalCenter
                width: (why.visible ? why.x : key.x) - x - 10
                text: row.model.matter + " · " + row.model.detail
                size: 18
                elide: Text.ElideRight
            }
            Label {
                id: why
                visible: !row.model.enabled
                anchors.right: key.left
                anchors.rightMargin: 10
                anchors.verticalCenter: parent.verticalCenter
                text: row.model.why
                size: 16
                color: Theme.ink2
            }
            BigButton {
                id: key
                objectName: "undo_" + row.model.number
                anchors.right: parent.right
                anchors.rightMargin: 8
                anchors.verticalCenter: parent.verticalCenter
                width: 84
                height: 38
                textSize: 17
                text: row.model.key
                name: row.model.key + " " + row.model.number + (row.model.enabled ? "" : "，" + row.model.why)
                enabled: row.model.enabled
                onClicked: strip.lists.undo(row.model.id)
            }
        }
    }
}
