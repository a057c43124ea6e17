// Before a number is given up: asked once more, and keeping it is the main button.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var numbers: kiosk.numbers

    headline: qsTr("%1 真的不要了吗？").arg(numbers.number)
    lead: qsTr("不要了就不会再叫您。要办得重新取号、重新排队。")

    Grid {
        width: parent.width
        columns: page.wide ? 3 : 1
        spacing: 28
        BigButton {
            objectName: "keep"
            width: page.wide ? (parent.width - 56) / 3 : parent.width
            height: page.wide ? 260 : 220
            solid: true
            textSize: 56
            text: qsTr("还是留着")
            onClicked: page.kiosk.back()
        }
        BigButton {
            objectName: "cancel"
            width: page.wide ? (parent.width - 56) / 3 : parent.width
            height: page.wide ? 260 : 220
            enabled: !page.numbers.busy
            textSize: 52
            text: qsTr("取消这个号")
            sub: qsTr("今天不办这件事了")
            subSize: Theme.elder ? 42 : 32
            onClicked: page.numbers.cancel()
        }
        BigButton {
            objectName: "leave"
            width: page.wide ? (parent.width - 56) / 3 : parent.width
            height: page.wide ? 260 : 220
            enabled: !page.numbers.busy
            textSize: 52
            text: qsTr("我先走了")
            sub: qsTr("等不及了，大厅会记下来")
            subSize: Theme.elder ? 42 : 32
            onClicked: page.numbers.leave()
        }
    }
}
