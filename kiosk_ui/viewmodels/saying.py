"""What the kiosk says of one number, in both languages: how it stands, where to go, how long, how it will be called."""

from collections.abc import Callable

from hall.contract.legs import LegState
from hall.contract.tickets import TicketClass, TicketState
from hall.contract.unions import Command
from hall.contract.views_kiosk import KioskLeg, KioskTicket
from hall.uikit import phrases
from hall.uikit.words import Words

Make = Callable[[str], Command]  # a command about a number, from its token

STATES: dict[TicketState, tuple[str, str]] = {
    TicketState.WAITING: ("在排队", "Waiting"),
    TicketState.CALLED: ("轮到您了", "Your turn"),
    TicketState.SERVING: ("正在办", "Being served"),
    TicketState.HELD: ("先放一放，窗口会再叫您", "On hold, the window calls you again"),
    TicketState.DONE: ("办完了", "Finished"),
    TicketState.PASSED: ("过号了", "Missed"),
    TicketState.CANCELLED: ("已取消", "Cancelled"),
    TicketState.ABANDONED: ("已离开", "Left"),
    TicketState.EXPIRED: ("已过期", "Expired"),
}
_LEGS: dict[LegState, tuple[str, str]] = {
    LegState.DONE: ("办完了", "done"),
    LegState.TRANSFERRED: ("转走了", "moved"),
    LegState.ENDED: ("不办了", "ended"),
    LegState.PAUSED: ("等一下接着办", "goes on later"),
    LegState.CURRENT: ("", ""),
    LegState.PLANNED: ("", ""),
}


def state(ticket: KioskTicket, english: bool) -> str:
    """One word for how it stands."""
    zh, en = STATES[ticket.state]
    return en if english else zh


def place(ticket: KioskTicket, words: Words) -> str:
    """Where to go now: the window that calls, else the windows of the queue."""
    if ticket.state is TicketState.CALLED and ticket.window:
        return f"Window {ticket.window}, now" if words.english else f"{ticket.window}号窗口，在叫您"
    return words.of(ticket.place)


def wait(ticket: KioskTicket, english: bool) -> str:
    """前面 7 人 · 约15–25分钟; "" for a number that does not wait."""
    if ticket.state is not TicketState.WAITING:
        return ""
    people = f"{ticket.ahead} people ahead" if english else f"前面 {ticket.ahead} 人"
    return f"{people} · {phrases.wait(ticket.range, english)}"


def kind(ticket: KioskTicket) -> str:
    """The tag beside the number: priority, booked or none."""
    return ticket.klass.value if ticket.klass is not TicketClass.NORMAL else ""


def calling(ticket: KioskTicket, words: Words) -> str:
    """How this visitor will be called, as things are."""
    if not ticket.voice:
        return words.t("这里没有广播，叫号看屏幕")
    return words.t("广播会叫您，屏幕上也有" if ticket.spoken else "不用广播叫您，请看屏幕")


def calling_key(ticket: KioskTicket, words: Words) -> str:
    """The other way to be called, on a key; "" where no loudspeaker stands."""
    if not ticket.voice:
        return ""
    return words.t("安静叫我" if ticket.spoken else "用广播叫我")


def legs(ticket: KioskTicket, words: Words) -> list[str]:
    """Every item in order, with where and how it stands: 社保卡 · 2楼 B区 2–3号窗口, 开证明 · 办完了."""
    return [_leg(x, words) for x in ticket.legs]


def _leg(leg: KioskLeg, words: Words) -> str:
    zh, en = _LEGS[leg.state]
    open_ = leg.state in (LegState.CURRENT, LegState.PLANNED, LegState.PAUSED)
    where = words.of(leg.place) if open_ else ""
    return " · ".join(x for x in (words.of(leg.service), where, en if words.english else zh) if x)
