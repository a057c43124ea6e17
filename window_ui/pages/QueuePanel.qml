pragma ComponentBehavior: Bound
// Who waits for this window, in the order they will be called.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Sheet {
    id: panel

    required property var desk
    required property var line

    Label {
        objectName: "waiting"
        x: 24
        y: 13
        text: qsTr("等候 %1 人").arg(panel.line.waiting)
        size: 24
        bold: true
        color: panel.desk.lost ? Theme.off : Theme.ink
    }
    Label {
        objectName: "longest"
        anchors.right: parent.right
        anchors.rightMargin: 24
        y: 17
        text: panel.line.longest
        size: 18
        bold: panel.line.longestLate
        color: panel.line.longestLate ? Theme.red : panel.desk.lost ? Theme.off : Theme.ink2
    }
    Label { x: 24; y: 52; text: qsTr("号"); size: 16; color: Theme.ink2 }
    Label { x: 92; y: 52; text: qsTr("事项"); size: 16; color: Theme.ink2 }
    Label { x: parent.width - 180; y: 52; text: qsTr("已等"); size: 16; color: Theme.ink2 }
    Label { anchors.right: parent.right; anchors.rightMargin: 24; y: 52; text: qsTr("约再等"); size: 16; color: Theme.ink2 }

    ListView {
        id: list
        objectName: "queue"
        y: 84
        width: parent.width
        height: parent.height - 84 - (panel.line.beyond !== "" ? 40 : 6)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: panel.line.rows
        delegate: QueueRow {
            required property var model
            width: list.width
            number: model.number
            matter: model.matter
            tag: model.tag
            waited: model.waited
            forecast: model.forecast
            status: model.status
        }
        move: Transition { NumberAnimation { property: "y"; duration: Theme.list } }
        displaced: Transition { NumberAnimation { property: "y"; duration: Theme.list } }
    }
    Label {
        objectName: "beyond"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 10
        text: panel.line.beyond
        size: 16
        color: Theme.ink2
    }
    Column {
        objectName: "nobody"
        visible: panel.line.nobody
        anchors.centerIn: parent
        spacing: 10
        Icon { name: "people"; size: 56; color: Theme.off; anchors.horizontalCenter: parent.horizontalCenter }
        Label { text: qsTr("没有人在等"); size: 20; color: Theme.ink2; anchors.horizontalCenter: parent.horizontalCenter }
        Label { text: panel.line.opening; size: 18; color: Theme.ink2; anchors.horizontalCenter: parent.horizontalCenter }
    }
}
