"""Scenes of a window as the hall would publish them: real contract structs, one name each. Also used for pictures."""

import datetime as dt
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QCoreApplication

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
from hall.contract.legs import LegState
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.views_common import Notice, Open, Range, WindowState
from hall.contract.views_places import ItemLine, ItemsView, PlaceQueue, PlacesView, PlaceWindow
from hall.contract.views_window import (
    HeldLine,
    LegLine,
    PassedLine,
    QueueLine,
    QueueName,
    SentLine,
    ServedTicket,
    WindowView,
)
from hall.uikit.hand import Hand

DAY = dt.datetime(2026, 11, 20, tzinfo=dt.timezone(dt.timedelta(hours=8)))
MINUTE = 60_000


def at(clock: str) -> int:
    """Milliseconds of a time of that day: "10:07" or "10:07:12"."""
    parts = [int(part) for part in clock.split(":")]
    seconds = parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)
    return int(DAY.timestamp() + seconds) * 1000


NOW = at("10:07:12")

MATTERS = {
    "retire": Text("退休申请", "Retirement"),
    "card": Text("社保卡 补换", "Replace social card"),
    "join": Text("参保登记", "Join insurance"),
    "proof": Text("养老资格认证", "Pension proof"),
    "lost": Text("社保卡 挂失", "Report lost card"),
    "move": Text("转移接续", "Transfer account"),
}

_LINE = [
    ("A013", "retire", "priority", 22, (0, 5)), ("A014", "card", "booked", 21, (5, 10)),
    ("A015", "join", "normal", 20, (5, 10)), ("A016", "proof", "normal", 19, (5, 15)),
    ("A017", "lost", "normal", 16, (10, 15)), ("A018", "move", "normal", 15, (10, 20)),
    ("A019", "retire", "normal", 12, (15, 25)), ("A020", "card", "normal", 9, (15, 25)),
    ("A021", "join", "normal", 5, (20, 30)), ("A022", "proof", "normal", 2, (25, 35)),
]  # fmt: skip


def queue(older_min: int = 0, now: int = NOW) -> tuple[QueueLine, ...]:
    """Ten people, each `older_min` minutes longer in the hall than usual."""
    return tuple(
        QueueLine(
            f"2026-11-20-{n}", n, MATTERS[m], k, now - (waited + older_min) * MINUTE, Range(True, *span)
        )
        for n, m, k, waited, span in _LINE
    )


def served(
    started: bool = True, times: int = 1, recall_in_s: int = -1, pass_in_s: int | None = None
) -> ServedTicket:
    """A012, taken 17 minutes before its call; `recall_in_s` -1: at once; `pass_in_s` None: not called often enough."""
    called = at("10:00:50") if started else NOW - 38_000
    return ServedTicket(
        ticket="2026-11-20-A012", number="A012", service=Text("社保卡 办理、补换", "Social security card"),
        klass="booked", shown="张*", masked="410183********1212", issued_ms=called - 17 * MINUTE, called_ms=called,
        times=times, recall_from_ms=NOW + recall_in_s * 1000 if times < 3 else 0,
        pass_from_ms=0 if pass_in_s is None else NOW + pass_in_s * 1000,
        started_ms=at("10:01:00") if started else 0, low_min=15, high_min=25,
    )  # fmt: skip


def notice(known: bool = False, level: Level = Level.WARN) -> Notice:
    return Notice(
        finding="W01/2026-11-20-A013", code=FindingCode.WAIT_WARN, level=level, state=FindingState.RAISED,
        title=Text("A013 快超 30 分钟", "A013 is near 30 min"), since_ms=at("10:05"),
        facts=Text("09:45 取号，还有 8 分钟。", "Taken at 09:45, 8 min left."),
        told=Text("值班长 王强", "Wang Qiang, duty manager"), told_ms=at("10:05"),
        action=Text("办完这位，请先叫他。", "Call this number next."), known=known,
    )  # fmt: skip


def view(state: WindowState = WindowState.SERVING, older_min: int = 0, **changes: object) -> WindowView:
    lines = queue(older_min)
    facts: dict[str, object] = {
        "panel_truth": "shows", "window": "3", "seq": 100, "at": NOW, "name": Text("3号窗口", "Window 3"),
        "zone": Text("B 社保医保", "B Social security"), "state": state, "since_ms": at("10:01"),
        "staff": "1003", "staff_name": "李梅", "next": lines[0], "waiting": 12, "longest_ms": lines[0].issued_ms,
        "queue": lines, "done": 14, "passed": 1, "mean_s": 542, "open": Open(True, until_ms=at("12:00")),
        "queues": (QueueName("A", Text("社会保险", "Insurance")), QueueName("C", Text("医疗保险", "Medical"))),
    }  # fmt: skip
    if state is WindowState.SERVING:
        facts["ticket"] = served()
    elif state is WindowState.CALLED:
        facts["ticket"] = served(started=False, recall_in_s=-1)
    elif state is WindowState.PAUSED:
        facts |= {"pause_reason": "meal", "back_ms": at("12:40")}
    elif state is WindowState.CLOSED:
        facts |= {"staff": "", "staff_name": ""}
    return WindowView(**(facts | changes))  # type: ignore[arg-type]


NAMES = ("王强", "赵敏", "李梅", "陈刚", "刘洋", "孙丽", "周杰", "吴芳", "郑伟", "何静", "马超", "林晓红")


def config() -> HallConfig:
    """One zone, one window, twelve people; the first needs no PIN."""
    staff = tuple(
        StaffPart(f"{1001 + i}", name, pin="" if i == 0 else "scrypt$00$00") for i, name in enumerate(NAMES)
    )
    return HallConfig(
        hall=HallPart("demo", "新密市政务服务中心"), zones=(ZonePart("B", "B 社保医保", "B Social security"),),
        queues=(QueuePart("A", "A", "B", "社保"),), groups=(GroupPart("si", "社保"),),
        services=(ServicePart("card", "si", "A", "社保卡"),), windows=(WindowPart("3", "B", "3", ("A",)),), staff=staff,
    )  # fmt: skip


def many(**changes: object) -> ServedTicket:
    """A visitor with everything: three services, a note, a case, priority, a booking."""
    facts: dict[str, object] = {
        "legs": (
            LegLine(1, Text("参保登记", "Join insurance"), LegState.TRANSFERRED, "5"),
            LegLine(2, Text("社保卡 办理、补换", "Social security card"), LegState.CURRENT, "3"),
            LegLine(3, Text("养老资格认证", "Pension proof"), LegState.PAUSED, "3", True),
        ),
        "note": "照片已补，差一张身份证复印件，请先核对姓名再受理，原件在本人手里。", "note_from": "5",
        "case": "XM-2026-00817", "trips": 2, "trips_max": 1, "klass": "priority", "why": "pregnant",
        "calling": "silent", "mark": "moved",
    }  # fmt: skip
    return msgspec.structs.replace(served(), **(facts | changes))


HELD = (
    HeldLine("2026-11-20-A007", "A007", MATTERS["card"], at("09:52"), at("10:20"), "form"),
    HeldLine("2026-11-20-A009", "A009", MATTERS["retire"], at("09:31"), 0, "payment"),
    HeldLine("2026-11-20-A010", "A010", MATTERS["join"], at("09:50"), at("10:07"), "copy"),
)
PASSED = (
    PassedLine("2026-11-20-A011", "A011", MATTERS["lost"], at("09:59")),
    PassedLine("2026-11-20-C004", "C004", MATTERS["move"], at("09:20")),
)
SENT = (
    SentLine("2026-11-20-A008", "A008", Text("5 号窗", "window 5"), at("10:05")),
    SentLine("2026-11-20-A006", "A006", Text("综合受理", "General"), at("09:58")),
)


def moved(*lines: QueueLine) -> tuple[QueueLine, ...]:
    """The line with somebody sent here, somebody back after a missed call, somebody back from a hold."""
    marks = {"A015": "moved", "A016": "back", "A018": "held"}
    return tuple(
        msgspec.structs.replace(x, mark=marks.get(x.number, ""), mine=x.number == "A015") for x in lines
    )


ZONE_A, ZONE_B = Text("A 综合受理", "A General"), Text("B 社保医保", "B Social security")
_DESKS = [
    ("1", ZONE_A, "1001", "王强", False), ("2", ZONE_A, "1002", "赵敏", True), ("3", ZONE_B, "1003", "李梅", False),
    ("4", ZONE_B, "", "", False), ("5", ZONE_B, "1005", "刘洋", False), ("6", ZONE_B, "1006", "孙丽", False),
    ("7", ZONE_B, "", "", False), ("12", ZONE_A, "1012", "林晓红", False), ("15", ZONE_A, "1008", "吴芳", False),
]  # fmt: skip


def places() -> PlacesView:
    return PlacesView(
        100, NOW,
        (
            PlaceQueue("G", "G", Text("综合受理", "General"), ZONE_A, 3),
            PlaceQueue("A", "A", Text("社会保险", "Social insurance"), ZONE_B, 3),
            PlaceQueue("C", "C", Text("医疗保险", "Medical insurance"), ZONE_B, 3),
            PlaceQueue("T", "T", Text("税务", "Tax"), ZONE_A, 0),
        ),
        tuple(PlaceWindow(n, n, zone, ("A",), staff, name, paused) for n, zone, staff, name, paused in _DESKS),
    )  # fmt: skip


def items() -> ItemsView:
    names = [
        ("card", "A", "社会保障卡补换", "Replace social card"), ("retire", "A", "退休申请", "Retirement"),
        ("med", "C", "医保关系转移", "Move medical insurance"), ("refund", "C", "医疗费报销", "Medical refund"),
        ("cert", "G", "开具居住证明", "Residence certificate"), ("tax", "T", "个人所得税纳税证明", "Tax certificate"),
    ]  # fmt: skip
    return ItemsView(100, NOW, tuple(ItemLine(i, q, Text(zh, en)) for i, q, zh, en in names), "2026-11-20")


def emergency(told: bool = True, known: bool = False) -> dict[str, object]:
    """The window has called for help."""
    facts: dict[str, object] = {"emergency": "conflict", "emergency_ms": at("10:07")}
    if told:
        facts["notices"] = (
            Notice(
                finding="E01-3-2026-11-20-1", code=FindingCode.EMERGENCY, level=Level.ALERT, state=FindingState.RAISED,
                title=Text("3 号窗紧急求助：有人冲突", "Emergency at window 3: a conflict"), since_ms=at("10:07"),
                told=Text("王强、李主任", "Wang Qiang, Li"), told_ms=at("10:07"), known=known,
                by="王强" if known else "", subject="3",
            ),
            notice(),
        )  # fmt: skip
    return facts


def lists(state: WindowState = WindowState.SERVING, **changes: object) -> WindowView:
    """A window with people on hold, passed and sent away."""
    facts: dict[str, object] = {"held": HELD, "passed_lately": PASSED, "sent": SENT, "queue": moved(*queue())}
    return view(state, **(facts | changes))  # type: ignore[arg-type]


# name → (view or None, the hall is lost, bar)
SCENES: dict[str, tuple[WindowView | None, bool]] = {
    "connecting": (None, False),
    "closed": (view(WindowState.CLOSED), False),
    "free": (view(WindowState.FREE), False),
    "free-empty": (view(WindowState.FREE, queue=(), next=None, waiting=0, longest_ms=0), False),
    "free-asked": (view(WindowState.FREE, rating="asked", rating_number="B023"), False),
    "free-rated": (
        view(
            WindowState.FREE,
            queue=(),
            next=None,
            waiting=0,
            longest_ms=0,
            rating="not_rated",
            rating_number="B023",
        ),
        False,
    ),
    "called": (view(WindowState.CALLED, ticket=served(False, 1, 14)), False),
    "called-ready": (view(WindowState.CALLED, ticket=served(False, 2, -1)), False),
    "called-last": (view(WindowState.CALLED, ticket=served(False, 3, 0, 74)), False),
    "called-nobody": (view(WindowState.CALLED, ticket=served(False, 2, -1), came="nobody"), False),
    "called-somebody": (view(WindowState.CALLED, ticket=served(False, 3, 0, 0), came="somebody"), False),
    "serving": (view(notices=(notice(),)), False),
    "late": (view(older_min=9, waiting=18, notices=(notice(level=Level.ALERT), notice(True))), False),
    "paused": (view(WindowState.PAUSED), False),
    "lost": (view(), True),
    "many": (lists(ticket=many()), False),
    "covered": (
        lists(
            WindowState.FREE, staff_name="王晓明", relieved="李梅", pull=True, queue=(), next=None, waiting=0
        ),
        False,
    ),
    "emergency": (view(**emergency()), False),
    "panel-wrong": (
        view(
            panel=Text(
                "叫号屏情况不明，它的主机没有回音，语音和区屏已经叫了",
                "The panel is not known: its host is silent. Called by voice and zone screen instead.",
            ),
            panel_truth="unknown",
        ),
        False,
    ),
    "panel-mute": (view(panel_truth="sent"), False),
}


Act = Callable[[dict[str, object], Hand], None]


def _go(*steps: tuple[str, object]) -> Act:
    """Slots of view-models by name, ("more.open", "hold"), or what is typed into a field, ("@addSearch", "zm")."""

    def do(made: dict[str, object], hand: Hand) -> None:
        for path, value in steps:
            hand.window.grabWindow()
            QCoreApplication.processEvents()
            if path.startswith("@"):
                hand.find(path[1:]).setProperty("text", value)
                continue
            model, _, slot = path.partition(".")
            call = getattr(made[model], slot)
            call() if value is None else call(value)

    return do


# name → (view, what the clerk did)
RARE: dict[str, tuple[WindowView, Act]] = {
    "menu": (lists(), _go(("more.toggle", None))),
    "menu-free": (lists(WindowState.FREE, pull=True), _go(("more.toggle", None))),
    "held": (lists(WindowState.FREE), _go(("lists.show", "held"))),
    "held-serving": (lists(), _go(("lists.show", "held"))),
    "passed": (lists(), _go(("lists.show", "passed"))),
    "passed-none": (view(held=HELD), _go(("lists.show", "passed"))),
    "hold": (view(), _go(("more.open", "hold"))),
    "hold-time": (view(), _go(("more.open", "hold"), ("hold.choose", "form"))),
    "transfer": (
        view(),
        _go(("more.open", "transfer"), ("transfer.choose", "window:5"), ("transfer.toggleReturn", None)),
    ),
    "transfer-queue": (view(), _go(("more.open", "transfer"), ("transfer.show", "queue"))),
    "transfer-search": (
        view(),
        _go(("more.open", "transfer"), ("@transferSearch", "lx"), ("transfer.enter", None)),
    ),
    "add": (view(), _go(("more.open", "add"), ("adding.choose", "retire"))),
    "add-search": (view(), _go(("more.open", "add"), ("@addSearch", "zm"), ("adding.choose", "cert"))),
    "case": (view(), _go(("more.open", "case"))),
    "calling": (view(ticket=many()), _go(("more.open", "calling"))),
    "number": (lists(WindowState.FREE), _go(("number.pick", "A015"))),
    "number-serving": (lists(), _go(("number.pick", "A013"))),
    "number-unknown": (lists(WindowState.FREE), _go(("number.pick", "T031"))),
    "number-why": (
        lists(WindowState.FREE),
        _go(("number.pick", "A017"), ("number.act", "priority"), ("number.choose", "other")),
    ),
    "number-empty": (lists(), _go(("more.open", "number"))),
    "relieve": (view(), _go(("more.open", "relieve"), ("relief.choose", "1005"), ("relief.setPin", "246"))),
    "alarm": (view(), _go(("emergency.press", None))),
    "alarm-sent": (view(**emergency(told=False)), _go()),
    "alarm-known": (view(**emergency(known=True)), _go()),
}
