// A small outlined key of the head.
import QtQuick
import hall.uikit.controls

BigButton {
    anchors.verticalCenter: parent ? parent.verticalCenter : undefined
    width: 112
    height: 44
    textSize: 18
}
