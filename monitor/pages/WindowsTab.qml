pragma ComponentBehavior: Bound
// The windows of a zone with the queues each serves now; one of them to give queues to and to take them from.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: tab

    required property var dispatch
    readonly property bool detail: dispatch.step === "detail"

    Label { visible: !tab.detail; text: qsTr("哪个窗口？下面是它现在办的队列"); size: 28; color: Theme.ink2 }
    GridView {
        objectName: "windowGrid"
        visible: !tab.detail
        y: 50
        width: parent.width
        height: parent.height - y
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        cellWidth: Math.floor(width / 8)
        cellHeight: 92
        model: tab.dispatch.lists.windows
        delegate: Pressable {
            id: cell
            required property var model
            objectName: "dispatchWindow_" + model.id
            width: GridView.view.cellWidth - 10
            height: 82
            name: qsTr("%1号窗口").arg(model.number) + " " + state.word + " " + model.serves
            ringRadius: 2
            onClicked: tab.dispatch.chooseWindow(cell.model.id)
            WindowState { id: state; code: cell.model.code }
            Rectangle {
                anchors.fill: parent
                radius: 8
                color: cell.down ? Theme.greyTint : state.fill
                border.width: Math.max(2, state.border)
                border.color: state.border === 0 ? Theme.edge : state.tone
            }
            Label { anchors.horizontalCenter: parent.horizontalCenter; y: 4; text: cell.model.number; size: 30; bold: true; color: state.text }
            Label {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 44
                width: Math.min(implicitWidth, parent.width - 10)
                text: cell.model.serves
                size: 24
                color: state.code === "away" ? Theme.night : Theme.ink2
                elide: Text.ElideRight
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 18
            }
            OtherMark {
                visible: cell.model.other
                anchors.right: parent.right
                anchors.top: parent.top
                anchors.margins: -4
            }
        }
    }

    Column {
        id: head
        visible: tab.detail
        width: parent.width
        spacing: 14
        Row {
            spacing: 20
            Label { objectName: "windowTitle"; text: tab.dispatch.windowTitle; size: 40; bold: true }
            OtherMark { visible: tab.dispatch.otherQueues; width: 32; height: 32; anchors.verticalCenter: parent.verticalCenter }
        }
        Label { text: qsTr("办哪些队列？点一下给它，再点一下收回"); size: 28; color: Theme.ink2 }
    }
    Flickable {
        visible: tab.detail
        y: head.height + 12
        width: parent.width
        height: actions.y - y - 12
        contentHeight: chips.height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Flow {
            id: chips
            width: parent.width
            spacing: 8
            Repeater {
                model: tab.dispatch.lists.queues
                delegate: Chip {
                    id: queue
                    required property var model
                    objectName: "give_" + model.id
                    text: model.text + (model.note === "" ? "" : " · " + qsTr("%1 人").arg(model.note)) + (model.fixed ? " · " + qsTr("无差别") : "")
                    chosen: model.chosen
                    enabled: !model.fixed
                    opacity: enabled ? 1 : 0.6
                    onClicked: tab.dispatch.toggleQueue(queue.model.id)
                }
            }
        }
    }
    Row {
        id: actions
        visible: tab.detail
        anchors.bottom: parent.bottom
        spacing: 16
        BigButton { objectName: "proposeQueues"; width: 300; height: 84; text: qsTr("就这样改"); solid: enabled; enabled: tab.dispatch.mayPropose; onClicked: tab.dispatch.propose() }
        BigButton { objectName: "asConfigured"; width: 300; height: 84; text: qsTr("恢复成配置"); enabled: tab.dispatch.otherQueues; onClicked: tab.dispatch.asConfigured() }
        BigButton { objectName: "windowBack"; width: 200; height: 84; text: qsTr("返回"); onClicked: tab.dispatch.back() }
    }
}
