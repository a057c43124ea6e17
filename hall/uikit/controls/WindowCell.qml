// One window on the floor plan of the wall: number and state as shape, word and colour.
import QtQuick
import hall.uikit.theme

Rectangle {
    id: cell

    property string number: ""
    property string code: "closed"      // see WindowState
    property bool stale: false
    readonly property string word: table.word

    objectName: "windowCell_" + number
    implicitWidth: 66
    implicitHeight: 78
    radius: 6
    color: stale ? "transparent" : table.fill
    border.width: stale ? 1 : table.border
    border.color: stale ? Theme.off : table.tone
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1号窗口").arg(number) + " " + (stale ? qsTr("不知道") : table.word)

    WindowState { id: table; code: cell.code }
    Label {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 1
        text: cell.number
        size: 30
        bold: true
        color: cell.stale ? Theme.off : table.text
    }
    Label {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 36
        text: cell.stale ? "—" : table.mark
        size: 27
        bold: cell.code !== "closed"
        color: cell.stale ? Theme.off : table.markColor
        width: Math.min(implicitWidth, cell.width - 6)
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 18
    }
    Icon {
        visible: !cell.stale && table.mark === ""
        anchors.horizontalCenter: parent.horizontalCenter
        y: 42
        size: 28
        weight: 2
        name: table.icon
        color: table.markColor
    }
}
