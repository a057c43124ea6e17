// The items of one number in the order of the walk: what, where, and how each stands.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Column {
    id: list

    property list<string> lines: []
    property int most: 4                // lines that fit; the rest is counted

    objectName: "legs"
    spacing: 4
    Repeater {
        model: list.lines.length > list.most ? list.lines.slice(0, list.most - 1) : list.lines
        delegate: Row {
            id: line
            required property string modelData
            required property int index
            spacing: 18
            Label {
                width: 44
                text: String(line.index + 1)
                size: Theme.elder ? 44 : 36
                bold: true
                color: Theme.accent
            }
            Label {
                width: list.width - 62
                text: line.modelData
                size: Theme.elder ? 42 : 36
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 24
                elide: Text.ElideRight
            }
        }
    }
    Label {
        visible: list.lines.length > list.most
        x: 62
        width: list.width - 62
        text: qsTr("还有 %1 件，办完一件窗口会说").arg(list.lines.length - list.most + 1)
        size: Theme.elder ? 42 : 34
        color: Theme.ink2
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 24
    }
}
