"""A hall at 09:42 on Friday 20 November 2026 in real contract structs, for the kiosk's tests and pictures."""

import datetime as dt

import msgspec

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Actor, Role, Text
from hall.contract.legs import LegState
from hall.contract.unions import Event, Recorded
from hall.contract.views_catalogue import CatalogueView, GroupCard, ServiceCard
from hall.contract.views_common import Open, Range
from hall.contract.views_kiosk import (
    BookingGlance,
    KioskLeg,
    KioskTicket,
    KioskView,
    QueueGlance,
    Reading,
    ReadingState,
    Remote,
    SlipState,
    WayGlance,
    ZoneGlance,
)
from hall.uikit.fakelink import FakeLink
from hall.uikit.phrases import HALL_ZONE

KIOSK = "kiosk-1"
TOPIC = f"kiosk/{KIOSK}"


def at(time: str, day: int = 20) -> int:
    """09:42 as hall milliseconds."""
    hour, minute = time.split(":")
    return int(dt.datetime(2026, 11, day, int(hour), int(minute), tzinfo=HALL_ZONE).timestamp() * 1000)


NOW = at("09:42")
NOTHING = Text("")
OPEN = Open(True, until_ms=at("17:30"), nonstop=True)
SHUT_TODAY = Open(False, next_ms=at("9:00", 23))
SHUT_MORNING = Open(False, next_ms=at("13:30"))

GROUPS = (
    ("often", "常办", "Often"),
    ("social", "社保", "Insurance"),
    ("medical", "医保", "Medical"),
    ("tax", "税务", "Tax"),
    ("estate", "不动产", "Property"),
    ("police", "公安户籍", "Register"),
    ("firm", "企业开办", "Companies"),
    ("onething", "一件事", "Life events"),
)
SERVICES = (
    (
        "card",
        "social",
        "B1",
        "社保卡 办理、补换",
        "Social card: new, replace",
        "she bao ka ban li bu huan",
        "SBKBLBH",
    ),
    (
        "proof",
        "social",
        "B2",
        "养老待遇 资格认证",
        "Pension: proof of life",
        "yang lao dai yu zi ge",
        "YLDYZGRZ",
    ),
    ("join", "social", "B3", "参保登记、信息变更", "Join, change of facts", "can bao deng ji", "CBDJXXBG"),
    ("move", "social", "B4", "转移接续", "Transfer", "zhuan yi jie xu", "ZYJX"),
    ("retire", "social", "B5", "退休申请", "Retirement", "tui xiu shen qing", "TXSQ"),
    ("injury", "social", "B6", "工伤认定", "Work injury", "gong shang ren ding", "GSRD"),
    ("jobless", "social", "B7", "失业金申领", "Unemployment benefit", "shi ye jin shen ling", "SYJSL"),
    (
        "lost",
        "social",
        "B1",
        "社保卡 挂失、解挂",
        "Social card: report loss",
        "she bao ka gua shi jie gua",
        "SBKGSJG",
    ),
    ("vat", "tax", "C1", "发票代开", "Invoice on request", "fa piao dai kai", "FPDK"),
)
QUEUES = (
    ("B1", "B", 12, (10, 20), OPEN),
    ("B2", "B", 5, (5, 10), OPEN),
    ("B3", "B", 14, (15, 25), OPEN),
    ("B4", "B", 3, (5, 10), OPEN),
    ("B5", "B", 21, (25, 40), OPEN),
    ("B6", "B", 0, (0, 0), SHUT_TODAY),
    ("B7", "B", 0, (0, 0), SHUT_MORNING),
    ("C1", "C", 6, (5, 10), OPEN),
)
ZONES = (
    ("A", "综合受理", "General", 12, 10, 20),
    ("B", "社保医保", "Insurance", 31, 25, 40),
    ("C", "税务", "Tax", 6, 5, 10),
    ("D", "不动产", "Property", 9, 15, 25),
)


def catalogue() -> CatalogueView:
    """Eight groups, nine services."""
    return CatalogueView(
        seq=1,
        at=NOW,
        groups=tuple(GroupCard(i, Text(zh, en)) for i, zh, en in GROUPS),
        services=tuple(
            ServiceCard(
                id=i,
                group=g,
                queue=q,
                name=Text(zh, en),
                pinyin=pinyin,
                initials=initials,
                materials=(
                    Text("本人身份证原件", "Your own ID card"),
                    Text("一寸白底照片 1 张", "One photo, white ground"),
                    Text("旧卡（补换时带）", "The old card, for a replacement"),
                ),
                fee=Text("不收费", "Free"),
                limit=Text("当场办完，约 10 分钟", "On the spot, about 10 min"),
                guide=Text(
                    "卡丢了不用先挂失，办新卡时一起挂失。", "A lost card is blocked when the new one is made."
                ),
                place=Text("2楼 B区 3–8号窗口", "Floor 2, zone B, windows 3–8"),
            )
            for i, g, q, zh, en, pinyin, initials in SERVICES
        ),
    )


def two_levels() -> CatalogueView:
    """A menu of two levels: two units of one name for one thing, a bundle, texts of the longest kind."""
    card = ServiceCard(
        id="cafe",
        group="city",
        queue="B1",
        name=Text(
            "互联网上网服务经营许可证补办和信息更正", "Café licence: food, drink and music in one room"
        ),
        pinyin="hu lian wang shang wang fu wu",
        initials="HLWSWFW",
        materials=tuple(
            Text(f"第{n}份材料，要原件也要复印件", f"Paper {n}, the original and a copy") for n in range(1, 8)
        ),
        fee=Text("120 元/件，另加工本费 10 元", "120 yuan each, and 10 yuan for the card"),
        limit=Text("5 个工作日", "5 working days"),
        guide=Text("缺什么材料，窗口一次说清楚。" * 12, "What is missing is told once and completely. " * 8),
        place=Text("2楼 B区 3–8号窗口", "Floor 2, zone B, windows 3–8"),
        plain=Text(
            "开网吧先办这个证。人来一趟就行，别的我们替您跑。" * 3,
            "You need this before you open a café. " * 4,
        ),
        steps=(
            Text("申请", "Apply"),
            Text("受理", "Papers taken"),
            Text("审查", "Review"),
            Text("发证", "Collect"),
        ),
        department="市市场监督管理局",
        code="620800001",
        charged=True,
        legal_days=20,
        promised_days=5,
        trips=2,
        ends="2027-01-01",
    )
    tell = msgspec.structs.replace
    invoice = Text("发票代开", "Invoice")
    return CatalogueView(
        seq=2,
        at=NOW,
        groups=(
            GroupCard("trade", Text("市场经营", "Trade, food")),
            GroupCard("city", Text("市市场监督管理局", "City: Market supervision"), "trade"),
            GroupCard("district", Text("区市场监督管理局", "District: Market supervision"), "trade"),
            GroupCard("tax", Text("税务", "Tax")),
        ),
        services=(
            card,
            tell(card, id="bundle", name=Text("开办网吧“一件事”", "Open a café, all at once"), pinyin="kai ban wang ba",
                 initials="KBWB", bundle=(card.name, invoice), trips=1),
            tell(card, id="stall", group="district", department="区市场监督管理局"),
            tell(card, id="vat", group="tax", queue="C1", name=invoice, pinyin="fa piao dai kai", initials="FPDK",
                 department="市税务局"),
        ),
        version="2026-11",
    )  # fmt: skip


def view(
    reading: Reading | None = None,
    tickets: tuple[KioskTicket, ...] = (),
    broken: tuple[p.Way, ...] = (),
    cards: Text = NOTHING,
    help_ms: int = 0,
    printer: str = "",
    hall_open: Open = OPEN,
    at_ms: int = NOW,
    taking: tuple[str, ...] = (),
) -> KioskView:
    """What the hall tells this kiosk."""
    return KioskView(
        kiosk=KIOSK,
        seq=7,
        at=at_ms,
        open=hall_open,
        hall=Text("新密市政务服务中心", "Xinmi Government Service Centre"),
        queues=tuple(
            QueueGlance(q, z, n, Range(o.open, *r), o, o.open or q in taking) for q, z, n, r, o in QUEUES
        ),
        zones=tuple(
            ZoneGlance(z, Text(f"{z} {zh}", f"{z} {en}"), n, Range(True, lo, hi))
            for z, zh, en, n, lo, hi in ZONES
        ),
        ways=tuple(
            WayGlance(w, False, Text("读卡器坏了，请用别的办法", "The reader is broken. Use another way."))
            if w in broken
            else WayGlance(w, True, cards if w is p.Way.CARD else NOTHING)
            for w in p.Way
        ),
        reading=reading,
        tickets=tickets,
        help_ms=help_ms,
        printer=Text(printer, printer),
    )


REMOTE = Remote(
    Text("大隗镇便民服务站", "Dawei Township Service Station"),
    "0371-69880000",
    Text("新密市政务服务中心，溱水路东段 1 号", "Xinmi Government Service Centre, 1 Zhenshui Road East"),
)
SHUT = Text("现在没开，下周一 9:00 开", "Closed now, opens Monday at 9:00")


def outside(inside: KioskView, shut: Text = NOTHING) -> KioskView:
    """The same of a machine in a township."""
    remote = msgspec.structs.replace(REMOTE, shut=shut)
    ways = tuple(w for w in inside.ways if w.way is not p.Way.ASSISTED)
    return msgspec.structs.replace(inside, remote=inside.remote or remote, ways=ways)


class TownshipLink(FakeLink):
    """A line on which every view of a kiosk is of a machine in a township."""

    def show(self, topic: str, view: object) -> None:
        super().show(topic, outside(view) if isinstance(view, KioskView) else view)


def reading(
    way: p.Way, state: ReadingState = ReadingState.WAITING, why: str = "", ident: str = "r1"
) -> Reading:
    """The reading of this kiosk in one of its states."""
    found = state is ReadingState.PRESENTED
    return Reading(
        ident,
        way,
        state,
        NOW + 60_000,
        handle="h1" if found else "",
        shown="张*" if found else "",
        fault="card_unreadable" if why else "",
        why=Text(why, "Not read. Please try again."),
    )


def bookings() -> tuple[BookingGlance, ...]:
    """Two that can be checked in for, one later today."""
    return (
        BookingGlance("b1", Text("社保卡 办理、补换", "Social card: new, replace"), at("9:30"), at("10:00"), "late",
                      Text("过了 12 分钟，给您排普通号", "12 min late: an ordinary number")),
        BookingGlance("b2", Text("发票代开", "Invoice on request"), at("10:00"), at("10:30"), "now",
                      Text("可以签到", "Ready to check in")),
        BookingGlance("b3", Text("退休申请", "Retirement"), at("15:00"), at("15:30"), "early",
                      Text("14:30 以后再签到", "Check in from 14:30 on")),
    )  # fmt: skip


def presented(way: p.Way, booked: tuple[BookingGlance, ...], ident: str = "r1") -> Reading:
    """A reading that found somebody with bookings."""
    return Reading(
        ident, way, ReadingState.PRESENTED, NOW + 60_000, handle="h1", shown="张*", bookings=booked
    )


SEVERAL: dict[str, object] = {
    "klass": t.TicketClass.PRIORITY,
    "token": "abcdefghijklmnop",
    "legs": tuple(
        KioskLeg(Text(zh, en), Text(place, where), state)
        for zh, en, place, where, state in (
            ("社保卡 办理、补换", "Social card: new, replace", "2楼 B区 3–8号窗口", "Floor 2, zone B, windows 3–8",
             LegState.CURRENT),
            ("发票代开", "Invoice on request", "1楼 C区 12号窗口", "Floor 1, zone C, window 12", LegState.PLANNED),
            ("参保登记、信息变更", "Join, change of facts", "2楼 B区 9、10号窗口", "Floor 2, zone B, windows 9, 10",
             LegState.PLANNED),
            ("退休申请", "Retirement", "2楼 B区 9、10号窗口", "Floor 2, zone B, windows 9, 10", LegState.PLANNED),
            ("养老待遇 资格认证", "Pension: proof of life", "2楼 B区 11号窗口", "Floor 2, zone B, window 11",
             LegState.PLANNED),
        )
    ),
}  # fmt: skip
"""Five items on one number of an elder."""


def with_numbers(ident: str) -> Reading:
    """Somebody with three numbers: one that waits with five items, one that was missed, one that is called."""
    missed = Text("可以重新排上：只能一次，排在后面 3 个人之后", "Once only, behind the next 3 people.")
    return Reading(
        ident, p.Way.CARD, ReadingState.PRESENTED, NOW + 60_000, handle="h1", shown="张*",
        tickets=(
            ticket(SlipState.PRINTED, ticket="2026-11-20-B031", number="B031", **SEVERAL),
            ticket(SlipState.PRINTED, ticket="2026-11-20-C007", number="C007", state=t.TicketState.PASSED, ahead=0,
                   range=Range(False), token="b" * 16, reactivable=True, passed=missed,
                   service=Text("发票代开", "Invoice on request")),
            ticket(SlipState.PRINTED, ticket="2026-11-20-A012", token="c" * 16, state=t.TicketState.CALLED, ahead=0,
                   range=Range(False), window="3"),
        ),
    )  # fmt: skip


def ticket(slip: SlipState = SlipState.PRINTING, why: str = "", **more: object) -> KioskTicket:
    """A012 as this kiosk is shown it."""
    facts: dict[str, object] = {
        "ticket": "2026-11-20-A012",
        "number": "A012",
        "service": Text("社保卡 办理、补换", "Social card: new, replace"),
        "place": Text("2楼 B区 3–8号窗口", "Floor 2, zone B, windows 3–8"),
        "route": Text("出电梯右转，跟蓝色地标走 40 米", "Right of the lift, follow the blue line for 40 m"),
        "state": t.TicketState.WAITING,
        "issued_ms": NOW,
        "ahead": 7,
        "range": Range(True, 15, 25),
        "slip": slip,
        "why": Text(why, "Out of paper. Your number is still good." if why else ""),
        "qr": "H1:0f3a9c6e5d2b4187a0c3f6e9d2b5a8c1",
    }
    return KioskTicket(**{**facts, **more})  # type: ignore[arg-type]


def recorded(event: Event, seq: int = 9) -> Recorded:
    """An event as the answer to a command carries it."""
    return Recorded(seq, NOW, Actor(KIOSK, Role.KIOSK), "00" * 16, event)


def started(way: p.Way, ident: str = "r1") -> Recorded:
    return recorded(p.ReadingStarted(KIOSK, ident, way, NOW + 60_000))


def issued(**more: object) -> Recorded:
    """The hall gave out A012."""
    return recorded(
        t.TicketIssued(
            ticket="2026-11-20-A012",
            number="A012",
            serial=12,
            queue="B1",
            service="card",
            klass=t.TicketClass.BOOKED if "booking" in more else t.TicketClass.NORMAL,
            identity=p.Identity(p.Way.CARD, "ab" * 32, "张*"),
            token="0f3a9c",
            forecast=t.Forecast(True, 7, 900, 1500),
            kiosk=KIOSK,
            **more,  # type: ignore[arg-type]
        )
    )


def open_link(kind: type[FakeLink] = FakeLink) -> FakeLink:
    """A link on which the catalogue and a first view have arrived."""
    link = kind(NOW)
    link.show("catalogue", catalogue())
    link.show(TOPIC, view())
    return link
