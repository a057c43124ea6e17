// One service to choose: name, who waits and how long, a perforated chevron. Closed ones lie flat and say when they open.
import QtQuick
import hall.uikit.theme

Pressable {
    id: service

    property string title: ""
    property string line: ""            // "12 人在等 · 约10–20分钟" or "今天不办 · 下周一 9:00 开"
    property bool closed: false
    property string stubWord: qsTr("未开")

    objectName: "serviceTicket"
    implicitWidth: 660
    implicitHeight: 136
    name: closed ? title + "，" + stubWord + "，" + line : title + "，" + line

    TicketShape {
        anchors.fill: parent
        stubAtEnd: true
        stub: Theme.elder ? 150 : 132
        notch: 13
        stubColor: service.closed ? Theme.paper : Theme.sheet
        perforationColor: service.closed ? Theme.outline : Theme.ink2
        pressed: service.down
        flat: service.closed

        Column {
            x: 31
            width: service.width - 132 - 31 - 20
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.elder ? -2 : 5
            NameLabel {
                width: parent.width
                text: service.title
                full: Theme.elder ? 52 : 40
                least: Theme.elder ? 42 : 32
                crowded: true
                bold: true
                color: service.closed ? Theme.off : Theme.ink
            }
            Label {
                width: parent.width
                text: service.line
                size: Theme.elder ? 42 : 30
                color: service.closed ? Theme.off : Theme.ink2
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 26
                elide: Text.ElideRight
            }
        }
        Item {
            x: service.width - width
            width: Theme.elder ? 150 : 132
            height: parent.height
            Icon {
                visible: !service.closed
                anchors.centerIn: parent
                name: "right"
                size: 44
                weight: 2
                color: Theme.accent
            }
            Label {
                visible: service.closed
                anchors.centerIn: parent
                text: service.stubWord
                size: Theme.elder ? 42 : 30
                bold: true
                color: Theme.off
            }
        }
    }
}
