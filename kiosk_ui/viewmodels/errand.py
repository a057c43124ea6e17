"""What somebody stands here for: a number, the one taken before, or a booking; who goes first and why."""

from PySide6.QtCore import Property, QObject, Signal

from hall.contract import people as p
from hall.uikit.words import Words
from kiosk_ui.viewmodels.identity import Identity
from kiosk_ui.viewmodels.services import Services
from kiosk_ui.viewmodels.take_ticket import TakeTicket

WALK_IN = ("no_booking", "other_day", "too_early", "missed", "cancelled", "over")


class Errand(QObject):
    """A new number for whoever comes, until a press says otherwise."""

    changed = Signal()

    def __init__(self, words: Words, identity: Identity, services: Services, taking: TakeTicket) -> None:
        super().__init__()
        self._words, self._identity, self._services, self._taking = words, identity, services, taking
        self.mine = False  # looking for one's number instead of taking one
        self.booking = False  # checking in for a booking
        self.priority = self.note = ""  # given by a guide
        self.service = ""  # wanted before anybody was identified: its key was pressed, or its guide was read
        for source in (words, identity, services, taking):
            source.changed.connect(self.changed)

    @property
    def seeks(self) -> bool:
        """Is something looked for that exists, instead of a new number?"""
        return self.mine or self.booking

    def find_mine(self) -> None:
        self.mine = True
        self.changed.emit()

    def check_in(self, on: bool = True) -> None:
        """For a booking; not `on`: an ordinary number after all."""
        self.booking = on
        self.changed.emit()

    def want(self, service: str) -> None:
        """This service as soon as it is known who stands here; "" none."""
        self.service = service
        self.changed.emit()

    def go_first(self, reason: str, note: str) -> None:
        """A guide says why; "" an ordinary number."""
        self.priority, self.note = reason, note

    def forget(self) -> None:
        """Nothing of it stays."""
        self.mine = self.booking = False
        self.priority = self.note = self.service = ""
        self.changed.emit()

    def _seeks(self) -> bool:
        return self.seeks

    def _checks_in(self) -> bool:
        return self.booking

    def _can_walk_in(self) -> bool:
        """After a check-in that was refused: an ordinary number is one press away, unless only a code was shown."""
        known = self._identity.attest is not None and not isinstance(self._identity.attest, p.CodeAttest)
        return self.booking and known and self._taking.property("code") in WALK_IN

    def _wish(self) -> str:
        """The service that is wanted, by name."""
        card = self._services.card_of(self.service) if self.service else None
        return self._words.of(card.name) if card is not None else ""

    looking = Property(bool, _seeks, notify=changed)
    checkingIn = Property(bool, _checks_in, notify=changed)
    canWalkIn = Property(bool, _can_walk_in, notify=changed)
    wish = Property(str, _wish, notify=changed)
