pragma ComponentBehavior: Bound
// Zones of this floor as a table, then environment, devices, cameras and posts with one word and one figure each.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: table

    required property var wall
    required property var desk
    required property var words
    readonly property real shift: 46
    readonly property real more: wall.watched ? 40 : 0      // what the figures give way for how full the floors are

    Label { id: heading; text: qsTr("各区"); size: Theme.title; bold: true }
    Row {
        id: floors
        anchors.right: parent.right
        y: 2
        spacing: 8
        scale: Math.min(1, (table.width - heading.width - 16) / Math.max(1, implicitWidth))
        transformOrigin: Item.Right
        Repeater {
            model: table.wall.floorList.length > 1 ? table.wall.floorList : []
            delegate: Pressable {
                id: floor
                required property int modelData
                readonly property bool here: table.wall.floor === modelData
                objectName: "floor_" + modelData
                width: word.width + 36
                height: 44
                name: word.text
                ringRadius: 8
                onClicked: table.wall.showFloor(floor.modelData)
                Rectangle {
                    anchors.fill: parent
                    radius: 22
                    color: floor.here ? Theme.accentTint : "transparent"
                    border.width: 2
                    border.color: floor.here ? Theme.accent : Theme.edge
                }
                Label {
                    id: word
                    anchors.centerIn: parent
                    text: qsTr("%1 楼").arg(floor.modelData)
                    size: 26
                    bold: floor.here
                    color: floor.here ? Theme.accent : Theme.ink2
                }
            }
        }
        Pressable {
            objectName: "language"
            width: 58
            height: 44
            name: "中文 / English"
            ringRadius: 8
            onClicked: table.words.switch()
            Rectangle { anchors.fill: parent; radius: 22; color: "transparent"; border.width: 2; border.color: Theme.edge }
            Label { anchors.centerIn: parent; text: table.words.english ? "中" : "EN"; size: 24; color: Theme.ink2 }
        }
    }
    Item {
        id: header
        y: 56
        width: parent.width
        height: 44
        Label { text: qsTr("区"); size: 26; color: Theme.ink2 }
        Label { x: 130; visible: table.wall.watched; text: qsTr("现场"); size: 26; color: Theme.ink2 }
        Label { anchors.right: parent.left; anchors.rightMargin: -172 - table.shift - 0.75 * table.more; text: qsTr("在等"); size: 26; color: Theme.ink2 }
        Label { anchors.right: parent.left; anchors.rightMargin: -314 - table.shift - 0.6 * table.more; text: qsTr("一般/最多"); size: 26; color: Theme.ink2 }
        Label { anchors.right: parent.left; anchors.rightMargin: -430 - table.shift - 0.45 * table.more; text: qsTr("超30分"); size: 26; color: Theme.ink2 }
        Label { anchors.right: parent.right; text: qsTr("开窗"); size: 26; color: Theme.ink2 }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 2; color: Theme.rule }
    }
    Column {
        id: rows
        anchors.top: header.bottom
        width: parent.width
        Repeater {
            model: table.wall.zones
            delegate: ZoneRow {
                required property var model
                objectName: "zone_" + model.id
                width: rows.width
                height: table.wall.zones.count > 4 ? (table.wall.watched ? (table.wall.zones.count > 5 ? 56 : 62) : 50) : 64
                shift: table.shift
                name: model.name
                waiting: model.waiting
                typical: model.typical
                share: model.share
                open: model.open
                status: model.status
                watched: table.wall.watched
                crowd: model.crowd
                crowdStatus: model.crowd_status
                mark: model.mark
                markStatus: model.mark_status
            }
        }
    }
    Column {
        id: facts
        readonly property real room: table.height - header.y - header.height - rows.height
        readonly property int many: list.count
        anchors.bottom: parent.bottom
        width: parent.width
        Repeater {
            id: list
            model: table.wall.facts
            delegate: Pressable {
                id: fact
                required property var model
                readonly property bool opens: ["environment", "devices", "machines", "posts", "dispatch"].includes(model.id)
                objectName: "fact_" + model.id
                width: facts.width
                height: Math.min(132, facts.room / Math.max(1, facts.many))
                name: row.title + "，" + row.word + "，" + row.detail
                activeFocusOnTab: opens
                enabled: opens
                ringRadius: 4
                onClicked: table.desk.openFact(fact.model.id)
                FactRow {
                    id: row
                    anchors.fill: parent
                    icon: fact.model.icon
                    title: fact.model.title
                    word: fact.model.word
                    detail: fact.model.detail
                    status: fact.model.status
                }
            }
        }
    }
}
