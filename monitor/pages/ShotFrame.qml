// One picture of a record, with a frame where in it the thing is; words where it cannot be shown.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: frame

    property string source: ""
    property string note: ""
    property var box: []                // x, y, width, height as shares of the picture

    color: Theme.greyTint

    Image {
        id: picture
        anchors.fill: parent
        fillMode: Image.PreserveAspectFit
        source: frame.source
        cache: false
    }
    Rectangle {
        readonly property real begin: (frame.width - picture.paintedWidth) / 2
        readonly property real above: (frame.height - picture.paintedHeight) / 2
        visible: frame.source !== "" && frame.box.length === 4
        x: visible ? begin + frame.box[0] * picture.paintedWidth : 0
        y: visible ? above + frame.box[1] * picture.paintedHeight : 0
        width: visible ? frame.box[2] * picture.paintedWidth : 0
        height: visible ? frame.box[3] * picture.paintedHeight : 0
        color: "transparent"
        border.width: 3
        border.color: Theme.amber
    }
    Label {
        anchors.centerIn: parent
        width: parent.width - 40
        visible: frame.note !== ""
        text: frame.note
        size: 28
        color: Theme.ink2
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
    }
}
