// One total of the head: a large figure, its unit, and of what it is a share.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Row {
    id: total

    property string value: ""
    property string word: ""
    property string note: ""
    property color tone: Theme.ink

    spacing: 12
    Accessible.role: Accessible.StaticText
    Accessible.name: [value, word, note].filter(part => part !== "").join(" ")

    Label { id: figure; text: total.value; size: 56; bold: true; color: total.tone }
    Item {
        width: Math.max(unit.width, share.width)
        height: figure.height
        Label { id: unit; y: figure.baselineOffset - baselineOffset; text: total.word; size: 28; color: Theme.ink2 }
        Label { id: share; visible: text !== ""; anchors.bottom: unit.top; anchors.bottomMargin: -6; text: total.note; size: 20; color: Theme.ink2 }
    }
}
