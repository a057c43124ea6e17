pragma ComponentBehavior: Bound
// The four actions, always in the same place, the solid one the next right thing; and 更多 for what is done seldom.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: row

    required property var desk
    required property var more
    readonly property list<real> shares: [300, 206, 372, 190, 116]

    height: 72

    function leftOf(index: int): real {
        let at = 0;
        for (let i = 0; i < index; i++)
            at += row.shares[i] / 1184 * (row.width - 64) + 16;
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
            width: row.shares[key.index] / 1184 * (row.width - 64)
            height: row.height
            text: key.model.text
            sub: key.model.sub
            keyHint: key.model.id.toUpperCase()
            enabled: key.model.enabled
            solid: key.model.solid
            onClicked: row.desk.press(key.model.id)
        }
    }
    BigButton {
        objectName: "more"
        x: row.leftOf(4)
        width: row.width - x
        height: row.height
        textSize: 22
        text: qsTr("更多")
        keyHint: "F6"
        ground: row.more.page !== "" ? Theme.accentTint : Theme.sheet
        onClicked: row.more.toggle()
    }
}
