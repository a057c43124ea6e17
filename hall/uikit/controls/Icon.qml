// One of our own line icons (theme/Icons.qml), sharp at every size.
import QtQuick
import QtQuick.Shapes
import hall.uikit.theme

Shape {
    id: icon

    property string name: ""
    property int size: 32
    property color color: Theme.ink
    property real weight: 1.75          // on the 24 grid

    objectName: "icon"
    width: icon.size
    height: icon.size
    implicitWidth: icon.size
    implicitHeight: icon.size
    visible: icon.name !== ""
    preferredRendererType: Shape.GeometryRenderer
    Accessible.ignored: true            // the word beside it is read, not the picture

    ShapePath {
        scale: Qt.size(icon.size / 24, icon.size / 24)
        strokeColor: icon.color
        strokeWidth: icon.weight * icon.size / 24
        fillColor: "transparent"
        capStyle: ShapePath.RoundCap
        joinStyle: ShapePath.RoundJoin
        PathSvg { path: Icons.paths[icon.name] || "" }
    }
}
