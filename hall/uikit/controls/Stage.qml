// The page area in design pixels: children lay out in a fixed design size and the whole is scaled to the window,
// so a 4K wall is the 1080p wall at scale 2. Where the window has another shape the longer side gets more room.
import QtQuick
import hall.uikit.theme

Item {
    id: stage

    property real designWidth: 1080
    property real designHeight: 1920
    default property alias content: inner.data
    readonly property real factor: Math.max(0.05, Math.min(width / designWidth, height / designHeight))

    objectName: "stage"
    Binding { target: Theme; property: "scale"; value: stage.factor }
    Item {
        id: inner
        objectName: "stageInner"
        width: stage.width / stage.factor
        height: stage.height / stage.factor
        scale: stage.factor
        transformOrigin: Item.TopLeft
    }
}
