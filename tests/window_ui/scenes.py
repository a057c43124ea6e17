"""Scenes of a window as the hall would publish them: real contract structs, one name each. Also used for pictures."""

import datetime as dt

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
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.views import Notice, Open, QueueLine, Range, ServedTicket, WindowState, WindowView

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
        "window": "3", "seq": 100, "at": NOW, "name": Text("3号窗口", "Window 3"),
        "zone": Text("B 社保医保", "B Social security"), "state": state, "since_ms": at("10:01"),
        "staff": "1003", "staff_name": "李梅", "next": lines[0], "waiting": 12, "longest_ms": lines[0].issued_ms,
        "queue": lines, "done": 14, "passed": 1, "mean_s": 542, "open": Open(True, until_ms=at("12:00")),
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


# name → (view or None, the hall is lost, bar)
SCENES: dict[str, tuple[WindowView | None, bool]] = {
    "connecting": (None, False),
    "closed": (view(WindowState.CLOSED), False),
    "free": (view(WindowState.FREE), False),
    "free-empty": (view(WindowState.FREE, queue=(), next=None, waiting=0, longest_ms=0), False),
    "called": (view(WindowState.CALLED, ticket=served(False, 1, 14)), False),
    "called-ready": (view(WindowState.CALLED, ticket=served(False, 2, -1)), False),
    "called-last": (view(WindowState.CALLED, ticket=served(False, 3, 0, 74)), False),
    "serving": (view(notices=(notice(),)), False),
    "late": (view(older_min=9, waiting=18, notices=(notice(level=Level.ALERT), notice(True))), False),
    "paused": (view(WindowState.PAUSED), False),
    "lost": (view(), True),
    "panel-wrong": (
        view(panel=Text("窗口屏断电，请口头叫号", "The display has no power. Call aloud.")),
        False,
    ),
}
