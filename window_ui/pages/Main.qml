pragma ComponentBehavior: Bound
// The window of a console: the full page, or the small bar that stays on top of the clerk's other programs.
import QtQuick
import QtQuick.Window
import hall.uikit.theme
import hall.uikit.controls

Window {
    id: window

    required property var desk
    required property var visitor
    required property var line
    required property var alerts
    required property var rest
    required property var signOn
    required property var lists
    required property var more
    required property var hold
    required property var transfer
    required property var adding
    required property var number
    required property var relief
    required property var emergency
    required property var words
    required property var pages         // name → file, from app.PAGES
    required property var globalKeys    // F1 … F4, F9 and F11 for the bar, where the desktop lets us hold them
    required property var place         // where the bar stands, kept over restarts
    property size fullSize: Qt.size(1280, 800)
    property point fullPlace: Qt.point(0, 0)
    property int fullVisibility: Window.Windowed
    readonly property bool bar: desk.bar
    readonly property var rare: ({      // what is done seldom: 更多 and the lists beside the line
        lists: lists, more: more, hold: hold, transfer: transfer, adding: adding, number: number, relief: relief,
        emergency: emergency
    })

    width: 1280
    height: 800
    visible: false
    title: qsTr("%1号窗口").arg(desk.number)
    color: bar ? "transparent" : Theme.paper
    // The bar never takes the focus from the clerk's program; only where its keys cannot be held may a click give it.
    flags: !bar ? Qt.Window : Qt.Window | Qt.FramelessWindowHint | Qt.WindowStaysOnTopHint
                              | (globalKeys.held ? Qt.WindowDoesNotAcceptFocus : 0)

    Binding { target: Theme; property: "look"; value: "light" }
    Binding { target: Theme; property: "screen"; value: window.bar ? "bar" : "window" }

    function facts(): var {
        return {
            desk: window.desk, visitor: window.visitor, line: window.line, alerts: window.alerts,
            rest: window.rest, signOn: window.signOn, words: window.words, rare: window.rare
        };
    }
    function fold(): void {
        window.globalKeys.hold(window.bar);
        if (window.bar) {
            window.fullSize = Qt.size(window.width, window.height);
            window.fullPlace = Qt.point(window.x, window.y);
            window.fullVisibility = window.visibility;
            if (window.visible)
                window.visibility = Window.Windowed;
            window.width = 420;
            window.height = 120;
            window.x = window.place.barX(Screen.width - 420 - 24);
            window.y = window.place.barY(24);
        } else {
            window.place.keep(window.x, window.y);
            window.width = window.fullSize.width;
            window.height = window.fullSize.height;
            // Where it was: left at the bar's corner, most of the page would hang off the screen.
            window.x = window.fullPlace.x;
            window.y = window.fullPlace.y;
            if (window.visible)
                window.visibility = window.fullVisibility;
            window.requestActivate();
        }
    }

    onBarChanged: Qt.callLater(fold)
    onClosing: if (window.bar) window.place.keep(window.x, window.y)

    Stage {
        id: stage
        anchors.fill: parent
        designWidth: window.bar ? 420 : 1280
        designHeight: window.bar ? 120 : 800

        // A page is loaded when it is first wanted and then kept: taking a page away while its lists are being laid
        // out makes Qt complain, and coming back is at once.
        Repeater {
            model: Object.keys(window.pages)
            delegate: Loader {
                id: page
                required property string modelData
                readonly property bool wanted: window.desk.page === modelData
                property bool opened: false

                function open(): void {
                    if (page.wanted && !page.opened) {
                        page.opened = true;
                        page.setSource(Qt.resolvedUrl(window.pages[page.modelData]), window.facts());
                    }
                }
                anchors.fill: parent
                visible: wanted
                focus: wanted
                onWantedChanged: open()
                Component.onCompleted: open()
            }
        }
        EmergencyChoice {
            visible: window.emergency.asking && !window.bar
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            y: 72
            z: 5
            emergency: window.emergency
        }
    }

    Shortcut { sequence: "F1"; enabled: window.desk.page !== "sign_on"; onActivated: window.desk.press("f1") }
    Shortcut { sequence: "F2"; enabled: window.desk.page !== "sign_on"; onActivated: window.desk.press("f2") }
    Shortcut { sequence: "F3"; enabled: window.desk.page !== "sign_on"; onActivated: window.desk.press("f3") }
    Shortcut { sequence: "F4"; enabled: window.desk.page !== "sign_on"; onActivated: window.desk.press("f4") }
    Shortcut { sequence: "F5"; onActivated: window.alerts.acknowledge() }
    Shortcut { sequence: "F6"; enabled: window.desk.page !== "sign_on"; onActivated: window.more.toggle() }
    Shortcut { sequence: "F7"; onActivated: window.desk.nextOutcome() }
    Shortcut { sequence: "F9"; onActivated: window.desk.fold() }
    Shortcut { sequence: "F11"; onActivated: window.emergency.press() }
    Shortcut { sequence: "Escape"; enabled: window.emergency.asking; onActivated: window.emergency.cancel() }
    Shortcut { sequence: "F12"; onActivated: window.words.switch() }
}
