// One thing to choose from a list: where to, or which item. The chosen one is tinted and ticked.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Pressable {
    id: row

    property string text: ""
    property string sub: ""
    property bool chosen: false

    height: 50
    activeFocusOnTab: false
    name: text + "，" + sub
    ringRadius: Theme.keyRadius
    Accessible.checkable: true
    Accessible.checked: chosen

    Rectangle {
        x: 16
        width: parent.width - 32
        height: parent.height
        radius: Theme.keyRadius
        color: row.chosen || row.down ? Theme.accentTint : "transparent"
        border.width: row.chosen ? 2 : 0
        border.color: Theme.accent
    }
    Rectangle { visible: !row.chosen; anchors.bottom: parent.bottom; x: 24; width: parent.width - 48; height: 1; color: Theme.rule }
    Icon {
        visible: row.chosen
        x: 28
        anchors.verticalCenter: parent.verticalCenter
        name: row.chosen ? "check" : ""
        size: 20
        weight: 2.6
        color: Theme.accent
    }
    Label {
        id: title
        x: row.chosen ? 58 : 28
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, parent.width * 0.52)
        text: row.text
        size: 20
        bold: true
        color: !row.enabled ? Theme.off : row.chosen ? Theme.accent : Theme.ink
        elide: Text.ElideRight
    }
    Label {
        anchors.right: parent.right
        anchors.rightMargin: 28
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 28 - title.x - title.width - 14
        horizontalAlignment: Text.AlignRight
        text: row.sub
        size: 17
        color: row.enabled ? Theme.ink2 : Theme.off
        elide: Text.ElideRight
    }
}
