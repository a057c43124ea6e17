// One of the five equal ways to take a number. Lying in portrait, upright in landscape.
import QtQuick
import hall.uikit.theme

Pressable {
    id: way

    property string icon: "card"
    property string title: ""
    property string line: ""
    property string broken: ""          // words when the device is broken: the ticket goes grey and says so
    property bool upright: false
    property string shownTitle: title   // shorter or plainer words where the place or the look wants them
    property string shownLine: line
    property real stubWidth: Theme.elder ? 222 : 190
    readonly property bool grey: broken !== ""

    objectName: "wayTicket"
    implicitWidth: upright ? 340 : Theme.elder ? 984 : 952
    implicitHeight: upright ? 344 : Theme.elder ? 176 : 160
    name: grey ? shownTitle + "，" + broken : shownLine === "" ? shownTitle : shownTitle + "，" + shownLine

    TicketShape {
        anchors.fill: parent
        upright: way.upright
        stub: way.upright ? 176 : way.stubWidth
        pressed: way.down
        flat: way.grey

        Icon {
            name: way.icon
            size: way.upright ? 100 : Theme.elder ? 104 : 84
            color: way.grey ? Theme.off : Theme.accentInk
            x: ((way.upright ? way.width : way.stubWidth) - size) / 2
            y: ((way.upright ? 176 : way.height) - size) / 2
        }
        Column {
            id: words
            x: way.upright ? 8 : way.stubWidth + 44
            width: way.upright ? way.width - 16 : way.width - x - 110
            y: way.upright ? 176 + (way.height - 176 - height) / 2 : (way.height - height) / 2
            spacing: way.upright ? -2 : -3
            Label {
                width: parent.width
                horizontalAlignment: way.upright ? Text.AlignHCenter : Text.AlignLeft
                text: way.shownTitle
                size: way.upright ? (Theme.elder ? 52 : 48) : Theme.elder ? 76 : 54
                bold: true
                color: way.grey ? Theme.off : Theme.ink
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 32
            }
            Label {
                width: parent.width
                visible: text !== "" && !(Theme.elder && !way.grey)
                horizontalAlignment: way.upright ? Text.AlignHCenter : Text.AlignLeft
                text: way.grey ? way.broken : way.shownLine
                size: way.upright ? 28 : Theme.elder ? 42 : 32
                color: way.grey ? Theme.amber : Theme.ink2
                wrapMode: way.upright ? Text.Wrap : Text.NoWrap
                lineHeight: way.upright ? 0.85 : 1
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 26
            }
        }
        Icon {
            visible: !way.upright
            name: "right"
            size: Theme.elder ? 60 : 48
            color: way.grey ? Theme.off : Theme.accent
            weight: 2
            anchors.right: parent.right
            anchors.rightMargin: 32
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
