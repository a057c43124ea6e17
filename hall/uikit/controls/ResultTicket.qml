pragma ComponentBehavior: Bound

// The visitor's number on the screen: where to go, how long, the QR to follow it. 952 × 1160.
import QtQuick
import hall.uikit.theme

Item {
    id: result

    property string number: ""
    property string service: ""
    property string place: ""           // "2楼 B区 3–8号窗口"
    property string way: ""             // "出电梯右转，跟蓝色地标走 40 米"
    property string wait: ""            // "15–25 分钟"; "" = not known
    property bool waits: true           // else `wait` says how the number stands
    property bool goes: true            // there is still a place to go to
    property string ahead: ""           // "前面 7 人 · 约 10:00–10:10 叫到您"
    property var qr: []
    property string status: "printing"  // printing | printed | nopaper | failed | phone
    property bool follow: false         // the QR opens a page that follows the number
    property bool compact: false        // landscape: lower stub, smaller number
    property string kind: ""            // of ClassTag: priority | booked | ""
    property var legs: []               // several items on one number: each with its place, in the order of the walk
    readonly property bool several: legs.length > 1
    readonly property int listed: compact ? 3 : 4
    readonly property int stubHeight: compact || several ? 330 : 475
    readonly property int rest: several ? (compact ? 84 : 196) : 0  // room for the walk
    readonly property bool crowded: several && (compact || Theme.elder)

    objectName: "resultTicket"
    implicitWidth: 952
    implicitHeight: compact ? 760 : 1160
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("您的号") + " " + number + "，" + service + "，" + (goes ? qsTr("请到") : qsTr("办理地点")) + " " + place + "，" + (waits ? ahead : wait)

    TicketShape {
        anchors.fill: parent
        upright: true
        stub: result.stubHeight
        notch: 26
        radius: 24
        lift: 8

        Label { id: yours; objectName: "yours"; x: 56; y: 36; text: qsTr("您的号"); size: 40; color: Theme.accentInk }
        NameLabel {
            objectName: "service"
            x: (tag.visible ? tag.x + tag.width : yours.x + yours.width) + 32
            y: yours.y + (yours.height - height) / 2
            width: parent.width - 56 - x
            horizontalAlignment: Text.AlignRight
            text: result.service
            full: 40
            least: 28
            crowded: true
            bold: true
            color: Theme.accentInk
        }
        ClassTag {
            id: tag
            x: yours.x + yours.width + 24
            y: yours.y + (yours.height - height) / 2
            kind: result.kind
            textSize: 36
        }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            y: result.stubHeight < 400 ? 48 : 31
            text: result.number
            size: result.stubHeight < 400 ? 220 : 312
            bold: true
            color: Theme.accentInk
            width: Math.min(implicitWidth, parent.width - 80)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 120
        }
        Item {
            x: 56
            y: result.stubHeight + 26
            width: parent.width - 112
            height: parent.height - y - 24
            Column {
                width: parent.width
                spacing: result.compact ? -8 : -8
                Label { text: result.goes ? qsTr("请到") : qsTr("办理地点"); size: 36; color: Theme.ink2 }
                Label {
                    width: parent.width
                    text: result.place
                    size: result.compact ? 70 : 84
                    bold: true
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 40
                }
                Label {
                    width: parent.width
                    visible: text !== "" && !(result.compact && result.several)
                    text: result.way
                    size: Theme.elder ? 42 : 36
                    color: Theme.ink2
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 28
                }
            }
            Column {
                objectName: "walk"
                visible: result.several
                y: result.compact ? 150 : 240
                width: parent.width
                Repeater {
                    model: result.legs.length > result.listed ? result.legs.slice(0, result.listed - 1) : result.legs
                    delegate: Label {
                        required property string modelData
                        required property int index
                        width: parent ? parent.width : 0
                        height: result.compact ? 44 : 48
                        text: (index + 1) + "  " + modelData
                        size: 36
                        bold: true
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: 24
                        elide: Text.ElideRight
                    }
                }
                Label {
                    visible: result.legs.length > result.listed
                    width: parent.width
                    height: 44
                    text: qsTr("还有 %1 件，办完一件窗口会说").arg(result.legs.length - result.listed + 1)
                    size: 34
                    color: Theme.ink2
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 24
                }
            }
            Rectangle {
                y: (result.compact ? 216 : 242) + result.rest - (result.compact && result.several ? 6 : 0)
                width: parent.width
                height: 2
                color: Theme.rule
            }
            Column {
                y: (result.compact ? 232 : 264) + result.rest - (result.compact && result.several ? 6 : 0)
                width: parent.width - (!code.empty ? code.width - 32 : 0)
                spacing: result.compact ? -4 : -6
                Label { text: result.waits ? qsTr("大约等") : qsTr("现在"); size: 36; color: Theme.ink2 }
                Label {
                    width: parent.width
                    text: result.wait === "" ? qsTr("暂时算不出") : result.wait
                    size: result.wait === "" ? 56 : result.compact ? 70 : 84
                    bold: true
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 44
                }
                Label {
                    width: parent.width
                    text: result.ahead
                    size: Theme.elder ? 42 : 36
                    color: Theme.ink2
                    wrapMode: Theme.elder && !result.compact ? Text.Wrap : Text.NoWrap
                    lineHeight: 0.85
                    fontSizeMode: Theme.elder && !result.compact ? Text.FixedSize : Text.HorizontalFit
                    minimumPixelSize: 28
                }
                Item { width: 1; height: result.compact ? 12 : 22 }
                Label {
                    visible: !result.crowded
                    width: parent.width
                    text: result.follow ? qsTr("扫右边的码，手机上看进度。") : qsTr("没拿小票？拍张照片也行。")
                    size: 34
                    bold: true
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 26
                }
                Label {
                    width: parent.width
                    visible: result.follow && !result.compact && !Theme.elder
                    text: qsTr("可以走开，快到时会提醒您。")
                    size: 34
                    color: Theme.ink2
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 26
                }
            }
            Column {
                anchors.right: parent.right
                anchors.rightMargin: -40
                anchors.bottom: parent.bottom
                visible: !code.empty
                spacing: -26
                QrCode {
                    id: code
                    rows: result.qr
                    size: result.compact ? 230 : 280
                }
                Label {
                    anchors.horizontalCenter: code.horizontalCenter
                    visible: result.follow
                    text: qsTr("手机跟号")
                    size: 34
                    bold: true
                    color: Theme.accent
                }
            }
        }
    }
}
