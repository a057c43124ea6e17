// Before the number: what to bring, what it costs, how long it takes, where (R009). One main button: take the number.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var services: kiosk.services
    readonly property bool asking: kiosk.taking.status === "asking"
    readonly property bool more: services.takable && kiosk.known
    // Outside the hall a line says where the number is called; above it there must be room for what the printer cannot.
    readonly property real squeezed: kiosk.remote.outside && kiosk.printer !== "" ? (wide ? 12 : 60) : 0

    step: kiosk.known ? 1 : -1
    headline: services.title
    lead: services.waitLine

    Sheet {
        id: bring
        width: page.wide ? 860 : parent.width
        height: page.wide ? 440 : 560 - page.squeezed
        Flickable {
            id: guide
            objectName: "materials"
            x: 40
            y: page.wide ? 18 : 28
            width: parent.width - 80
            height: parent.height - y - (told.height > parent.height - y - 20 ? (Theme.elder ? 98 : 80) : 20)
            clip: true
            layer.enabled: true  // clips shapes, see Services.qml
            layer.textureSize: Qt.size(width * Theme.scale, height * Theme.scale)
            contentHeight: told.height
            boundsBehavior: Flickable.StopAtBounds
            Column {
                id: told
                width: parent.width
                spacing: page.wide ? 6 : 14
                Label {
                    objectName: "plain"
                    visible: text !== ""
                    width: parent.width
                    text: page.services.plain
                    size: Theme.elder ? 44 : 36
                    wrapMode: Text.Wrap
                }
                GuideTitle {
                    text: qsTr("要带什么")
                }
                Label {
                    visible: page.services.materials.length === 0
                    text: qsTr("不用带东西，人来就行")
                    size: Theme.elder ? 44 : 38
                    color: Theme.ink2
                }
                GuideList {
                    width: told.width
                    lines: page.services.materials
                }
                GuideTitle {
                    visible: page.services.parts.length > 0
                    text: qsTr("一次办这几件")
                }
                GuideList {
                    width: told.width
                    lines: page.services.parts
                }
                GuideTitle {
                    visible: page.services.steps.length > 0
                    text: qsTr("怎么办")
                }
                GuideSteps {
                    width: told.width
                    steps: page.services.steps
                }
                Label {
                    visible: text !== ""
                    width: parent.width
                    text: page.services.guide
                    size: Theme.elder ? 42 : 34
                    color: Theme.ink2
                    wrapMode: Text.Wrap
                }
                Label {
                    objectName: "source"
                    visible: text !== ""
                    width: parent.width
                    text: page.services.source
                    size: Theme.elder ? 42 : 28
                    color: Theme.ink2
                    wrapMode: Text.Wrap
                }
            }
        }
        // More stands below: an arrow says so, a cut line does not. It may be pressed by who does not know of sliding.
        Pressable {
            objectName: "moreBelow"
            visible: !guide.atYEnd
            x: (parent.width - width) / 2
            y: parent.height - height - 8
            width: Theme.elder ? 140 : 120
            height: Theme.elder ? 82 : 64
            ringRadius: height / 2
            name: qsTr("往下看")
            onClicked: guide.contentY = Math.min(guide.contentY + guide.height * 0.8, guide.contentHeight - guide.height)
            Rectangle {
                anchors.fill: parent
                radius: height / 2
                color: Theme.elder ? Theme.sheet : Theme.accentTint
                border.width: Theme.elder ? 3 : 0
                border.color: Theme.accent
            }
            Icon {
                anchors.centerIn: parent
                name: "down"
                size: 36
                color: Theme.accent
                weight: 2.4
            }
        }
    }
    Column {
        x: page.wide ? 888 : 0
        y: page.wide ? 0 : 578 - page.squeezed
        width: page.wide ? parent.width - x : parent.width
        Repeater {
            model: [
                { icon: "money", title: qsTr("收费"), text: page.services.fee },
                { icon: "clock", title: qsTr("多久办完"), text: page.services.limit },
                { icon: "person", title: qsTr("跑几趟"), text: page.services.trips },
                { icon: "desk", title: qsTr("在哪儿办"), text: page.services.place }
            ]
            delegate: Item {
                id: fact
                required property var modelData
                width: page.wide ? 904 : page.contentWidth
                height: page.wide ? 66 - page.squeezed : 92
                visible: fact.modelData.text !== ""
                Icon {
                    x: 12
                    anchors.verticalCenter: parent.verticalCenter
                    name: fact.modelData.icon
                    size: page.wide ? 40 : 46
                    color: Theme.accent
                }
                Label {
                    x: 88
                    anchors.verticalCenter: parent.verticalCenter
                    text: fact.modelData.title
                    size: page.wide && page.squeezed > 0 ? 34 : Theme.elder ? 42 : 34
                    color: Theme.ink2
                }
                Label {
                    x: Theme.elder ? 290 : 260
                    width: parent.width - x
                    anchors.verticalCenter: parent.verticalCenter
                    text: fact.modelData.text
                    size: page.wide && page.squeezed > 0 ? 36 : Theme.elder ? 46 : page.wide ? 36 : 40
                    bold: true
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 26
                }
                Rectangle {
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: 2
                    color: Theme.rule
                }
            }
        }
    }
    Label {
        objectName: "printerWords"
        visible: page.kiosk.printer !== ""
        x: page.wide ? 888 : 0
        y: page.wide ? 274 - 4 * page.squeezed : 962 - page.squeezed
        width: page.wide ? parent.width - x : parent.width
        text: page.kiosk.printer
        size: Theme.elder ? 42 : 34
        bold: true
        color: Theme.amber
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 26
    }
    Label {
        objectName: "where"
        visible: page.kiosk.remote.outside
        x: page.wide ? 888 : 0
        y: page.wide ? 274 : 966
        width: page.wide ? parent.width - x : parent.width
        text: qsTr("号要到这里办：%1").arg(page.kiosk.remote.where)
        size: Theme.elder ? 42 : 34
        bold: true
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 24
    }
    BigButton {
        objectName: "addMore"
        visible: page.more
        x: page.wide ? 888 : 0
        y: page.wide ? 330 : 1040
        width: page.wide ? 280 : 300
        height: page.wide ? 124 : 190
        enabled: !page.kiosk.basket.full && !page.asking
        textSize: page.wide ? 38 : 42
        text: qsTr("再加一件事")
        sub: page.kiosk.basket.kept > 0 ? qsTr("已选 %1 件").arg(page.kiosk.basket.count) : qsTr("办在一个号上")
        subSize: Theme.elder ? 42 : 30
        onClicked: page.kiosk.addMore()
    }
    BigButton {
        objectName: "take"
        x: (page.wide ? 888 : 0) + (page.more ? (page.wide ? 302 : 322) : 0)
        y: page.wide ? 330 : 1040
        width: parent.width - x
        height: page.wide ? 124 : 190
        solid: true
        enabled: page.services.takable && !page.asking
        textSize: page.services.takable ? (page.wide ? 52 : 64) : 44
        text: page.asking ? qsTr("正在取号") : !page.services.takable ? page.services.waitLine
            : page.kiosk.basket.kept > 0 ? qsTr("看看怎么走") : qsTr("取号")
        onClicked: page.kiosk.basket.kept > 0 ? page.kiosk.showChosen() : page.kiosk.take()
    }
}
