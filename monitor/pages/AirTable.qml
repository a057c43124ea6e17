pragma ComponentBehavior: Bound
// What the sensors measure in each zone: figures, since when, and why one is not known.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: table

    required property var air
    readonly property list<string> heads: ["℃", qsTr("湿度%"), "CO₂", "PM2.5", "dB"]
    readonly property real begin: 148
    readonly property real pitch: 72

    objectName: "airTable"

    Label { id: heading; text: qsTr("现在的空气和噪声"); size: 28; color: Theme.ink2 }
    Repeater {
        model: table.heads
        delegate: Fit {
            required property int index
            required property string modelData
            x: table.begin + index * table.pitch
            y: 48
            width: table.pitch - 6
            horizontalAlignment: Text.AlignRight
            text: modelData
            size: 22
            color: Theme.ink2
        }
    }
    Label { anchors.right: parent.right; y: 48; text: qsTr("读数于"); size: 22; color: Theme.ink2 }
    ListView {
        id: list
        objectName: "airList"
        y: 82
        width: parent.width
        height: parent.height - y
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: table.air.rows
        delegate: Item {
            id: zone
            required property var model
            readonly property list<string> figures: [model.temperature, model.humidity, model.co2, model.pm25, model.noise]
            objectName: "air_" + model.id
            width: list.width
            height: model.why === "" ? 46 : 78
            Accessible.role: Accessible.Row
            Accessible.name: model.name + "，" + figures.map((x, i) => table.heads[i] + " " + x).join("，") + "，" + model.since + "，" + model.why
            Rectangle { width: parent.width; height: 2; color: Theme.rule }
            Fit { y: 6; width: table.begin - 8; text: zone.model.name; size: 26; bold: true }
            Repeater {
                model: zone.figures
                delegate: Fit {
                    required property int index
                    required property string modelData
                    x: table.begin + index * table.pitch
                    y: 6
                    width: table.pitch - 6
                    horizontalAlignment: Text.AlignRight
                    text: modelData
                    size: 26
                    color: modelData === "—" ? Theme.off : Theme.ink
                }
            }
            Label { anchors.right: parent.right; y: 9; text: zone.model.since; size: 22; color: Theme.ink2 }
            Fit { y: 42; visible: zone.model.why !== ""; width: parent.width; text: zone.model.why; size: 22; color: Theme.amber }
        }
    }
    Rectangle {
        anchors.right: list.right
        anchors.rightMargin: -12
        visible: list.contentHeight > list.height
        y: list.y + list.visibleArea.yPosition * list.height
        width: 6
        height: list.visibleArea.heightRatio * list.height
        radius: 3
        color: Theme.outline
    }
}
