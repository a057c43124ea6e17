"""What acts at the wall have in common: why something is done, and one question at a time to the hall."""

from collections.abc import Callable, Iterable

from hall.contract.unions import Command, Refused
from hall.uikit.link import Reply
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Choice, Who


class Why:
    """A reason: `chosen` from some, or `typed` in one's own words, which take the place of the chosen one."""

    def __init__(self) -> None:
        self.chosen = self.typed = ""

    @property
    def text(self) -> str:
        """ "" while nothing is said."""
        return self.typed.strip() or self.chosen

    def choose(self, reason: str) -> None:
        self.chosen, self.typed = reason, ""

    def type(self, text: str) -> bool:
        """Other words than before?"""
        if text == self.typed:
            return False
        self.typed = text
        if text.strip():
            self.chosen = ""
        return True

    def clear(self) -> None:
        self.chosen = self.typed = ""

    def choices(self, reasons: Iterable[str], t: Callable[[str], str]) -> list[Choice]:
        """The reasons there are to choose from, in Chinese, as drawn."""
        return [Choice(zh, t(zh), zh == self.chosen) for zh in reasons]


class Asking:
    """`problem`: why the hall refused the last question, in the words of the screen; "" when it did not."""

    def __init__(self, wall: Wall, who: Who) -> None:
        self._wall, self._who = wall, who
        self.under_way = False
        self.problem = ""

    def ask(self, command: Command, then: Callable[[Reply], None]) -> None:
        """Send it, unless another is on its way; `then` hears the answer."""
        if self.under_way:
            return
        self.under_way, self.problem = True, ""

        def heard(reply: Reply) -> None:
            self.under_way = False
            if isinstance(reply, Refused):
                self.problem = self._wall.words.of(reply.text)
            then(reply)

        self._wall.link.ask(command, self._who.heard(heard))
