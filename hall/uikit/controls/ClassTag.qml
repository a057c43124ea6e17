// Why this number goes before others: 优先, 预约, 转来, 过号回来, 暂挂回来. Nothing for an ordinary number.
import QtQuick
import hall.uikit.theme

Rectangle {
    id: tag

    property string kind: ""            // priority | booked | moved | back | held | ""
    property string extra: ""           // "10:00" after 预约
    property int textSize: Theme.small
    readonly property string word: kind === "priority" ? qsTr("优先") : kind === "booked" ? qsTr("预约")
                                 : kind === "moved" ? qsTr("转来") : kind === "back" ? qsTr("过号回来")
                                 : kind === "held" ? qsTr("暂挂回来") : ""

    objectName: "classTag"
    visible: word !== ""
    implicitWidth: label.implicitWidth + textSize * 1.2
    implicitHeight: Math.round(textSize * 1.75)
    radius: 4
    color: kind === "priority" ? Theme.amberTint : kind === "booked" ? Theme.accentTint : Theme.greyTint
    Label {
        id: label
        anchors.centerIn: parent
        text: tag.extra === "" ? tag.word : tag.word + " " + tag.extra
        size: tag.textSize
        bold: true
        color: tag.kind === "priority" ? Theme.amber : tag.kind === "booked" ? Theme.accent : Theme.ink2
    }
}
