pragma ComponentBehavior: Bound
// What a manager changes while the hall runs: windows, queues, numbers, emergencies; each act is confirmed as a sentence.
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
    readonly property bool confirming: dispatch.step === "confirm"
    readonly property bool railed: (dispatch.tab === "windows" || dispatch.tab === "queues") && dispatch.step === ""

    objectName: "dispatchPage"
    title: confirming ? qsTr("这样改，对吗？") : qsTr("调度")
    icon: "swap"
    onClosed: desk.close()

    Item {
        anchors.fill: parent
        visible: !page.confirming

        Row {
            visible: page.dispatch.step === ""
            spacing: 12
            Repeater {
                model: page.dispatch.lists.tabs
                delegate: Chip {
                    id: tab
                    required property var model
                    objectName: "tab_" + model.id
                    text: model.text
                    chosen: model.chosen
                    onClicked: page.dispatch.chooseTab(tab.model.id)
                }
            }
        }
        ZoneRail {
            y: 84
            width: 268
            height: parent.height - y
            visible: page.railed
            dispatch: page.dispatch
        }
        Item {
            id: place
            x: page.railed ? 296 : 0
            y: page.dispatch.step === "" ? 84 : 0
            width: parent.width - x
            height: parent.height - y - (foot.visible ? 56 : 0)

            WindowsTab {
                anchors.fill: parent
                visible: page.dispatch.tab === "windows"
                dispatch: page.dispatch
            }
            QueuesTab {
                anchors.fill: parent
                visible: page.dispatch.tab === "queues"
                dispatch: page.dispatch
            }
            NumberTab {
                anchors.fill: parent
                visible: page.dispatch.tab === "number"
                dispatch: page.dispatch
            }
            EmergencyTab {
                anchors.fill: parent
                visible: page.dispatch.tab === "emergency"
                dispatch: page.dispatch
            }
        }
        Label {
            id: foot
            readonly property string problem: page.dispatch.problem
            objectName: "dispatchNote"
            anchors.bottom: parent.bottom
            x: place.x
            width: place.width
            visible: text !== ""
            text: problem !== "" ? problem : page.dispatch.note
            size: 28
            bold: true
            color: problem !== "" ? Theme.amber : Theme.green
            elide: Text.ElideRight
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 20
        }
    }
    ConfirmPanel {
        anchors.fill: parent
        visible: page.confirming
        desk: page.desk
        who: page.who
        dispatch: page.dispatch
    }
}
