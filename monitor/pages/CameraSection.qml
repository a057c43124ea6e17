pragma ComponentBehavior: Bound
// The cameras of the hall, the worst first; beside them a picture of the chosen one with people masked, and what of it is
// empty now.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: section

    required property var cameras
    required property var who

    EmptyPanel {
        visible: section.cameras.empties.asks
        width: list.width - 14
        height: parent.height
        empties: section.cameras.empties
        who: section.who
    }
    ListView {
        id: list
        objectName: "cameraList"
        visible: !section.cameras.empties.asks
        width: parent.width - 500
        height: parent.height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        cacheBuffer: 0
        model: section.cameras.rows
        delegate: CameraRow {
            id: camera
            required property var model
            objectName: "camera_" + model.id
            width: list.width - 14
            title: model.name
            word: model.word
            status: model.status
            why: model.why
            online: model.online
            heard: model.heard
            past: model.past
            chosen: model.chosen
            onClicked: section.cameras.choose(camera.model.id)
        }
    }
    Rectangle {
        anchors.right: list.right
        visible: list.visible && list.contentHeight > list.height
        y: list.y + list.visibleArea.yPosition * list.height
        width: 6
        height: list.visibleArea.heightRatio * list.height
        radius: 3
        color: Theme.outline
    }
    Rectangle {
        id: frame
        anchors.right: parent.right
        width: 480
        height: 324
        color: Theme.greyTint
        Image {
            objectName: "cameraPicture"
            anchors.fill: parent
            fillMode: Image.PreserveAspectFit
            source: section.cameras.picture
            cache: false
            retainWhileLoading: true
        }
        Label {
            anchors.centerIn: parent
            width: parent.width - 40
            visible: section.cameras.chosen === ""
            text: qsTr("点一个摄像头看画面，人会打码")
            size: 26
            color: Theme.ink2
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Label {
        id: caption
        objectName: "cameraCaption"
        anchors.right: parent.right
        y: frame.height + 12
        width: frame.width
        visible: text !== ""
        text: section.cameras.caption
        size: 24
        color: Theme.ink2
        wrapMode: Text.Wrap
    }
    EmptyPlaces {
        objectName: "emptyPlaces"
        visible: section.cameras.chosen !== "" && !section.cameras.empties.asks
        anchors.right: parent.right
        y: caption.y + caption.height + 20
        width: frame.width
        height: parent.height - y
        empties: section.cameras.empties
    }
    Label {
        objectName: "noCamera"
        anchors.centerIn: list
        visible: list.visible && list.count === 0
        text: qsTr("没有这样的摄像头")
        size: 30
        color: Theme.ink2
    }
}
