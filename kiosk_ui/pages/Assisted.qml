// A person takes the number: the guide has been called and types the staff number.
import QtQuick

Typing {
    step: 0
    headline: qsTr("请工作人员替您取号")
    lead: kiosk.helping.coming === "called" ? qsTr("已经叫了导办员，请在这里等一下")
        : kiosk.helping.coming === "silent" ? qsTr("没叫到人，请到导办台") : qsTr("正在叫导办员")
    hint: kiosk.identity.field === "pin" ? qsTr("密码") : qsTr("工作人员输入工号")
}
