// A rounded button: foot controls of the kiosk, 再看一会 and 完成.
import QtQuick
import hall.uikit.theme

Pressable {
    id: pill

    property string text: ""
    property string hint: ""            // grey words after the name (search pill)
    property string icon: ""
    property bool solid: false
    property bool leading: false
    property int textSize: Theme.elder ? 46 : 38
    property int iconSize: Math.round(textSize * 1.2)
    property color tone: Theme.accent
    property color borderColor: Theme.outline
    property color ground: Theme.sheet
    property int borderWidth: Theme.line

    objectName: "pillButton"
    implicitHeight: 112
    implicitWidth: row.implicitWidth + implicitHeight
    name: text
    ringRadius: height / 2

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: pill.solid ? (pill.enabled ? pill.tone : Theme.paper) : pill.down ? Theme.accentTint : pill.ground
        border.width: pill.solid && pill.enabled ? 0 : pill.borderWidth
        border.color: pill.enabled ? pill.borderColor : Theme.edge
        scale: pill.down ? 0.98 : 1
        Behavior on scale { NumberAnimation { duration: Theme.press } }

        Row {
            id: row
            x: pill.leading ? Math.round(pill.height * 0.38) : (parent.width - width) / 2
            anchors.verticalCenter: parent.verticalCenter
            spacing: Math.round(pill.textSize * 0.45)
            Icon {
                name: pill.icon
                size: pill.iconSize
                color: !pill.enabled ? Theme.off : pill.solid ? Theme.accentInk : pill.leading ? pill.tone : Theme.ink
                anchors.verticalCenter: parent.verticalCenter
            }
            Label {
                text: pill.text
                size: pill.textSize
                bold: true
                color: !pill.enabled ? Theme.off : pill.solid ? Theme.accentInk : Theme.ink
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, Math.max(10, pill.width - pill.height * 0.5 - (pill.icon === "" ? 0 : pill.iconSize + row.spacing)
                    - (pill.hint === "" ? 0 : said.implicitWidth + row.spacing)))
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Math.round(pill.textSize * 0.65)
            }
            Label {
                id: said
                visible: text !== ""
                text: pill.hint
                size: Math.round(pill.textSize * 0.78)
                color: Theme.ink2
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
