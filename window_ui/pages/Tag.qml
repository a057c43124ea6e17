// A word about the visitor in hand: why first, where from, how to be called.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: tag

    property string text: ""
    property string kind: ""            // priority | booked | ""

    implicitWidth: label.implicitWidth + 20
    implicitHeight: 28
    radius: 4
    color: kind === "priority" ? Theme.amberTint : kind === "booked" ? Theme.accentTint : Theme.greyTint
    Label {
        id: label
        anchors.centerIn: parent
        text: tag.text
        size: Theme.small
        bold: true
        color: tag.kind === "priority" ? Theme.amber : tag.kind === "booked" ? Theme.accent : Theme.ink2
    }
}
