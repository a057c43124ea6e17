"""Which command a ticket's state allows, as a table. What its window must allow stands in `call.ALLOWED`."""

from hall.contract import tickets as t
from hall.contract.calling import SetCalling
from hall.contract.legs import UndoTransfer
from hall.contract.tickets import TicketState as S
from hall.domain import facts as f
from hall.domain.refusal import Refusal

OPEN_STATES = (S.WAITING, S.CALLED, S.SERVING, S.HELD)
_OPEN = frozenset(OPEN_STATES)

ALLOWED: dict[type, frozenset[S]] = {
    t.CallTicket: frozenset({S.WAITING, S.HELD}),
    UndoTransfer: frozenset({S.WAITING}),
    t.PushToTop: frozenset({S.WAITING}),
    t.Prioritise: frozenset({S.WAITING}),
    t.Reactivate: frozenset({S.PASSED}),
    t.Leave: frozenset({S.WAITING, S.CALLED, S.HELD}),
    t.Cancel: frozenset({S.WAITING, S.CALLED, S.HELD}),
    SetCalling: _OPEN,
    t.Reprint: _OPEN,
}
"""Every command that names a ticket. Those of a window (Start, Finish, Hold …) mean the visitor who is there."""

# What a ticket is that does not allow it, and what to do where something can be done; both follow its number.
WORDS: dict[S, tuple[str, str]] = {
    S.WAITING: ("在等候", "is waiting."),
    S.CALLED: ("已被窗口呼叫", "has been called by a window."),
    S.SERVING: ("正在办理", "is being served."),
    S.HELD: ("已暂挂，由原窗口继续办", "is on hold; its window goes on with it."),
    S.DONE: ("已经办完", "is done."),
    S.PASSED: ("已过号，请先重新激活", "was passed. Reactivate it first."),
    S.CANCELLED: ("已取消，请重新取号", "was cancelled. Take a new number."),
    S.ABANDONED: ("已离开，请重新取号", "has left. Take a new number."),
    S.EXPIRED: ("已过期，请重新取号", "has expired. Take a new number."),
}


def must_allow(command: type, ticket: f.Ticket) -> f.Ticket:
    """The ticket, if its state allows the command; else a refusal `ticket_<state>` in words."""
    if ticket.state not in ALLOWED[command]:
        zh, en = WORDS[ticket.state]
        raise Refusal(f"ticket_{ticket.state.value}", f"{ticket.number} {zh}", f"{ticket.number} {en}")
    return ticket
