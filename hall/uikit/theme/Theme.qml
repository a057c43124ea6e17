// Colours, type steps, spaces, radii and motion of all three screens (handbook screens.md §2).
// A page reads from here and never writes a colour or a size of its own invention.
pragma Singleton
import QtQuick

QtObject {
    id: theme

    // Which palette and which row of type sizes. Set once by the screen's Main.qml.
    property string look: "light"       // light | elder | dark
    property string screen: "kiosk"     // kiosk | window | bar | wall
    property bool lessMotion: false
    property real scale: 1              // window pixels per design pixel, set by Stage

    readonly property string family: "Noto Sans CJK SC"
    readonly property bool elder: look === "elder"
    readonly property bool dark: look === "dark"

    function pick(light: string, elderly: string, night: string): color {
        return theme.dark ? night : theme.elder ? elderly : light;
    }
    function step(kiosk: int, elderly: int, window: int, bar: int, wall: int): int {
        switch (theme.screen) {
        case "window": return window;
        case "bar": return bar;
        case "wall": return wall;
        default: return theme.elder ? elderly : kiosk;
        }
    }

    // -- colours -----------------------------------------------------------------------------
    readonly property color paper: pick("#F3F0E8", "#FFFFFF", "#0A1016")
    readonly property color sheet: pick("#FFFFFF", "#FFFFFF", "#111A22")
    readonly property color ink: pick("#15202B", "#000000", "#EDF2F5")
    readonly property color ink2: pick("#4A5460", "#000000", "#AEBBC6")
    readonly property color off: pick("#61666C", "#595959", "#8796A3")
    readonly property color accent: pick("#0E4A84", "#08315A", "#79B8F2")
    readonly property color accentInk: dark ? "#0A1016" : "#FFFFFF"
    readonly property color accentTint: pick("#E4EDF5", "#FFFFFF", "#22435F")
    readonly property color edge: pick("#DDD6C8", "#9DB0C4", "#2A3945")
    readonly property color rule: pick("#DDD6C8", "#000000", "#2A3945")
    readonly property color tray: pick("#E6DFD1", "#FFFFFF", "#111A22")       // behind a keypad
    readonly property color outline: pick("#857E70", "#000000", "#8796A3")
    readonly property color green: pick("#1C6B4F", "#145A40", "#6CC39A")
    readonly property color greenTint: pick("#E1EFE8", "#FFFFFF", "#12281F")
    readonly property color amber: pick("#8A5200", "#6B3F00", "#F4BC4B")
    readonly property color amberTint: pick("#FBEBCB", "#FFFFFF", "#2E2510")
    readonly property color red: pick("#B0221B", "#8E120C", "#FF7A6B")
    readonly property color redTint: pick("#FBE5E2", "#FFFFFF", "#3A1A1A")
    readonly property color greyTint: pick("#ECE7DB", "#FFFFFF", "#1A252E")
    readonly property color night: "#0A1016"                                  // dark ink on bright fills

    // -- type, design pixels -----------------------------------------------------------------
    readonly property int number: step(312, 312, 104, 38, 104)     // the ticket number
    readonly property int headline: step(80, 96, 28, 18, 64)
    readonly property int key: step(44, 128, 30, 18, 52)           // key figure
    readonly property int title: step(54, 76, 26, 18, 34)
    readonly property int button: step(44, 52, 26, 15, 34)
    readonly property int body: step(34, 42, 18, 15, 28)
    readonly property int small: step(26, 42, 16, 13, 26)
    readonly property int legend: step(26, 42, 16, 13, 22)

    // -- space, radius, lines ------------------------------------------------------------------
    readonly property int s1: 8
    readonly property int s2: 16
    readonly property int s3: 22
    readonly property int s4: 32
    readonly property int s5: 48
    readonly property int s6: 64
    readonly property int margin: step(64, 48, 24, 10, 32)
    readonly property int radius: step(16, 16, 12, 10, 10)         // ticket, card
    readonly property int keyRadius: step(12, 12, 7, 7, 8)
    readonly property int notch: step(15, 15, 12, 7, 10)
    readonly property int line: step(2, 4, 1, 1, 2)                // border of a control
    readonly property int lift: step(6, 6, 5, 0, 0)                // how far a ticket stands off the paper
    readonly property int perforation: 2

    // -- motion, milliseconds ------------------------------------------------------------------
    readonly property int press: lessMotion ? 0 : 90
    readonly property int page: lessMotion ? 0 : 180
    readonly property int pageSlide: lessMotion ? 0 : 40           // px
    readonly property int list: lessMotion ? 0 : 220
    readonly property int fade: lessMotion ? 0 : 160
    readonly property int printing: lessMotion ? 0 : 900
    readonly property int breath: lessMotion ? 0 : 600
}
