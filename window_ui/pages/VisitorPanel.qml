pragma ComponentBehavior: Bound
// The ticket in hand; without one, who is next or why the window rests.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

TicketShape {
    id: panel

    required property var desk
    required property var visitor
    required property var queue
    required property var rest
    readonly property bool held: visitor.number !== ""

    objectName: "visitorPanel"
    upright: true
    stub: 186
    stubColor: table.code === "closed" ? Theme.off : table.tone
    lift: 4

    WindowState { id: table; code: panel.desk.code }
    Accessible.ignored: false
    Accessible.role: Accessible.Grouping
    Accessible.name: panel.visitor.head + " " + panel.visitor.number

    Label {
        objectName: "head"
        x: 24
        y: 15
        text: panel.desk.lost ? panel.desk.lostShort : panel.held ? panel.visitor.head : table.word
        size: 19
        color: Theme.accentInk
    }
    Label {
        objectName: "timer"
        anchors.right: parent.right
        anchors.rightMargin: 24
        y: 13
        text: panel.visitor.timer
        size: 21
        bold: true
        color: Theme.accentInk
    }
    Label {
        objectName: "number"
        x: 22
        y: 44
        height: 132
        text: panel.held ? panel.visitor.number : "——"
        size: panel.held ? Theme.number : 72
        bold: true
        color: Theme.accentInk
        property bool settled: false
        Component.onCompleted: settled = true
        onTextChanged: if (settled) change.restart()     // the new number is there at once and only comes up softly
        NumberAnimation on opacity { id: change; from: 0.4; to: 1; duration: Theme.fade; running: false }
    }

    // somebody is in hand
    Item {
        visible: panel.held
        y: 186
        width: parent.width
        height: parent.height - 186

        Label {
            id: shown
            objectName: "shown"
            x: 24
            y: 10
            text: panel.visitor.shown === "" ? qsTr("没留名字") : panel.visitor.shown
            size: panel.visitor.shown === "" ? 22 : 32
            bold: true
        }
        Label {
            objectName: "masked"
            anchors.left: shown.right
            anchors.leftMargin: 10
            anchors.verticalCenter: shown.verticalCenter
            text: panel.visitor.masked
            size: 18
            color: Theme.ink2
        }
        Label {
            objectName: "service"
            x: 24
            y: 62
            width: parent.width - 48
            text: panel.visitor.service
            size: 24
            bold: true
            elide: Text.ElideRight
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 18
        }
        Row {
            x: 24
            y: 104
            spacing: 8
            Repeater {
                model: panel.visitor.tags
                delegate: Tag {
                    required property var model
                    objectName: "tag_" + model.id
                    text: model.text
                    kind: model.kind
                }
            }
        }
        Rectangle { x: 24; y: facts.edge; width: parent.width - 48; height: 1; color: Theme.rule }
        Column {                                        // the three that matter most; what is not there leaves its place
            id: facts
            // Without a word about the visitor, what is told takes its place.
            readonly property real edge: facts.room === 3 || panel.visitor.tags.count > 0 ? 142 : 108
            y: facts.room === 3 ? 154 : facts.edge + (facts.edge < 142 ? 8 : 1)
            width: parent.width
            readonly property int room: 3 - (note.visible ? 1 : 0) - (services.visible ? 1 : 0) - (link.visible ? 1 : 0)
            NoteLine {
                id: note
                objectName: "note"
                visible: panel.visitor.note !== ""
                width: parent.width
                from: panel.visitor.noteFrom
                text: panel.visitor.note
            }
            Item {
                id: services
                visible: panel.visitor.services.count > 0
                width: parent.width
                height: 42
                ListView {
                    id: legs
                    objectName: "legs"
                    x: 20
                    y: 2
                    width: parent.width - 40
                    height: 38
                    orientation: ListView.Horizontal
                    spacing: 8
                    clip: true
                    boundsBehavior: Flickable.StopAtBounds
                    model: panel.visitor.services
                    delegate: LegChip {
                        id: leg
                        required property var model
                        objectName: "leg_" + leg.model.id
                        text: leg.model.text
                        word: leg.model.word
                        icon: leg.model.icon
                        mine: leg.model.mine
                        current: leg.model.current
                        onClicked: panel.visitor.switchTo(leg.model.id)
                    }
                }
            }
            FactLine {
                id: link
                objectName: "case"
                visible: panel.visitor.case !== ""
                height: 36
                name: qsTr("到场")
                value: panel.visitor.trips
                note: panel.visitor.case
                late: panel.visitor.tripsLate
            }
            FactLine {
                visible: facts.room > 0
                height: facts.room === 3 ? 44 : 40
                name: qsTr("等了")
                value: panel.visitor.waited
                note: panel.visitor.promised
                late: panel.visitor.waitedLong
            }
            FactLine {
                visible: facts.room > 1
                height: facts.room === 3 ? 44 : 40
                name: qsTr("取号")
                value: panel.visitor.taken
                note: panel.visitor.calledAt === "" ? "" : qsTr("%1 叫到，").arg(panel.visitor.calledAt) + panel.visitor.calledTimes
            }
        }
        Rectangle { x: 24; y: 278; width: parent.width - 48; height: 1; color: Theme.rule }
        Label {
            x: 24
            y: 284
            visible: panel.desk.serving
            text: qsTr("办得怎样？完成时一起记下")
            size: 18
            bold: true
        }
        Label {
            anchors.right: parent.right
            anchors.rightMargin: 24
            y: 286
            visible: panel.desk.serving
            text: "F7"
            size: 16
            color: Theme.ink2
        }
        Grid {
            x: 24
            y: 314
            visible: panel.desk.serving
            columns: 3
            columnSpacing: 8
            rowSpacing: 8
            Repeater {
                model: panel.visitor.outcomes
                delegate: ChoiceKey {
                    required property var model
                    objectName: "outcome_" + model.id
                    width: (panel.width - 48 - 16) / 3
                    text: model.text
                    chosen: model.chosen
                    onClicked: panel.desk.chooseOutcome(model.id)
                }
            }
        }
        Row {
            x: 24
            y: 290
            visible: !panel.desk.serving && panel.visitor.came !== ""
            spacing: 8
            Icon { anchors.verticalCenter: parent.verticalCenter; name: "camera"; size: 22; color: Theme.ink2 }
            Label { objectName: "came"; text: panel.visitor.came; size: 20; bold: true }
        }
        Label {
            objectName: "hint"
            x: 24
            y: panel.visitor.came === "" ? 292 : 326
            visible: !panel.desk.serving
            width: parent.width - 48
            wrapMode: Text.Wrap
            text: panel.visitor.hint
            size: 18
            color: Theme.ink2
        }
    }

    // nobody is in hand
    Item {
        visible: !panel.held
        y: 186
        width: parent.width
        height: parent.height - 186

        Column {
            visible: panel.desk.paused
            x: 24
            y: 24
            width: parent.width - 48
            spacing: 12
            Label { objectName: "pauseWords"; width: parent.width; wrapMode: Text.Wrap; text: panel.rest.words; size: 28; bold: true; color: Theme.amber }
            Label { width: parent.width; wrapMode: Text.Wrap; text: qsTr("按 F1 恢复，接着叫下一位。"); size: 18; color: Theme.ink2 }
        }
        Column {
            visible: !panel.desk.paused && panel.queue.nextNumber !== ""
            x: 24
            y: 24
            width: parent.width - 48
            spacing: 10
            Label { text: qsTr("下一位"); size: 18; color: Theme.ink2 }
            Label { objectName: "nextNumber"; text: panel.queue.nextNumber; size: 56; bold: true }
            Label { width: parent.width; text: panel.queue.nextService; size: 24; bold: true; elide: Text.ElideRight }
            Row {
                spacing: 12
                Label { text: panel.queue.nextWaited; size: 20; color: Theme.ink2 }
                ClassTag { kind: panel.queue.nextTag; anchors.verticalCenter: parent.verticalCenter }
            }
        }
        Column {
            visible: !panel.desk.paused && panel.queue.nextNumber === "" && !panel.desk.lost
            x: 24
            y: 24
            width: parent.width - 48
            spacing: 12
            Label { text: qsTr("没有人在等"); size: 28; bold: true }
            Label {
                width: parent.width
                wrapMode: Text.Wrap
                text: panel.queue.opening !== "" ? panel.queue.opening
                    : panel.desk.pull ? qsTr("自动叫号开着：有人取号就直接叫到您这里。") : qsTr("有人取号，右边就会出现。")
                size: 18
                color: Theme.ink2
            }
        }
        Label {
            visible: panel.desk.lost
            x: 24
            y: 24
            width: parent.width - 48
            wrapMode: Text.Wrap
            text: panel.desk.lostWords
            size: 24
            bold: true
            color: Theme.red
        }
        Label {
            objectName: "rating"
            visible: text !== ""
            x: 24
            anchors.bottom: queues.visible ? queues.top : parent.bottom
            anchors.bottomMargin: queues.visible ? 10 : 22
            width: parent.width - 48
            text: panel.desk.ratingWord
            size: 18
            bold: true
            color: Theme.ink2
            elide: Text.ElideRight
        }
        Label {
            id: queues
            objectName: "queueNames"
            visible: !panel.desk.lost && panel.desk.queueNames !== ""
            x: 24
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 22
            width: parent.width - 48
            text: qsTr("本窗口现在办：%1").arg(panel.desk.queueNames)
            size: 17
            color: Theme.ink2
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }
    }
}
