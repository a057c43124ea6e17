// Words in a place of fixed width: smaller where they are many, cut only at the end.
import QtQuick
import hall.uikit.controls

Label {
    property int lines: 1

    elide: Text.ElideRight
    wrapMode: lines > 1 ? Text.Wrap : Text.NoWrap
    maximumLineCount: lines
    fontSizeMode: lines > 1 ? Text.FixedSize : Text.HorizontalFit
    minimumPixelSize: 18
}
