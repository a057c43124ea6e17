// What every thing that can be pressed has in common: touch, mouse, keyboard, a name read aloud, a focus ring.
// It draws nothing but the ring; the control puts its look inside.
import QtQuick

Item {
    id: pressable

    property string name: ""            // read aloud; a control must have one
    property bool down: area.pressed && area.containsMouse
    property real ringRadius: 18

    signal clicked

    objectName: "pressable"
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: pressable.name
    Accessible.focusable: true
    Accessible.onPressAction: pressable.press()
    Keys.onReturnPressed: pressable.press()
    Keys.onEnterPressed: pressable.press()
    Keys.onSpacePressed: pressable.press()

    function press(): void {
        if (pressable.enabled)
            pressable.clicked();
    }

    FocusRing {
        z: 2
        shown: pressable.activeFocus
        radius: pressable.ringRadius + 6
    }
    MouseArea {
        id: area
        objectName: "touch"
        z: 1
        anchors.fill: parent
        onClicked: pressable.clicked()
    }
}
