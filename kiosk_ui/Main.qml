// The kiosk's window: the page that the visit is on, in portrait or landscape, with the look of the visitor.
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Window {
    id: root

    required property var kiosk         // viewmodels.kiosk.Kiosk
    required property var pages         // page name → file
    property bool lessMotion: false
    readonly property bool wide: width > height

    objectName: "kioskWindow"
    width: 1080
    height: 1920
    visible: false
    color: Theme.paper
    title: qsTr("取号机")

    Binding { target: Theme; property: "screen"; value: "kiosk" }
    Binding { target: Theme; property: "look"; value: root.kiosk.elder ? "elder" : "light" }
    Binding { target: Theme; property: "lessMotion"; value: root.lessMotion }

    Component.onCompleted: root.kiosk.watch(root)

    Stage {
        anchors.fill: parent
        designWidth: root.wide ? 1920 : 1080
        designHeight: root.wide ? 1080 : 1920

        Loader {
            id: page
            objectName: "page"
            anchors.fill: parent
            readonly property string wanted: root.pages[root.kiosk.page] || ""
            readonly property bool wide: root.wide
            onWantedChanged: page.open()
            Component.onCompleted: page.open()

            function open(): void {
                page.setSource(page.wanted, {
                    "kiosk": root.kiosk,
                    "wide": Qt.binding(() => root.wide),
                    "objectName": "page_" + root.kiosk.page
                });
                slide.restart();
            }
            transform: Translate { id: shift }
            NumberAnimation {
                id: slide
                target: shift
                property: "x"
                from: Theme.pageSlide
                to: 0
                duration: Theme.page
                easing.type: Easing.OutCubic
            }
        }
    }
}
