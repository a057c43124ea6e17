// Show who you are: to see and print your number again (补打/查询), or to check in for a booking (预约签到).
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property bool booking: kiosk.errand.checkingIn

    headline: booking ? qsTr("预约签到") : qsTr("找您的号")
    lead: booking ? qsTr("预约时留的证件、手机号或预约码，都可以") : qsTr("取号时用什么，现在就用什么")

    Grid {
        id: ways
        columns: page.wide ? 2 : 1
        spacing: 22
        width: parent.width
        WayTicket {
            objectName: "find_booking"
            visible: page.booking
            width: page.wide ? (page.contentWidth - 22) / 2 : page.contentWidth
            height: Theme.elder ? 176 : 160
            icon: "calendar"
            title: qsTr("预约码")
            line: qsTr("输入短信里的预约码")
            shownLine: page.wide ? qsTr("输入预约码") : line
            stubWidth: page.wide ? 150 : Theme.elder ? 222 : 190
            onClicked: page.kiosk.typeCode()
        }
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
                visible: way !== "assisted" && !(page.booking && way === "face")
                width: page.wide ? (page.contentWidth - 22) / 2 : page.contentWidth
                height: Theme.elder ? 176 : 160
                shownTitle: page.wide || !Theme.elder ? title : plain
                shownLine: page.booking && way === "code" ? qsTr("出示手机上的预约码") : page.wide ? brief : line
                stubWidth: page.wide ? 150 : Theme.elder ? 222 : 190
                enabled: broken === ""
                onClicked: page.kiosk.choose(way)
            }
        }
    }
    Row {
        y: page.wide ? (Theme.elder ? 420 : 390) : Theme.elder ? 830 : 770  // below four rows
        width: parent.width
        spacing: 24
        Icon {
            name: "people"
            size: 52
            color: Theme.ink2
        }
        Label {
            width: page.contentWidth - 76
            text: page.kiosk.remote.outside ? qsTr("什么都没带：按下面“请人帮忙”，打电话问。")
                : qsTr("什么都没带：按下面“请人帮忙”，工作人员替您查。")
            size: Theme.elder ? 44 : 36
            color: Theme.ink2
            wrapMode: Text.Wrap
        }
    }
}
