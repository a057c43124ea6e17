// Emergencies that go on, to be ended by a manager who says what was done.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: tab

    required property var dispatch

    Row {
        visible: tab.dispatch.alarmCount === 0
        spacing: 18
        Icon { name: "check"; size: 40; color: Theme.ink2; anchors.verticalCenter: parent.verticalCenter }
        Label { text: qsTr("现在没有紧急求助"); size: 30; color: Theme.ink2 }
    }
    Column {
        visible: tab.dispatch.alarmCount > 0
        width: parent.width
        spacing: 30
        Chips {
            width: parent.width
            question: qsTr("哪一件？")
            model: tab.dispatch.lists.alarms
            prefix: "alarm_"
            onChosen: id => tab.dispatch.chooseAlarm(id)
        }
        ReasonChips {
            visible: tab.dispatch.alarmChosen
            width: parent.width
            question: qsTr("怎么处理的？")
            dispatch: tab.dispatch
            place: "alarm"
        }
    }
    BigButton {
        objectName: "proposeEnd"
        visible: tab.dispatch.alarmCount > 0
        anchors.bottom: parent.bottom
        width: 360
        height: 84
        text: qsTr("结束紧急求助")
        sub: enabled ? "" : tab.dispatch.alarmChosen ? qsTr("先说怎么处理的") : qsTr("先选哪一件")
        subSize: 22
        solid: enabled
        enabled: tab.dispatch.mayPropose
        onClicked: tab.dispatch.propose()
    }
}
