pragma ComponentBehavior: Bound
// The windows of one floor by zone, each as shape, word and colour; the packing is the view-model's.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: plan

    required property var wall

    objectName: "floorPlan"

    Label {
        id: heading
        objectName: "planHeading"
        text: plan.wall.pageWords === "" ? qsTr("窗口") : qsTr("%1 楼").arg(plan.wall.floor) + " " + plan.wall.pageWords
        size: Theme.title
        bold: true
    }
    Row {
        id: legend
        readonly property real room: plan.width - x
        x: heading.width + 28
        y: 6
        spacing: 18
        scale: Math.min(1, legend.room / Math.max(1, legend.implicitWidth))   // English is longer
        transformOrigin: Item.Left
        Repeater {
            model: ["serving", "free", "paused", "away", "closed"]
            delegate: LegendCell { required property string modelData; code: modelData }
        }
        Row {
            visible: plan.wall.anyOther
            spacing: 8
            OtherMark { width: 26; height: 26; anchors.verticalCenter: parent.verticalCenter }
            Label { anchors.verticalCenter: parent.verticalCenter; text: qsTr("换窗"); size: 24; color: Theme.ink2 }
        }
    }
    Sheet {
        y: 54
        width: parent.width
        height: parent.height - 54

        Item {
            id: inner
            x: 24
            y: 14
            width: parent.width - 48
            height: parent.height - 28
            Item {
                scale: plan.wall.planScale
                transformOrigin: Item.TopLeft
                Repeater {
                    model: plan.wall.blocks
                    delegate: ZoneBlock {
                        required property var modelData
                        block: modelData
                        stale: plan.wall.stale
                    }
                }
            }
        }
        Label {
            visible: plan.wall.blocks.length === 0
            anchors.centerIn: parent
            text: qsTr("还没有窗口数据")
            size: 28
            color: Theme.off
        }
    }
}
