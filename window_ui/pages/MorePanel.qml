pragma ComponentBehavior: Bound
// What is done seldom, in the place of the line: the visitor in hand, the alerts and the four keys stay in sight.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Sheet {
    id: panel

    required property var rare
    readonly property var more: rare.more
    readonly property string wanted: more.page

    function back(): void {
        if (panel.wanted === "hold")
            panel.rare.hold.back();
        else
            panel.more.back();
    }
    function takeFocus(): void {
        const page = { hold: hold, transfer: transfer, add: add, case: link, calling: calling, number: number, relieve: relieve }[panel.wanted];
        if (page)
            page.take();
        else
            panel.forceActiveFocus();
    }

    objectName: "morePanel"
    border.color: Theme.accent
    border.width: 2
    Connections {
        target: panel.more
        function onOpened(): void { Qt.callLater(panel.takeFocus); }
    }

    Pressable {
        id: backKey
        objectName: "moreBack"
        visible: panel.wanted !== "menu"
        x: 12
        y: 10
        width: 44
        height: 44
        name: qsTr("返回")
        onClicked: panel.back()
        Icon { anchors.centerIn: parent; name: "left"; size: 24; weight: 2; color: Theme.accent }
    }
    Label {
        objectName: "moreTitle"
        x: backKey.visible ? 60 : 24
        y: 14
        width: close.x - x - 8
        text: panel.wanted === "hold" ? panel.rare.hold.title : panel.more.title
        size: 24
        bold: true
        elide: Text.ElideRight
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 18
    }
    BigButton {
        id: close
        objectName: "moreClose"
        anchors.right: parent.right
        anchors.rightMargin: 16
        y: 12
        width: 104
        height: 40
        textSize: 17
        text: qsTr("关上")
        keyHint: "F6"
        onClicked: panel.more.close()
    }
    Item {
        id: room
        y: 66
        width: parent.width
        height: parent.height - y

        MoreMenu { anchors.fill: parent; visible: panel.wanted === "menu"; more: panel.more }
        HoldPage { id: hold; anchors.fill: parent; visible: panel.wanted === "hold"; hold: panel.rare.hold }
        TransferPage { id: transfer; anchors.fill: parent; visible: panel.wanted === "transfer"; transfer: panel.rare.transfer }
        AddPage { id: add; anchors.fill: parent; visible: panel.wanted === "add"; adding: panel.rare.adding }
        CasePage { id: link; anchors.fill: parent; visible: panel.wanted === "case"; more: panel.more }
        CallingPage { id: calling; anchors.fill: parent; visible: panel.wanted === "calling"; more: panel.more }
        NumberPage { id: number; anchors.fill: parent; visible: panel.wanted === "number"; number: panel.rare.number }
        RelievePage { id: relieve; anchors.fill: parent; visible: panel.wanted === "relieve"; relief: panel.rare.relief }
    }
}
