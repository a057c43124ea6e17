// Find a service by pinyin initials, full pinyin or an English word, from the first letter on.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    readonly property var services: kiosk.services
    readonly property real keyTop: wide ? 0 : 758

    step: kiosk.known ? 1 : -1
    headline: qsTr("找事项")
    lead: qsTr("打拼音首字母就行，如“社保卡”打 SBK")

    ListView {
        id: list
        objectName: "results"
        y: 134
        width: field.width
        height: page.wide ? parent.height - 140 : 608
        clip: true
        layer.enabled: true  // clips shapes, see Services.qml
        layer.textureSize: Qt.size(width * Theme.scale, height * Theme.scale)
        spacing: 16
        model: page.services.results
        boundsBehavior: Flickable.StopAtBounds
        footer: Label {
            visible: page.services.found > list.count
            width: list.width
            height: visible ? 88 : 0
            text: qsTr("还有很多，再打一个字母")
            size: Theme.elder ? 42 : 32
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
        }
        delegate: ServiceTicket {
            required property string id
            required title
            required line
            required closed
            required property bool away
            stubWord: away ? qsTr("别处办") : qsTr("未开")
            objectName: "found_" + id
            width: list.width
            height: Theme.elder ? 172 : 132
            onClicked: page.kiosk.pick(id)
        }
    }
    Rectangle {
        width: field.width
        height: 130
        color: Theme.paper
    }
    Rectangle {
        id: field
        width: page.wide ? 836 : parent.width
        height: 116
        radius: Theme.keyRadius
        color: Theme.sheet
        border.width: 4
        border.color: Theme.accent
        Accessible.role: Accessible.EditableText
        Accessible.name: page.headline
        Icon {
            x: 32
            anchors.verticalCenter: parent.verticalCenter
            name: "search"
            size: 52
            color: Theme.accent
        }
        Label {
            id: typed
            objectName: "typed"
            x: 116
            anchors.verticalCenter: parent.verticalCenter
            text: page.services.typed
            size: 60
            bold: true
            font.letterSpacing: 6
        }
        Rectangle {
            x: typed.x + typed.width + 4
            anchors.verticalCenter: parent.verticalCenter
            width: 4
            height: 64
            color: Theme.accent
        }
        Label {
            objectName: "found"
            anchors.right: parent.right
            anchors.rightMargin: 32
            anchors.verticalCenter: parent.verticalCenter
            visible: page.services.typed !== ""
            text: page.services.found > 0 ? qsTr("找到 %1 项").arg(page.services.found) : qsTr("没找到，少打一个字母试试")
            size: Theme.elder ? 42 : 32
            color: Theme.ink2
            width: Math.min(implicitWidth, field.width - typed.x - typed.width - 60)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 24
        }
    }
    Rectangle {
        x: page.wide ? 868 : -page.margin
        y: page.keyTop
        width: page.wide ? parent.width - x + page.margin : page.width
        height: parent.height - y
        color: Theme.tray
        Column {
            anchors.centerIn: parent
            spacing: page.wide ? 12 : 14
            Repeater {
                model: ["QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"]
                delegate: Row {
                    id: keys
                    required property string modelData
                    required property int index
                    anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
                    spacing: 10
                    Repeater {
                        model: keys.modelData.split("")
                        delegate: KeyCap {
                            required property string modelData
                            text: modelData
                            width: page.wide ? 88 : 92
                            height: page.wide ? 130 : 144
                            onClicked: page.services.letter(modelData)
                        }
                    }
                    KeyCap {
                        objectName: "key_delete"
                        visible: keys.index === 2
                        icon: "backspace"
                        dark: true
                        name: qsTr("删掉一个字母")
                        width: 194
                        height: page.wide ? 130 : 144
                        onClicked: page.services.rub()
                    }
                }
            }
        }
    }
}
