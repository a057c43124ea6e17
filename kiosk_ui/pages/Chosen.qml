// Several items on one number: what was chosen, in the order of the walk, before the number is taken (R063, R018).
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var basket: kiosk.basket
    readonly property bool asking: kiosk.taking.status === "asking"

    step: 1
    headline: qsTr("一个号，办 %1 件事").arg(basket.count)
    lead: qsTr("按这个顺序走。办完一件，系统再看下一件哪边人少。")

    ListView {
        id: list
        objectName: "chosenList"
        width: page.wide ? 1130 : parent.width
        height: page.wide ? 460 : Theme.elder ? 900 : 980
        clip: true
        layer.enabled: true  // clips shapes, see Services.qml
        layer.textureSize: Qt.size(width * Theme.scale, height * Theme.scale)
        model: page.basket.rows
        spacing: 16
        boundsBehavior: Flickable.StopAtBounds
        delegate: Sheet {
            id: row
            required property string id
            required property int step
            required property string title
            required property string place
            required property string line
            required property string parts
            width: list.width
            height: words.height + 36
            Label {
                x: 32
                anchors.verticalCenter: parent.verticalCenter
                text: String(row.step)
                size: 76
                bold: true
                color: Theme.accent
            }
            Column {
                id: words
                x: 112
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - x - (drop.visible ? 200 : 40)
                spacing: 2
                NameLabel {
                    width: parent.width
                    text: row.title
                    full: Theme.elder ? 50 : 42
                    least: Theme.elder ? 42 : 32
                    bold: true
                }
                Label {
                    visible: text !== ""
                    width: parent.width
                    text: row.parts
                    size: Theme.elder ? 42 : 30
                    color: Theme.ink2
                    wrapMode: Text.Wrap
                }
                Label {
                    width: parent.width
                    text: row.place
                    size: Theme.elder ? 46 : 38
                    color: Theme.accent
                    bold: true
                    wrapMode: Text.Wrap
                }
                Label {
                    width: parent.width
                    text: row.line
                    size: Theme.elder ? 42 : 32
                    color: Theme.ink2
                    wrapMode: Text.Wrap
                }
            }
            PillButton {
                id: drop
                objectName: "drop_" + row.id
                visible: page.basket.count > 1
                anchors.right: parent.right
                anchors.rightMargin: 24
                anchors.verticalCenter: parent.verticalCenter
                width: 160
                height: 96
                textSize: Theme.elder ? 42 : 34
                text: qsTr("不要了")
                name: text + "，" + row.title
                onClicked: page.basket.drop(row.id)
            }
        }
    }
    Icon {
        visible: !list.atYEnd
        anchors.horizontalCenter: list.horizontalCenter
        y: list.y + list.height + (page.wide ? -14 : 4)
        name: "down"
        size: 34
        color: Theme.ink2
        weight: 2.4
    }
    Grid {
        x: page.wide ? 1170 : 0
        y: page.wide ? 60 : Theme.elder ? 950 : 1040
        width: page.wide ? parent.width - 1170 : parent.width
        columns: page.wide ? 1 : 2
        spacing: 22
        BigButton {
            objectName: "addMore"
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 140 : 190
            enabled: !page.basket.full && !page.asking
            text: qsTr("再加一件事")
            sub: page.basket.full ? qsTr("一个号最多 8 件") : ""
            subSize: Theme.elder ? 42 : 30
            onClicked: page.kiosk.addMore()
        }
        BigButton {
            objectName: "take"
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 140 : 190
            solid: true
            enabled: !page.asking
            textSize: 60
            text: page.asking ? qsTr("正在取号") : qsTr("取号")
            onClicked: page.kiosk.take()
        }
    }
}
