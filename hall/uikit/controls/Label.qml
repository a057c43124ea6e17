// Text in the hall's own type: the font named explicitly, figures of equal width.
import QtQuick
import hall.uikit.theme

Text {
    id: label

    property int size: Theme.body
    property bool bold: false

    objectName: "label"
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Math.max(1, label.size)
    font.weight: label.bold ? Font.Bold : Font.Normal
    font.features: ({ "tnum": 1 })
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
    Accessible.role: Accessible.StaticText
    Accessible.name: label.text
    Accessible.ignored: label.text === ""
}
