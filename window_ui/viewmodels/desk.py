"""The console of one window: its state, the four keys, what is asked of the hall and what the hall refused.

The parts of the page (visitor in hand, line, alerts, rest) are their own objects and read `view` from here.
"""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.devices import HostAlive
from hall.contract.unions import Command, Refused
from hall.contract.views_common import WindowState
from hall.contract.views_window import WindowView
from hall.uikit import phrases
from hall.uikit.link import NO_ANSWER, Link, Reply, State
from hall.uikit.listmodel import KeyedModel
from hall.uikit.words import Words
from window_ui.viewmodels.keys import Facts, Key, keys

MESSAGE_MS = 8000  # words after a refusal stay this long, in machine time
TICK_MS = 250
REJOIN_MS = 3000  # how long a returning hall may take to send its view, machine time

WHY_NOT = {  # what must be done before, by the state the window is in
    WindowState.CLOSED: "先签到",
    WindowState.FREE: "先叫一位",
    WindowState.CALLED: "人到了先按 F1",
    WindowState.SERVING: "先办完手上的",
    WindowState.PAUSED: "先恢复窗口",
}

PANEL_WORDS = {  # what is known of the window's own display, by Truth
    "shows": "叫号屏已显示",
    "sent": "叫号屏发出了，无法确认",
    "drawing": "叫号屏正在换字",
    "wrong": "叫号屏没有显示",
    "unknown": "叫号屏情况不明",
}

RATING_WORDS = {"asked": "{number} 等待评价", "rated": "{number} 已评价", "not_rated": "{number} 未评价"}


class Desk(QObject):
    """Follows `window/<id>` on the link. `changed`: the hall or the clerk changed something; `ticked`: time moved."""

    changed = Signal()
    ticked = Signal()

    def __init__(self, link: Link, words: Words, window: str, number: str, repeat_max: int = 3) -> None:
        super().__init__()
        self.link, self.words, self.window = link, words, window
        self.view: WindowView | None = None
        self.window_number = number
        self._repeat_max = repeat_max
        self._bar = False
        self._message = ""
        self._under_way = False
        self._asked: Command | None = None
        self._on_done: Callable[[], None] | None = None
        self._unsure: tuple[Command | None, str] | None = None  # asked, and the hall stayed silent
        self._outcome = t.Outcome.ACCEPTED
        self._kept: tuple[str, t.Outcome] | None = None  # finished by hand while the hall was away
        self._keys = KeyedModel(Key, "id")
        self._message_end = QTimer()
        self._message_end.setSingleShot(True)
        self._message_end.timeout.connect(self.hush)
        self._rejoined = QTimer()
        self._rejoined.setSingleShot(True)
        self._rejoined.timeout.connect(self._send_kept)
        link.viewArrived.connect(self._on_view)
        link.stateChanged.connect(self._on_link)
        words.changed.connect(self.refresh)
        latest = link.latest(f"window/{window}")
        if isinstance(latest, WindowView):
            self.view = latest
        self._clock = QTimer()
        self._clock.timeout.connect(self.tick)
        self._clock.start(TICK_MS)
        self._fill()

    # -- what arrives ------------------------------------------------------------------------------
    def _on_view(self, topic: str, view: object) -> None:
        if topic != f"window/{self.window}" or not isinstance(view, WindowView):
            return
        before = self.view.ticket.ticket if self.view and self.view.ticket else ""
        pressed_ms = self.view.key_ms if self.view else view.key_ms
        self.view = view
        self._unsure = None
        if before != (view.ticket.ticket if view.ticket else ""):
            self._outcome = t.Outcome.ACCEPTED
        self._send_kept()
        if view.key_ms > pressed_ms:  # the key box has no room for words
            self.say(self.words.t("呼叫器：{why}").format(why=self.words.of(view.key_said)))
        self.refresh()

    def _on_link(self) -> None:
        """A returning hall sends its newest view first; only if none comes does the old one still hold."""
        if self.link.live and self._kept is not None:
            self._rejoined.start(REJOIN_MS)
        self.refresh()

    @Slot()
    def _send_kept(self) -> None:
        """A visit finished while the hall was away is told once it is back, if the hall still sees it in hand."""
        if self._kept is None or self.view is None or not self.link.live:
            return
        ticket, outcome = self._kept
        self._kept = None
        if self.state is WindowState.SERVING and self.view.ticket and self.view.ticket.ticket == ticket:
            self.ask(t.Finish(self.window, outcome))

    def stop(self) -> None:
        """Time stands still from now on (tests)."""
        self._clock.stop()

    @Slot()
    def tick(self) -> None:
        """Time has moved: clocks, waits and countdowns follow."""
        self._fill()
        self.ticked.emit()

    def refresh(self) -> None:
        """Something other than time has changed."""
        self._fill()
        self.changed.emit()
        self.ticked.emit()

    def _fill(self) -> None:
        view = self.view
        facts = Facts(
            self.state, view.ticket if view else None, view.waiting if view else 0, self.is_lost,
            self.link.now_ms(), self._repeat_max, self._kept is not None,
        )  # fmt: skip
        self._keys.replace(keys(facts, self.words.t))

    @property
    def state(self) -> WindowState | None:
        """As the hall said last; None before it said anything."""
        return self.view.state if self.view else None

    @property
    def is_lost(self) -> bool:
        """The hall is not heard, so figures are old."""
        return self.link.state is State.LOST

    # -- asking ------------------------------------------------------------------------------------
    def ask(self, command: Command, on_done: Callable[[], None] | None = None) -> None:
        """Ask the hall once; while its answer is out, another press counts for nothing. After silence the same
        command keeps its id as long as the hall shows nothing new, so that trying again has no second effect.
        `on_done` is called when the hall has accepted it."""
        if self._under_way:
            return
        self.hush()
        self._under_way = True
        self._on_done = on_done
        again = self._unsure[1] if self._unsure and self._unsure[0] == command else ""
        self._unsure = None
        self._asked = command
        self.link.ask(command, self._on_reply, again=again)

    def _on_reply(self, reply: Reply) -> None:
        self._under_way = False
        if isinstance(reply, Refused) and reply.code == NO_ANSWER:
            self._unsure = (self._asked, reply.id)
        if isinstance(reply, Refused):
            self.say(self.words.of(reply.text))
        elif self._on_done is not None:
            self._on_done()

    def why_not(self, *states: WindowState) -> str:
        """Why a key that makes sense in `states` alone makes none now; empty when it does."""
        if self.is_lost:
            return self.words.t("连不上大厅")
        if self.state in states:
            return ""
        return self.words.t("正在连大厅…" if self.state is None else WHY_NOT[self.state])

    def say(self, sentence: str) -> None:
        """Words for the clerk, gone after some seconds or at the next key."""
        self._message = sentence
        self._message_end.start(MESSAGE_MS)
        self.refresh()

    @Slot()
    def hush(self) -> None:
        """Take the words away."""
        self._message_end.stop()
        if self._message:
            self._message = ""
            self.refresh()

    @Slot(str)
    def press(self, key: str) -> None:
        """One of f1 … f4. A grey key says why it is grey instead of doing anything."""
        row = next((k for k in self._keys.rows if k.id == key), None)
        if row is None:
            return
        if row.enabled:
            self._acts[row.act](self)
        elif row.sub:
            self.say(f"{row.short}：{row.sub}")

    def _finish(self) -> None:
        ticket = self.view.ticket if self.view else None
        if self.is_lost and ticket is not None:
            self._kept = (ticket.ticket, self._outcome)
            self.say(self.words.t("记下了，连上以后自动报完成"))
        else:
            self.ask(t.Finish(self.window, self._outcome))

    def _retry(self) -> None:
        """zmq comes back by itself; this asks the hall for a sign of life, so that the clerk learns where he stands."""
        self.say(self.words.t("正在再连一次…"))
        self.link.ask(HostAlive(f"window-{self.window}"), self._on_retry, 3.0)

    def _on_retry(self, reply: Reply) -> None:
        if isinstance(reply, Refused) and reply.code == NO_ANSWER:
            at = phrases.clock(self.link.now_ms())
            self.say(self.words.t("还是连不上，{at} 试过").format(at=at))
        elif isinstance(reply, Refused):
            self.say(self.words.of(reply.text))
        else:
            self.hush()

    _acts = {
        "call": lambda self: self.ask(t.CallNext(self.window)),
        "start": lambda self: self.ask(t.Start(self.window)),
        "recall": lambda self: self.ask(t.Recall(self.window)),
        "finish": _finish,
        "pass": lambda self: self.ask(t.Pass(self.window)),
        "resume": lambda self: self.ask(p.Resume(self.window)),
        "signon": lambda self: self.widen(),
        "retry": _retry,
    }

    # -- how the visit ends (R012) -----------------------------------------------------------------
    @property
    def outcome(self) -> t.Outcome:
        return self._outcome

    @Slot(str)
    def chooseOutcome(self, outcome: str) -> None:
        """Counts at 完成."""
        self._outcome = t.Outcome(outcome)
        self.refresh()

    @Slot()
    def nextOutcome(self) -> None:
        """F7: the next of the list."""
        if self.state is WindowState.SERVING:
            order = list(t.Outcome)
            self.chooseOutcome(order[(order.index(self._outcome) + 1) % len(order)].value)

    # -- bar and full page ---------------------------------------------------------------------------
    @Slot()
    def narrow(self) -> None:
        """Become the small bar on top of the clerk's other programs."""
        self._bar = True
        self.refresh()

    @Slot()
    def widen(self) -> None:
        """Become the full page again."""
        self._bar = False
        self.refresh()

    @Slot()
    def fold(self) -> None:
        """F9: the other of the two."""
        self.widen() if self._bar else self.narrow()

    @Property(bool, notify=changed)
    def bar(self) -> bool:
        return self._bar

    @Property(str, notify=changed)
    def page(self) -> str:
        """Which of PAGES is on: the bar, the console, or the sign-on page while nobody has signed on."""
        if self._bar:
            return "bar"
        return "sign_on" if self.state in (None, WindowState.CLOSED) else "console"

    # -- what pages read -------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def keys(self) -> QObject:
        return self._keys

    @Property(str, constant=True)
    def number(self) -> str:
        return self.window_number

    @Property(str, notify=changed)
    def code(self) -> str:
        """State of the window as the shared WindowState table names it."""
        if self.is_lost:
            return "lost"
        return self.view.state.value if self.view else "closed"

    @Property(bool, notify=changed)
    def lost(self) -> bool:
        return self.is_lost

    @Property(bool, notify=changed)
    def serving(self) -> bool:
        return self.state is WindowState.SERVING

    @Property(bool, notify=changed)
    def paused(self) -> bool:
        return self.state is WindowState.PAUSED

    @Property(bool, notify=changed)
    def finishKept(self) -> bool:
        return self._kept is not None

    @Property(str, notify=changed)
    def lostWords(self) -> str:
        """A sentence when the hall is not heard, else empty."""
        if self.is_lost:
            at = phrases.when(self.link.since_ms, self.link.now_ms())
            return self.words.t("连不上，{at} 起。手上的号照常办").format(at=at)
        return "" if self.view else self.words.t("正在连大厅…")

    @Property(str, notify=changed)
    def lostShort(self) -> str:
        at = phrases.when(self.link.since_ms, self.link.now_ms())
        return self.words.t("{at} 起连不上").format(at=at) if self.is_lost else ""

    @Property(str, notify=ticked)
    def clock(self) -> str:
        return phrases.clock(self.link.now_ms())

    @Property(str, notify=changed)
    def zone(self) -> str:
        return self.words.of(self.view.zone) if self.view else ""

    @property
    def staff_name(self) -> str:
        """Who sits here; while a post is covered also for whom."""
        if self.view is None or not self.view.relieved:
            return self.view.staff_name if self.view else ""
        return self.words.t("{who}（替 {whom}）").format(who=self.view.staff_name, whom=self.view.relieved)

    @Property(str, notify=changed)
    def staffName(self) -> str:
        return self.staff_name

    @Property(str, notify=changed)
    def queueNames(self) -> str:
        """What the window serves now."""
        return self.words.t("、").join(self.words.of(q.name) for q in self.view.queues) if self.view else ""

    @Property(bool, notify=changed)
    def pull(self) -> bool:
        """A free window is given its next visitor by the hall."""
        return self.view is not None and self.view.pull

    @Property(str, notify=changed)
    def message(self) -> str:
        """Words of a refusal, or of what was noted."""
        return self._message

    @Property(str, notify=changed)
    def panel(self) -> str:
        """A sentence when the window's own display is wrong or away."""
        return self.words.of(self.view.panel) if self.view and not self.is_lost else ""

    @Property(str, notify=changed)
    def panelWord(self) -> str:
        """What is known of the window's own display, in a word; empty where it has none, or nothing is known of it."""
        word = PANEL_WORDS.get(self.view.panel_truth, "") if self.view and not self.is_lost else ""
        return self.words.t(word) if word else ""

    @Property(str, notify=changed)
    def ratingWord(self) -> str:
        """Has the last visitor rated? Never what; empty where nobody was asked."""
        if self.view is None or self.is_lost or self.view.rating not in RATING_WORDS:
            return ""
        return self.words.t(RATING_WORDS[self.view.rating]).format(number=self.view.rating_number)

    @Property(str, notify=changed)
    def done(self) -> str:
        return str(self.view.done) if self.view else "—"

    @Property(str, notify=changed)
    def passed(self) -> str:
        return str(self.view.passed) if self.view else "—"

    @Property(str, notify=changed)
    def until(self) -> str:
        """When this session ends; a dash when the window's queues are closed."""
        return (phrases.clock(self.view.open.until_ms) if self.view and self.view.open.open else "") or "—"

    @Property(str, notify=changed)
    def mean(self) -> str:
        if self.view is None or self.view.mean_s == 0:
            return "—"
        return self.words.t("{n} 分").format(n=max(1, round(self.view.mean_s / 60)))
