pragma ComponentBehavior: Bound
// Every post, the worst first: what the camera says, who signed on, why nobody is looked for, what to do; a leave is said here.
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
    readonly property bool saying: desk.posts.at !== ""

    objectName: "postsPage"
    title: qsTr("在岗")
    icon: "person"
    onClosed: desk.close()

    ListView {
        id: list
        objectName: "postList"
        visible: !page.saying
        width: parent.width
        height: parent.height - (note.visible ? note.height + 16 : 0)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.desk.posts.rows
        delegate: PostRow {
            id: post
            required property var model
            objectName: "post_" + model.id
            width: list.width - 14
            post: model.id
            name: model.name
            kind: model.kind
            word: model.word
            since: model.since
            status: model.status
            staff: model.staff
            why: model.why
            action: model.action
            may: model.may
            onChosen: page.desk.posts.choose(post.model.id)
        }
    }
    Rectangle {
        anchors.right: list.right
        visible: list.visible && list.contentHeight > list.height
        y: list.visibleArea.yPosition * list.height
        width: 6
        height: list.visibleArea.heightRatio * list.height
        radius: 3
        color: Theme.outline
    }
    Label {
        id: note
        objectName: "postNote"
        anchors.bottom: parent.bottom
        visible: text !== "" && !page.saying
        width: parent.width
        text: page.desk.posts.note
        size: 28
        bold: true
        color: Theme.green
        elide: Text.ElideRight
    }
    LeavePanel {
        anchors.fill: parent
        visible: page.saying
        posts: page.desk.posts
        who: page.who
    }
}
