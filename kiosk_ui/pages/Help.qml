// Help on a machine outside the hall: nobody can come, so a telephone number, large, and what to say.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var remote: kiosk.remote

    headline: qsTr("请打电话，有人帮您")
    lead: kiosk.helping.told === "called" ? qsTr("大厅已经知道这里有人要帮忙")
        : kiosk.helping.told === "silent" ? qsTr("没能告诉大厅，请直接打电话") : qsTr("正在告诉大厅")
    canHelp: false

    Sheet {
        width: parent.width
        height: page.wide ? 400 : 720
        Column {
            anchors.centerIn: parent
            width: parent.width - 96
            spacing: page.wide ? 10 : 36
            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: "phone"
                size: page.wide ? 84 : 150
                color: Theme.accent
                weight: 1.4
            }
            Label {
                objectName: "phone"
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: page.remote.phone
                size: page.wide ? 130 : 150
                bold: true
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 60
            }
            Label {
                objectName: "place"
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("请说您在：%1").arg(page.remote.place)
                size: Theme.elder ? 54 : 46
                wrapMode: Text.Wrap
            }
        }
    }
}
