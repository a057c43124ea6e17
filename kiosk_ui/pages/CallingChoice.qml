// How the visitor will be called, and the other way on a key: 安静叫号 never hides the voice (R130).
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: choice

    property string words: ""
    property string other: ""           // what the key says; "" there is no other way
    property bool upright: false

    signal pressed

    objectName: "callingChoice"
    implicitHeight: upright ? 170 : 96
    height: implicitHeight
    Icon {
        id: sign
        name: "sound"
        size: 46
        color: Theme.accent
        y: choice.upright ? 6 : (parent.height - size) / 2
    }
    Label {
        objectName: "calling"
        x: 64
        y: choice.upright ? 0 : (parent.height - height) / 2
        width: (choice.upright || choice.other === "" ? parent.width : key.x - 20) - x
        text: choice.words
        size: Theme.elder ? 42 : 36
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 26
    }
    PillButton {
        id: key
        objectName: "switchCalling"
        visible: choice.other !== ""
        x: choice.upright ? 0 : parent.width - width
        y: choice.upright ? 72 : (parent.height - height) / 2
        width: choice.upright ? parent.width : 330
        height: choice.upright ? 92 : 92
        textSize: Theme.elder ? 44 : 38
        ground: Theme.paper
        text: choice.other
        onClicked: choice.pressed()
    }
}
