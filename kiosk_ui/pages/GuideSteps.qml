// The way of a case through the hall, step after step (R127).
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Flow {
    id: flow

    property list<string> steps: []

    objectName: "steps"
    visible: steps.length > 0
    spacing: 12
    Repeater {
        model: flow.steps
        delegate: Row {
            id: step
            required property string modelData
            required property int index
            spacing: 12
            Rectangle {
                width: word.implicitWidth + 40
                height: Theme.elder ? 76 : 60
                radius: height / 2
                color: Theme.accentTint
                border.width: Theme.elder ? 2 : 0
                border.color: Theme.accent
                Label {
                    id: word
                    anchors.centerIn: parent
                    text: step.modelData
                    size: Theme.elder ? 42 : 32
                    color: Theme.accent
                }
            }
            Icon {
                visible: step.index < flow.steps.length - 1
                anchors.verticalCenter: parent.verticalCenter
                name: "right"
                size: 28
                color: Theme.ink2
            }
        }
    }
}
