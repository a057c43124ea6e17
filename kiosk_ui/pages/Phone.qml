// A number that says who one is, without a document: phone, ID number (无卡取号), or the code of a booking.
import QtQuick

Typing {
    id: page

    readonly property string field: kiosk.identity.field

    step: kiosk.errand.looking ? -1 : 0
    headline: field === "id" ? qsTr("请输入身份证号") : field === "booking" ? qsTr("请输入预约码") : qsTr("请输入手机号")
    lead: field === "booking" ? qsTr("在预约成功的短信或页面里") : qsTr("不用带证件。号码只用来认您的号，不留下来")
    hint: field === "id" ? qsTr("18 位身份证号") : field === "booking" ? qsTr("6 位以上数字") : qsTr("11 位手机号")
    other: field === "id" ? qsTr("改输手机号") : field === "phone" ? qsTr("改输身份证号") : ""
    onOtherPressed: kiosk.instead(field === "id" ? "phone" : "typed")
}
