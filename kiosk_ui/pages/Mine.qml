// 补打/查询: show who you are, then see and print your number again.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    headline: qsTr("找您的号")
    lead: qsTr("取号时用什么，现在就用什么")

    Grid {
        id: ways
        columns: page.wide ? 2 : 1
        spacing: 22
        width: parent.width
        Repeater {
            model: page.kiosk.home.ways
            delegate: WayTicket {
                required property string way
                required property string plain
                required property string brief
                required title
                required line
                required icon
                required broken
                objectName: "find_" + way
                visible: way !== "assisted"
                width: page.wide ? (page.contentWidth - 22) / 2 : page.contentWidth
                height: Theme.elder ? 176 : 160
                shownTitle: page.wide || !Theme.elder ? title : plain
                shownLine: page.wide ? brief : line
                stubWidth: page.wide ? 150 : Theme.elder ? 222 : 190
                enabled: broken === ""
                onClicked: page.kiosk.choose(way)
            }
        }
    }
    Row {
        y: page.wide ? (Theme.elder ? 420 : 390) : Theme.elder ? 830 : 770
        width: parent.width
        spacing: 24
        Icon {
            name: "people"
            size: 52
            color: Theme.ink2
        }
        Label {
            width: page.contentWidth - 76
            text: qsTr("什么都没带：按下面“请人帮忙”，工作人员替您查。")
            size: Theme.elder ? 44 : 36
            color: Theme.ink2
            wrapMode: Text.Wrap
        }
    }
}
