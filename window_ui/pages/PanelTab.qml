// One of the lists in the middle: a word with its count, underlined while it is on.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Pressable {
    id: tab

    property string text: ""
    property string label: ""           // objectName of the words
    property int size: 21
    property bool chosen: false
    property bool stale: false

    width: words.implicitWidth + 20
    height: 44
    name: text
    ringRadius: Theme.keyRadius
    Accessible.checkable: true
    Accessible.checked: chosen

    Label {
        id: words
        objectName: tab.label
        x: 10
        anchors.verticalCenter: parent.verticalCenter
        text: tab.text
        size: tab.size
        bold: true
        color: tab.stale ? Theme.off : tab.chosen ? Theme.ink : Theme.accent
    }
    Rectangle {
        visible: tab.chosen && tab.parent.children.filter(one => one.visible).length > 1
        x: 10
        width: parent.width - 20
        anchors.bottom: parent.bottom
        height: 3
        color: Theme.accent
    }
}
