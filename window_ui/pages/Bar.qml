pragma ComponentBehavior: Bound
// The bar, 420 × 120: state, number, who and how long, how many wait, four keys. Dragged by its stub, which also opens
// the full page.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: bar

    required property var desk
    required property var visitor
    required property var line
    required property var alerts
    required property var rest
    required property var signOn
    required property var words
    required property var rare

    // While somebody is served the quiet line has room for what the clerk should know.
    readonly property bool alarmed: desk.serving && alerts.shown && !alerts.known && !rare.emergency.active

    objectName: "barPage"

    TicketShape {
        anchors.fill: parent
        anchors.margins: 1
        stub: 62
        lift: 0
        borderWidth: 1
        borderColor: Theme.outline
        stubColor: stub.tone
        notch: 7

        Pressable {
            objectName: "widen"
            width: 62
            height: parent.height
            name: qsTr("打开整页")
            ringRadius: 4
            onClicked: bar.desk.widen()
            WindowStub {
                id: stub
                y: -3
                width: parent.width
                number: bar.desk.number
                code: bar.desk.code
            }
        }
        Label {
            objectName: "number"
            x: 76
            y: 10
            width: 92
            height: 52
            text: bar.visitor.number === "" ? "——" : bar.visitor.number
            size: bar.visitor.number === "" ? 30 : Theme.number
            bold: true
            color: bar.visitor.number === "" ? Theme.ink2 : Theme.ink
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 20
        }
        Label {
            objectName: "barLine"
            visible: !bar.line.barWraps
            x: 178
            y: 10
            width: 138
            text: bar.alarmed ? bar.alerts.title : bar.line.barLine
            size: 14
            bold: bar.alarmed || bar.rare.emergency.active
            color: bar.rare.emergency.active ? Theme.red : !bar.alarmed ? Theme.ink2 : bar.alerts.red ? Theme.red : Theme.amber
            elide: Text.ElideRight
        }
        Label {
            objectName: "barStrong"
            x: 178
            y: bar.line.barWraps ? 10 : 33
            width: 140
            height: bar.line.barWraps ? 50 : 26
            text: bar.line.barStrong
            size: bar.line.barWraps ? 15 : 18
            bold: true
            wrapMode: bar.line.barWraps ? Text.Wrap : Text.NoWrap
            maximumLineCount: bar.line.barWraps ? 3 : 1
            elide: Text.ElideRight
            fontSizeMode: bar.line.barWraps ? Text.Fit : Text.HorizontalFit
            minimumPixelSize: 12
            color: bar.desk.lost ? Theme.red : bar.desk.paused || bar.desk.message !== "" ? Theme.amber : Theme.ink
        }
        Rectangle { x: 322; y: 10; width: 1; height: 48; color: Theme.rule }
        Label {
            objectName: "waiting"
            x: 328
            y: 10
            width: 81
            horizontalAlignment: Text.AlignRight
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 13
            text: qsTr("%1 人等").arg(bar.line.waiting)
            size: 18
            bold: true
            color: bar.desk.lost ? Theme.off : Theme.ink
        }
        Label {
            objectName: "longest"
            x: 328
            y: 36
            width: 81
            horizontalAlignment: Text.AlignRight
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 11
            text: bar.line.longest
            size: 13
            bold: bar.line.longestLate
            color: bar.line.longestLate ? Theme.red : Theme.ink2
        }
        Repeater {
            model: bar.desk.keys
            delegate: BigButton {
                id: key
                required property var model
                required property int index
                objectName: key.model.id
                x: 73 + key.index * 86
                y: 69
                width: 80
                height: 40
                textSize: 15
                text: key.model.short
                keyHint: key.model.hint
                enabled: key.model.enabled
                solid: key.model.solid
                onClicked: bar.desk.press(key.model.id)
            }
        }
    }
    DragHandler {
        target: null
        xAxis.minimum: 0
        onActiveChanged: if (active) bar.Window.window.startSystemMove()
    }
}
