pragma ComponentBehavior: Bound
// Open records of 环境差 that cameras and sensors found: where, what, since when; its pictures on a press of a camera's,
// 不是问题 beside each.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: troubles

    required property var environment

    objectName: "troubleList"

    Label { id: heading; text: qsTr("摄像头和传感器发现的"); size: 28; color: Theme.ink2 }
    ListView {
        id: list
        y: 46
        width: parent.width
        height: parent.height - y
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: troubles.environment.records
        delegate: Item {
            id: record
            required property var model
            required property int index
            width: list.width
            height: 92
            Accessible.role: Accessible.Row
            Accessible.name: [model.where, model.what, model.since, model.by].join("，")
            Rectangle { width: parent.width; height: 2; color: Theme.rule }
            Pressable {
                objectName: "look_" + record.index
                y: 4
                width: parent.width - excuse.width - 16
                height: parent.height - 6
                ringRadius: 4
                enabled: record.model.seen
                name: record.model.what + "，" + qsTr("看照片")
                onClicked: troubles.environment.look(record.model.id)
                Rectangle { anchors.fill: parent; visible: parent.down; color: Theme.greyTint }
                Fit { y: 6; width: parent.width - (look.visible ? look.width + 10 : 0); text: record.model.what; size: 28; bold: true; color: Theme.amber }
                Fit { y: 48; width: parent.width; text: [record.model.where, record.model.since, record.model.by].join(" · "); size: 24; color: Theme.ink2 }
                Row {
                    id: look
                    visible: record.model.seen
                    anchors.right: parent.right
                    y: 10
                    spacing: 6
                    Icon { name: "camera"; size: 26; color: Theme.accent; anchors.verticalCenter: parent.verticalCenter }
                    Label { text: qsTr("看照片"); size: 24; color: Theme.accent; anchors.verticalCenter: parent.verticalCenter }
                }
            }
            BigButton {
                id: excuse
                objectName: "excuse_" + record.index
                anchors.right: parent.right
                y: 16
                width: 168
                height: 64
                textSize: 26
                text: qsTr("不是问题")
                onClicked: troubles.environment.excuse(record.model.id)
            }
        }
    }
    Rectangle {
        anchors.right: list.right
        anchors.rightMargin: -12
        visible: list.contentHeight > list.height
        y: list.y + list.visibleArea.yPosition * list.height
        width: 6
        height: list.visibleArea.heightRatio * list.height
        radius: 3
        color: Theme.outline
    }
}
