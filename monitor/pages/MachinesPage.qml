pragma ComponentBehavior: Bound
// Every ticket machine as a whole, the worst first: how it is, what it can still do, since when, what to do.
import QtQuick
import hall.uikit.theme

DeskSheet {
    id: page

    required property var wall
    required property var desk
    required property var who
    required property var dispatch
    required property var devices
    required property var recordings
    required property var words

    objectName: "machinesPage"
    title: qsTr("取号机")
    icon: "printer"
    onClosed: desk.close()

    ListView {
        id: list
        objectName: "machineList"
        width: parent.width
        height: parent.height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.desk.machines.rows
        delegate: MachineRow {
            required property var model
            objectName: "machine_" + model.id
            width: list.width - 14
            name: model.name
            word: model.word
            status: model.status
            since: model.since
            can: model.can
            cannot: model.cannot
            why: model.why
            action: model.action
            place: model.place
        }
    }
    Rectangle {
        anchors.right: list.right
        visible: list.contentHeight > list.height
        y: list.visibleArea.yPosition * list.height
        width: 6
        height: list.visibleArea.heightRatio * list.height
        radius: 3
        color: Theme.outline
    }
}
