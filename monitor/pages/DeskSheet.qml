// The sheet a manager works on: it covers the middle and right of the wall, the alerts stay in sight.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: page

    property string title: ""
    property color tone: Theme.ink
    property string icon: ""
    default property alias content: body.data
    signal closed

    Rectangle {
        x: 608
        y: 110
        width: parent.width - x
        height: parent.height - y
        color: Theme.paper
        MouseArea { anchors.fill: parent }     // what lies below cannot be pressed
    }
    Sheet {
        id: sheet
        x: 624
        y: 122
        width: parent.width - x - Theme.margin
        height: parent.height - y - Theme.margin
        border.color: page.tone === Theme.ink ? Theme.outline : page.tone

        Icon { id: sign; x: 40; y: 36; name: page.icon; size: 46; weight: 2; color: page.tone }
        Label {
            objectName: "deskTitle"
            x: page.icon === "" ? 40 : 104
            y: 28
            width: parent.width - x - 240
            text: page.title
            size: 44
            bold: true
            color: page.tone
            elide: Text.ElideRight
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 30
        }
        BigButton {
            objectName: "deskClose"
            anchors.right: parent.right
            anchors.rightMargin: 40
            y: 28
            width: 180
            height: 64
            textSize: 28
            text: qsTr("关上")
            keyHint: "Esc"
            onClicked: page.closed()
        }
        Item {
            id: body
            x: 40
            y: 116
            width: parent.width - 80
            height: parent.height - y - 32
        }
    }
}
