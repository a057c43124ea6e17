// Head of the console: which window, who sits at it, its state, the time, and what is done seldom.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: head

    required property var desk
    required property var rest
    required property var words
    required property var emergency
    signal pauseWanted

    function pauseOrResume(): void {
        if (head.desk.paused)
            head.rest.resume();
        else
            head.pauseWanted();
    }

    height: 64
    color: Theme.sheet

    Shortcut { sequence: "F8"; enabled: head.visible; onActivated: head.pauseOrResume() }
    Shortcut { sequence: "F10"; enabled: head.visible; onActivated: head.rest.leave() }

    WindowState { id: table; code: head.desk.code }
    Row {
        x: Theme.margin
        height: parent.height
        spacing: 16
        Label {
            id: name
            objectName: "windowName"
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("%1 号窗口").arg(head.desk.number)
            size: Theme.headline
            bold: true
        }
        Label {
            objectName: "zoneAndStaff"
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(80, Math.min(implicitWidth, right.x - Theme.margin - name.width - state.width - 48))
            text: [head.desk.zone, head.desk.staffName].filter(part => part !== "").join(" · ")
            size: Theme.body
            color: Theme.ink2
            elide: Text.ElideRight
        }
        Rectangle {
            id: state
            anchors.verticalCenter: parent.verticalCenter
            width: pill.width + 36
            height: 34
            radius: 17
            color: head.desk.code === "free" ? Theme.greenTint : head.desk.code === "paused" ? Theme.amberTint
                 : head.desk.code === "lost" ? Theme.redTint : Theme.accentTint
            Row {
                id: pill
                anchors.centerIn: parent
                spacing: 8
                Icon { name: table.icon; size: 18; weight: 2; color: table.tone; anchors.verticalCenter: parent.verticalCenter }
                Label { objectName: "stateWord"; text: table.word; size: Theme.body; bold: true; color: table.tone }
            }
        }
    }
    Row {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        height: parent.height
        spacing: 8
        Label {
            objectName: "clock"
            anchors.verticalCenter: parent.verticalCenter
            rightPadding: 12
            text: head.desk.clock
            size: Theme.headline
            bold: true
        }
        HeadButton {
            objectName: "pause"
            text: head.desk.paused ? qsTr("恢复") : head.words.english ? "Pause" : "暂停"
            keyHint: "F8"
            enabled: head.desk.paused || head.rest.mayPause
            onClicked: head.pauseOrResume()
        }
        HeadButton {
            objectName: "fold"
            width: 100
            text: qsTr("小条")
            keyHint: "F9"
            onClicked: head.desk.narrow()
        }
        HeadButton {
            objectName: "leave"
            width: head.rest.armed ? 140 : 112
            text: head.rest.leaveWord
            keyHint: "F10"
            tone: Theme.red
            solid: head.rest.armed
            enabled: head.rest.mayLeave
            onClicked: head.rest.leave()
        }
        HeadButton {
            objectName: "language"
            width: 92
            text: head.words.english ? "中文" : "English"
            onClicked: head.words.switch()
        }
        HeadButton {
            objectName: "emergency"
            icon: "warning"
            iconSize: 20
            text: qsTr("紧急")
            keyHint: "F11"
            width: 128
            tone: Theme.red
            textColor: Theme.red
            solid: head.emergency.active
            onClicked: head.emergency.press()
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.rule
    }
}
