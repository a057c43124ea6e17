pragma ComponentBehavior: Bound
// Open records of 环境差 that cameras and sensors found: where, what, since when; 不是问题 beside each.
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
            Fit { y: 10; width: parent.width - excuse.width - 16; text: record.model.what; size: 28; bold: true; color: Theme.amber }
            Fit { y: 52; width: parent.width - excuse.width - 16; text: [record.model.where, record.model.since, record.model.by].join(" · "); size: 24; color: Theme.ink2 }
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
