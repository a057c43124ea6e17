// The hall's one sign: a slip with two notches and a perforation between stub and body.
// Lying: the line runs top to bottom at x = stub. Upright: left to right at y = stub.
// Children stand on the slip and go down with it when it is pressed.
import QtQuick
import QtQuick.Shapes
import hall.uikit.theme

Item {
    id: ticket

    default property alias content: face.data
    property bool upright: false
    property real stub: 190             // design px from the left (lying) or the top (upright) to the perforation
    property bool stubAtEnd: false      // the stub is the right (lying) or lower (upright) part
    property real radius: Theme.radius
    property real notch: Theme.notch
    property real lift: Theme.lift
    property bool pressed: false
    property bool flat: false           // closed: no shadow, paper fill, outline border
    property color stubColor: flat ? Theme.paper : Theme.accent
    property color bodyColor: flat ? Theme.paper : Theme.sheet
    property color borderColor: flat ? Theme.outline : Theme.elder ? Theme.accent : Theme.edge
    property color depthColor: Theme.edge
    property color perforationColor: flat ? Theme.outline : Theme.edge
    property real borderWidth: Theme.elder ? 4 : 2
    readonly property real line: stubAtEnd ? (upright ? height : width) - stub : stub

    objectName: "ticketShape"
    implicitWidth: 952
    implicitHeight: 160
    Accessible.ignored: true

    // The whole slip, clockwise from the top left corner, notches cut out of the long sides.
    function outlinePath(w: real, h: real): string {
        const r = ticket.radius, k = ticket.notch, n = ticket.line;
        const round = " A " + r + " " + r + " 0 0 1 ", bite = " A " + k + " " + k + " 0 0 0 ";
        const up = ticket.upright;
        return "M " + r + " 0"
            + (up ? "" : " H " + (n - k) + bite + (n + k) + " 0")
            + " H " + (w - r) + round + w + " " + r
            + (up ? " V " + (n - k) + bite + w + " " + (n + k) : "")
            + " V " + (h - r) + round + (w - r) + " " + h
            + (up ? "" : " H " + (n + k) + bite + (n - k) + " " + h)
            + " H " + r + round + "0 " + (h - r)
            + (up ? " V " + (n + k) + bite + "0 " + (n - k) : "")
            + " V " + r + round + r + " 0 Z";
    }
    // The stub alone, with its half of each notch.
    function stubPath(w: real, h: real): string {
        const r = ticket.radius, k = ticket.notch, n = ticket.line;
        const round = " A " + r + " " + r + " 0 0 1 ", bite = " A " + k + " " + k + " 0 0 0 ";
        if (ticket.upright && !ticket.stubAtEnd)
            return "M " + r + " 0 H " + (w - r) + round + w + " " + r + " V " + (n - k) + bite + (w - k) + " " + n
                + " H " + k + bite + "0 " + (n - k) + " V " + r + round + r + " 0 Z";
        if (ticket.upright)
            return "M " + (w - k) + " " + n + bite + w + " " + (n + k) + " V " + (h - r) + round + (w - r) + " " + h
                + " H " + r + round + "0 " + (h - r) + " V " + (n + k) + bite + k + " " + n + " Z";
        if (!ticket.stubAtEnd)
            return "M " + r + " 0 H " + (n - k) + bite + n + " " + k + " V " + (h - k) + bite + (n - k) + " " + h
                + " H " + r + round + "0 " + (h - r) + " V " + r + round + r + " 0 Z";
        return "M " + n + " " + k + bite + (n + k) + " 0 H " + (w - r) + round + w + " " + r + " V " + (h - r) + round
            + (w - r) + " " + h + " H " + (n + k) + bite + n + " " + (h - k) + " Z";
    }
    function linePath(w: real, h: real): string {
        const k = ticket.notch + 3, n = ticket.line;
        return ticket.upright ? "M " + k + " " + n + " H " + (w - k) : "M " + n + " " + k + " V " + (h - k);
    }

    Shape {
        y: ticket.lift
        width: ticket.width
        height: ticket.height
        visible: !ticket.flat && ticket.lift > 0
        preferredRendererType: Shape.GeometryRenderer
        ShapePath {
            strokeWidth: -1
            fillColor: ticket.depthColor
            PathSvg { path: ticket.outlinePath(ticket.width, ticket.height) }
        }
    }
    Item {
        id: body
        width: ticket.width
        height: ticket.height
        y: ticket.pressed && !ticket.flat ? ticket.lift : 0
        Behavior on y { NumberAnimation { duration: Theme.press } }

        Shape {
            anchors.fill: parent
            preferredRendererType: Shape.GeometryRenderer
            ShapePath {
                strokeWidth: -1
                fillColor: ticket.bodyColor
                PathSvg { path: ticket.outlinePath(ticket.width, ticket.height) }
            }
            ShapePath {
                strokeWidth: -1
                fillColor: ticket.stubColor
                PathSvg { path: ticket.stubPath(ticket.width, ticket.height) }
            }
            ShapePath {
                strokeColor: ticket.borderColor
                strokeWidth: ticket.borderWidth
                fillColor: "transparent"
                joinStyle: ShapePath.RoundJoin
                PathSvg { path: ticket.outlinePath(ticket.width, ticket.height) }
            }
            ShapePath {
                strokeColor: ticket.perforationColor
                strokeWidth: Theme.perforation
                strokeStyle: ShapePath.DashLine
                dashPattern: [2.5, 3.5]
                fillColor: "transparent"
                capStyle: ShapePath.FlatCap
                PathSvg { path: ticket.linePath(ticket.width, ticket.height) }
            }
        }
        Item {
            id: face
            anchors.fill: parent
        }
    }
}
