// One number of one's own: how it stands, where to go, and what can be done with it.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var numbers: kiosk.numbers
    readonly property bool ended: numbers.ended !== ""
    readonly property real half: page.wide ? 1080 : page.contentWidth

    headline: numbers.ended === "cancelled" ? qsTr("%1 取消了").arg(numbers.number)
            : numbers.ended === "left" ? qsTr("%1 不叫了").arg(numbers.number) : qsTr("您的号 %1").arg(numbers.number)
    lead: ended ? qsTr("要办的时候，再取一个号就行") : numbers.service

    TicketShape {
        id: ticket
        width: page.half - 8
        height: page.wide ? 300 : 400
        stub: page.wide ? 330 : 360
        stubColor: page.ended ? Theme.off : page.numbers.passed !== "" ? Theme.amber : Theme.accent
        Column {
            width: ticket.stub
            anchors.verticalCenter: parent.verticalCenter
            spacing: 16
            Label {
                objectName: "number"
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: page.numbers.number
                size: 116
                bold: true
                color: Theme.accentInk
            }
            ClassTag {
                anchors.horizontalCenter: parent.horizontalCenter
                kind: page.numbers.kind
                textSize: Theme.elder ? 42 : 32
            }
        }
        Column {
            x: ticket.stub + 36
            width: ticket.width - x - 36
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8
            Label {
                objectName: "state"
                width: parent.width
                text: page.ended ? qsTr("这个号不用了") : page.numbers.state
                size: Theme.elder ? 60 : 56
                bold: true
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 36
            }
            NameLabel {
                objectName: "wait"
                visible: text !== "" && !page.ended
                width: parent.width
                text: page.numbers.wait
                full: Theme.elder ? 46 : 40
                least: Theme.elder ? 42 : 32
            }
            NameLabel {
                objectName: "place"
                visible: !page.ended && page.numbers.passed === ""
                width: parent.width
                text: page.numbers.place
                full: Theme.elder ? 46 : 40
                least: Theme.elder ? 42 : 32
                color: Theme.ink2
            }
            Label {
                objectName: "passed"
                visible: text !== "" && !page.ended
                width: parent.width
                text: page.numbers.passed
                size: Theme.elder ? 46 : 40
                wrapMode: Text.Wrap
            }
        }
    }
    LegList {
        id: legs
        y: ticket.height + 18
        width: page.half
        visible: !page.ended && page.numbers.legs.length > 0
        lines: page.numbers.legs
        most: page.wide ? (Theme.elder ? 2 : 3) : 6
    }
    Label {
        objectName: "problem"
        y: page.wide ? 404 : 800
        width: page.half
        text: page.numbers.problem
        size: Theme.elder ? 46 : 38
        bold: true
        color: Theme.red
        wrapMode: page.wide ? Text.NoWrap : Text.Wrap
        fontSizeMode: page.wide ? Text.HorizontalFit : Text.FixedSize
        minimumPixelSize: 26
    }
    CallingChoice {
        y: page.wide ? 0 : 910
        x: page.wide ? 1120 : 0
        width: page.wide ? parent.width - x : parent.width
        upright: page.wide
        visible: !page.ended && page.numbers.calling !== ""
        words: page.numbers.calling
        other: page.numbers.callingKey
        onPressed: page.numbers.switchCalling()
    }
    Grid {
        x: page.wide ? 1120 : 0
        y: page.wide ? 200 : 1040
        width: page.wide ? parent.width - x : parent.width
        columns: page.wide ? 1 : 2
        spacing: page.wide ? 18 : 22
        BigButton {
            objectName: "reprint"
            visible: !page.ended && page.numbers.canPrint
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 120 : 190
            icon: "printer"
            solid: true
            enabled: page.kiosk.taking.status !== "asking"
            text: qsTr("补打小票")
            onClicked: page.kiosk.printNumber()
        }
        BigButton {
            objectName: "comeBack"
            visible: !page.ended && page.numbers.canReturn
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 120 : 190
            icon: "retry"
            solid: true
            text: qsTr("重新排上")
            onClicked: page.numbers.reactivate()
        }
        BigButton {
            objectName: "askEnding"
            visible: !page.ended && page.numbers.canEnd
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 120 : 190
            text: qsTr("不办了")
            sub: page.wide && Theme.elder ? "" : qsTr("取消，或先走")
            subSize: Theme.elder ? 42 : 30
            onClicked: page.kiosk.askEnding()
        }
        BigButton {
            objectName: "toHome"
            visible: page.ended || (page.numbers.passed !== "" && !page.numbers.canReturn)
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 120 : 190
            solid: true
            text: page.ended ? qsTr("完成") : qsTr("回首页取号")
            onClicked: page.kiosk.goHome()
        }
    }
}
