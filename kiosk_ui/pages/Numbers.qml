// 我的号: every open or passed number of whoever is here; or none, and what to do then.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var numbers: kiosk.numbers
    readonly property bool none: numbers.count === 0

    headline: none ? qsTr("没有找到您今天的号") : qsTr("您今天有 %1 个号").arg(numbers.count)
    lead: none ? qsTr("换一个取号时用过的证件或手机号试试") : qsTr("按一个，看还要等多久，可以补打、取消")

    ListView {
        id: list
        objectName: "numbers"
        visible: !page.none
        width: parent.width
        height: page.wide ? 460 : 1260
        clip: true
        layer.enabled: true  // clips shapes, see Services.qml
        layer.textureSize: Qt.size(width * Theme.scale, height * Theme.scale)
        model: page.numbers.rows
        spacing: 20
        boundsBehavior: Flickable.StopAtBounds
        delegate: Pressable {
            id: row
            required property string id
            required property string number
            required property string title
            required property string line
            required property string kind
            required property bool passed
            objectName: "number_" + row.id
            width: list.width
            height: Theme.elder ? 210 : 176
            ringRadius: Theme.radius
            name: row.number + "，" + row.title + "，" + row.line
            onClicked: page.kiosk.showNumber(row.id)
            TicketShape {
                anchors.fill: parent
                stub: 280
                stubColor: row.passed ? Theme.amber : Theme.accent
                pressed: row.down
                Column {
                    width: 280
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: -10
                    Label {
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        text: row.number
                        size: 80
                        bold: true
                        color: Theme.accentInk
                    }
                    ClassTag {
                        anchors.horizontalCenter: parent.horizontalCenter
                        kind: row.kind
                        textSize: Theme.elder ? 42 : 28
                    }
                }
                Column {
                    x: 316
                    width: row.width - 316 - 40
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: 4
                    NameLabel {
                        width: parent.width
                        text: row.title
                        full: Theme.elder ? 50 : 42
                        least: Theme.elder ? 42 : 32
                        crowded: true
                        bold: true
                    }
                    Label {
                        width: parent.width
                        text: row.line
                        size: Theme.elder ? 42 : 34
                        color: row.passed ? Theme.amber : Theme.ink2
                        bold: row.passed
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: 26
                    }
                }
            }
        }
    }
    Icon {
        visible: !page.none && !list.atYEnd
        anchors.horizontalCenter: list.horizontalCenter
        y: list.height - (page.wide ? 14 : 30)
        name: "down"
        size: 34
        color: Theme.ink2
        weight: 2.4
    }
    Grid {
        visible: page.none
        columns: 2
        spacing: 22
        width: parent.width
        BigButton {
            objectName: "anotherWay"
            width: (parent.width - 22) / 2
            height: 190
            text: qsTr("换个办法找")
            onClicked: page.kiosk.back()
        }
        BigButton {
            objectName: "toHome"
            width: (parent.width - 22) / 2
            height: 190
            solid: true
            text: qsTr("回首页取号")
            onClicked: page.kiosk.goHome()
        }
    }
}
