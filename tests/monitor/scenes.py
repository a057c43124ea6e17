"""Scenes of the wall as the hall would publish them: real contract structs, one name each. Also used for pictures."""

import datetime as dt
import math

import msgspec

from hall.contract.base import Text
from hall.contract.config import (
    GroupPart,
    HallConfig,
    HallPart,
    QueuePart,
    ServicePart,
    StaffPart,
    WindowPart,
    ZonePart,
)  # fmt: skip
from hall.contract.flow import WallFlow
from hall.contract.people import Way
from hall.contract.posts import DeclaredLeave, Suspension
from hall.contract.sensing import Quantity
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.views_common import Notice, Open, Range, WindowState
from hall.contract.views_devices import DeviceLine, DevicesView
from hall.contract.views_wall import (
    MachineState,
    Point,
    WallDevice,
    WallMachine,
    WallPost,
    WallTrouble,
    WallView,
    WallWindow,
    WallZone,
    ZoneAir,
    ZoneValue,
)

DAY = dt.datetime(2026, 11, 20, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def at(clock: str) -> int:
    """Milliseconds of a time of that day."""
    parts = [int(part) for part in clock.split(":")]
    return int(DAY.timestamp() + parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)) * 1000


NOW = at("09:52")
W = WindowState


def notice(
    finding: str, code: FindingCode, red: bool, title: Text, since: str, facts: Text, told: Text, told_at: str,
    action: Text, suspected: bool = False, known_by: str = "", subject: str = "", zone: str = "",
) -> Notice:  # fmt: skip
    return Notice(
        finding, code, Level.ALERT if red else Level.WARN,
        FindingState.SUSPECTED if suspected else FindingState.RAISED, title, at(since), facts, told, at(told_at),
        action, bool(known_by), known_by, subject, zone,
    )  # fmt: skip


NOTICES = (
    notice(
        "A01/B", FindingCode.WAIT_OVER, True, Text("B 区 3 人等超 30 分", "Zone B: 3 people waiting over 30 min"),
        "09:46", Text("最长 36 分", "Longest 36 min"), Text("王强", "Wang Qiang"), "09:46",
        Text("去开 20 号窗", "Open window 20"), zone="B",
    ),
    notice(
        "A06/7", FindingCode.OFF_POST, True, Text("7 号窗疑似离岗 12 分", "Window 7 seems empty for 12 min"),
        "09:40", Text("摄像头和签到都没人", "Neither camera nor console sees anybody"),
        Text("李主任", "Director Li"), "09:50", Text("打 6107 核实", "Call 6107 and check"), suspected=True, zone="B",
    ),
    notice(
        "D01/2", FindingCode.PANEL_WRONG, False, Text("2 号叫号屏没信号", "Panel 2 does not answer"),
        "09:31", Text("该显示：请A012号到2号窗口", "Should show: 请A012号到2号窗口"), Text("运维", "maintenance"),
        "09:32", Text("语音和区屏已经叫了，等运维", "Called by voice and zone screen"),
    ),
    notice(
        "A07/B", FindingCode.ENV_POOR, False, Text("B 区卫生不好", "Zone B cleanliness is poor"),
        "09:35", Text("等候处地面有水", "Water on the floor"), Text("保洁", "cleaners"), "09:35",
        Text("去处理", "Have it cleaned"), known_by="李主任",
    ),
    notice(
        "H01/kiosk-1", FindingCode.HELP, False, Text("1 号取号机有人要帮忙", "Help wanted at kiosk 1"),
        "09:51", Text(""), Text("导办", "guide"), "09:51", Text("请导办过去", "Send a guide"), subject="kiosk-1",
    ),
)  # fmt: skip


def windows() -> tuple[WallWindow, ...]:
    """26 windows of five zones with every state."""
    states = {
        "14": W.FREE,
        "11": W.FREE,
        "23": W.FREE,
        "2": W.PAUSED,
        "20": W.CLOSED,
        "21": W.CLOSED,
        "24": W.CLOSED,
        "5": W.CALLED,
    }
    found = []
    for zone, first, last in (("A", 12, 21), ("B", 1, 10), ("C", 22, 24), ("D", 25, 26), ("E", 11, 11)):
        for n in range(first, last + 1):
            name = str(n)
            away = FindingState.SUSPECTED if name == "7" else FindingState.CONFIRMED if name == "9" else None
            found.append(
                WallWindow(
                    name, zone, name, states.get(name, W.SERVING), name == "18", away, "present", "", NOW
                )
            )
    return tuple(found)  # fmt: skip


ZONES = (
    WallZone("A", Text("综合受理", "General"), 1, 12, 0, Range(True, 10, 20), 0.0, 8, 10),
    WallZone("B", Text("社保医保", "Social security"), 1, 31, 3, Range(True, 25, 40), 0.1, 8, 10),
    WallZone("C", Text("税务", "Tax"), 1, 6, 0, Range(True, 5, 10), 0.0, 2, 3),
    WallZone("D", Text("不动产", "Real estate"), 1, 9, 0, Range(True, 15, 25), 0.0, 2, 2),
)  # fmt: skip
NO_QUEUE = WallZone("E", Text("办不成事", "Complaints"), 1, 0, 0, Range(False), 0.0, 1, 1)


def devices(broken: int = 1, unknown: int = 0, total: int = 72) -> tuple[WallDevice, ...]:
    found = [
        WallDevice(
            "window-2.panel", Text("2 号叫号屏", "Window 2 panel"), "away", at("09:31"), "no_answer",
            Text("没信号", "does not answer"),
        ),
        WallDevice(
            "kiosk-1.printer", Text("1 号取号机打印机", "Kiosk 1 printer"), "faulty", at("09:44"), "paper_end",
            Text("没有纸了", "is out of paper"),
        ),
    ][:broken]  # fmt: skip
    found += [
        WallDevice(
            f"u{i}", Text(f"{i} 号喇叭", f"Speaker {i}"), "unknown", 0, "", Text("情况不明", "is not known")
        )
        for i in range(unknown)
    ]
    rest = total - len(found)
    return (
        *found,
        *(WallDevice(f"d{i}", Text(f"设备 {i}", f"Device {i}"), "ready", at("08:50")) for i in range(rest)),
    )


def device_lines() -> DevicesView:
    """One device of each truth, then many that are well."""
    call = ("请A012号到3号窗口",)
    line = DeviceLine
    found = [
        line("window-2.panel", Text("2号窗口屏", "Panel of window 2"), "led", "B", "away", at("09:31"),
             Text("线掉了", "is unplugged"), "wrong", at("09:31"), ("请A012号到2号窗口",), (), True, at("09:31"),
             Text("线掉了", "is unplugged"), at("09:31"), 0),
        line("kiosk-1.printer", Text("1号取号机 打印机", "Kiosk 1 printer"), "printer", "A", "faulty", at("09:44"),
             Text("没有纸了", "is out of paper"), heard_ms=NOW - 2000, last_fault=Text("没有纸了", "is out of paper"),
             last_fault_ms=at("09:44"), lost=3),
        line("window-5.panel", Text("5号窗口屏", "Panel of window 5"), "led", "B", "ready", at("08:50"),
             Text("显示不对", "shows the wrong text"), "wrong", at("09:51"), ("请A031号到5号窗口",),
             ("A030 办理中",), True, NOW - 1000, Text("不接受指令", "refuses its orders"), at("09:51"), 2),
        line("window-6.panel", Text("6号窗口屏", "Panel of window 6"), "led", "B", "unknown", at("09:50"),
             Text("情况不明，它的主机没有回音", "is not known: its host is silent"), "unknown", at("09:50"),
             ("6号窗口 请等候叫号",), (), True, at("09:50")),
        line("window-9.panel", Text("9号窗口屏", "Panel of window 9"), "led", "C", "ready", at("08:50"),
             Text("正在换字", "is being drawn"), "drawing", NOW, ("请C007号到9号窗口",), ("9号窗口 请等候叫号",),
             True, NOW),
        line("window-11.panel", Text("11号窗口屏", "Panel of window 11"), "led", "E", "unknown", at("08:50"),
             Text("发出了，无法确认", "cannot confirm its text"), "sent", at("09:47"),
             ("E002 办理中",), ("E002 办理中",), False),
        line("zone-B.screen", Text("社保医保区大屏", "Screen of zone B"), "screen", "B", "ready", at("08:50"),
             truth="shows", truth_ms=at("09:51"),
             lines=("B031★请到 2号窗口", "B030  正在 5号窗口", "B029  正在 3号窗口"),
             shown=("B031★请到 2号窗口", "B030  正在 5号窗口", "B029  正在 3号窗口"), heard_ms=NOW),
        line("kiosk-1.card", Text("1号取号机 读卡器", "Kiosk 1 card reader"), "card", "A", "ready", at("08:50"),
             heard_ms=NOW, last_fault=Text("没信号", "does not answer"), last_fault_ms=at("08:48")),
        line("zone-A.voice", Text("综合受理区广播", "Voice of zone A"), "voice", "A", "ready", at("08:50"),
             confirms=False, asked=False, heard=False),
        line("kiosk-1.scan", Text("1号取号机 扫码器", "Kiosk 1 scanner"), "scan", "A", "ready", at("08:50"),
             asked=False, heard=False),
    ]  # fmt: skip
    found += [
        line(f"window-{n}.panel", Text(f"{n}号窗口屏", f"Panel of window {n}"), "led", "A", "ready", at("08:50"),
             truth="shows", truth_ms=at("09:40"), lines=call, shown=call, heard_ms=NOW)
        for n in range(12, 22)
    ]  # fmt: skip
    return DevicesView(4711, NOW, tuple(found))


def machines() -> tuple[WallMachine, ...]:
    """One of each state."""
    parts = devices(2, 0, 2)
    all_ways = (Way.CARD, Way.CODE, Way.FACE, Way.PHONE, Way.TYPED)
    some = (Way.CODE, Way.PHONE, Way.TYPED)
    no_paper = Text("1 号取号机打印机没有纸了", "Kiosk 1 printer is out of paper")
    return (
        WallMachine("kiosk-1", Text("1 号取号机", "Kiosk 1"), "A", MachineState.LIMITED, at("09:44"), some, False,
                    "kiosk-1.printer", no_paper, Text("去换纸", "Change the paper"), parts[1:], (Way.CARD, Way.FACE),
                    True),
        WallMachine("kiosk-2", Text("2 号取号机", "Kiosk 2"), "C", MachineState.WORKING, at("08:50"), all_ways, True),
        WallMachine("kiosk-3", Text("3 号取号机", "Kiosk 3"), "C", MachineState.OUT, at("09:50"), worst="kiosk-3",
                    why=Text("3 号取号机屏幕没有回音", "The screen of kiosk 3 is silent"),
                    action=Text("告诉运维", "Call maintenance")),
        WallMachine("kiosk-4", Text("4 号取号机", "Kiosk 4"), "D", MachineState.UNKNOWN, 0, (Way.PHONE, Way.TYPED)),
    )  # fmt: skip


def township() -> tuple[WallMachine, ...]:
    """Two outside the hall: one that works, one out of order."""
    place = Text("大隗镇便民服务站", "Dawei Township Service Station")
    tell = msgspec.structs.replace
    works = tell(machines()[1], kiosk="kiosk-5", name=Text("5 号取号机", "Kiosk 5"), zone="", place=place)
    why = Text(
        "超化镇便民服务站 6 号取号机屏幕没有回音", "The screen of kiosk 6 at Chaohua Township is silent"
    )
    out = tell(machines()[2], kiosk="kiosk-6", name=Text("6 号取号机", "Kiosk 6"), zone="", why=why,
               place=Text("超化镇便民服务站", "Chaohua Township Service Station"))  # fmt: skip
    return (works, out)


def air() -> tuple[ZoneAir, ...]:
    """Four zones; one with a value that cannot be, one that nobody has heard of."""

    def zone(ident: str, zh: str, en: str, *values: float | None) -> ZoneAir:
        cannot = Text("读数不可信", "measures what cannot be")
        found = [
            ZoneValue(q, x, at("09:51") if x is not None else 0, Text("") if x is not None else cannot)
            for q, x in zip(Quantity, values, strict=bool(values))
        ]
        return ZoneAir(ident, Text(zh, en), tuple(found))

    return (
        zone("A", "A 综合受理", "A General", 22.5, 46, 812, 31, 58),
        zone("B", "B 社保医保", "B Social security", 24.1, 51, 1240, 35, 66),
        zone("C", "C 税务", "C Tax", 21.8, None, 640, 28, 52),
        zone("D", "D 不动产", "D Real estate"),
    )


def cameras(total: int = 16) -> tuple[WallDevice, ...]:
    return tuple(
        WallDevice(f"c{i}", Text(f"摄像头 {i}", f"Camera {i}"), "ok", at("08:50")) for i in range(total)
    )


def posts() -> tuple[WallPost, ...]:
    """A front post at every window of the scene."""
    return tuple(front(w) for w in windows())


def front(window: WallWindow) -> WallPost:
    """The post of a window: nobody is looked for where it is paused or closed."""
    quiet = {W.PAUSED: Suspension.PAUSED, W.CLOSED: Suspension.CLOSED}
    name = Text(f"{window.name} 号窗", f"Window {window.name}")
    suspended = quiet.get(window.state, Suspension.NONE)
    staff = "" if window.state is W.CLOSED else "王强"
    return WallPost(
        f"p{window.window}", window.window, "front", window.seat, at("09:05"), name, window.zone, True, staff,
        suspended, 0, None, window.away,
    )  # fmt: skip


GUIDE = WallPost(
    "guide", "", "guide", "absent", at("09:44"), Text("A 区导办台", "Guide desk zone A"), "A",
    suspended=Suspension.LEAVE, until_ms=at("10:10"),
    leave=DeclaredLeave("materials", at("09:40"), at("10:10"), "刘洋"),
)  # fmt: skip
"""Away as declared."""


def staffed() -> WallView:
    """Posts of every kind and state beside those of the windows."""
    late = DeclaredLeave("meal", at("09:20"), at("09:50"), "李主任")

    def post(ident: str, kind: str, seat: str, since: str, zh: str, en: str, **more: object) -> WallPost:
        return WallPost(ident, "", kind, seat, at(since), Text(zh, en), "B", **more)  # type: ignore[arg-type]

    more = (
        GUIDE,
        post("help", "help", "absent", "09:47", "B 区帮办台", "Help desk zone B", leave=late),
        post("consult", "consult", "absent", "09:49", "B 区咨询台", "Information desk zone B"),
        post("back-1", "back", "present", "08:58", "B 区后台", "Back office zone B"),
        post(
            "back-2", "back", "absent", "09:30", "B 区后台", "Back office zone B", away=FindingState.SUSPECTED
        ),
        post("help-c", "help", "unknown", "09:41", "C 区帮办台", "Help desk zone C"),
        post("desk-c", "consult", "unknown", "09:00", "C 区咨询台", "Information desk zone C", watched=False),
        post("guide-d", "guide", "leaving", "09:52", "D 区导办台", "Guide desk zone D"),
    )
    return view(posts=(*posts(), *more))


def trend(until: str = "09:52") -> tuple[Point, ...]:
    """A morning that fills quickly."""
    start, end = at("09:00"), at(until)
    steps = max(2, (end - start) // 120_000)
    found = []
    for i in range(steps + 1):
        share = i / steps
        when = start + int((end - start) * share)
        hour = (when - at("09:00")) / 3_600_000
        found.append(Point(when, round(58 * math.sin(min(1.0, hour / 0.87) * math.pi / 2))))
    return tuple(found)


def view(**changes: object) -> WallView:
    facts: dict[str, object] = {
        "seq": 4711, "at": NOW, "hall": Text("新密市政务服务中心", "Xinmi Government Service Centre"),
        "open": Open(True, until_ms=at("12:00")), "waiting": 58, "over": 3, "open_windows": 21, "total_windows": 26,
        "done": 182, "notices": NOTICES[:3], "zones": (*ZONES, NO_QUEUE), "windows": windows(), "posts": posts(),
        "trend": trend(), "devices": devices(), "cameras": cameras(),
        "poor": (Text("B 区卫生：等候处地面有水", "Zone B cleanliness: water on the floor"),),
        "poor_since_ms": at("09:35"), "machines": machines(), "air": air(),
    }  # fmt: skip
    return WallView(**(facts | changes))  # type: ignore[arg-type]


A_ZONE, B_ZONE = Text("A 综合受理", "A General"), Text("B 社保医保", "B Social security")
CO2 = Text("二氧化碳太高 1240 ppm，限 1000", "CO2 too high 1240 ppm, limit 1000")
TROUBLES = (
    WallTrouble(
        "clutter.hall-1.9-14.1", "A", A_ZONE, Text("有东西放在那里", "Something left lying"), "clutter", at("09:41"),
        "hall-1", (0.4, 0.7, 0.1, 0.1), Text("摄像头 大厅北", "Camera 大厅北"), "hall-1.clutter.9-14.1.before.jpg",
        "hall-1.clutter.9-14.1.after.jpg",
    ),
    WallTrouble("co2.air.B.2", "B", B_ZONE, CO2, "co2", at("09:38"), "air.B", (), Text("B 区传感器", "Zone B sensor")),
    WallTrouble(
        "crowded.hall-2..3", "B", B_ZONE, Text("太拥挤", "Too crowded"), "crowded", at("09:35"), "hall-2", (),
        Text("摄像头 大厅南", "Camera 大厅南"),
    ),
)  # fmt: skip


FLOWS = (
    WallFlow("", Text("新密市政务服务中心", "Xinmi Hall"), 120, 96, at("08:50"), 8, 148, 101),
    WallFlow("A", A_ZONE, 31, 22, at("08:50"), 0, 40, 25),
    WallFlow(
        "E",
        Text("E 办不成事", "E Complaints"),
        why=Text("摄像头被挡住了", "its camera is covered"),
        why_ms=at("09:41"),
    ),
)


def watched() -> WallView:
    """Cameras watch the floors of four zones: one free, one severe while few hold tickets, one poor, one not judged."""
    seen = {
        "A": ("normal", "poor", Text("")),
        "B": ("severe", "poor", Text("")),
        "C": ("severe", "good", Text("人多票少", "more people than slips")),
        "D": ("unknown", "unknown", Text("")),
    }
    zones = tuple(
        msgspec.structs.replace(z, crowd=seen[z.zone][0], rating=seen[z.zone][1], differs=seen[z.zone][2])
        if z.zone in seen
        else z
        for z in (*ZONES, NO_QUEUE)
    )
    return view(zones=zones, troubles=TROUBLES, unjudged=(Text("D 不动产", "D Real estate"),))


def entrances() -> WallView:
    """And who goes in and out at three entrances, one of them covered."""
    return msgspec.structs.replace(watched(), flows=FLOWS)


def quiet() -> WallView:
    """A small hall in order: nothing but grey, blue and a little green."""
    few = tuple(
        WallWindow(
            str(i), "A" if i < 5 else "B", str(i), W.SERVING if i % 3 else W.FREE, False, None, "present"
        )
        for i in range(1, 9)
    )
    zones = (
        WallZone("A", Text("综合受理区", "General services"), 1, 3, 0, Range(True, 5, 10, True), 0.0, 4, 4),
        WallZone("B", Text("社保医保区", "Social insurance"), 1, 2, 0, Range(True, 0, 5, True), 0.0, 4, 4),
    )
    return view(
        machines=machines()[1:2],
        waiting=5, over=0, open_windows=8, total_windows=8, done=6, notices=(), zones=zones, windows=few, poor=(),
        poor_since_ms=0, devices=devices(0, 0, 14), cameras=cameras(2), trend=trend("09:14")[:6],
        satisfied=0.984, rated=61,
        posts=tuple(front(w) for w in few),
    )  # fmt: skip


def floors() -> WallView:
    """Two floors; the red things are on the second."""
    second = tuple(
        WallZone(
            z.zone,
            z.name,
            2 if z.zone in "BD" else 1,
            z.waiting,
            z.over,
            z.range,
            z.share_over,
            z.open,
            z.total,
        )
        for z in (*ZONES, NO_QUEUE)
    )
    return view(zones=second, refused=4)


def start() -> WallView:
    """08:40: nothing is open, nobody has been heard of."""
    closed = tuple(WallWindow(w.window, w.zone, w.name, W.CLOSED) for w in windows())
    zones = tuple(
        WallZone(z.zone, z.name, z.floor, 0, 0, Range(False), 0.0, 0, z.total) for z in (*ZONES, NO_QUEUE)
    )
    return view(
        open=Open(False, next_ms=at("09:00")), waiting=0, over=0, open_windows=0, done=0, notices=(), zones=zones,
        windows=closed, poor=(), poor_since_ms=0, trend=(), devices=devices(0, 72, 72),
        cameras=tuple(
            WallDevice(c.device, c.name, "unknown", 0, "", Text("情况不明", "is not known")) for c in cameras()
        ),
        posts=tuple(
            msgspec.structs.replace(front(w), seat="unknown", since_ms=0, suspended=Suspension.HOURS) for w in closed
        ),
    )  # fmt: skip


def config() -> HallConfig:
    """Five zones on one floor, five people with a duty."""
    staff = (
        StaffPart("1", "王强", duty="manager"), StaffPart("2", "李主任", duty="zone_head"),
        StaffPart("3", "赵敏", duty="zone_head"), StaffPart("4", "陈刚", duty="maintenance"),
        StaffPart("5", "刘洋", duty="guide"), StaffPart("6", "孙丽"),
    )  # fmt: skip
    zones = tuple(ZonePart(z.zone, z.name.zh, z.name.en) for z in (*ZONES, NO_QUEUE))
    return HallConfig(
        hall=HallPart("demo", "新密市政务服务中心"), zones=zones, queues=(QueuePart("A", "A", "A", "综合"),),
        groups=(GroupPart("g", "综合"),), services=(ServicePart("s", "g", "A", "事项"),),
        windows=(WindowPart("1", "B", "1", ("A",)),), staff=staff,
    )  # fmt: skip


SCENES: dict[str, WallView | None] = {
    "none": None,
    "start": start(),
    "quiet": quiet(),
    "busy": view(),
    "many": view(notices=NOTICES, satisfied=0.984, rated=61, refused=3, devices=devices(2, 3)),
    "floors": floors(),
    "watched": watched(),
    "entrances": entrances(),
}
