// The one table of window states: shape, word, colour (handbook screens.md §2). Used by WindowStub and WindowCell.
import QtQuick
import hall.uikit.theme

QtObject {
    id: table

    // serving | called | free | paused | away_unsure | away | closed | proposed | lost
    property string code: "closed"

    readonly property string word: {
        switch (table.code) {
        case "serving": return qsTr("办理中");
        case "called": return qsTr("已呼叫");
        case "free": return qsTr("空闲");
        case "paused": return qsTr("暂停");
        case "away_unsure": return qsTr("疑似离岗");
        case "away": return qsTr("离岗");
        case "proposed": return qsTr("建议开");
        case "lost": return qsTr("断线");
        default: return qsTr("没开");
        }
    }
    readonly property string mark: {    // the one sign inside a wall cell
        switch (table.code) {
        case "serving": return qsTr("办");
        case "called": return "";
        case "free": return qsTr("空");
        case "paused": return qsTr("停");
        case "away_unsure": return qsTr("离?");
        case "away": return qsTr("离");
        case "proposed": return qsTr("开?");
        case "lost": return "";
        default: return qsTr("关");
        }
    }
    readonly property string icon: {
        switch (table.code) {
        case "serving": return "person";
        case "called": return "sound";
        case "free": return "check";
        case "paused": return "pause";
        case "away_unsure": return "warning";
        case "away": return "cross";
        case "proposed": return "bulb";
        case "lost": return "warning";
        default: return "lock";
        }
    }
    readonly property color tone: {
        switch (table.code) {
        case "free": return Theme.green;
        case "paused": return Theme.amber;
        case "away_unsure":
        case "away":
        case "lost": return Theme.red;
        case "closed": return Theme.off;
        default: return Theme.accent;
        }
    }
    readonly property color fill: {     // of a wall cell
        switch (table.code) {
        case "serving": return Theme.accentTint;
        case "called": return Theme.accentTint;
        case "away_unsure": return Theme.redTint;
        case "away": return Theme.red;
        default: return "transparent";
        }
    }
    readonly property int border: table.code === "serving" || table.code === "away" ? 0 : table.code === "closed" ? 1 : 3
    readonly property color text: table.code === "away" ? Theme.night : table.code === "closed" ? Theme.off : Theme.ink
    readonly property color markColor: table.code === "away" ? Theme.night : table.tone
}
