// Polygons on a picture of a camera: click corners, Enter closes, Backspace takes back, Esc is done (hall camera draw).
import QtQuick
import QtQuick.Window
import hall.uikit.theme
import hall.uikit.controls

Window {
    id: window

    required property var drawing
    required property url picture

    readonly property real room: height - bar.height
    readonly property real aspect: photo.implicitWidth / Math.max(1, photo.implicitHeight)

    visible: true
    width: 1280
    height: 800
    color: Theme.paper
    title: qsTr("画出摄像头要看的地方")
    onClosing: window.drawing.done()

    Item {
        id: stage
        objectName: "stage"
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(window.width, window.room * window.aspect)
        height: width / window.aspect
        y: (window.room - height) / 2

        Image {
            id: photo
            anchors.fill: parent
            source: window.picture
            cache: false
        }
        Canvas {
            id: canvas
            anchors.fill: parent
            onPaint: {
                const pen = getContext("2d");
                pen.reset();
                pen.lineWidth = 3;
                for (const shape of window.drawing.shapes)
                    canvas.outline(pen, shape, true);
                canvas.outline(pen, window.drawing.corners, false);
            }
            function outline(pen: var, shape: var, closed: bool) {
                if (shape.length === 0)
                    return;
                pen.beginPath();
                pen.moveTo(shape[0].x * width, shape[0].y * height);
                for (const point of shape)
                    pen.lineTo(point.x * width, point.y * height);
                if (closed) {
                    pen.closePath();
                    pen.fillStyle = Qt.rgba(1, 0.75, 0.2, 0.25);
                    pen.fill();
                }
                pen.strokeStyle = closed ? "#F4BC4B" : "#79B8F2";
                pen.stroke();
                pen.fillStyle = closed ? "#F4BC4B" : "#79B8F2";
                for (const point of shape) {
                    pen.beginPath();
                    pen.arc(point.x * width, point.y * height, 6, 0, 2 * Math.PI);
                    pen.fill();
                }
            }
            Connections {
                target: window.drawing
                function onChanged() {
                    canvas.requestPaint();
                }
            }
        }
        MouseArea {
            anchors.fill: parent
            focus: true
            acceptedButtons: Qt.LeftButton | Qt.RightButton
            cursorShape: Qt.CrossCursor
            onClicked: mouse => {
                if (mouse.button === Qt.RightButton)
                    window.drawing.close();
                else
                    window.drawing.add(mouse.x / width, mouse.y / height);
            }
            Keys.onReturnPressed: window.drawing.close()
            Keys.onEnterPressed: window.drawing.close()
            Keys.onPressed: event => {
                if (event.key === Qt.Key_Backspace)
                    window.drawing.undo();
                else if (event.key === Qt.Key_Escape)
                    window.drawing.done();
            }
        }
    }
    Rectangle {
        id: bar
        anchors.bottom: parent.bottom
        width: parent.width
        height: 64
        color: Theme.sheet

        Label {
            anchors.verticalCenter: parent.verticalCenter
            x: 24
            size: 20
            text: qsTr("点角 · 回车或右键：这一块画完 · 退格：撤一步 · Esc：都画完了")
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: parent.right
            anchors.rightMargin: 24
            size: 20
            color: Theme.ink2
            text: qsTr("已画 %1 块").arg(window.drawing.shapes.length)
        }
    }
}
