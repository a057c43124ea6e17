pragma ComponentBehavior: Bound
// The four actions, always in the same place; the solid one is the next right thing.
import QtQuick
import hall.uikit.controls

Item {
    id: row

    required property var desk
    readonly property list<real> shares: [300, 220, 448, 216]

    height: 72

    function leftOf(index: int): real {
        let at = 0;
        for (let i = 0; i < index; i++)
            at += row.shares[i] / 1184 * (row.width - 48) + 16;
        return at;
    }

    Repeater {
        model: row.desk.keys
        delegate: BigButton {
            id: key
            required property var model
            required property int index
            objectName: key.model.id
            x: row.leftOf(key.index)
            width: row.shares[key.index] / 1184 * (row.width - 48)
            height: row.height
            text: key.model.text
            sub: key.model.sub
            keyHint: key.model.id.toUpperCase()
            enabled: key.model.enabled
            solid: key.model.solid
            onClicked: row.desk.press(key.model.id)
        }
    }
}
