// A QR code with its white quiet zone of four modules. rows: strings of "1" and "0" (hall.uikit.qr.rows).
import QtQuick
import QtQuick.Shapes
import hall.uikit.theme

Rectangle {
    id: code

    property var rows: []
    property int size: 280              // of the modules, without the quiet zone
    property string name: qsTr("二维码")
    readonly property bool empty: rows.length === 0
    readonly property int module: empty ? 1 : Math.max(1, Math.floor(size / rows.length))

    objectName: "qrCode"
    implicitWidth: empty ? size : module * (rows.length + 8)
    implicitHeight: implicitWidth
    color: "#FFFFFF"
    visible: !empty
    Accessible.role: Accessible.Graphic
    Accessible.name: name

    function modules(): string {
        let d = "";
        const m = code.module;
        for (let y = 0; y < code.rows.length; y++) {
            const row = code.rows[y];
            let x = 0;
            while (x < row.length) {
                let run = 0;
                while (x + run < row.length && row[x + run] === "1")
                    run++;
                if (run > 0)
                    d += "M " + x * m + " " + y * m + " h " + run * m + " v " + m + " h " + (-run * m) + " Z ";
                x += run + 1;
            }
        }
        return d === "" ? "M 0 0" : d;
    }
    Shape {
        x: code.module * 4
        y: code.module * 4
        width: code.module * code.rows.length
        height: width
        preferredRendererType: Shape.GeometryRenderer
        ShapePath {
            strokeWidth: -1
            fillColor: Theme.night
            PathSvg { path: code.modules() }
        }
    }
}
