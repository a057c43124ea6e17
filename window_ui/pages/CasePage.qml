// 办件编号: links the visit to the case, so that trips are counted.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: page

    required property var more

    function take(): void {
        number.text = page.more.case;
        number.take();
    }

    Label {
        x: 24
        width: parent.width - 48
        text: qsTr("记下这位来办的是哪一件。跑了几趟由大厅来数。")
        size: 18
        color: Theme.ink2
        wrapMode: Text.Wrap
    }
    Field {
        id: number
        objectName: "caseNumber"
        x: 24
        y: 70
        width: parent.width - 48
        textSize: 24
        placeholder: qsTr("字母、数字、横线")
        onAccepted: page.more.linkCase(number.text)
    }
    BigButton {
        objectName: "caseLink"
        x: 24
        y: 138
        width: parent.width - 48
        height: 54
        textSize: 22
        text: qsTr("记下")
        keyHint: qsTr("回车")
        solid: enabled
        enabled: number.text.trim() !== ""
        onClicked: page.more.linkCase(number.text)
    }
}
