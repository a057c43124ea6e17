// One total of the head: a large figure and its unit.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Row {
    id: total

    property string value: ""
    property string word: ""
    property color tone: Theme.ink

    spacing: 12
    Accessible.role: Accessible.StaticText
    Accessible.name: value + " " + word

    Label { id: figure; text: total.value; size: 56; bold: true; color: total.tone }
    Label { anchors.baseline: figure.baseline; text: total.word; size: 28; color: Theme.ink2 }
}
