pragma ComponentBehavior: Bound
// The zones of one floor to choose from: name, how many wait; a mark where something is set by hand.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: rail

    required property var dispatch

    Row {
        id: floors
        visible: rail.dispatch.floorList.length > 1
        height: visible ? 64 : 0
        spacing: 8
        scale: Math.min(1, rail.width / Math.max(1, implicitWidth))
        transformOrigin: Item.TopLeft
        Repeater {
            model: rail.dispatch.floorList.length > 1 ? rail.dispatch.floorList : []
            delegate: Pressable {
                id: floor
                required property int modelData
                readonly property bool here: rail.dispatch.floor === modelData
                objectName: "dispatchFloor_" + modelData
                width: word.width + 28
                height: 52
                name: word.text
                ringRadius: 8
                onClicked: rail.dispatch.chooseFloor(floor.modelData)
                Rectangle {
                    anchors.fill: parent
                    radius: 26
                    color: floor.here ? Theme.accentTint : "transparent"
                    border.width: 2
                    border.color: floor.here ? Theme.accent : Theme.outline
                }
                Label { id: word; anchors.centerIn: parent; text: qsTr("%1楼").arg(floor.modelData); size: 24; bold: floor.here; color: floor.here ? Theme.accent : Theme.ink }
            }
        }
    }
    ListView {
        objectName: "zoneRail"
        y: floors.height + (floors.visible ? 8 : 0)
        width: parent.width
        height: parent.height - y
        clip: true
        spacing: 8
        boundsBehavior: Flickable.StopAtBounds
        model: rail.dispatch.lists.zones
        delegate: Pressable {
            id: zone
            required property var model
            objectName: "rail_" + model.id
            width: ListView.view.width
            height: 64
            name: model.text + (model.changed ? "，" + qsTr("有改动") : "")
            ringRadius: 2
            onClicked: rail.dispatch.chooseZone(zone.model.id)
            Rectangle {
                anchors.fill: parent
                radius: 8
                color: zone.model.chosen ? Theme.accentTint : zone.down ? Theme.greyTint : "transparent"
                border.width: zone.model.chosen ? 3 : 2
                border.color: zone.model.chosen ? Theme.accent : Theme.edge
            }
            NameLabel {
                x: 16
                width: parent.width - 32 - waiting.width - (mark.visible ? 34 : 0)
                anchors.verticalCenter: parent.verticalCenter
                text: zone.model.text
                full: 28
                least: 20
                crowded: true
                bold: zone.model.chosen
                color: zone.model.chosen ? Theme.accent : Theme.ink
            }
            OtherMark {
                id: mark
                visible: zone.model.changed
                anchors.right: waiting.left
                anchors.rightMargin: 8
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                id: waiting
                anchors.right: parent.right
                anchors.rightMargin: 14
                anchors.verticalCenter: parent.verticalCenter
                text: zone.model.note
                size: 28
                color: Theme.ink2
            }
        }
    }
}
