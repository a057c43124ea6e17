// The stub of the window bar: number of the window, state icon and word on the colour of the state.
import QtQuick
import hall.uikit.theme

Item {
    id: stub

    property string number: ""
    property string code: "closed"      // see WindowState
    
    readonly property string word: table.word
    readonly property color tone: table.code === "closed" ? Theme.off : table.tone

    objectName: "windowStub"
    implicitWidth: 62
    implicitHeight: 120
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1号窗口").arg(number) + " " + table.word

    WindowState { id: table; code: stub.code }
    Column {
        width: parent.width
        y: 4
        spacing: -9
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: stub.number
            size: stub.number.length > 2 ? 28 : 40
            bold: true
            color: Theme.accentInk
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("号窗口")
            size: 14
            color: Theme.accentInk
        }
    }
    Rectangle {
        x: 10
        y: 73
        width: parent.width - 20
        height: 1
        color: Theme.accentInk
        opacity: 0.7
    }
    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 79
        size: 17
        weight: 2.2
        name: table.icon
        color: Theme.accentInk
    }
    Label {
        width: parent.width - 4
        x: 2
        y: 97
        horizontalAlignment: Text.AlignHCenter
        text: table.word
        size: 14
        bold: true
        color: Theme.accentInk
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 10
    }
}
