// One figure of the clerk's day with its word.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Column {
    id: figure

    property string value: ""
    property string word: ""
    property bool stale: false

    spacing: -2
    Label {
        text: figure.value
        size: Theme.key
        bold: true
        color: figure.stale ? Theme.off : Theme.ink
        width: figure.width - 12
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 18
    }
    Label {
        text: figure.word
        size: 17
        color: Theme.ink2
        width: figure.width - 6
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 13
    }
}
