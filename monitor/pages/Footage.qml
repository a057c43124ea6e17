// Where to look at the recording of an alert: the address as a code, and the next camera where there are several (R078).
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Column {
    id: footage

    required property var recordings
    readonly property bool opens: recordings.rows.length > 0

    objectName: "footage"
    width: 300
    spacing: 8

    QrCode {
        anchors.horizontalCenter: parent.horizontalCenter
        rows: footage.recordings.rows
        size: 180
        name: footage.recordings.lines[0] ?? ""
    }
    Label {
        visible: footage.opens
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: qsTr("扫码看录像，调阅要登记")
        size: 24
        color: Theme.ink2
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 18
    }
    PillButton {
        objectName: "nextCamera"
        anchors.horizontalCenter: parent.horizontalCenter
        visible: footage.recordings.more !== ""
        height: 56
        textSize: 24
        text: qsTr("下一个摄像头") + " " + footage.recordings.more
        onClicked: footage.recordings.next()
    }
}
