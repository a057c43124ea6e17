// Several bookings of one visitor for today: press the one to check in for. What cannot be now says why.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    headline: qsTr("您今天有 %1 个预约").arg(kiosk.bookings.count)
    lead: qsTr("按一下要办的那个")

    ListView {
        id: list
        objectName: "bookings"
        anchors.fill: parent
        clip: true
        spacing: 22
        model: page.kiosk.bookings.rows
        delegate: WayTicket {
            required property string booking
            required property string slot
            required property string why
            required property bool ready
            required title
            objectName: "booking_" + booking
            width: list.width
            height: Theme.elder ? 176 : page.wide ? 144 : 172
            icon: "calendar"
            broken: ready ? "" : why
            shownTitle: slot + "  " + title
            shownLine: why
            enabled: ready
            onClicked: page.kiosk.pickBooking(booking)
        }
    }
}
