pragma ComponentBehavior: Bound
// Where we are: 身份 · 选事项 · 取号. Done, now, next told by a tick, a filled number, a hollow number.
import QtQuick
import hall.uikit.theme

Row {
    id: line

    property list<string> steps: []
    property int current: 0

    objectName: "stepLine"
    spacing: 14
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("第 %1 步，共 %2 步：%3").arg(current + 1).arg(steps.length).arg(steps[current] || "")

    Repeater {
        model: line.steps
        delegate: Row {
            id: step
            required property int index
            required property string modelData
            readonly property bool done: index < line.current
            readonly property bool now: index === line.current

            spacing: 14
            Rectangle {
                visible: step.index > 0
                width: 60
                height: 2
                color: Theme.outline
                anchors.verticalCenter: parent.verticalCenter
            }
            Rectangle {
                width: 44
                height: 44
                radius: 22
                color: step.now ? Theme.accent : "transparent"
                border.width: step.now ? 0 : 2
                border.color: step.done ? Theme.accent : Theme.outline
                anchors.verticalCenter: parent.verticalCenter
                Icon {
                    anchors.centerIn: parent
                    visible: step.done
                    name: "check"
                    size: 28
                    color: Theme.accent
                }
                Label {
                    anchors.centerIn: parent
                    visible: !step.done
                    text: String(step.index + 1)
                    size: 26
                    bold: true
                    color: step.now ? Theme.accentInk : Theme.ink2
                }
            }
            Label {
                text: step.modelData
                size: Theme.elder ? 42 : 30
                bold: step.now
                color: step.now ? Theme.ink : Theme.ink2
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
