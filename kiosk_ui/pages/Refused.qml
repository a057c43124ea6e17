// No number this time: the hall's own sentence, and what can be done.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var taking: kiosk.taking

    headline: taking.canReprint ? qsTr("您已经有号了") : taking.silent ? qsTr("没有收到回话") : qsTr("这次没有取号")
    lead: taking.canReprint ? qsTr("一个人一件事，一个号就够") : qsTr("不用着急，看看下面怎么办")

    Sheet {
        id: words
        width: page.wide ? 1080 : parent.width
        height: page.wide ? 440 : 820
        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            y: page.wide ? 50 : 150
            name: page.taking.canReprint ? "paper" : "warning"
            size: page.wide ? 120 : 150
            color: page.taking.canReprint ? Theme.accent : Theme.amber
            weight: 1.4
        }
        Label {
            objectName: "why"
            x: 48
            y: page.wide ? 190 : 380
            width: parent.width - 96
            height: parent.height - y - 20
            horizontalAlignment: Text.AlignHCenter
            text: page.taking.why
            size: Theme.elder ? 60 : 54
            bold: true
            wrapMode: Text.Wrap
            fontSizeMode: Text.Fit
            minimumPixelSize: 34
        }
    }
    Grid {
        x: page.wide ? 1120 : 0
        y: page.wide ? 60 : 880
        width: page.wide ? parent.width - 1120 : parent.width
        columns: page.wide ? 1 : 2
        spacing: 22
        BigButton {
            objectName: "toHome"
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 150 : 180
            solid: !page.taking.canReprint && !page.taking.silent && !page.kiosk.errand.canWalkIn
            text: qsTr("回首页")
            onClicked: page.kiosk.goHome()
        }
        BigButton {
            objectName: "reprint"
            visible: page.taking.canReprint
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 150 : 180
            solid: true
            icon: "printer"
            text: qsTr("补打这张号")
            onClicked: page.kiosk.reprint()
        }
        BigButton {
            objectName: "retry"
            visible: page.taking.silent
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 150 : 180
            solid: true
            icon: "retry"
            text: qsTr("再问一次")
            onClicked: page.kiosk.retry()
        }
        BigButton {
            objectName: "walkIn"
            visible: page.kiosk.errand.canWalkIn
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 150 : 180
            solid: true
            text: qsTr("取普通号")
            onClicked: page.kiosk.walkIn()
        }
        BigButton {
            objectName: "callHelp"
            visible: !page.taking.canReprint && !page.taking.silent && !page.kiosk.errand.canWalkIn
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 150 : 180
            icon: page.kiosk.remote.outside ? "phone" : "bell"
            text: qsTr("请人帮忙")
            onClicked: page.kiosk.callHelp()
        }
    }
}
