// A sentence for the clerk on an amber or red card.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: note

    property string text: ""
    property string icon: "warning"
    property bool red: false
    readonly property color tone: red ? Theme.red : Theme.amber

    height: Math.max(64, words.implicitHeight + 28)
    radius: Theme.radius
    color: red ? Theme.redTint : Theme.amberTint
    border.width: 1
    border.color: tone
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Icon { x: 18; y: 18; name: note.icon; size: 26; weight: 2; color: note.tone }
    Label {
        id: words
        x: 56
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 56 - 16
        text: note.text
        size: 18
        bold: true
        color: note.tone
        wrapMode: Text.Wrap
    }
}
