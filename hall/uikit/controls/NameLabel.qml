// A name of any length in a place of a given width: on one line as large as it fits, else on two lines at `least`.
// Latin names break at their spaces, Chinese ones between any two characters.
import QtQuick
import hall.uikit.theme

Label {
    id: name

    property int full: Theme.body       // px on one line
    property int least: Theme.small     // px, the smallest that may be read
    property bool crowded: false        // two lines stand closer
    readonly property bool wraps: small.advanceWidth > width

    size: wraps ? least : full
    wrapMode: wraps ? Text.WordWrap : Text.NoWrap
    maximumLineCount: wraps ? 2 : 1
    lineHeight: wraps ? (crowded ? 0.72 : 0.82) : 1
    fontSizeMode: wraps ? Text.FixedSize : Text.HorizontalFit
    minimumPixelSize: least
    elide: Text.ElideRight

    TextMetrics {
        id: small
        font.family: Theme.family
        font.pixelSize: name.least
        font.weight: name.bold ? Font.Bold : Font.Normal
        text: name.text
    }
}
