// How long the page stays. The last 15 seconds are bold and amber; held means it does not run.
import QtQuick
import hall.uikit.theme

Row {
    id: countdown

    property int seconds: 0
    property bool held: false
    property int textSize: Theme.elder ? 42 : 36
    readonly property bool last: !held && seconds <= 15

    objectName: "countdown"
    spacing: 18
    Accessible.role: Accessible.StaticText
    Accessible.name: words.text

    Icon {
        name: "clock"
        size: Math.round(countdown.textSize * 1.2)
        color: countdown.last ? Theme.amber : Theme.ink2
        anchors.verticalCenter: parent.verticalCenter
    }
    Label {
        id: words
        text: countdown.held ? qsTr("不急，慢慢来") : qsTr("还有 %1 秒").arg(countdown.seconds)
        size: countdown.textSize
        bold: countdown.last
        color: countdown.last ? Theme.amber : Theme.ink2
        anchors.verticalCenter: parent.verticalCenter
    }
}
