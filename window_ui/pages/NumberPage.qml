pragma ComponentBehavior: Bound
// 按号码找: what a number is and what can be done with it.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: page

    required property var number

    function take(): void {
        field.text = page.number.typed;
        field.take();
    }

    Field {
        id: field
        objectName: "numberField"
        x: 24
        width: parent.width - 48
        textSize: 24
        placeholder: qsTr("号码")
        onTextChanged: page.number.type(field.text)
        onAccepted: page.number.enter()
    }
    Label {
        objectName: "numberHint"
        x: 24
        y: 66
        width: parent.width - 48
        text: page.number.hint
        size: 18
        color: Theme.ink2
        wrapMode: Text.Wrap
    }
    Item {
        visible: page.number.number !== ""
        y: 66
        width: parent.width
        height: parent.height - y

        Label { id: big; objectName: "numberShown"; x: 24; text: page.number.number; size: 44; bold: true; color: Theme.accent }
        ClassTag { anchors.left: big.right; anchors.leftMargin: 14; anchors.verticalCenter: big.verticalCenter; kind: page.number.tag }
        Label {
            x: 24
            y: 60
            width: parent.width - 48
            text: page.number.matter
            size: 20
            bold: true
            elide: Text.ElideRight
        }
        Label {
            objectName: "numberFacts"
            x: 24
            y: page.number.matter === "" ? 60 : 90
            width: parent.width - 48
            text: page.number.facts
            size: 18
            color: Theme.ink2
            wrapMode: Text.Wrap
        }
        Grid {
            id: acts
            x: 24
            y: 128
            columns: 3
            columnSpacing: 12
            rowSpacing: 10
            Repeater {
                model: page.number.acts
                delegate: BigButton {
                    id: act
                    required property var model
                    objectName: "act_" + act.model.id
                    width: 136
                    height: 58
                    textSize: 20
                    subSize: 15
                    text: act.model.text
                    sub: act.model.sub
                    textColor: act.model.id === "left" ? Theme.red : Theme.ink
                    solid: act.model.solid
                    enabled: act.model.enabled
                    onClicked: page.number.act(act.model.id)
                }
            }
        }
        Item {
            visible: page.number.asking
            y: acts.y + acts.height + 16
            width: parent.width
            Label { x: 24; text: qsTr("为什么优先？"); size: 18; bold: true }
            Grid {
                x: 24
                y: 32
                columns: 3
                columnSpacing: 9
                rowSpacing: 9
                Repeater {
                    model: page.number.reasons
                    delegate: ChoiceKey {
                        id: reason
                        required property var model
                        objectName: "reason_" + reason.model.id
                        width: 138
                        height: 44
                        text: reason.model.text
                        chosen: reason.model.id === "other" && page.number.other
                        onClicked: {
                            page.number.choose(reason.model.id);
                            if (reason.model.id === "other")
                                note.take();
                        }
                    }
                }
            }
            Field {
                id: note
                objectName: "reasonNote"
                visible: page.number.other
                x: 24
                y: 138
                width: 292
                textSize: 20
                placeholder: qsTr("写明原因")
                onTextChanged: page.number.setNote(note.text)
                onAccepted: page.number.confirm()
                onVisibleChanged: if (!visible) text = ""
            }
            BigButton {
                objectName: "reasonConfirm"
                visible: page.number.other
                x: 328
                y: 138
                width: 128
                height: 40
                textSize: 18
                text: qsTr("给优先")
                solid: enabled
                enabled: page.number.ready
                onClicked: page.number.confirm()
            }
        }
    }
}
