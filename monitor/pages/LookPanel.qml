pragma ComponentBehavior: Bound
// A record of a camera with its pictures of before and when found, side by side; a press makes one large.
import QtQuick
import hall.uikit.controls

Item {
    id: panel

    required property var environment
    readonly property bool large: environment.step === "large"

    RecordLines {
        id: lines
        visible: !panel.large
        width: parent.width
        environment: panel.environment
    }
    Row {
        visible: !panel.large
        y: lines.height + 28
        spacing: 24
        Repeater {
            model: panel.environment.shots
            delegate: Pressable {
                id: shot
                required property var model
                objectName: "shot_" + model.id
                width: (panel.width - 24) / 2
                height: width * 0.75 + 46
                ringRadius: 4
                enabled: model.source !== ""
                name: model.title + (model.note !== "" ? "，" + model.note : "")
                onClicked: panel.environment.enlarge(shot.model.id)
                Label { id: title; text: shot.model.title; size: 28; bold: true }
                ShotFrame {
                    y: 46
                    width: parent.width
                    height: parent.height - y
                    source: shot.model.source
                    note: shot.model.note
                    box: panel.environment.box
                }
            }
        }
    }
    Pressable {
        objectName: "largeShot"
        visible: panel.large
        anchors.fill: parent
        ringRadius: 4
        name: panel.environment.largeTitle
        onClicked: panel.environment.back()
        Label { text: panel.environment.largeTitle; size: 28; bold: true }
        ShotFrame {
            y: 46
            width: parent.width
            height: parent.height - y
            source: panel.environment.large
            box: panel.environment.box
        }
    }
}
