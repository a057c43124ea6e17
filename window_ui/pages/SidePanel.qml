pragma ComponentBehavior: Bound
// Right of the console: words of a refusal, the alert, the display of the window, my day, pausing.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: side

    required property var desk
    required property var alerts
    required property var rest
    required property var emergency

    property bool byKey: false          // the pause is being chosen by keyboard: the focus follows the choices
    readonly property bool asking: rest.asking
    onAskingChanged: {
        if (side.byKey && side.asking)
            Qt.callLater(side.takePause);
        side.byKey = side.byKey && side.asking;
    }

    function takePause(): void {
        side.byKey = true;
        const first = reasons.itemAt(0);
        if (first)
            first.forceActiveFocus();
    }

    Column {
        id: column
        width: parent.width
        spacing: 16

        EmergencyCard {
            visible: side.emergency.shown
            width: parent.width
            emergency: side.emergency
        }
        Note {
            objectName: "message"
            visible: side.desk.message !== ""
            width: parent.width
            text: side.desk.message
            icon: "warning"
        }
        Note {
            objectName: "lost"
            visible: side.desk.lost
            width: parent.width
            text: side.desk.lostWords
            icon: "offline"
            red: true
        }
        Sheet {
            objectName: "quiet"
            visible: !side.alerts.shown && !side.emergency.shown && !side.desk.lost && side.desk.message === "" && side.desk.panel === ""
            width: parent.width
            height: 64
            Icon { x: 20; anchors.verticalCenter: parent.verticalCenter; name: "check"; size: 24; color: Theme.ink2 }
            Label {
                x: 56
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - 72
                text: qsTr("现在没有要处理的事")
                size: 18
                color: Theme.ink2
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 14
            }
        }
        AlertCard {
            visible: side.alerts.shown && !side.emergency.shown
            width: parent.width
            alerts: side.alerts
        }
        Note {
            objectName: "panel"
            visible: side.desk.panel !== ""
            width: parent.width
            text: side.desk.panel
            icon: "plug"
        }
    }
    Sheet {
        id: day
        objectName: "myDay"
        readonly property real room: pause.y - 16 - y
        readonly property bool tall: room >= 204
        width: parent.width
        height: tall ? 204 : 132
        y: column.height > 0 ? column.height + 16 : 0
        visible: room >= 132
        Label { id: today; x: 20; y: 12; text: qsTr("我的今天"); size: 20; bold: true }
        Label {
            objectName: "panelWord"
            anchors.right: parent.right
            anchors.rightMargin: 20
            y: 15
            width: Math.min(implicitWidth, parent.width - today.width - 56)
            text: side.desk.panelWord
            size: 16
            color: Theme.ink2
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 12
        }
        Grid {
            x: 20
            y: day.tall ? 52 : 48
            columns: day.tall ? 2 : 3
            rowSpacing: 6
            Figure { width: (day.width - 40) / parent.columns; value: side.desk.done; word: qsTr("办完"); stale: side.desk.lost }
            Figure { width: (day.width - 40) / parent.columns; value: side.desk.mean; word: qsTr("平均办理"); stale: side.desk.lost }
            Figure { width: (day.width - 40) / parent.columns; value: side.desk.passed; word: qsTr("过号"); stale: side.desk.lost }
            Figure { width: (day.width - 40) / parent.columns; visible: day.tall; value: side.desk.until; word: qsTr("本场到"); stale: side.desk.lost }
        }
    }
    Sheet {
        id: pause
        width: parent.width
        height: 150
        anchors.bottom: parent.bottom
        Label {
            objectName: "pauseTitle"
            x: 20
            y: 10
            width: parent.width - 40 - (back.visible ? 74 : 0)
            text: side.rest.title
            size: 18
            bold: true
            color: side.rest.mayPause ? Theme.ink : Theme.off
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 14
        }
        ChoiceKey {
            id: back
            objectName: "pauseBack"
            visible: side.rest.asking
            anchors.right: parent.right
            anchors.rightMargin: 20
            y: 6
            width: 66
            height: 34
            text: qsTr("算了")
            onClicked: side.rest.cancel()
        }
        Grid {
            x: 20
            y: 48
            columns: 3
            columnSpacing: 8
            rowSpacing: 8
            Repeater {
                id: reasons
                model: side.rest.choices
                delegate: ChoiceKey {
                    id: reason
                    required property var model
                    objectName: "pause_" + model.id
                    width: 78
                    enabled: side.rest.mayPause
                    text: model.text
                    onClicked: side.rest.choose(reason.model.id)
                }
            }
        }
    }
}
