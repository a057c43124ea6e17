// Recording 环境差 by hand: which zone, which item, what is wrong; and 环境好 when it is put right (R037).
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

DeskSheet {
    id: page

    required property var wall
    required property var desk
    required property var who
    required property var dispatch
    required property var devices
    required property var words

    objectName: "environmentPage"
    title: qsTr("记一条环境")
    icon: "leaf"
    onClosed: desk.close()

    AirTable {
        visible: page.desk.air.measured
        anchors.right: parent.right
        width: 592
        height: parent.height - actions.height - 24
        air: page.desk.air
    }
    Column {
        width: page.desk.air.measured ? parent.width - 640 : parent.width
        spacing: 30
        Chips {
            width: parent.width
            question: qsTr("哪个区？")
            model: page.desk.zones
            prefix: "place_"
            brief: page.desk.air.measured && page.desk.zones.count > 8
            onChosen: id => page.desk.chooseZone(id)
        }
        Chips {
            width: parent.width
            question: qsTr("哪一项？")
            model: page.desk.items
            prefix: "item_"
            onChosen: id => page.desk.chooseItem(id)
        }
        Column {
            width: parent.width
            spacing: 10
            Label { text: qsTr("什么情况？可以不写"); size: 28; color: Theme.ink2 }
            Field {
                id: note
                objectName: "noteText"
                width: Math.min(820, parent.width)
                textSize: 28
                label: ""
                placeholder: qsTr("例如：等候处地面有水")
                text: page.desk.typed
                onTextChanged: page.desk.typeText(note.text)
            }
        }
    }
    Label {
        objectName: "deskProblem"
        anchors.bottom: actions.top
        anchors.bottomMargin: 14
        width: parent.width
        text: page.desk.problem
        size: 30
        bold: true
        color: Theme.amber
        elide: Text.ElideRight
    }
    Row {
        id: actions
        anchors.bottom: parent.bottom
        spacing: 16
        BigButton {
            objectName: "ratePoor"
            width: 400
            height: 84
            text: qsTr("记为环境差")
            sub: page.desk.mayRecord ? "" : page.desk.zoneChosen ? qsTr("先选哪一项") : qsTr("先选哪个区")
            subSize: 22
            solid: page.desk.mayRecord
            enabled: page.desk.mayRecord
            onClicked: page.desk.rate(true)
        }
        BigButton {
            objectName: "rateGood"
            width: 400
            height: 84
            text: qsTr("恢复为环境好")
            sub: page.desk.zoneChosen ? "" : qsTr("先选哪个区")
            subSize: 22
            enabled: page.desk.zoneChosen
            onClicked: page.desk.rate(false)
        }
    }
}
