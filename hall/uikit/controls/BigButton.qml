// A squared button: one solid on a page (the next right thing), the others outlined. keyHint shows "F1" beside the word.
import QtQuick
import hall.uikit.theme

Pressable {
    id: button

    property string text: ""
    property string sub: ""             // second line
    property string icon: ""
    property string keyHint: ""
    property bool solid: false
    property bool leading: false        // words from the left (the two cards of the kiosk home) instead of centred
    property int textSize: Theme.button
    property int subSize: Theme.small
    property int iconSize: Math.round(textSize * 1.25)
    property color tone: Theme.accent   // colour of the solid fill and of the icon
    property color ground: Theme.sheet
    property color textColor: Theme.ink
    readonly property int padding: leading ? Math.round(textSize * 0.85) : Math.min(Math.round(textSize * 0.5), 24)
    readonly property int gap: Math.round(textSize * (leading ? 0.6 : 0.45))
    readonly property color wordColor: !enabled ? Theme.off : solid ? Theme.accentInk : textColor
    readonly property real room: width - 2 * padding - (icon === "" ? 0 : iconSize + gap)
                                 - (keyHint === "" ? 0 : hint.implicitWidth + gap)

    objectName: "bigButton"
    implicitHeight: textSize * 2.4
    implicitWidth: Math.max(title.implicitWidth, second.implicitWidth) + 2 * textSize
                   + (icon === "" ? 0 : iconSize + gap) + (keyHint === "" ? 0 : hint.implicitWidth + gap)
    name: sub === "" ? text : text + "，" + sub
    ringRadius: Theme.keyRadius

    Rectangle {
        anchors.fill: parent
        radius: Theme.keyRadius
        color: button.solid ? (button.enabled ? button.tone : Theme.paper)
             : button.down ? Theme.accentTint : button.enabled ? button.ground : Theme.paper
        border.width: button.solid && button.enabled ? 0 : Theme.line
        border.color: button.enabled ? Theme.outline : Theme.edge
        scale: button.down ? 0.98 : 1
        Behavior on scale { NumberAnimation { duration: Theme.press } }

        Row {
            id: row
            anchors.verticalCenter: parent.verticalCenter
            x: button.leading ? button.padding : (parent.width - width) / 2
            spacing: button.gap
            Icon {
                name: button.icon
                size: button.iconSize
                color: !button.enabled ? Theme.off : button.solid ? Theme.accentInk
                     : button.leading ? button.tone : button.textColor
                anchors.verticalCenter: parent.verticalCenter
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter
                spacing: button.leading ? 5 : -2
                Label {
                    id: title
                    text: button.text
                    size: button.textSize
                    bold: true
                    color: button.wordColor
                    width: button.leading ? button.room : Math.min(Math.max(implicitWidth, second.visible ? second.implicitWidth : 0), button.room)
                    horizontalAlignment: button.leading ? Text.AlignLeft : Text.AlignHCenter
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Math.round(button.textSize * 0.6)
                }
                Label {
                    id: second
                    visible: text !== ""
                    text: button.sub
                    size: button.subSize
                    color: !button.enabled ? Theme.off : button.solid ? Theme.accentInk : Theme.ink2
                    width: title.width
                    horizontalAlignment: title.horizontalAlignment
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Math.round(button.subSize * 0.75)
                }
            }
            Label {
                id: hint
                visible: text !== ""
                text: button.keyHint
                size: Math.round(button.textSize * 0.78)
                color: !button.enabled ? Theme.off : button.solid ? Theme.accentInk : Theme.ink2
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
