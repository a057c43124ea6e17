// Before the number: what to bring, what it costs, how long it takes, where (R009). One main button: take the number.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var services: kiosk.services
    readonly property bool asking: kiosk.taking.status === "asking"

    step: 1
    headline: services.title
    lead: services.waitLine

    Sheet {
        id: bring
        width: page.wide ? 860 : parent.width
        height: page.wide ? 440 : 600
        Label {
            id: bringTitle
            x: 40
            y: page.wide ? 16 : 32
            text: qsTr("要带什么")
            size: Theme.elder ? 52 : 44
            bold: true
        }
        Flickable {
            objectName: "materials"
            x: 40
            y: bringTitle.y + bringTitle.height + (page.wide ? 4 : 18)
            width: parent.width - 80
            height: parent.height - y - 20
            clip: true
            contentHeight: materials.height
            boundsBehavior: Flickable.StopAtBounds
            Column {
                id: materials
                width: parent.width
                spacing: page.wide ? 2 : 16
                Label {
                    visible: page.services.materials.length === 0
                    text: qsTr("不用带东西，人来就行")
                    size: Theme.elder ? 44 : 38
                    color: Theme.ink2
                }
                Repeater {
                    model: page.services.materials
                    delegate: Row {
                        id: item
                        required property string modelData
                        required property int index
                        spacing: 20
                        Label {
                            text: String(item.index + 1)
                            size: Theme.elder ? 44 : 38
                            bold: true
                            color: Theme.accent
                            width: 36
                        }
                        Label {
                            width: materials.width - 56
                            text: item.modelData
                            size: Theme.elder ? 44 : 38
                            wrapMode: Text.Wrap
                        }
                    }
                }
                Label {
                    visible: text !== ""
                    width: parent.width
                    text: page.services.guide
                    size: Theme.elder ? 42 : 34
                    color: Theme.ink2
                    wrapMode: Text.Wrap
                }
            }
        }
    }
    Grid {
        x: page.wide ? 888 : 0
        y: page.wide ? 0 : 624
        width: page.wide ? parent.width - x : parent.width
        columns: page.wide ? 1 : 1
        spacing: page.wide ? 8 : 0
        Repeater {
            model: [
                { icon: "money", title: qsTr("收费"), text: page.services.fee },
                { icon: "clock", title: qsTr("多久办完"), text: page.services.limit },
                { icon: "desk", title: qsTr("在哪儿办"), text: page.services.place }
            ]
            delegate: Item {
                id: fact
                required property var modelData
                width: page.wide ? 904 : page.contentWidth
                height: page.wide ? 86 : 108
                visible: fact.modelData.text !== ""
                Icon {
                    x: 12
                    anchors.verticalCenter: parent.verticalCenter
                    name: fact.modelData.icon
                    size: 48
                    color: Theme.accent
                }
                Label {
                    x: 88
                    anchors.verticalCenter: parent.verticalCenter
                    text: fact.modelData.title
                    size: Theme.elder ? 42 : 34
                    color: Theme.ink2
                }
                Label {
                    x: Theme.elder ? 290 : 260
                    width: parent.width - x
                    anchors.verticalCenter: parent.verticalCenter
                    text: fact.modelData.text
                    size: Theme.elder ? 46 : 40
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
        y: page.wide ? 274 : 962
        width: page.wide ? parent.width - x : parent.width
        text: page.kiosk.printer
        size: Theme.elder ? 42 : 34
        bold: true
        color: Theme.amber
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 26
    }
    BigButton {
        objectName: "take"
        x: page.wide ? 888 : 0
        y: page.wide ? 330 : 1040
        width: page.wide ? parent.width - x : parent.width
        height: page.wide ? 124 : 190
        solid: true
        enabled: page.services.takable && !page.asking
        textSize: page.services.takable ? (page.wide ? 52 : 64) : 44
        text: page.asking ? qsTr("正在取号") : page.services.takable ? qsTr("取号") : page.services.waitLine
        onClicked: page.kiosk.take()
    }
}
