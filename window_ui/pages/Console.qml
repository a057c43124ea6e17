// The full page: who is in hand, who waits, what is wrong, and the four keys.
import QtQuick
import hall.uikit.theme

FocusScope {
    id: page

    required property var desk
    required property var visitor
    required property var line
    required property var alerts
    required property var rest
    required property var signOn
    required property var words
    required property var rare

    objectName: "consolePage"
    focus: true

    ConsoleHead {
        width: parent.width
        desk: page.desk
        rest: page.rest
        words: page.words
        emergency: page.rare.emergency
        onPauseWanted: side.takePause()
    }
    Shortcut {
        sequence: "Escape"
        enabled: page.visible && page.rare.more.page !== "" && !page.rare.emergency.asking
        onActivated: more.back()
    }
    VisitorPanel {
        x: Theme.margin
        y: 84
        width: 420
        height: parent.height - 84 - 120
        desk: page.desk
        visitor: page.visitor
        queue: page.line
        rest: page.rest
    }
    QueuePanel {
        visible: page.rare.more.page === ""
        x: Theme.margin + 440
        y: 84
        width: parent.width - x - 292 - 20 - Theme.margin
        height: parent.height - 84 - 116 - (sent.height > 0 ? sent.height + 10 : 0)
        desk: page.desk
        line: page.line
        lists: page.rare.lists
        onPicked: number => page.rare.number.pick(number)
    }
    SentStrip {
        id: sent
        visible: page.rare.more.page === ""
        x: Theme.margin + 440
        y: parent.height - 116 - height
        width: parent.width - x - 292 - 20 - Theme.margin
        lists: page.rare.lists
    }
    MorePanel {
        id: more
        visible: page.rare.more.page !== ""
        x: Theme.margin + 440
        y: 84
        width: parent.width - x - 292 - 20 - Theme.margin
        height: parent.height - 84 - 116
        rare: page.rare
    }
    SidePanel {
        id: side
        x: parent.width - 292 - Theme.margin
        y: 84
        width: 292
        height: parent.height - 84 - 116
        desk: page.desk
        alerts: page.alerts
        rest: page.rest
        emergency: page.rare.emergency
    }
    KeyRow {
        x: Theme.margin
        y: parent.height - 96
        width: parent.width - 2 * Theme.margin
        desk: page.desk
        more: page.rare.more
    }
}
