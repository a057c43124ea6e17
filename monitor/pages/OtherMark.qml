// The sign of a window that serves other queues than configured: a small arrow to and fro on blue.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Rectangle {
    id: mark

    width: 24
    height: 24
    radius: width / 2
    color: Theme.accent
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("换窗")
    Icon { anchors.centerIn: parent; name: "swap"; size: mark.width * 0.76; weight: 2.6; color: Theme.night }
}
