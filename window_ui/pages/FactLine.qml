// One fact of the visit: its name, the figure, and what to compare it with.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: fact

    property string name: ""
    property string value: ""
    property string note: ""
    property bool late: false

    width: parent ? parent.width : 0
    height: 42
    Accessible.role: Accessible.Row
    Accessible.name: name + " " + value + " " + note

    Label { x: 24; anchors.verticalCenter: parent.verticalCenter; text: fact.name; size: 18; color: Theme.ink2 }
    Label {
        id: figure
        x: 112
        anchors.verticalCenter: parent.verticalCenter
        text: fact.late ? fact.value + " !" : fact.value
        size: 20
        bold: true
        color: fact.late ? Theme.red : Theme.ink
    }
    Label {
        x: Math.max(214, figure.x + figure.width + 12)
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - x - 16
        text: fact.note
        size: 18
        color: Theme.ink2
        elide: Text.ElideRight
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 15
    }
}
