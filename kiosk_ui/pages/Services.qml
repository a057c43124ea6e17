// What are you here for: groups on the left, services as tickets on the right, closed ones in their place.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var services: kiosk.services

    step: kiosk.known ? 1 : -1
    headline: qsTr("您来办什么事？")
    lead: (kiosk.identity.who === "" ? "" : qsTr("%1 您好。").arg(kiosk.identity.who)) + (kiosk.known ? qsTr("选一项，下一步先看要带什么，再取号。") : qsTr("选一项，看要带什么、在哪儿办。"))

    ListView {
        id: rail
        objectName: "groups"
        width: 264
        height: page.wide ? 460 : 1072
        clip: true
        model: page.services.groups
        spacing: page.wide ? 6 : 10
        boundsBehavior: Flickable.StopAtBounds
        delegate: Pressable {
            id: group
            required property string id
            required property bool chosen
            required name
            objectName: "group_" + group.id
            width: 264
            // Many groups stand closer, so that fewer have to be scrolled for; 96 px is still 24 mm.
            height: page.wide ? 104 : rail.count > 8 ? 96 : 128
            ringRadius: 0
            onClicked: page.services.showGroup(group.id)
            Rectangle {
                anchors.fill: parent
                radius: Theme.keyRadius
                color: group.chosen ? Theme.accent : group.down ? Theme.accentTint : "transparent"
            }
            Rectangle {
                visible: !group.chosen
                x: 8
                width: parent.width - 16
                height: 2
                anchors.bottom: parent.bottom
                anchors.bottomMargin: -6
                color: Theme.rule
            }
            NameLabel {
                x: 28
                width: parent.width - 44
                anchors.verticalCenter: parent.verticalCenter
                text: group.name
                full: Theme.elder ? 46 : 38
                least: Theme.elder ? 42 : 34
                bold: true
                color: group.chosen ? Theme.accentInk : Theme.ink
            }
        }
    }
    // Inside a group of the second level: which one, and the way back to all of them.
    PillButton {
        id: upward
        objectName: "up"
        visible: page.services.inner !== ""
        x: 292
        width: parent.width - x - (page.wide ? 20 : 0)
        height: 88
        leading: true
        icon: "left"
        textSize: Theme.elder ? 42 : 34
        text: page.services.inner
        hint: page.services.innerLine
        name: qsTr("返回") + "，" + page.services.inner
        onClicked: page.services.up()
    }
    GridView {
        id: list
        objectName: "services"
        x: 292
        y: upward.visible ? 104 : 0
        width: parent.width - x
        height: (page.wide ? 460 : Theme.elder ? 1080 : 1072) - y
        clip: true
        // The software renderer does not clip shapes: a layer does.
        layer.enabled: true
        layer.textureSize: Qt.size(width * Theme.scale, height * Theme.scale)
        model: page.services.services
        cellWidth: page.wide ? width / 2 : width
        cellHeight: Theme.elder ? 190 : 154
        boundsBehavior: Flickable.StopAtBounds
        move: Transition { NumberAnimation { properties: "x,y"; duration: Theme.list } }
        displaced: Transition { NumberAnimation { properties: "x,y"; duration: Theme.list } }
        delegate: Item {
            id: cell
            required property string id
            required property string title
            required property string line
            required property bool closed
            required property bool menu
            required property bool away
            width: list.cellWidth
            height: list.cellHeight
            ServiceTicket {
                objectName: (cell.menu ? "group_" : "service_") + cell.id
                width: parent.width - (page.wide ? 20 : 0)
                height: parent.height - 18
                title: cell.title
                line: cell.line
                closed: cell.closed
                stubWord: cell.away ? qsTr("别处办") : qsTr("未开")
                onClicked: cell.menu ? page.services.showGroup(cell.id) : page.kiosk.pick(cell.id)
            }
        }
    }
    Label {
        visible: list.count === 0
        x: 320
        y: 40
        text: qsTr("这一类今天没有事项")
        size: 38
        color: Theme.off
    }
    Rectangle {
        objectName: "underList"
        x: -page.margin
        y: list.y + list.height
        width: page.width
        height: parent.height - y
        color: Theme.paper
    }
    Icon {
        visible: !rail.atYEnd
        anchors.horizontalCenter: rail.horizontalCenter
        anchors.bottom: rail.bottom
        anchors.bottomMargin: page.wide ? -22 : -38
        name: "down"
        size: page.wide ? 26 : 34
        color: Theme.ink2
        weight: 2.4
    }
    Icon {
        visible: !list.atYEnd
        anchors.horizontalCenter: list.horizontalCenter
        anchors.bottom: list.bottom
        anchors.bottomMargin: page.wide ? -22 : -38
        name: "down"
        size: page.wide ? 26 : 34
        color: Theme.ink2
        weight: 2.4
    }
    PillButton {
        objectName: "search"
        visible: !page.wide
        y: 1116
        width: parent.width
        height: 124
        leading: true
        icon: "search"
        iconSize: 48
        textSize: Theme.elder ? 54 : 44
        text: qsTr("找事项")
        hint: qsTr("打拼音首字母，如 SBK")
        borderColor: Theme.accent
        borderWidth: 3
        onClicked: page.kiosk.search()
    }
    footExtra: PillButton {
        objectName: "searchFoot"
        visible: page.wide
        width: 560
        height: 112
        leading: true
        icon: "search"
        text: qsTr("找事项")
        hint: qsTr("打拼音首字母")
        borderColor: Theme.accent
        borderWidth: 3
        onClicked: page.kiosk.search()
    }
}
