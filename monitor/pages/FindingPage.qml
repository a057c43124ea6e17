pragma ComponentBehavior: Bound
// One alert in full: what, since when, who knows; 知道了, or a judgement where a camera only suspects (R030).
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

    readonly property bool showsAll: desk.judging === "" && !pad.visible   // the PIN pad takes the place of the recorder

    objectName: "findingPage"
    title: desk.title
    icon: desk.over ? "check" : "warning"
    tone: desk.over ? Theme.ink2 : desk.red ? Theme.red : Theme.amber
    onClosed: desk.close()

    Footage {
        id: footage
        anchors.right: parent.right
        visible: page.showsAll && recordings.shown
        recordings: page.recordings
    }
    Column {
        id: facts
        width: parent.width - (footage.visible ? footage.width + 40 : 0)
        spacing: 4
        Repeater {
            model: page.showsAll ? page.desk.lines.concat(page.recordings.lines) : page.desk.lines
            delegate: Label {
                required property string modelData
                width: facts.width
                text: modelData
                size: 30
                color: Theme.ink2
                elide: Text.ElideRight
            }
        }
        Row {
            visible: page.desk.action !== ""
            spacing: 10
            topPadding: 8
            Icon { name: "arrow"; size: 32; weight: 2.4; color: page.tone; anchors.verticalCenter: action.verticalCenter }
            Label { id: action; text: page.desk.action; size: 34; bold: true; color: page.tone }
        }
    }
    Column {
        visible: !page.desk.over
        y: Math.max(facts.height, footage.visible ? footage.height : 0) + 32
        width: parent.width
        spacing: 26
        WhoChips {
            width: parent.width - (pad.visible ? pad.width + 40 : 0)
            who: page.who
            onChosen: id => page.desk.choosePerson(id)
        }
        Row {
            visible: page.desk.suspected && page.desk.judging === ""
            spacing: 16
            BigButton { objectName: "confirm"; width: 340; height: 80; textSize: 30; text: qsTr("核实过，属实"); onClicked: page.desk.judge("confirm") }
            BigButton { objectName: "dismiss"; width: 340; height: 80; textSize: 30; text: qsTr("核实过，不属实"); onClicked: page.desk.judge("dismiss") }
        }
        Column {
            visible: page.desk.judging !== ""
            width: parent.width - (pad.visible ? pad.width + 40 : 0)
            spacing: 14
            Chips {
                width: parent.width
                question: page.desk.judging === "confirm" ? qsTr("属实。怎么核实的？") : qsTr("不属实。是什么原因？")
                model: page.desk.reasons
                prefix: "reason_"
                onChosen: id => page.desk.chooseReason(id)
            }
            Field {
                id: typed
                objectName: "reasonText"
                width: 720
                textSize: 28
                label: ""
                placeholder: qsTr("或者写下来")
                text: page.desk.typed
                onTextChanged: page.desk.typeText(typed.text)
                onAccepted: page.desk.settle()
            }
        }
    }
    PinPad {
        id: pad
        anchors.right: parent.right
        anchors.bottom: actions.top
        anchors.bottomMargin: 24
        visible: page.desk.asksPin && page.who.wantsPin && !page.desk.over
        who: page.who
        onAccepted: page.desk.judging !== "" ? page.desk.settle() : page.desk.known ? page.desk.answerHelp() : page.desk.acknowledge()
    }
    Label {
        objectName: "deskProblem"
        anchors.bottom: actions.top
        anchors.bottomMargin: 14
        width: parent.width - (pad.visible ? pad.width + 40 : 0)
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
            objectName: "acknowledge"
            visible: page.desk.judging === "" && !page.desk.over
            width: 400
            height: 84
            text: page.desk.known ? qsTr("已经有人知道") : qsTr("知道了")
            sub: page.desk.known || page.desk.mayAcknowledge ? "" : page.who.hint
            subSize: 22
            solid: page.desk.mayAcknowledge
            enabled: page.desk.mayAcknowledge
            onClicked: page.desk.acknowledge()
        }
        BigButton {
            objectName: "answerHelp"
            visible: page.desk.helping
            width: 340
            height: 84
            text: qsTr("已经有人帮了")
            enabled: page.desk.mayAnswer
            onClicked: page.desk.answerHelp()
        }
        BigButton {
            objectName: "endEmergency"
            visible: page.desk.emergency
            width: 340
            height: 84
            text: qsTr("已处理，结束紧急")
            onClicked: page.desk.endEmergency()
        }
        BigButton {
            objectName: "settle"
            visible: page.desk.judging !== ""
            width: 400
            height: 84
            text: page.desk.judging === "confirm" ? qsTr("记为属实") : qsTr("记为不属实")
            sub: page.desk.maySettle ? "" : !page.desk.reasonGiven ? qsTr("先说明理由") : page.who.hint
            subSize: 22
            solid: page.desk.maySettle
            enabled: page.desk.maySettle
            onClicked: page.desk.settle()
        }
        BigButton {
            objectName: "judgeBack"
            visible: page.desk.judging !== ""
            width: 220
            height: 84
            text: qsTr("返回")
            onClicked: page.desk.judge("")
        }
    }
    BigButton {
        objectName: "nextFinding"
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        visible: page.wall.ticketCount > 1 || page.desk.over
        width: 240
        height: 84
        text: qsTr("下一件")
        icon: "right"
        iconSize: 30
        enabled: page.wall.ticketCount > 0
        onClicked: page.desk.openNext()
    }
}
