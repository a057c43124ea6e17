"""Taking the number and watching its slip: one question to the hall, then what the kiosk's view says of the ticket."""

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import tickets as t
from hall.contract.bookings import CheckIn
from hall.contract.calling import Calling, SetCalling
from hall.contract.people import Attest
from hall.contract.unions import Done, Refused
from hall.contract.views_kiosk import KioskTicket, KioskView, SlipState
from hall.uikit import phrases, qr
from hall.uikit.link import NO_ANSWER, Link, Reply
from hall.uikit.words import Words
from kiosk_ui.viewmodels import saying

_GOES = (t.TicketState.CALLED, t.TicketState.HELD)
_STATUS = {
    SlipState.PRINTING: "printing",
    SlipState.PRINTED: "printed",
    SlipState.FAILED: "nopaper",
    SlipState.UNKNOWN: "failed",
}


_NOT_NOW = ("slip_printing", "no_spare")  # refusals of a slip that leave the number where it stands
_FIVE_MS = 300_000  # a forecast is not exact to the minute: the range is widened to full five minutes


class TakeTicket(QObject):
    """`status`: idle, asking, refused, printing, printed, nopaper (printer told us), failed (never confirmed)."""

    changed = Signal()
    taken = Signal()
    refused = Signal()

    def __init__(self, link: Link, words: Words, kiosk: str) -> None:
        super().__init__()
        self._link, self._words, self._kiosk = link, words, kiosk
        self._topic = f"kiosk/{kiosk}"
        self._round = 0
        self._reset()
        link.viewArrived.connect(self._on_view)
        words.changed.connect(self.changed)

    def _reset(self) -> None:
        self._asking = False
        self._ticket = ""
        self._issued: t.TicketIssued | None = None
        self._refused: Refused | None = None
        self._again = False  # a reprint, not a new number
        self._command: t.TakeTicket | t.Reprint | CheckIn | None = None
        self._ident = ""

    # -- acts -----------------------------------------------------------------------------------------
    def take(
        self, service: str, attest: Attest, more: tuple[str, ...] = (), priority: str = "", note: str = ""
    ) -> None:
        """Ask for one number for an item and `more`. A second press while asking does nothing."""
        if self._asking:
            return
        self._reset()
        self._send(t.TakeTicket(service, attest, self._kiosk, priority, more, note=note))

    def check_in(self, attest: Attest, booking: str = "") -> None:
        """A booking becomes a number: the one that was chosen, else the earliest that can be."""
        if not self._asking:
            self._reset()
            self._send(CheckIn(self._kiosk, attest, booking))

    def print_again(self, ticket: str) -> None:
        """The slip of a number of whoever is presented here, wherever it was taken."""
        if not self._asking:
            self._reset()
            self._again = True
            self._send(t.Reprint(self._kiosk, ticket=ticket))

    @Slot()
    def switchCalling(self) -> None:
        """By voice instead of silently, or the other way round."""
        fact = self.fact
        if fact is not None and fact.token:
            wish = Calling.SILENT if fact.spoken else Calling.VOICE
            self._link.ask(SetCalling(wish, token=fact.token))

    @Slot()
    def reprint(self) -> None:
        """The slip again: of the number shown, or of the number the refusal named."""
        ticket = self._ticket or (self._refused.hint if self._refused else "")
        if ticket and not self._asking:
            self._refused, self._again = None, True
            self._send(t.Reprint(self._kiosk, ticket=ticket))

    @Slot()
    def printNearby(self) -> None:
        """The slip that did not come, at the printer near by that the hall names."""
        if self._ticket and not self._asking:
            self._again = True
            self._send(t.Reprint(self._kiosk, ticket=self._ticket, spare=True))

    def clear(self) -> None:
        """Forget the visitor. The number itself is never lost by this."""
        self._round += 1
        self._reset()
        self.changed.emit()

    @Slot()
    def retry(self) -> None:
        """Nobody answered: ask the same question under the same id, so that it cannot have a second effect."""
        if self._silent() and self._command is not None:
            self._refused = None
            self._send(self._command, self._ident)

    def _send(self, command: t.TakeTicket | t.Reprint | CheckIn, again: str = "") -> None:
        self._asking, self._command = True, command
        mine = self._round
        self._ident = self._link.ask(command, lambda reply: self._on_reply(mine, reply), again=again)
        self.changed.emit()

    def _on_reply(self, mine: int, reply: Reply) -> None:
        if mine != self._round:
            return
        self._asking = False
        if isinstance(reply, Done):
            for record in reply.events:
                if isinstance(record.event, t.TicketIssued):
                    self._issued, self._ticket = record.event, record.event.ticket
                elif isinstance(record.event, t.SlipAsked):
                    self._ticket = record.event.ticket
            self.changed.emit()
            self.taken.emit()
        elif (
            isinstance(self._command, t.Reprint)
            and reply.code in _NOT_NOW
            and self._shown(self._command.ticket)
        ):
            self._ticket = self._command.ticket  # the number stays on the screen, with what its slip does now
            self.changed.emit()
            self.taken.emit()
        else:
            self._refused = reply
            self.changed.emit()
            self.refused.emit()

    def _on_view(self, topic: str, view: object) -> None:
        if topic == self._topic and self._ticket:
            self.changed.emit()

    # -- facts ------------------------------------------------------------------------------------------
    @property
    def fact(self) -> KioskTicket | None:
        """The ticket as the hall shows it at this kiosk."""
        return self._shown(self._ticket) if self._ticket else None

    def _shown(self, ticket: str) -> KioskTicket | None:
        view = self._link.latest(self._topic)
        if not isinstance(view, KioskView):
            return None
        return next((x for x in view.tickets if x.ticket == ticket), None)

    def _status(self) -> str:
        if self._asking:
            return "asking"
        if self._refused:
            return "refused"
        if not self._ticket:
            return "idle"
        return _STATUS[self.fact.slip] if self.fact else "printing"

    def _number(self) -> str:
        return self.fact.number if self.fact else self._issued.number if self._issued else ""

    def _service(self) -> str:
        return self._words.of(self.fact.service) if self.fact else ""

    def _place(self) -> str:
        return saying.place(self.fact, self._words) if self.fact else ""

    def _route(self) -> str:
        return self._words.of(self.fact.route) if self.fact else ""

    def _wait(self) -> str:
        if self.fact is not None and self.fact.state is not t.TicketState.WAITING:
            return saying.state(
                self.fact, self._words.english
            )  # no waiting time any more: where it is instead
        if self.fact is None or not self.fact.range.known:
            return ""
        span = phrases.minutes(self.fact.range.low_min, self.fact.range.high_min, self._words.english)
        if self.fact.range.rough:
            return f"roughly {span}" if self._words.english else f"估 {span}"
        return span

    def _waits(self) -> bool:
        """Is there still a time to wait? Until the number is known there will be one."""
        return self.fact is None or self.fact.state is t.TicketState.WAITING

    def _goes(self) -> bool:
        """Is there still a place to go to?"""
        return self._waits() or (self.fact is not None and self.fact.state in _GOES)

    def _ahead(self) -> str:
        fact, english = self.fact, self._words.english
        if fact is None or fact.state is not t.TicketState.WAITING:
            return ""
        people = f"{fact.ahead} people ahead" if english else f"前面 {fact.ahead} 人"
        if not fact.range.known:
            return people + (" · no window open yet" if english else " · 还没有窗口在开")
        view = self._link.latest(self._topic)
        at = view.at if isinstance(view, KioskView) else fact.issued_ms
        first, last = at + fact.range.low_min * 60_000, at + fact.range.high_min * 60_000
        first, last = first // _FIVE_MS * _FIVE_MS, -(-last // _FIVE_MS) * _FIVE_MS
        low, high = phrases.clock(first), phrases.clock(last)
        if first <= at:  # widened into the past: nobody is called at a time that is over
            return f"{people} · by about {high}" if english else f"{people} · 约 {high} 前叫到您"
        return f"{people} · about {low}–{high}" if english else f"{people} · 约 {low}–{high} 叫到您"

    def _why(self) -> str:
        """What to do when the slip did not come, or why there is no number."""
        if self._refused:
            return self._words.of(self._refused.text)
        return self._words.of(self.fact.why) if self.fact else ""

    def _slip_at(self) -> str:
        """The printer the slip comes out of, "" for this kiosk's own."""
        return self._words.of(self.fact.slip_at) if self.fact else ""

    def _nearby(self) -> str:
        """The printer near by that can print the slip now, "" when none can or none is needed."""
        return self._words.of(self.fact.spare) if self.fact else ""

    def _code(self) -> str:
        return self._refused.code if self._refused else ""

    def _can_reprint(self) -> bool:
        return bool(self._refused and self._refused.code == "already" and self._refused.hint)

    def _silent(self) -> bool:
        return bool(self._refused and self._refused.code == NO_ANSWER)

    def _kind(self) -> str:
        """Why it goes before others: priority, booked, "" an ordinary number."""
        return saying.kind(self.fact) if self.fact else ""

    def _legs(self) -> list[str]:
        return saying.legs(self.fact, self._words) if self.fact else []

    def _calling(self) -> str:
        """How the visitor will be called."""
        return saying.calling(self.fact, self._words) if self._callable() and self.fact else ""

    def _calling_key(self) -> str:
        """The other way to be called, on a key."""
        return saying.calling_key(self.fact, self._words) if self._callable() and self.fact else ""

    def _callable(self) -> bool:
        return self.fact is not None and self.fact.state in (t.TicketState.WAITING, t.TicketState.HELD)

    def _is_again(self) -> bool:
        return self._again

    def _is_late(self) -> bool:
        """Came after the grace time of the booking: an ordinary number."""
        return self._issued is not None and self._issued.late

    def _is_booked(self) -> bool:
        return self._issued is not None and bool(self._issued.booking) and not self._issued.late

    def _follow(self) -> bool:
        """Does the code lead to a page, or is it only the number's token?"""
        return bool(self.fact) and self.fact.qr.startswith(("http://", "https://"))

    def _qr(self) -> list[str]:
        return qr.rows(self.fact.qr) if self.fact else []

    status = Property(str, _status, notify=changed)
    number = Property(str, _number, notify=changed)
    service = Property(str, _service, notify=changed)
    place = Property(str, _place, notify=changed)
    route = Property(str, _route, notify=changed)
    wait = Property(str, _wait, notify=changed)
    waits = Property(bool, _waits, notify=changed)
    goes = Property(bool, _goes, notify=changed)
    ahead = Property(str, _ahead, notify=changed)
    why = Property(str, _why, notify=changed)
    slipAt = Property(str, _slip_at, notify=changed)
    nearby = Property(str, _nearby, notify=changed)
    code = Property(str, _code, notify=changed)
    canReprint = Property(bool, _can_reprint, notify=changed)
    silent = Property(bool, _silent, notify=changed)
    copy = Property(bool, _is_again, notify=changed)
    late = Property(bool, _is_late, notify=changed)
    booked = Property(bool, _is_booked, notify=changed)
    kind = Property(str, _kind, notify=changed)
    legs = Property(list, _legs, notify=changed)
    calling = Property(str, _calling, notify=changed)
    callingKey = Property(str, _calling_key, notify=changed)
    follow = Property(bool, _follow, notify=changed)
    qr = Property(list, _qr, notify=changed)
