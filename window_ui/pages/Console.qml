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

    objectName: "consolePage"
    focus: true

    ConsoleHead {
        width: parent.width
        desk: page.desk
        rest: page.rest
        words: page.words
        onPauseWanted: side.takePause()
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
        x: Theme.margin + 440
        y: 84
        width: parent.width - x - 292 - 20 - Theme.margin
        height: parent.height - 84 - 116
        desk: page.desk
        line: page.line
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
    }
    KeyRow {
        x: Theme.margin
        y: parent.height - 96
        width: parent.width - 2 * Theme.margin
        desk: page.desk
    }
}
