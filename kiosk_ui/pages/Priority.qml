// A guide says whether the visitor goes first, and why (R080, R097). An ordinary number is one press, like the others.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    property bool other: false          // another reason: which one is written down

    step: 0
    headline: other ? qsTr("优先的原因是什么？") : qsTr("这位群众要优先吗？")
    lead: other ? qsTr("原因会记下来，和您的工号在一起") : qsTr("工号对了。优先由您决定，原因会记下来")

    component Choices: Grid {
        id: grid
        property var reasons: []
        property bool written: false    // the words themselves are the note
        columns: page.wide ? 3 : 2
        spacing: 22
        width: page.contentWidth
        Repeater {
            model: grid.reasons
            delegate: BigButton {
                required property var modelData
                objectName: "priority_" + modelData.key
                width: page.wide ? (page.contentWidth - 44) / 3 : (page.contentWidth - 22) / 2
                height: page.wide ? 180 : 240
                textSize: Theme.elder ? 54 : 48
                text: modelData.title
                onClicked: modelData.reason === "?" ? page.other = true
                         : page.kiosk.prioritise(modelData.reason, grid.written ? modelData.title : "")
            }
        }
    }

    Choices {
        visible: !page.other
        reasons: [
            { key: "none", title: qsTr("不用，取普通号"), reason: "" },
            { key: "elder", title: qsTr("老年人"), reason: "elder" },
            { key: "disabled", title: qsTr("残疾人"), reason: "disabled" },
            { key: "pregnant", title: qsTr("孕妇"), reason: "pregnant" },
            { key: "military", title: qsTr("军人、军属"), reason: "military" },
            { key: "other", title: qsTr("别的原因"), reason: "?" }
        ]
    }
    Choices {
        visible: page.other
        written: true
        reasons: [
            { key: "infant", title: qsTr("抱着小孩"), reason: "other" },
            { key: "unwell", title: qsTr("身体不舒服"), reason: "other" },
            { key: "injured", title: qsTr("受伤，走路不便"), reason: "other" },
            { key: "far", title: qsTr("远道来，要赶车"), reason: "other" }
        ]
    }
    PillButton {
        objectName: "otherBack"
        visible: page.other
        y: page.wide ? 392 : 540
        width: 480
        height: page.wide ? 84 : 112
        text: qsTr("不是这些")
        onClicked: page.other = false
    }
}
