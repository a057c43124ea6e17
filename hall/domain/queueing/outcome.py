"""What became of a visit as a whole: one of thirteen outcomes, worked out from the ticket when it is over (R012)."""

from hall.contract.legs import LegState
from hall.contract.tickets import Outcome, TicketState, VisitOutcome
from hall.domain import facts as f
from hall.domain.queueing.states import OPEN_STATES

_SERVED = frozenset({Outcome.ON_SPOT_DONE, Outcome.ACCEPTED, Outcome.TOLERANT_ACCEPTED})
_UNSERVED = {Outcome.NOTICE_ONCE: VisitOutcome.NOTICED, Outcome.REFUSED: VisitOutcome.REFUSED}
_EXPIRED = {
    TicketState.WAITING: VisitOutcome.EXPIRED_WAITING,
    TicketState.HELD: VisitOutcome.EXPIRED_HELD,
    TicketState.CALLED: VisitOutcome.EXPIRED_CALLED,
    TicketState.SERVING: VisitOutcome.EXPIRED_SERVING,
}


def visit_outcome(ticket: f.Ticket) -> VisitOutcome | None:
    """None while the visit goes on. A missed call counts as NO_SHOW until it is reactivated.

    Advice neither adds nor takes away where something else was done. Of several services some accepted and some not,
    or some accepted before the visitor left, the visit was served in part; with none accepted, a notice of what is
    missing (come again) says more than a refusal.
    """
    if ticket.state in OPEN_STATES:
        return None
    done = [x.outcome for x in ticket.others if x.state is LegState.DONE]
    served = any(x in _SERVED for x in (*done, ticket.outcome))
    if ticket.state is TicketState.DONE:
        return _done(served, {*done, ticket.outcome})
    if served:
        return VisitOutcome.SERVED_PART
    if ticket.state is TicketState.PASSED:
        return VisitOutcome.NO_SHOW
    if ticket.state is TicketState.ABANDONED:
        return VisitOutcome.ABANDONED
    if ticket.state is TicketState.CANCELLED:
        visitor = ticket.ended_by == "visitor"
        return VisitOutcome.CANCELLED_BY_VISITOR if visitor else VisitOutcome.CANCELLED_BY_STAFF
    return _EXPIRED[TicketState(ticket.ended_by)]


def _done(served: bool, said: set[Outcome | None]) -> VisitOutcome:
    unserved = [outcome for reason, outcome in _UNSERVED.items() if reason in said]
    if served:
        return VisitOutcome.SERVED_PART if unserved else VisitOutcome.SERVED
    return unserved[0] if unserved else VisitOutcome.CONSULTED
