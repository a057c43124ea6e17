pragma ComponentBehavior: Bound
// People waiting over the day against the same weekday before (dashed). No data is said in words, not drawn as zero.
// points and reference: list of Qt.point(hour, people); hours as decimals (9.5 = 09:30).
import QtQuick
import QtQuick.Shapes
import hall.uikit.theme

Item {
    id: trend

    property var points: []
    property var reference: []
    property real fromHour: 9
    property real toHour: 17
    property real peak: 60               // value of the highest rule
    property list<int> hours: [9, 11, 13, 15, 17]
    readonly property bool empty: points.length === 0
    readonly property rect plot: Qt.rect(64, 22, width - 64 - 16, height - 22 - 46)

    objectName: "trendLine"
    implicitWidth: 612
    implicitHeight: 240
    Accessible.role: Accessible.Graphic
    Accessible.name: empty ? qsTr("今天还没有数据") : qsTr("现在 %1 人在等").arg(Math.round(points[points.length - 1].y))

    function px(hour: real): real { return trend.plot.x + (hour - trend.fromHour) / (trend.toHour - trend.fromHour) * trend.plot.width; }
    function py(value: real): real { return trend.plot.y + (1 - value / Math.max(1, trend.peak)) * trend.plot.height; }
    function polyline(list: var): string {
        let d = "";
        for (let i = 0; i < list.length; i++)
            d += (i === 0 ? "M " : " L ") + trend.px(list[i].x).toFixed(1) + " " + trend.py(list[i].y).toFixed(1);
        return d === "" ? "M 0 0" : d;
    }
    function area(list: var): string {
        if (list.length < 2)
            return "M 0 0";
        const base = trend.py(0).toFixed(1);
        return trend.polyline(list) + " V " + base + " H " + trend.px(list[0].x).toFixed(1) + " Z";
    }

    Repeater {
        model: 3
        delegate: Item {
            id: rule
            required property int index
            y: trend.py(trend.peak * index / 2)
            width: trend.width
            Rectangle { x: trend.plot.x; width: trend.plot.width; height: 2; y: -1; color: Theme.edge }
            Label {
                anchors.right: parent.left
                anchors.rightMargin: -trend.plot.x + 16
                anchors.verticalCenter: parent.top
                visible: rule.index !== 1 || trend.plot.height > 90     // no room for three figures
                text: String(Math.round(trend.peak * rule.index / 2))
                size: 26
                color: Theme.ink2
            }
        }
    }
    Repeater {
        model: trend.hours
        delegate: Label {
            required property int modelData
            x: Math.min(trend.width - width, trend.px(modelData) - width / 2)
            y: trend.height - height
            text: qsTr("%1点").arg(modelData)
            size: 26
            color: Theme.ink2
        }
    }
    Shape {
        anchors.fill: parent
        preferredRendererType: Shape.GeometryRenderer
        ShapePath {
            strokeWidth: -1
            fillColor: trend.points.length < 2 ? "transparent" : Theme.accentTint
            PathSvg { path: trend.area(trend.points) }
        }
        ShapePath {
            strokeColor: trend.reference.length < 2 ? "transparent" : Theme.off
            strokeWidth: 3
            strokeStyle: ShapePath.DashLine
            dashPattern: [3, 2.4]
            fillColor: "transparent"
            PathSvg { path: trend.polyline(trend.reference) }
        }
        ShapePath {
            strokeColor: trend.points.length < 2 ? "transparent" : Theme.accent
            strokeWidth: 4
            joinStyle: ShapePath.RoundJoin
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            PathSvg { path: trend.polyline(trend.points) }
        }
    }
    Rectangle {
        visible: !trend.empty
        readonly property point end: trend.empty ? Qt.point(0, 0) : trend.points[trend.points.length - 1]
        x: trend.px(end.x) - 8
        y: trend.py(end.y) - 8
        width: 16
        height: 16
        radius: 8
        color: Theme.accent
        border.width: 2
        border.color: Theme.paper
        Label {
            x: parent.x > trend.width * 0.8 ? -width - 10 : 28
            anchors.verticalCenter: parent.verticalCenter
            text: trend.empty ? "" : String(Math.round(parent.end.y))
            size: 40
            bold: true
        }
    }
    Label {
        visible: trend.empty
        anchors.centerIn: parent
        text: qsTr("今天还没有数据")
        size: 28
        color: Theme.off
    }
}
