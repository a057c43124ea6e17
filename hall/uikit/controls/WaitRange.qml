// A forecast, always as a range: "约10–20分钟". Unknown and closed are told by words, never by a guessed number.
import QtQuick
import hall.uikit.theme

Label {
    id: range

    property int low: -1                // minutes; below 0 = not known
    property int high: -1
    property string status: "known"     // known | estimate | none | stale
    property bool brief: false          // "约10–20分" instead of "约10–20分钟"
    property bool bare: false           // without 约
    readonly property bool known: (status === "known" || status === "estimate") && low >= 0 && high >= 0

    objectName: "waitRange"
    color: known ? Theme.ink2 : Theme.off
    text: {
        if (range.status === "none")
            return qsTr("没有窗口在开");
        if (!range.known)
            return qsTr("不知道要等多久");
        const span = range.low === range.high ? String(range.low) : range.low + "–" + range.high;
        const figure = (range.brief ? qsTr("%1分") : qsTr("%1分钟")).arg(span);
        if (range.status === "estimate")
            return qsTr("估算%1").arg(figure);
        return range.bare ? figure : qsTr("约%1").arg(figure);
    }
}
