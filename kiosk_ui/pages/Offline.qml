// The hall cannot be reached: since when, and what to do instead. No figure of before is shown as fact.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: page

    required property var kiosk
    required property bool wide

    color: Theme.paper

    Column {
        anchors.centerIn: parent
        width: parent.width - 128
        spacing: 20
        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "offline"
            size: page.wide ? 200 : 280
            color: Theme.off
            weight: 1.3
        }
        Label {
            objectName: "headline"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.kiosk.lostSince === "" ? qsTr("正在连接，请稍等") : qsTr("连不上，%1 起").arg(page.kiosk.lostSince)
            size: Theme.elder ? 92 : 80
            bold: true
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 48
        }
        Label {
            objectName: "lead"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.kiosk.remote.outside ? qsTr("现在取不了号。要帮忙，请打：") : qsTr("请到导办台取号。")
            size: Theme.elder ? 54 : 46
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 30
        }
        Label {
            objectName: "phone"
            visible: text !== ""
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.kiosk.remote.phone
            size: 130
            bold: true
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 60
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("已经取到的号照常有效，叫号不受影响。")
            size: Theme.elder ? 46 : 38
            color: Theme.ink2
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 28
        }
    }
}
