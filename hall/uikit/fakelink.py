"""A link without a hall: tests feed it real views and answers and look at the commands that were asked."""

from hall.contract.base import Text
from hall.contract.unions import Command, Done, Recorded, Refused
from hall.contract.views import View
from hall.uikit.link import NO_ANSWER, Link, State


class FakeLink(Link):
    """`asked` holds (id, command) in order. Time stands still until `now` is set."""

    def __init__(self, now: int) -> None:
        self.now = now
        super().__init__(lambda: self.now)
        self.asked: list[tuple[str, Command]] = []

    def _send(self, command: Command, deadline_s: float, again: str) -> str:
        ident = again or f"{len(self.asked) + 1:032x}"
        self.asked.append((ident, command))
        return ident

    @property
    def commands(self) -> list[Command]:
        return [command for _, command in self.asked]

    def last(self, kind: type) -> Command:
        """The newest asked command of that kind; AssertionError when none was asked."""
        found = [command for command in self.commands if isinstance(command, kind)]
        assert found, f"no {kind.__name__} was asked; asked: {self.commands}"
        return found[-1]

    def show(self, topic: str, view: View) -> None:
        """The hall publishes a view."""
        self._become(State.LIVE)
        self._arrive(topic, view)

    def lose(self) -> None:
        """The hall falls silent."""
        self._become(State.LOST)

    def done(self, *events: Recorded) -> None:
        """The hall accepts the newest command."""
        ident = self.asked[-1][0]
        self.answered.emit(ident, Done(ident, events))

    def refuse(self, code: str, zh: str, en: str, hint: str = "") -> None:
        """The hall refuses the newest command."""
        ident = self.asked[-1][0]
        self.answered.emit(ident, Refused(ident, code, Text(zh, en), hint))

    def silence(self) -> None:
        """No answer to the newest command before its deadline."""
        self.refuse(NO_ANSWER, "没有收到回话，请再试一次", "No answer. Please try again.")
