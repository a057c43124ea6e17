// Our own digits: 1–9, clear (or X, in an ID number), 0, delete. One key is at least 100 px high (25 mm).
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.controls

Grid {
    id: pad

    required property var identity
    property real keyHeight: 150

    objectName: "keypad"
    columns: 3
    spacing: 20

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
        delegate: KeyCap {
            required property string modelData
            text: modelData
            textSize: 60
            width: (pad.width - 40) / 3
            height: pad.keyHeight
            onClicked: pad.identity.digit(modelData)
        }
    }
    KeyCap {
        readonly property bool isX: pad.identity.field === "id"
        objectName: isX ? "key_X" : "key_clear"
        text: isX ? "X" : qsTr("清空")
        textSize: isX ? 60 : 44
        width: (pad.width - 40) / 3
        height: pad.keyHeight
        onClicked: isX ? pad.identity.digit("X") : pad.identity.rubAll()
    }
    KeyCap {
        text: "0"
        textSize: 60
        width: (pad.width - 40) / 3
        height: pad.keyHeight
        onClicked: pad.identity.digit("0")
    }
    KeyCap {
        objectName: "key_delete"
        icon: "backspace"
        dark: true
        textSize: 60
        name: qsTr("删掉一位")
        width: (pad.width - 40) / 3
        height: pad.keyHeight
        onClicked: pad.identity.rub()
    }
}
