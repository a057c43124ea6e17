// A reader is on: card, code or face. What to do, whether it worked, and always another way.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var identity: kiosk.identity
    readonly property string turn: identity.turn
    readonly property string toDo: turn === "left" ? qsTr("请慢慢向左转头") : turn === "right" ? qsTr("请慢慢向右转头")
        : turn === "front" ? qsTr("请正对屏幕") : ""
    readonly property bool wrong: identity.status === "failed" || identity.status === "refused"

    onToDoChanged: if (toDo !== "") kiosk.aloud.say(toDo)
    onWrongChanged: if (wrong) kiosk.aloud.say(identity.why)
    step: kiosk.errand.looking ? -1 : 0
    headline: turn !== "" ? qsTr("请照着做，转一下头")
            : identity.way === "card" && identity.beforeFace ? qsTr("请先把证件放在读卡区")
            : identity.way === "code" && identity.beforeFace ? qsTr("请先把办事码对准扫码口")
            : identity.way === "card" ? (kiosk.home.cards === "" ? qsTr("请把身份证放在右下方") : qsTr("请把卡放在读卡区"))
            : identity.way === "code" ? qsTr("请把办事码对准扫码口") : qsTr("请看一眼摄像头")
    lead: turn !== "" ? qsTr("两边各转一次，防止有人拿照片冒用")
        : identity.beforeFace ? qsTr("读到以后，再看一眼摄像头核对")
        : identity.way === "card" ? (kiosk.home.cards === "" ? qsTr("平放在读卡区，读到了再拿走") : kiosk.home.cards)
        : identity.way === "code" ? qsTr("屏幕调亮一点，离窗口一掌远") : qsTr("一个人站在机器前面，不用摘眼镜")

    Sheet {
        id: card
        width: page.wide ? 960 : parent.width
        height: page.wide ? 440 : 900
        TicketShape {
            anchors.centerIn: parent
            anchors.verticalCenterOffset: !page.wide ? -80 : Theme.elder ? -74 : -50
            width: page.wide ? 420 : 640
            height: page.wide ? 236 : 380
            stub: page.wide ? 170 : 250
            lift: 0
            stubColor: page.wrong ? Theme.amber : Theme.accent
            borderColor: page.wrong ? Theme.amber : Theme.accent
            perforationColor: page.wrong ? Theme.amber : Theme.accent
            Icon {
                x: ((page.wide ? 170 : 250) - size) / 2
                anchors.verticalCenter: parent.verticalCenter
                name: page.wrong ? "warning" : page.turn === "front" ? "up" : page.turn !== "" ? page.turn : "down"
                size: page.wide ? 84 : 110
                color: Theme.accentInk
                weight: 2
            }
            Icon {
                x: (page.wide ? 170 : 250) + (parent.width - (page.wide ? 170 : 250) - size) / 2
                anchors.verticalCenter: parent.verticalCenter
                name: page.identity.way === "card" ? "card" : page.identity.way === "code" ? "code" : "face"
                size: page.wide ? 150 : 210
                color: page.wrong ? Theme.off : Theme.accent
                weight: 1.4
            }
        }
        Column {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: page.wide ? 18 : 90
            width: parent.width - 64
            spacing: 6
            Label {
                objectName: "readerState"
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: page.wrong ? (page.identity.why === "" ? qsTr("没读出来，请再试一次") : page.identity.why)
                    : page.identity.status === "asking" ? qsTr("正在打开，请稍等")
                    : page.toDo !== "" ? page.toDo
                    : page.identity.status === "presented" ? qsTr("读到了")
                    : page.identity.way === "card" ? qsTr("开着呢，可以放了")
                    : page.identity.way === "code" ? qsTr("开着呢，可以扫了")
                    : qsTr("开着呢，请看这边")
                size: Theme.elder ? 54 : 48
                bold: true
                color: page.wrong ? Theme.amber : Theme.ink
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 30
            }
            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: page.identity.way === "face" ? qsTr("只用于取号，看完就关，照片不留") : qsTr("只用来取号，不留号码")
                size: Theme.elder ? 42 : 34
                color: Theme.ink2
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 28
            }
        }
    }
    Grid {
        x: page.wide ? 1000 : 0
        y: page.wide ? 60 : 960
        width: page.wide ? parent.width - 1000 : parent.width
        columns: page.wide ? 1 : 2
        spacing: 22
        BigButton {
            objectName: "anotherWay"
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 140 : 170
            text: qsTr("换个办法")
            onClicked: page.kiosk.back()
        }
        BigButton {
            objectName: "again"
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 140 : 170
            solid: true
            enabled: page.wrong
            text: qsTr("再试一次")
            onClicked: page.identity.again()
        }
    }
}
