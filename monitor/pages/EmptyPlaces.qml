pragma ComponentBehavior: Bound
// Below a camera's picture: what of it is empty now, or why that cannot be said; then what became of it.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Flickable {
    id: places

    required property var empties

    contentHeight: all.height
    clip: contentHeight > height
    interactive: contentHeight > height
    boundsBehavior: Flickable.StopAtBounds

    Column {
        id: all
        width: parent.width
        spacing: 12
        Label {
            objectName: "emptyNote"
            visible: text !== ""
            width: parent.width
            text: places.empties.note
            size: 26
            bold: true
            color: places.empties.status === "taken" ? Theme.green : places.empties.status === "missed" ? Theme.amber : Theme.ink
            wrapMode: Text.Wrap
        }
        Label {
            objectName: "emptyHint"
            visible: text !== "" && !places.empties.asks
            width: parent.width
            text: places.empties.hint
            size: 24
            color: Theme.ink2
            wrapMode: Text.Wrap
        }
        Label {
            visible: places.empties.places.count > 0
            text: qsTr("看清楚了？现在没有人的是：")
            size: 26
            color: Theme.ink2
        }
        Flow {
            width: parent.width
            spacing: 10
            Repeater {
                model: places.empties.places
                delegate: Chip {
                    id: place
                    required property var model
                    objectName: "empty_" + model.id
                    implicitHeight: 52
                    textSize: 24
                    text: model.text
                    onClicked: places.empties.choose(place.model.id)
                }
            }
        }
    }
    Rectangle {
        parent: places
        visible: places.interactive
        anchors.right: parent.right
        y: places.visibleArea.yPosition * places.height
        width: 6
        height: places.visibleArea.heightRatio * places.height
        radius: 3
        color: Theme.outline
    }
}
