pragma ComponentBehavior: Bound
// 再办一件: search the item list; done here now, or lined up where it is done.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Item {
    id: page

    required property var adding

    function take(): void {
        search.text = "";
        search.take();
    }

    Field {
        id: search
        objectName: "addSearch"
        x: 24
        width: parent.width - 48
        textSize: 22
        placeholder: qsTr("事项名称、拼音首字母")
        onTextChanged: page.adding.filter(search.text)
        onAccepted: page.adding.enter()
    }
    ListView {
        id: list
        objectName: "items"
        y: 58
        width: parent.width
        height: parent.height - y - 108
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.adding.items
        delegate: TargetRow {
            id: row
            required property var model
            objectName: "item_" + row.model.id
            width: list.width
            text: row.model.text
            sub: row.model.sub
            chosen: row.model.chosen
            onClicked: page.adding.choose(row.model.id)
        }
    }
    Label {
        objectName: "addBeyond"
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height - 100
        text: page.adding.beyond
        size: 16
        color: Theme.ink2
    }
    BigButton {
        objectName: "addHere"
        x: 24
        y: parent.height - 66
        width: 210
        height: 54
        textSize: 20
        text: qsTr("在这里接着办")
        solid: enabled
        enabled: page.adding.mayHere
        onClicked: page.adding.add(true)
    }
    BigButton {
        objectName: "addThere"
        x: 246
        y: parent.height - 66
        width: 210
        height: 54
        textSize: 20
        text: qsTr("办完这件再排队")
        solid: enabled && !page.adding.mayHere
        enabled: page.adding.ready
        onClicked: page.adding.add(false)
    }
}
