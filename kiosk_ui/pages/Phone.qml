// The phone number: eleven digits, nothing else needed.
import QtQuick

Typing {
    step: kiosk.looking ? -1 : 0
    headline: qsTr("请输入手机号")
    lead: qsTr("不用带证件。号码只用来认您的号，不留下来")
    hint: qsTr("11 位手机号")
}
