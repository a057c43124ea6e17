"""What a view-model sees of the hall: views that arrive, commands asked, answers, and whether the line is alive.

`Link` is the face; `hall.uikit.buslink.BusLink` speaks over zmq in its own thread, `fakelink.FakeLink` is for tests.
"""

import enum
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from hall.contract.unions import Command, Done, Refused
from hall.contract.views import View

Reply = Done | Refused
OnReply = Callable[[Reply], None]

NO_ANSWER = "no_answer"  # code of the Refused a link makes when the deadline passed without an answer


class State(enum.Enum):
    """`LIVE`: the hall was heard lately. `LOST`: it was not; the last views are old and must be shown as such."""

    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"


class Link(QObject):
    """One bridge from the hall to the GUI thread. All signals arrive on the GUI thread."""

    viewArrived = Signal(str, object)  # topic, view
    answered = Signal(str, object)  # command id, Done | Refused
    stateChanged = Signal()

    def __init__(self, now_ms: Callable[[], int]) -> None:
        """`now_ms` is the hall's clock (ms since the epoch; faster than real in a demo)."""
        super().__init__()
        self._now_ms = now_ms
        self._latest: dict[str, View] = {}
        self._waiting: dict[str, OnReply] = {}
        self._state = State.CONNECTING
        self._since_ms = 0
        self.answered.connect(self._on_answer)

    @property
    def state(self) -> State:
        return self._state

    @property
    def live(self) -> bool:
        return self._state is State.LIVE

    @property
    def since_ms(self) -> int:
        """Hall time since which the state holds."""
        return self._since_ms

    def now_ms(self) -> int:
        """The hall's time now."""
        return self._now_ms()

    def latest(self, topic: str) -> View | None:
        """The last view of a topic, whatever its age."""
        return self._latest.get(topic)

    def ask(
        self, command: Command, on_reply: OnReply | None = None, deadline_s: float = 5.0, again: str = ""
    ) -> str:
        """Send one command; `on_reply` is called once on the GUI thread with Done or Refused (code `no_answer` when
        the hall stayed silent: then nobody knows; `again` with the returned id asks without a second effect)."""
        ident = self._send(command, deadline_s, again)
        if on_reply is not None:
            self._waiting[ident] = on_reply
        return ident

    def close(self) -> None:
        """End the line. No signal comes afterwards."""

    def _send(self, command: Command, deadline_s: float, again: str) -> str:
        raise NotImplementedError

    # -- for the two kinds of link, on the GUI thread --------------------------------------------
    def _arrive(self, topic: str, view: View) -> None:
        self._latest[topic] = view
        self.viewArrived.emit(topic, view)

    def _become(self, state: State, since_ms: int = 0) -> None:
        if state is not self._state:
            self._state = state
            self._since_ms = since_ms or self.now_ms()
            self.stateChanged.emit()

    def _on_answer(self, ident: str, reply: Reply) -> None:
        on_reply = self._waiting.pop(ident, None)
        if on_reply is not None:
            on_reply(reply)
