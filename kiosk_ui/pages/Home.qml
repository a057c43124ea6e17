// The home page: five equal ways, check-in, reprint. Above y = 440 there is only information. Outside the hall it says where
// one is and where the hall is; guides take the place of the guide, and one checks in in the hall.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: page

    required property var kiosk
    required property bool wide
    readonly property var home: kiosk.home
    readonly property bool elder: Theme.elder
    readonly property bool outside: kiosk.remote.outside
    readonly property bool below: elder || (outside && !wide)   // the lead has lines of its own
    readonly property bool wished: kiosk.errand.wish !== ""    // a key beside the screen was pressed
    readonly property real margin: wide ? 64 : elder ? 48 : 64
    readonly property real inner: width - 2 * margin
    readonly property real foot: wide ? 832 : elder ? 1640 : 1716

    color: Theme.paper

    Label {
        objectName: "hallName"
        x: page.margin
        y: (page.wide ? 70 : page.elder ? 80 : 88) - height / 2
        width: Math.min(implicitWidth, clock.x - x - 24)
        text: page.outside ? page.kiosk.remote.place : page.home.hall
        size: page.wide ? 44 : page.elder ? 54 : 46
        bold: true
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 32
    }
    OpenSign {
        objectName: "openSign"
        x: page.margin
        y: (page.wide ? 132 : page.elder ? 158 : 156) - height / 2
        status: page.home.status
        detail: page.elder ? page.home.until : page.home.detail
        textSize: page.wide ? 34 : page.elder ? 46 : 36
        room: clock.x - x - 24
    }
    Label {
        id: clock
        objectName: "clock"
        anchors.right: parent.right
        anchors.rightMargin: page.margin
        y: (page.wide ? 92 : page.elder ? 126 : 104) - height / 2
        text: page.kiosk.time
        size: page.wide ? 96 : page.elder ? 128 : 104
        bold: true
    }
    Label {
        objectName: "date"
        visible: !page.elder || page.wide
        anchors.right: page.wide ? clock.left : clock.right
        anchors.rightMargin: page.wide ? 22 : 0
        y: (page.wide ? 96 : 188) - height / 2
        text: page.kiosk.date
        size: 34
        color: Theme.ink2
    }
    Rectangle {
        x: page.margin
        y: page.wide ? 180 : page.elder ? 222 : 232
        width: page.inner
        height: page.elder ? 4 : 2
        color: Theme.rule
    }
    ZoneStrip {
        visible: !page.elder
        x: page.margin
        y: page.wide ? 195 : 253
        width: page.inner
        wide: page.wide
        cells: Math.max(1, page.home.zones.count)
        model: page.home.zones
    }
    Rectangle {
        visible: !page.elder
        x: page.margin
        y: page.wide ? 300 : 400
        width: page.inner
        height: 2
        color: Theme.rule
    }
    Label {
        id: question
        objectName: "headline"
        x: page.margin
        y: (page.elder ? (page.wide ? 270 : page.outside ? 278 : 318) : page.wide ? 374 : page.outside ? 446 : 494) - height / 2
        text: page.elder ? qsTr("您好，怎样取号？") : qsTr("取号")
        size: page.wide ? 72 : page.elder ? 96 : page.outside ? 64 : 84
        bold: true
        width: page.inner
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 24
    }
    Label {
        objectName: "lead"
        x: page.below ? page.margin : question.x + question.contentWidth + 32
        y: !page.below ? question.y + question.height / 2 - height / 2 + 6
            : page.wide ? 304 : page.elder ? (page.outside ? 332 : 354) : 486
        width: page.width - page.margin - x
        text: page.wished ? qsTr("要办：%1。先选一种办法").arg(page.kiosk.errand.wish) : page.elder ? page.home.plain
            : page.outside ? qsTr("取的号要到%1办。要帮忙，打 %2").arg(page.home.hall).arg(page.kiosk.remote.phone)
            : qsTr("五种办法都一样，选您方便的")
        height: page.elder ? (page.outside && !page.wide ? 156 : 124) : page.below ? 86 : 100
        size: page.elder ? 42 : page.kiosk.english && !page.wide ? 28 : page.below ? 32 : 36
        bold: page.wished
        maximumLineCount: 3
        elide: Text.ElideRight
        color: page.wished ? Theme.accent : Theme.ink2
        wrapMode: Text.Wrap
        lineHeight: 0.85
    }
    Grid {
        x: page.margin
        y: page.wide ? 440 : page.elder ? 490 : 572
        columns: page.wide ? 5 : 1
        columnSpacing: (page.inner - 5 * 340) / 4
        rowSpacing: 22
        Repeater {
            model: page.home.ways
            delegate: WayTicket {
                required property string way
                required property string brief
                required property string plain
                required property string stopped
                required title
                required line
                required icon
                broken: stopped
                objectName: "way_" + way
                width: page.wide ? 340 : page.inner
                upright: page.wide
                shownTitle: page.elder && !page.wide ? plain : title
                shownLine: page.wide ? brief : line
                enabled: broken === ""
                onClicked: page.kiosk.choose(way)
            }
        }
        BigButton {
            objectName: "browse"
            visible: page.outside
            width: page.wide ? 340 : page.inner
            height: page.wide ? 344 : page.elder ? 176 : 160
            leading: !page.wide
            icon: "doc"
            text: qsTr("看办事指南")
            sub: qsTr("先看要带什么")
            textSize: page.wide ? 40 : page.elder ? 60 : 50
            subSize: page.elder ? 42 : page.wide ? 28 : 32
            iconSize: page.wide ? 60 : 84
            onClicked: page.kiosk.browse()
        }
    }
    Rectangle {
        visible: !page.elder || page.wide
        y: page.foot
        width: parent.width
        height: parent.height - y
        color: Theme.sheet
        Rectangle { width: parent.width; height: 2; color: Theme.rule }
    }
    BigButton {
        objectName: "checkin"
        x: page.margin
        y: page.wide ? 888 : page.elder ? 1496 : 1508
        width: page.wide ? 340 : (page.inner - 22) / 2
        height: page.wide ? 128 : page.elder ? 133 : 156
        leading: !page.wide && !page.elder
        enabled: !page.outside
        icon: page.elder && !page.wide ? "" : "calendar"
        text: page.outside && (page.wide || page.elder) ? qsTr("签到要到大厅")
            : page.elder && !page.wide ? qsTr("约好了，来签到") : qsTr("预约签到")
        sub: page.wide || page.elder ? "" : page.outside ? qsTr("签到要到大厅") : qsTr("约好了，在这里取号")
        textSize: page.wide ? 36 : page.elder ? 48 : 42
        subSize: 30
        iconSize: page.wide ? 42 : 60
        ground: page.wide ? Theme.sheet : Theme.paper
        onClicked: page.kiosk.checkIn()
    }
    BigButton {
        objectName: "mine"
        x: page.wide ? page.margin + (page.inner - 5 * 340) / 4 + 340 : page.width - page.margin - width
        y: page.wide ? 888 : page.elder ? 1496 : 1508
        width: page.wide ? 340 : (page.inner - 22) / 2
        height: page.wide ? 128 : page.elder ? 133 : 156
        leading: !page.wide && !page.elder
        icon: page.elder && !page.wide ? "" : "printer"
        text: page.elder && !page.wide ? qsTr("补打号 / 查号") : qsTr("补打 / 查询")
        sub: page.wide || page.elder ? "" : qsTr("号丢了，看还要等多久")
        textSize: page.wide ? 36 : page.elder ? 48 : 42
        subSize: 30
        iconSize: page.wide ? 42 : 60
        ground: page.wide ? Theme.sheet : Theme.paper
        onClicked: page.kiosk.findMine()
    }
    // Foot of the normal look.
    PillButton {
        objectName: "english"
        visible: !page.elder
        x: page.wide ? page.width - page.margin - 340 : page.margin
        y: page.wide ? 888 : 1762
        width: page.wide ? 340 : 302
        height: page.wide ? 128 : 112
        icon: "globe"
        text: page.kiosk.english ? "中文" : "English"
        onClicked: page.kiosk.toggleEnglish()
    }
    PillButton {
        objectName: "elder"
        visible: !page.elder || page.wide
        x: page.wide ? page.margin + 2 * (340 + (page.inner - 5 * 340) / 4) : page.margin + 325
        y: page.wide ? 888 : 1762
        width: page.wide ? 340 : 302
        height: page.wide ? 128 : 112
        icon: page.elder ? "left" : "person"
        text: page.elder ? qsTr("普通版") : qsTr("关怀版 大字")
        onClicked: page.kiosk.toggleElder()
    }
    PillButton {
        objectName: "readAloud"
        visible: !page.elder || page.wide
        enabled: page.kiosk.aloud.can
        x: page.wide ? page.margin + 3 * (340 + (page.inner - 5 * 340) / 4) : page.margin + 650
        y: page.wide ? 888 : 1762
        width: page.wide ? 340 : 302
        height: page.wide ? 128 : 112
        icon: "sound"
        text: !page.kiosk.aloud.can ? qsTr("没有声音") : page.kiosk.aloud.on ? qsTr("不用读了") : qsTr("读给我听")
        onClicked: page.kiosk.aloud.toggle(page.spoken())
    }
    // Foot of the large type: a person to ask, always at the same place.
    BigButton {
        objectName: "callHelp"
        visible: page.elder
        x: page.wide ? page.width - page.margin - 340 : page.margin
        y: page.wide ? 888 : 1656
        width: page.wide ? 340 : (page.inner - 22) / 2
        height: page.wide ? 128 : 200
        solid: true
        icon: page.outside ? "phone" : page.kiosk.helping.coming === "called" ? "check" : "bell"
        text: page.outside ? qsTr("请人帮忙") : page.kiosk.helping.coming === "called" ? qsTr("有人来，请稍等")
            : page.kiosk.helping.coming === "silent" ? qsTr("没叫到，请到导办台") : qsTr("叫人来帮")
        textSize: page.wide ? 42 : 60
        onClicked: page.kiosk.callHelp()
    }
    PillButton {
        objectName: "readAloudElder"
        visible: page.elder && !page.wide
        enabled: page.kiosk.aloud.can
        x: page.width - page.margin - width
        y: 1656
        width: (page.inner - 22) / 2
        height: 92
        icon: "sound"
        text: !page.kiosk.aloud.can ? qsTr("没有声音") : page.kiosk.aloud.on ? qsTr("不用读了") : qsTr("读给我听")
        onClicked: page.kiosk.aloud.toggle(page.spoken())
    }
    PillButton {
        objectName: "plainLook"
        visible: page.elder && !page.wide
        x: page.width - page.margin - width
        y: 1764
        width: (page.inner - 22) / 2
        height: 92
        icon: "left"
        text: qsTr("普通版")
        onClicked: page.kiosk.toggleElder()
    }

    function spoken(): string {
        return question.text + "。" + page.home.plain;
    }
}
