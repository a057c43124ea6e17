"""What displays show: the panel over a window its own call, the big screen of a zone the newest calls (R071)."""

from hall.contract.config import DevicePart
from hall.contract.views_common import WindowState
from hall.domain.facts import Ticket, Window
from hall.domain.state import Hall

IDLE = "请等候叫号"
_AT = {WindowState.CALLED: "请到", WindowState.SERVING: "正在"}


def panel_lines(hall: Hall, window: str) -> tuple[str, tuple[str, ...], str]:
    """(kind, lines, the ticket's number or "") that the panel over a window must show now."""
    have = hall.facts.windows[window]
    number = hall.windows[window].number
    ticket = hall.facts.tickets.get(have.ticket)
    if have.state is WindowState.CALLED and ticket:
        return "call", (f"请{ticket.number}号到{number}号窗口",), ticket.number
    if have.state is WindowState.SERVING and ticket:
        return "serving", (f"{ticket.number} 办理中",), ticket.number
    if have.state is WindowState.PAUSED:
        return "pause", (f"{number}号窗口 暂停服务",), ""
    if have.state is WindowState.FREE:
        return "idle", (f"{number}号窗口 {IDLE}",), ""
    return "closed", (f"{number}号窗口 未开",), ""


def screen_lines(hall: Hall, screen: DevicePart) -> tuple[str, ...]:
    """The lines of a zone's big screen: who is called or served in its zones, the newest call first. A call that its
    window's panel does not show is marked."""
    calls: list[tuple[int, int, Window, Ticket]] = []
    for zone in zones_of(screen):
        for window in hall.windows_of_zone.get(zone, ()):
            have = hall.facts.windows[window]
            ticket = hall.facts.tickets.get(have.ticket) if have.state in _AT else None
            if ticket is not None:
                calls.append((-ticket.last_call_ms, -ticket.seq, have, ticket))
    calls.sort(key=lambda call: call[:2])
    newest = [(window, ticket) for _, _, window, ticket in calls[: max(1, screen.rows)]]
    wide = max((len(hall.windows[window.id].number) for window, _ in newest), default=0)
    return tuple(_row(hall, window, ticket, wide) for window, ticket in newest) or (IDLE,)


def _row(hall: Hall, window: Window, ticket: Ticket, wide: int) -> str:
    """Number and where to; all rows are equally long, so that their parts stand below one another."""
    marked = window.state is WindowState.CALLED and is_backed(window, ticket)
    number = hall.windows[window.id].number.rjust(wide)
    return f"{ticket.number}{'★' if marked else '  '}{_AT[window.state]} {number}号窗口"


def is_backed(window: Window, ticket: Ticket) -> bool:
    """The call that runs was made another way, because its panel did not show it."""
    return window.backed_ms == ticket.last_call_ms


def zones_of(screen: DevicePart) -> tuple[str, ...]:
    return tuple(dict.fromkeys(z for z in (screen.zone, *screen.zones) if z))
