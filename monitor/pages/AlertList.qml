pragma ComponentBehavior: Bound
// What needs a person, at most three, the newest red first; below it one simple fact.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: list

    required property var wall
    required property var desk

    Row {
        spacing: 16
        Label { text: qsTr("要处理"); size: Theme.title; bold: true }
        Label {
            objectName: "ticketCount"
            visible: list.wall.known
            text: qsTr("%1 件").arg(list.wall.ticketCount)
            size: Theme.title
            bold: true
            color: list.wall.stale ? Theme.off : list.wall.anyRed ? Theme.red : list.wall.ticketCount > 0 ? Theme.amber : Theme.ink2
        }
    }
    Pressable {
        objectName: "moreTickets"
        visible: list.wall.moreTickets !== ""
        anchors.right: parent.right
        y: 2
        width: more.width + 60
        height: 44
        name: list.wall.moreTickets
        ringRadius: 8
        onClicked: list.desk.openRest()
        Rectangle { anchors.fill: parent; radius: 22; color: "transparent"; border.width: 2; border.color: Theme.outline }
        Row {
            anchors.centerIn: parent
            spacing: 6
            Label { id: more; text: list.wall.moreTickets; size: 26; color: Theme.ink }
            Icon { name: "right"; size: 22; weight: 2.2; color: Theme.ink2; anchors.verticalCenter: parent.verticalCenter }
        }
    }
    Column {
        id: tickets
        y: 54
        width: parent.width
        spacing: 16
        Repeater {
            model: list.wall.tickets
            delegate: AlertTicket {
                id: ticket
                required property var model
                required property int index
                objectName: "ticket_" + (index + 1)
                width: tickets.width
                height: 184
                title: model.title
                since: model.since
                told: model.told
                action: model.action
                icon: model.icon
                level: model.level
                status: model.status
                opacity: list.wall.stale ? 0.55 : 1
                onClicked: list.desk.open(ticket.model.id)

                Rectangle {          // the one whose page is open
                    anchors.fill: parent
                    visible: list.desk.page === "finding" && list.desk.finding === ticket.model.id
                    color: "transparent"
                    border.width: 4
                    border.color: Theme.ink
                    radius: Theme.radius
                }
            }
        }
        move: Transition { NumberAnimation { property: "y"; duration: Theme.list } }
    }
    Sheet {
        objectName: "quiet"
        y: 54
        width: parent.width
        height: 184
        visible: list.wall.ticketCount === 0
        Row {
            anchors.centerIn: parent
            spacing: 18
            Icon { visible: list.wall.known; name: list.wall.known ? "check" : ""; size: 40; color: Theme.ink2; anchors.verticalCenter: parent.verticalCenter }
            Label { text: list.wall.known ? qsTr("现在没有要处理的事") : qsTr("还没有数据"); size: 30; color: Theme.ink2 }
        }
    }
    SimpleFact {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 264
        wall: list.wall
    }
}
