pragma ComponentBehavior: Bound
// Taking numbers and calling in a zone: each queue, the whole zone, the whole hall to close or open; calling without voice.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: tab

    required property var dispatch
    readonly property bool detail: dispatch.step === "detail"

    ListView {
        id: list
        objectName: "queueLines"
        visible: !tab.detail
        width: parent.width
        height: parent.height - quiet.height - 20
        clip: true
        spacing: 8
        boundsBehavior: Flickable.StopAtBounds
        model: tab.dispatch.lists.lines
        delegate: Item {
            id: line
            required property var model
            width: ListView.view.width
            height: 94
            Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 2; color: Theme.rule }
            Column {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - (key.visible ? key.width + 24 : 0)
                spacing: -4
                Item {
                    width: parent.width
                    height: name.height
                    Label { id: name; text: line.model.name; size: 30; bold: true; width: Math.min(implicitWidth, parent.width - note.width - 20); elide: Text.ElideRight }
                    Label { id: note; anchors.right: parent.right; anchors.baseline: name.baseline; text: line.model.note; size: 26; color: Theme.ink2 }
                }
                Label {
                    width: parent.width
                    visible: text !== ""
                    text: line.model.state
                    size: 26
                    bold: line.model.closed !== ""
                    color: line.model.closed !== "" ? Theme.amber : Theme.ink2
                    elide: Text.ElideRight
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 20
                }
            }
            BigButton {
                id: key
                objectName: "line_" + line.model.id
                visible: line.model.key !== ""
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: 220
                height: 64
                textSize: 26
                text: line.model.key
                onClicked: tab.dispatch.chooseLine(line.model.id)
            }
        }
    }
    Column {
        id: quiet
        visible: !tab.detail
        anchors.bottom: parent.bottom
        width: parent.width
        spacing: 12
        Label { text: qsTr("无声叫号：只上屏和手机，不出声；要出声的人照样出声"); size: 26; color: Theme.ink2; width: parent.width; elide: Text.ElideRight; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 20 }
        Row {
            spacing: 16
            BigButton {
                objectName: "quietZone"
                width: 420
                height: 84
                textSize: 28
                text: tab.dispatch.zoneQuiet ? qsTr("这个区恢复出声") : qsTr("这个区改为无声")
                sub: tab.dispatch.zoneVoice
                subSize: 22
                onClicked: tab.dispatch.setQuiet("zone", !tab.dispatch.zoneQuiet)
            }
            BigButton {
                objectName: "quietHall"
                width: 420
                height: 84
                textSize: 28
                text: tab.dispatch.hallQuiet ? qsTr("整个大厅恢复出声") : qsTr("整个大厅改为无声")
                sub: tab.dispatch.hallQuiet ? qsTr("现在无声") : qsTr("现在出声")
                subSize: 22
                onClicked: tab.dispatch.setQuiet("hall", !tab.dispatch.hallQuiet)
            }
        }
    }

    Column {
        visible: tab.detail
        width: parent.width
        spacing: 26
        Label { objectName: "placeTitle"; text: qsTr("%1：停止取号").arg(tab.dispatch.placeTitle); size: 36; bold: true; width: parent.width; elide: Text.ElideRight }
        ReasonChips { width: parent.width; question: qsTr("为什么？大家会看到"); dispatch: tab.dispatch; place: "close" }
        Chips {
            width: parent.width
            question: qsTr("停到什么时候？")
            model: tab.dispatch.lists.times
            prefix: "time_"
            onChosen: id => tab.dispatch.chooseTime(id)
        }
    }
    Row {
        visible: tab.detail
        anchors.bottom: parent.bottom
        spacing: 16
        BigButton {
            objectName: "proposeClose"
            width: 300
            height: 84
            text: qsTr("停止取号")
            sub: enabled ? "" : qsTr("先说明理由")
            subSize: 22
            solid: enabled
            enabled: tab.dispatch.mayPropose
            onClicked: tab.dispatch.propose()
        }
        BigButton { objectName: "closeBack"; width: 200; height: 84; text: qsTr("返回"); onClicked: tab.dispatch.back() }
    }
}
