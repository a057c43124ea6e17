pragma ComponentBehavior: Bound
// The wall: one page for the hall, and beside it what a manager does at it. 3840 × 2160 is the same at scale 2.
import QtQuick
import QtQuick.Window
import hall.uikit.theme
import hall.uikit.controls

Window {
    id: window

    required property var wall
    required property var desk
    required property var who
    required property var dispatch
    required property var devices
    required property var recordings
    required property var words
    required property var pages         // name → file, from app.PAGES

    width: 1920
    height: 1080
    visible: false
    title: wall.hall
    color: Theme.paper

    Binding { target: Theme; property: "look"; value: "dark" }
    Binding { target: Theme; property: "screen"; value: "wall" }

    Stage {
        id: stage
        anchors.fill: parent
        designWidth: 1920
        designHeight: 1080

        // Pages are loaded when first wanted and kept; the wall itself is always there, the others stand on it.
        Repeater {
            model: Object.keys(window.pages)
            delegate: Loader {
                id: page
                required property string modelData
                readonly property bool wanted: modelData === "wall" || window.desk.page === modelData
                property bool opened: false

                function open(): void {
                    if (page.wanted && !page.opened) {
                        page.opened = true;
                        page.setSource(Qt.resolvedUrl(window.pages[page.modelData]),
                                       { wall: window.wall, desk: window.desk, who: window.who,
                                         dispatch: window.dispatch, devices: window.devices,
                                         recordings: window.recordings, words: window.words });
                    }
                }
                anchors.fill: parent
                z: modelData === "wall" ? 0 : 1
                visible: wanted
                onWantedChanged: {
                    page.open();
                    if (!page.wanted)
                        stage.forceActiveFocus();   // a hidden text field would swallow the wall's keys
                }
                Component.onCompleted: open()
            }
        }
    }

    Shortcut { sequence: "1"; enabled: window.desk.page === ""; onActivated: window.desk.openNth(1) }
    Shortcut { sequence: "2"; enabled: window.desk.page === ""; onActivated: window.desk.openNth(2) }
    Shortcut { sequence: "3"; enabled: window.desk.page === ""; onActivated: window.desk.openNth(3) }
    Shortcut { sequence: "E"; enabled: window.desk.page === ""; onActivated: window.desk.openEnvironment() }
    Shortcut { sequence: "D"; enabled: window.desk.page === ""; onActivated: window.desk.openDispatch() }
    Shortcut { sequence: "M"; enabled: window.desk.page === ""; onActivated: window.desk.openMachines() }
    Shortcut { sequence: "S"; enabled: window.desk.page === ""; onActivated: window.desk.openDevices() }
    Shortcut { sequence: "G"; enabled: window.desk.page === ""; onActivated: window.desk.openPosts() }
    Shortcut { sequence: "F"; enabled: window.desk.page === ""; onActivated: window.wall.nextFloor() }
    Shortcut { sequence: "Escape"; onActivated: window.desk.back() }
    Shortcut { sequence: "F12"; onActivated: window.words.switch() }
}
