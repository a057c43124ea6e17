pragma ComponentBehavior: Bound
// Which record it is: where and what, then since when and found by what; or that it is over.
import QtQuick
import hall.uikit.theme

Column {
    id: record

    required property var environment

    spacing: 4
    Repeater {
        model: record.environment.lines
        delegate: Fit {
            required property string modelData
            required property int index
            width: record.width
            text: modelData
            size: index === 0 ? 34 : 28
            bold: index === 0
            color: index === 0 && !record.environment.over ? Theme.amber : Theme.ink2
        }
    }
}
