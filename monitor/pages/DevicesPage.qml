pragma ComponentBehavior: Bound
// Every device, the worst first: what it should show and what it confirmed, since when, when it was heard, what was wrong.
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

    objectName: "devicesPage"
    readonly property bool asks: devices.cameras.empties.asks

    title: asks ? qsTr("现在是空的？") : qsTr("设备")
    icon: "plug"
    onClosed: desk.close()

    Label {
        objectName: "deviceCounts"
        visible: !page.asks
        x: 240
        y: -76
        width: parent.width - x - 210
        text: page.devices.counts
        size: 28
        color: Theme.ink2
        elide: Text.ElideRight
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 20
    }
    Column {
        id: filters
        visible: !page.asks
        width: parent.width
        spacing: 10
        Flow {
            width: parent.width
            spacing: 10
            Repeater {
                model: page.devices.kinds
                delegate: Chip {
                    id: kind
                    required property var model
                    objectName: "kind_" + model.id
                    implicitHeight: 50
                    textSize: 24
                    text: model.text
                    chosen: model.chosen
                    onClicked: page.devices.chooseKind(kind.model.id)
                }
            }
        }
        Item {
            width: parent.width
            height: Math.max(zones.height, search.height)
            Flow {
                id: zones
                width: parent.width - search.width - 16
                spacing: 5
                anchors.verticalCenter: parent.verticalCenter
                Repeater {
                    model: page.devices.zones
                    delegate: Chip {
                        id: zone
                        required property var model
                        objectName: "deviceZone_" + model.id
                        implicitHeight: 48
                        textSize: 26
                        width: model.text.length > 1 ? implicitWidth : model.chosen ? 78 : 44
                        text: model.text
                        chosen: model.chosen
                        onClicked: page.devices.chooseZone(zone.model.id)
                    }
                }
            }
            Field {
                id: search
                objectName: "deviceSearch"
                anchors.right: parent.right
                width: 270
                textSize: 24
                placeholder: qsTr("找：窗口号、名字、号码")
                text: page.devices.typed
                onTextChanged: page.devices.typeText(search.text)
            }
        }
    }
    CameraSection {
        y: page.asks ? 0 : list.y
        width: parent.width
        height: parent.height - y
        visible: page.devices.showsCameras
        cameras: page.devices.cameras
        who: page.who
    }
    ListView {
        id: list
        objectName: "deviceList"
        visible: !page.devices.showsCameras
        y: filters.height + 14
        width: parent.width
        height: parent.height - y
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.devices.rows
        delegate: DeviceRow {
            required property var model
            objectName: "device_" + model.id
            width: list.width - 14
            name: model.name
            word: model.word
            status: model.status
            why: model.why
            should: model.should
            shown: model.shown
            confirmed: model.confirmed
            heard: model.heard
            past: model.past
        }
    }
    Rectangle {
        anchors.right: list.right
        visible: list.visible && list.contentHeight > list.height
        y: list.y + list.visibleArea.yPosition * list.height
        width: 6
        height: list.visibleArea.heightRatio * list.height
        radius: 3
        color: Theme.outline
    }
    Label {
        objectName: "noDevice"
        anchors.centerIn: list
        visible: list.visible && list.count === 0
        text: qsTr("没有这样的设备")
        size: 30
        color: Theme.ink2
    }
}
