// What every page but home has: hall and clock, steps, one question, the content, and a foot with back, help, time left.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: frame

    required property var kiosk
    required property bool wide
    property string headline: ""
    property string lead: ""
    property int step: -1               // 0..2 of 身份 · 选事项 · 取号; -1 none
    property bool canBack: true
    property bool canHelp: true
    property alias footExtra: extra.data
    default property alias content: body.data
    readonly property real margin: wide ? 64 : Theme.margin
    readonly property real contentTop: wide ? 424 : 440
    readonly property real footTop: wide ? 904 : 1716
    readonly property real footHeight: height - footTop
    readonly property real contentWidth: width - 2 * margin

    objectName: "pageFrame"
    color: Theme.paper
    Component.onCompleted: frame.kiosk.aloud.say(frame.headline + "。" + frame.lead)

    Item {
        id: body
        objectName: "content"
        x: frame.margin
        y: frame.contentTop
        width: frame.contentWidth
        height: frame.footTop - frame.contentTop
    }
    // Shapes are not clipped by a list in the software renderer: what scrolls out upwards goes under this.
    Rectangle {
        width: parent.width
        height: frame.contentTop - 4
        color: Theme.paper
    }
    Label {
        id: hallName
        objectName: "hallName"
        x: frame.margin
        y: 76 - height / 2
        text: frame.kiosk.home.hall
        size: Theme.elder ? 42 : 36
        color: Theme.ink2
    }
    Label {
        objectName: "clock"
        anchors.right: parent.right
        anchors.rightMargin: frame.margin
        y: 76 - height / 2
        text: frame.kiosk.time
        size: Theme.elder ? 60 : 52
        bold: true
    }
    StepLine {
        x: frame.margin
        y: (frame.wide ? 150 : 154) - height / 2
        visible: frame.step >= 0
        steps: [qsTr("身份"), qsTr("选事项"), qsTr("取号")]
        current: frame.step
    }
    NameLabel {
        objectName: "headline"
        x: frame.margin
        y: (frame.wide ? 252 : 276) - height / 2
        width: frame.contentWidth
        text: frame.headline
        full: frame.wide ? 72 : Theme.elder ? 88 : 80
        least: 50
        bold: true
    }
    Label {
        objectName: "lead"
        x: frame.margin
        y: (frame.wide ? 338 : 360) - height / 2
        width: frame.contentWidth
        text: frame.lead
        size: Theme.elder ? 42 : 36
        color: Theme.ink2
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 26
    }
    Rectangle {
        objectName: "foot"
        y: frame.footTop
        width: parent.width
        height: frame.footHeight
        color: Theme.sheet
        Rectangle { width: parent.width; height: Theme.elder ? 4 : 2; color: Theme.rule }

        Row {
            x: frame.margin
            anchors.verticalCenter: parent.verticalCenter
            spacing: 22
            PillButton {
                objectName: "back"
                visible: frame.canBack
                width: 302
                height: 112
                icon: "left"
                text: qsTr("返回")
                onClicked: frame.kiosk.back()
            }
            PillButton {
                objectName: "help"
                visible: frame.canHelp
                width: frame.kiosk.helping.coming === "" ? 302 : 340
                height: 112
                icon: frame.kiosk.remote.outside ? "phone" : frame.kiosk.helping.coming === "called" ? "check" : "bell"
                text: frame.kiosk.helping.coming === "called" ? qsTr("已经叫人")
                    : frame.kiosk.helping.coming === "silent" ? qsTr("没叫到，请到导办台")
                    : frame.kiosk.helping.coming === "asked" ? qsTr("正在叫人")
                    : qsTr("请人帮忙")
                onClicked: frame.kiosk.callHelp()
            }
            Item {
                id: extra
                height: 112
                width: childrenRect.width
            }
        }
        Countdown {
            anchors.right: parent.right
            anchors.rightMargin: frame.margin + 12
            anchors.verticalCenter: parent.verticalCenter
            visible: frame.kiosk.patience.running && !frame.kiosk.patience.asking
            seconds: frame.kiosk.patience.seconds
        }
        PillButton {
            objectName: "moreTime"
            anchors.right: parent.right
            anchors.rightMargin: frame.margin
            anchors.verticalCenter: parent.verticalCenter
            visible: frame.kiosk.patience.asking
            width: frame.kiosk.helping.coming === "" ? 304 : 266
            height: 112
            solid: true
            text: qsTr("再看一会 %1").arg(frame.kiosk.patience.seconds)
            name: qsTr("还在吗？%1 秒后回首页").arg(frame.kiosk.patience.seconds)
            onClicked: frame.kiosk.touched()
        }
    }
    // The last seconds, in words at the top of the foot, never over the ticket.
    Rectangle {
        visible: frame.kiosk.patience.asking
        y: frame.footTop
        width: parent.width
        height: frame.wide ? 32 : 44
        color: Theme.amberTint
        Label {
            anchors.centerIn: parent
            text: qsTr("还在吗？%1 秒后回首页").arg(frame.kiosk.patience.seconds)
            size: frame.wide ? 26 : Theme.elder ? 36 : 30
            bold: true
            color: Theme.amber
        }
    }
}
