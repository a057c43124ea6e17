pragma ComponentBehavior: Bound
// Who waits for this window, in the order they will be called.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Sheet {
    id: panel

    required property var desk
    required property var line
    required property var lists
    signal picked(string number)
    readonly property string tab: lists.tab

    Row {
        x: 14
        y: 8
        spacing: 2
        PanelTab {
            objectName: "tab_line"
            text: qsTr("等候 %1 人").arg(panel.line.waiting)
            label: "waiting"
            size: panel.lists.heldCount + panel.lists.passedCount > 0 ? 21 : 24
            chosen: panel.tab === "line"
            stale: panel.desk.lost
            onClicked: panel.lists.show("line")
        }
        PanelTab {
            objectName: "tab_held"
            visible: panel.lists.heldCount > 0 || panel.tab === "held"
            text: qsTr("暂挂 %1").arg(panel.lists.heldCount)
            label: "heldCount"
            chosen: panel.tab === "held"
            onClicked: panel.lists.show("held")
        }
        PanelTab {
            objectName: "tab_passed"
            visible: panel.lists.passedCount > 0 || panel.tab === "passed"
            text: qsTr("过号 %1").arg(panel.lists.passedCount)
            label: "passedCount"
            chosen: panel.tab === "passed"
            onClicked: panel.lists.show("passed")
        }
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
    Item {
        visible: panel.tab === "line"
        width: parent.width
        Label { x: 24; y: 56; text: qsTr("号"); size: 16; color: Theme.ink2 }
        Label { x: 92; y: 56; text: qsTr("事项"); size: 16; color: Theme.ink2 }
        Label { x: parent.width - 180; y: 56; text: qsTr("已等"); size: 16; color: Theme.ink2 }
        Label { anchors.right: parent.right; anchors.rightMargin: 24; y: 56; text: qsTr("约再等"); size: 16; color: Theme.ink2 }
    }

    ListView {
        id: list
        objectName: "queue"
        visible: panel.tab === "line"
        y: 84
        width: parent.width
        height: parent.height - 84 - (panel.line.beyond !== "" ? 40 : 6)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: panel.line.rows
        delegate: Pressable {
            id: entry
            required property var model
            objectName: "line_" + entry.model.number
            width: list.width
            height: row.implicitHeight
            activeFocusOnTab: false
            enabled: !panel.desk.lost
            name: row.Accessible.name
            onClicked: panel.picked(entry.model.number)
            QueueRow {
                id: row
                width: parent.width
                number: entry.model.number
                matter: entry.model.matter
                tag: entry.model.tag
                waited: entry.model.waited
                forecast: entry.model.forecast
                status: entry.model.status
            }
        }
        move: Transition { NumberAnimation { property: "y"; duration: Theme.list } }
        displaced: Transition { NumberAnimation { property: "y"; duration: Theme.list } }
    }
    ListView {
        id: held
        objectName: "held"
        visible: panel.tab === "held"
        y: 58
        width: parent.width
        height: parent.height - 64
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: panel.lists.held
        delegate: AsideRow {
            id: heldRow
            required property var model
            width: held.width
            number: heldRow.model.number
            matter: heldRow.model.matter
            detail: heldRow.model.detail
            keyText: heldRow.model.key
            late: heldRow.model.late
            may: heldRow.model.enabled
            onPressed: panel.lists.callBack(heldRow.model.id)
        }
    }
    ListView {
        id: passed
        objectName: "passed"
        visible: panel.tab === "passed"
        y: 58
        width: parent.width
        height: parent.height - 64
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: panel.lists.passed
        delegate: AsideRow {
            id: passedRow
            required property var model
            width: passed.width
            number: passedRow.model.number
            matter: passedRow.model.matter
            detail: passedRow.model.detail
            keyText: passedRow.model.key
            may: passedRow.model.enabled
            onPressed: panel.lists.bringBack(passedRow.model.id)
        }
    }
    Label {
        objectName: "noneAside"
        visible: (panel.tab === "held" && held.count === 0) || (panel.tab === "passed" && passed.count === 0)
        anchors.centerIn: parent
        text: panel.tab === "held" ? qsTr("没有人暂挂") : qsTr("一小时内没有人过号")
        size: 20
        color: Theme.ink2
    }
    Label {
        objectName: "beyond"
        visible: panel.tab === "line"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 10
        text: panel.line.beyond
        size: 16
        color: Theme.ink2
    }
    Column {
        objectName: "nobody"
        visible: panel.line.nobody && panel.tab === "line"
        anchors.centerIn: parent
        spacing: 10
        Icon { name: "people"; size: 56; color: Theme.off; anchors.horizontalCenter: parent.horizontalCenter }
        Label { text: qsTr("没有人在等"); size: 20; color: Theme.ink2; anchors.horizontalCenter: parent.horizontalCenter }
        Label { text: panel.line.opening; size: 18; color: Theme.ink2; anchors.horizontalCenter: parent.horizontalCenter }
    }
}
