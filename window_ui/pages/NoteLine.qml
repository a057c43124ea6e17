// What the last window wrote for this one.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: line

    property string from: ""
    property string text: ""

    height: Math.max(42, words.implicitHeight + 8)
    Accessible.role: Accessible.StaticText
    Accessible.name: from + "：" + text

    Rectangle {
        x: 20
        y: 1
        width: parent.width - 40
        height: parent.height - 2
        radius: Theme.keyRadius
        color: Theme.accentTint
    }
    Label {
        id: words
        x: 30
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 60
        text: line.from + "：" + line.text
        size: 16
        color: Theme.ink
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
    }
}
