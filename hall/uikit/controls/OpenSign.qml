// Is the hall open: a dot, a word and until when. The dot is filled when open, hollow when not.
import QtQuick
import hall.uikit.theme

Row {
    id: sign

    property string status: "open"      // open | lunch | closed | unknown
    property string detail: ""          // "今天到 17:30，中午不休息"
    property int textSize: 36
    property real room: Infinity        // how wide it may be: a long detail is written smaller
    readonly property color tone: status === "open" ? Theme.green : status === "lunch" ? Theme.amber : Theme.off
    readonly property string word: status === "open" ? qsTr("正在办公") : status === "lunch" ? qsTr("午休")
                                 : status === "closed" ? qsTr("没开") : qsTr("连不上")

    objectName: "openSign"
    spacing: 16
    Accessible.role: Accessible.StaticText
    Accessible.name: word + "，" + detail

    Rectangle {
        width: Math.round(sign.textSize * 0.55)
        height: width
        radius: width / 2
        color: sign.status === "open" ? sign.tone : "transparent"
        border.width: 3
        border.color: sign.tone
        anchors.verticalCenter: parent.verticalCenter
    }
    Label {
        text: sign.word
        size: sign.textSize
        bold: true
        color: sign.tone
    }
    Label {
        text: sign.detail
        width: Math.min(implicitWidth, sign.room - x)
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 26
        size: Math.round(sign.textSize * 0.92)
        color: Theme.ink2
        anchors.verticalCenter: parent.verticalCenter
    }
}
