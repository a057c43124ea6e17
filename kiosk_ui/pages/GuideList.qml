// Numbered lines of the guide: what to bring, what a bundle is made of.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Column {
    id: list

    property list<string> lines: []

    objectName: "guideList"
    visible: lines.length > 0
    spacing: 8
    Repeater {
        model: list.lines
        delegate: Row {
            id: line
            required property string modelData
            required property int index
            spacing: 20
            Label {
                text: String(line.index + 1)
                size: Theme.elder ? 44 : 38
                bold: true
                color: Theme.accent
                width: 44
            }
            Label {
                width: list.width - 64
                text: line.modelData
                size: Theme.elder ? 44 : 38
                wrapMode: Text.Wrap
            }
        }
    }
}
