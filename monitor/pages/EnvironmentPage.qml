// 环境差: recorded by hand with zone and item; what cameras and sensors found, each of which may be no problem (R037).
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
    required property var recordings
    required property var words
    readonly property var environment: desk.environment
    readonly property string step: environment.step       // "": by hand
    readonly property bool excusing: step === "excuse"
    readonly property bool found: environment.records.count > 0
    readonly property bool aside: (found || desk.air.measured) && step === ""

    objectName: "environmentPage"
    title: excusing ? qsTr("不是问题？") : step === "" ? qsTr("记一条环境") : qsTr("环境差的记录")
    icon: "leaf"
    onClosed: desk.close()

    Item {
        id: aside
        visible: page.aside
        anchors.right: parent.right
        width: 592
        height: actions.y - 24
        TroubleList {
            id: troubles
            visible: page.found
            width: parent.width
            height: !page.found ? 0 : !page.desk.air.measured ? parent.height : Math.min(46 + 92 * page.environment.records.count, parent.height * 0.52)
            environment: page.environment
        }
        AirTable {
            visible: page.desk.air.measured
            y: page.found ? troubles.height + 24 : 0
            width: parent.width
            height: parent.height - y
            air: page.desk.air
        }
    }
    Column {
        visible: page.step === ""
        width: page.aside ? parent.width - 640 : parent.width
        spacing: 30
        Chips {
            width: parent.width
            question: qsTr("哪个区？")
            model: page.environment.zones
            prefix: "place_"
            brief: page.aside && page.environment.zones.count > 8
            onChosen: id => page.environment.chooseZone(id)
        }
        Chips {
            width: parent.width
            question: qsTr("哪一项？")
            model: page.environment.items
            prefix: "item_"
            onChosen: id => page.environment.chooseItem(id)
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
                text: page.environment.typed
                onTextChanged: if (page.step === "") page.environment.typeText(note.text)
            }
        }
    }
    LookPanel {
        visible: page.step === "look" || page.step === "large"
        width: parent.width
        height: actions.y - 24
        environment: page.environment
    }
    ExcusePanel {
        visible: page.excusing
        width: parent.width
        height: actions.y - 60
        environment: page.environment
        who: page.who
    }
    Label {
        objectName: "deskProblem"
        anchors.bottom: actions.top
        anchors.bottomMargin: 14
        width: parent.width
        text: page.environment.problem
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
            visible: page.step === ""
            width: 400
            height: 84
            text: qsTr("记为环境差")
            sub: page.environment.mayRecord ? "" : page.environment.zoneChosen ? qsTr("先选哪一项") : qsTr("先选哪个区")
            subSize: 22
            solid: page.environment.mayRecord
            enabled: page.environment.mayRecord
            onClicked: page.environment.rate(true)
        }
        BigButton {
            objectName: "rateGood"
            visible: page.step === ""
            width: 400
            height: 84
            text: qsTr("恢复为环境好")
            sub: page.environment.zoneChosen ? "" : qsTr("先选哪个区")
            subSize: 22
            enabled: page.environment.zoneChosen
            onClicked: page.environment.rate(false)
        }
        BigButton {
            objectName: "settleExcuse"
            visible: page.excusing && !page.environment.over
            width: 400
            height: 84
            text: qsTr("记为不是问题")
            sub: page.environment.mayExcuse ? "" : !page.environment.reasonGiven ? qsTr("先说明理由") : page.who.hint
            subSize: 22
            solid: page.environment.mayExcuse
            enabled: page.environment.mayExcuse
            onClicked: page.environment.settle()
        }
        BigButton {
            objectName: "excuseLooked"
            visible: page.step === "look" && !page.environment.over
            width: 400
            height: 84
            text: qsTr("不是问题")
            onClicked: page.environment.excuse(page.environment.record)
        }
        BigButton {
            objectName: "excuseBack"
            visible: page.step !== ""
            width: 220
            height: 84
            text: qsTr("返回")
            onClicked: page.environment.back()
        }
    }
}
