// The number: the largest thing in the hall. Where to go, how long, a QR to follow it, and what the printer does.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: page

    required property var kiosk
    required property bool wide
    readonly property var taking: kiosk.taking
    readonly property bool troubled: taking.status === "nopaper" || taking.status === "failed"
    readonly property bool near: troubled && taking.nearby !== ""     // a printer near by can do it
    readonly property real margin: wide ? 64 : Theme.elder ? 64 : 64
    readonly property real side: 1080      // landscape: where the right column starts

    color: Theme.paper
    Component.onCompleted: page.kiosk.aloud.say(page.spoken())

    function spoken(): string {
        return [qsTr("您的号"), page.taking.number, qsTr("请到"), page.taking.place, page.taking.ahead].join("，");
    }

    Label {
        x: page.margin
        y: (page.wide ? 66 : 76) - height / 2
        text: page.kiosk.home.hall
        size: Theme.elder ? 42 : 36
        color: Theme.ink2
    }
    Label {
        objectName: "clock"
        anchors.right: parent.right
        anchors.rightMargin: page.margin
        y: (page.wide ? 66 : 76) - height / 2
        text: page.kiosk.time
        size: Theme.elder ? 60 : 52
        bold: true
    }
    Column {
        x: page.wide ? page.side : page.margin
        y: page.wide ? 140 : Theme.elder ? 104 : 114
        width: page.wide ? page.width - page.side - page.margin : page.width - 2 * page.margin
        spacing: page.wide ? 8 : 4
        Label {
            objectName: "headline"
            width: parent.width
            text: page.taking.copy ? qsTr("这是您的号") : page.taking.late ? qsTr("来晚了，给您排普通号")
                : page.taking.booked ? qsTr("预约签到好了") : qsTr("号取好了")
            size: Theme.elder ? 92 : 80
            bold: true
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 48
        }
        Row {
            spacing: 24
            Icon {
                name: page.troubled ? "warning" : page.taking.status === "printed" ? "check" : "printer"
                size: 46
                weight: 2
                color: page.troubled ? Theme.amber : Theme.accent
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                objectName: "slip"
                width: (page.wide ? page.width - page.side - page.margin : page.width - 2 * page.margin) - 70
                text: page.taking.why !== "" ? page.taking.why
                    : page.taking.slipAt !== "" && page.taking.status === "printing" ? qsTr("正在%1打印，请到那里取").arg(page.taking.slipAt)
                    : page.taking.slipAt !== "" && page.taking.status === "printed" ? qsTr("小票在%1，请到那里拿").arg(page.taking.slipAt)
                    : page.taking.status === "printing" ? qsTr("正在打印，请从下方取走小票")
                    : page.taking.status === "printed" ? qsTr("小票好了，请从下方拿走")
                    : page.kiosk.remote.outside ? qsTr("没出票？号照样有效，记下来或拍张照") : qsTr("没出票？号照样有效，请找工作人员")
                size: Theme.elder ? 46 : 38
                bold: true
                color: page.troubled ? Theme.amber : Theme.accent
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 28
            }
        }
        Item { width: 1; height: page.wide ? 18 : 14 }
        Rectangle {
            width: parent.width
            height: 10
            radius: 5
            color: page.troubled ? Theme.amber : Theme.edge
            Rectangle {
                id: bar
                height: parent.height
                radius: 5
                color: page.troubled ? Theme.amber : Theme.accent
                width: page.taking.status === "printed" || page.troubled ? parent.width : parent.width * 0.65
                Behavior on width { NumberAnimation { duration: Theme.printing } }
            }
        }
    }
    // The slot: the ticket slides out of it as the paper does, once. What was printed earlier is simply there.
    Item {
        id: slot
        objectName: "slot"
        readonly property bool moving: slide.running   // a hand that takes a picture waits for it
        x: page.margin
        y: page.wide ? 130 : 372
        width: page.wide ? 952 : page.width - 2 * page.margin
        height: ticket.height + 8                       // and its shadow
        clip: moving
        NumberAnimation {
            id: slide
            target: ticket
            property: "y"
            from: -ticket.height
            to: 0
            duration: Theme.printing
            easing.type: Easing.OutCubic
        }
        Component.onCompleted: if (Theme.printing > 0 && !page.taking.copy) slide.start()
        ResultTicket {
            id: ticket
            width: parent.width
            height: page.wide ? 880 : 1160
            compact: page.wide
            number: page.taking.number
            service: page.taking.service
            place: page.taking.place
            way: page.taking.route
            wait: page.taking.wait
            waits: page.taking.waits
            goes: page.taking.goes
            ahead: page.taking.ahead
            qr: page.taking.qr
            follow: page.taking.follow
            status: page.taking.status
            kind: page.taking.kind
            legs: page.taking.legs
        }
    }
    CallingChoice {
        x: page.wide ? page.side : page.margin
        y: page.wide ? (Theme.elder ? 398 : 374) : 1552
        width: page.wide ? page.width - page.side - page.margin : page.width - 2 * page.margin
        upright: page.wide
        visible: page.taking.calling !== ""
        words: page.taking.calling
        other: page.taking.callingKey
        onPressed: page.taking.switchCalling()
    }
    Grid {
        x: page.wide ? page.side : page.margin
        y: page.wide ? 584 : 1662
        width: page.wide ? page.width - page.side - page.margin : page.width - 2 * page.margin
        columns: page.wide ? 1 : page.near ? 3 : 2
        spacing: 22
        PillButton {
            objectName: "moreTime"
            visible: !page.troubled
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 132 : 112
            textSize: 44
            ground: Theme.paper
            text: qsTr("再看一会")
            onClicked: page.kiosk.touched()
        }
        PillButton {
            objectName: "reprint"
            visible: page.troubled
            width: page.wide ? parent.width : page.near ? (parent.width - 44) / 3 : (parent.width - 22) / 2
            height: page.wide ? (page.near ? 88 : 132) : 112
            textSize: page.near ? 40 : 44
            icon: "printer"
            text: qsTr("再打一次")
            onClicked: page.kiosk.reprint()
        }
        PillButton {
            objectName: "printNearby"
            visible: page.near
            width: page.wide ? parent.width : (parent.width - 44) / 3
            height: page.wide ? 88 : 112
            textSize: 40
            text: qsTr("到旁边打印")
            onClicked: page.kiosk.printNearby()
        }
        PillButton {
            objectName: "done"
            width: page.wide ? parent.width : page.near ? (parent.width - 44) / 3 : (parent.width - 22) / 2
            height: page.wide ? (page.near ? 88 : 132) : 112
            textSize: page.troubled ? 40 : 52
            solid: true
            text: page.troubled ? qsTr("不要小票") : qsTr("完成")
            onClicked: page.kiosk.goHome()
        }
    }
    Column {
        x: page.wide ? page.side : page.margin
        y: page.wide ? 900 : Theme.elder ? 1784 : 1788
        width: page.wide ? page.width - page.side - page.margin : page.width - 2 * page.margin
        spacing: -4
        Label {
            objectName: "countdown"
            width: parent.width
            horizontalAlignment: page.wide ? Text.AlignLeft : Text.AlignHCenter
            text: page.kiosk.patience.asking ? qsTr("还在吗？%1 秒后回首页，您的号不会丢").arg(page.kiosk.patience.seconds)
                                             : qsTr("%1 秒后自动返回首页，您的号不会丢").arg(page.kiosk.patience.seconds)
            size: Theme.elder ? 42 : 36
            bold: page.kiosk.patience.asking
            color: page.kiosk.patience.asking ? Theme.amber : Theme.ink2
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 26
        }
        Label {
            width: parent.width
            horizontalAlignment: page.wide ? Text.AlignLeft : Text.AlignHCenter
            text: page.near ? qsTr("旁边的是%1；不要小票，拍张照就行").arg(page.taking.nearby)
                : page.troubled ? qsTr("不要小票，记下号码或拍张照就行")
                : page.kiosk.remote.outside ? qsTr("没出票？号照样有效，记下来或拍张照")
                : qsTr("没出票？号照样有效，请找工作人员。")
            size: Theme.elder ? 42 : 36
            color: Theme.ink2
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 26
        }
    }
}
