// A number that is not in line: on hold, or passed. One key at the right.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: row

    property string number: ""
    property string matter: ""
    property string detail: ""
    property string keyText: ""
    property bool late: false
    property bool may: true
    signal pressed

    height: 74
    Accessible.role: Accessible.ListItem
    Accessible.name: number + " " + matter + " " + detail

    Rectangle { anchors.bottom: parent.bottom; x: 24; width: parent.width - 48; height: 1; color: Theme.rule }
    Label { id: number; x: 24; y: 9; text: row.number; size: 23; bold: true }
    Label {
        x: 100
        anchors.baseline: number.baseline
        width: key.x - x - 12
        text: row.matter
        size: 18
        elide: Text.ElideRight
    }
    Label {
        x: 24
        y: 42
        width: key.x - x - 12
        text: row.detail
        size: 16
        bold: row.late
        color: row.late ? Theme.amber : Theme.ink2
        elide: Text.ElideRight
    }
    BigButton {
        id: key
        objectName: "aside_" + row.number
        anchors.right: parent.right
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        width: 92
        height: 44
        textSize: 18
        text: row.keyText
        name: row.keyText + " " + row.number
        enabled: row.may
        onClicked: row.pressed()
    }
}
