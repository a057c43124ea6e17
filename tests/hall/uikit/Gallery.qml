// Every shared control in its states on one sheet: loaded by the control tests and looked at by people.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

Window {
    id: gallery
    required property var qr
    property string look: "light"
    width: 2000
    height: 1500
    visible: false
    color: Theme.paper
    Binding { target: Theme; property: "look"; value: gallery.look }

    Column {
        x: 20; y: 20; spacing: 16
        WayTicket { icon: "card"; title: qsTr("身份证"); line: qsTr("放在右下方的读卡区") }
        WayTicket { icon: "card"; title: qsTr("身份证"); line: qsTr("放在右下方的读卡区"); broken: qsTr("读卡器坏了，请用别的办法") }
        Row {
            spacing: 16
            ServiceTicket { width: 460; title: "社保卡 办理、补换"; line: "12 人在等 · 约10–20分钟" }
            ServiceTicket { width: 460; title: "工伤认定"; line: "今天不办 · 下周一 9:00 开"; closed: true }
        }
        Row {
            spacing: 16
            WayTicket { upright: true; width: 280; icon: "face"; title: qsTr("刷脸"); line: qsTr("先征得您同意") }
            Column {
                spacing: 10
                BigButton { width: 465; height: 130; leading: true; icon: "calendar"; text: qsTr("预约签到"); sub: qsTr("约好了的，点这里"); ground: Theme.paper }
                BigButton { width: 300; text: qsTr("完成"); solid: true; keyHint: "F3"; textSize: 26 }
                BigButton { width: 300; text: qsTr("过号"); keyHint: "F4"; textSize: 26; enabled: false }
            }
        }
        Row {
            spacing: 16
            PillButton { width: 302; icon: "globe"; text: "English" }
            PillButton { width: 302; text: qsTr("完成"); solid: true }
            PillButton { width: 302; leading: true; icon: "search"; text: qsTr("找事项"); hint: qsTr("打拼音") }
        }
        Row {
            spacing: 8
            KeyCap { text: "Q" }
            KeyCap { text: "1"; textSize: 60; width: 140 }
            KeyCap { icon: "backspace"; dark: true; width: 194 }
            KeyCap { text: qsTr("好"); solid: true; width: 194 }
        }
        StepLine { steps: [qsTr("身份"), qsTr("选事项"), qsTr("取号")]; current: 1 }
        Row { spacing: 40; Countdown { seconds: 85 } Countdown { seconds: 12 } Countdown { held: true } }
        OpenSign { status: "open"; detail: qsTr("今天到 17:30，中午不休息") }
        OpenSign { status: "lunch"; detail: qsTr("13:30 开") }
        Row { spacing: 20; Repeater { model: Object.keys(Icons.paths); delegate: Icon { required property string modelData; name: modelData; size: 26 } } width: 952 }
    }
    Column {
        x: 1010; y: 20; spacing: 16
        Row {
            spacing: 6
            Repeater {
                model: ["serving", "called", "free", "paused", "away_unsure", "away", "closed", "proposed", "lost"]
                delegate: WindowCell { required property string modelData; required property int index; number: String(index + 1); code: modelData }
            }
        }
        Row {
            spacing: 10
            Repeater {
                model: ["serving", "called", "free", "paused", "lost", "closed"]
                delegate: Rectangle {
                    required property string modelData
                    width: 62; height: 120; color: stub.tone
                    WindowStub { id: stub; number: "3"; code: parent.modelData }
                }
            }
            Column {
                spacing: 6
                ClassTag { kind: "priority" } ClassTag { kind: "booked"; extra: "10:00" } ClassTag { kind: "moved" } ClassTag { kind: "back" }
            }
        }
        AlertTicket { title: "B 区 3 人等超 30 分"; since: "09:46 起 · 最长 36 分"; told: "已告诉 王强 09:46"; action: "去开 20 号窗" }
        AlertTicket { title: "2 号叫号屏没信号"; since: "09:31 起 · 语音照常"; told: "已告诉 运维 09:32"; action: "等运维，先用口头叫"; level: "amber"; icon: "plug"; status: "known" }
        AdviceCard { title: "建议：开 20 号窗办社保"; subject: "B 区最多要等"; before: "40 分"; after: "25 分"; cost: "超 30 分的人：每小时约 5 → 1" }
        QueueRow { number: "A013"; matter: "退休申请"; tag: "priority"; waited: "22 分"; forecast: ""; status: "next" }
        QueueRow { number: "A014"; matter: "社保卡 补换"; tag: "booked"; waited: "31 分"; forecast: "3–6 分"; status: "late" }
        ZoneRow { name: "B 社保"; waiting: "31"; typical: "25/40"; share: "10%"; open: "8/10"; status: "late" }
        ZoneRow { name: "C 税务"; waiting: "6"; typical: "5/10"; share: "0%"; open: "2/3" }
        FactRow { icon: "plug"; title: "设备"; word: "坏 1 / 72"; detail: "2 号叫号屏没信号 · 取号机 6/6"; status: "warn" }
    }
    Column {
        x: 1620; y: 20; spacing: 20
        TrendLine {
            width: 360; hours: [9, 12, 15]
            points: [Qt.point(9.1, 5), Qt.point(9.5, 30), Qt.point(9.8, 50), Qt.point(10, 58)]
            reference: [Qt.point(9, 5), Qt.point(11, 45), Qt.point(13, 20), Qt.point(15, 38), Qt.point(17, 4)]
        }
        TrendLine { width: 360 }
        PlanGrid { width: 360; columns: 1; cellsInRow: 4; model: [{ name: "A 综合受理", note: "12 人", late: false, cells: [{ number: "12", status: "serving" }, { number: "14", status: "free" }] }] }
        QrCode { rows: gallery.qr; size: 200 }
        Field { width: 340; label: qsTr("工号"); placeholder: "1001"; problem: "没有找到这个人"; textSize: 26 }
        Sheet { width: 340; height: 80 }
        ZoneStrip { width: 360; cells: 2; model: ListModel { ListElement { name: "A 综合受理"; waiting: 12; low: 10; high: 20; status: "known" } ListElement { name: "B 社保医保"; waiting: -1; low: -1; high: -1; status: "stale" } } }
    }
    ResultTicket { x: 1010; y: 20; visible: false; number: "A012"; service: "社保卡"; place: "2楼"; wait: "15–25 分钟"; ahead: "前面 7 人"; qr: gallery.qr }
}
