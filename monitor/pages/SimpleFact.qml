// Where an advice will stand once the hall can give one: what a visitor who takes a number now has to expect at worst.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Sheet {
    id: fact

    required property var wall
    readonly property bool known: wall.longestWait !== ""

    objectName: "simpleFact"
    Accessible.role: Accessible.StaticText
    Accessible.name: title.text + " " + wall.longestZone + " " + wall.longestWait + " " + wall.longestNote

    Column {
        x: 24
        width: parent.width - 48
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2
        Row {
            spacing: 16
            Icon { name: "clock"; size: 36; color: Theme.ink2; anchors.verticalCenter: parent.verticalCenter }
            Label { id: title; text: qsTr("现在取号，哪里等得最久"); size: 30; bold: true }
        }
        Label {
            width: parent.width
            text: fact.known ? fact.wall.longestZone : fact.wall.stale ? qsTr("不知道") : qsTr("现在没有窗口在开")
            size: 30
            color: Theme.ink2
            elide: Text.ElideRight
        }
        Row {
            visible: fact.known
            spacing: 14
            Label { objectName: "longestWait"; text: fact.wall.longestWait; size: 54; bold: true }
            Label { visible: fact.wall.longestRough; anchors.bottom: parent.bottom; anchors.bottomMargin: 10; text: qsTr("估算"); size: 28; color: Theme.ink2 }
        }
        Label {
            visible: fact.known
            width: parent.width
            text: fact.wall.longestNote
            size: 26
            color: Theme.ink2
            elide: Text.ElideRight
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 20
        }
    }
}
