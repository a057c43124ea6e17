"""A process's line to the hall: ask and be answered, follow views, read the journal. Blocking; one owner thread.

Every question has an id that is kept over resends and reconnects, so the hall acts once however often it is asked.
"""

import time
from collections import deque
from types import TracebackType
from typing import Protocol, Self

import zmq

from hall.bus.keys import Secret
from hall.bus.monitor import next_event
from hall.bus.site import Site
from hall.bus.wire import (
    BEAT,
    EVENTS,
    MAX_BYTES,
    MAX_FRAME,
    MAX_LIST,
    Beat,
    decode_answer,
    decode_published,
    encode,
    new_id,
    pack,
    topic_frame,
)
from hall.contract.base import Role, Text
from hall.contract.unions import Answer, Ask, Command, Done, JournalPage, ReadJournal, Recorded, Refused
from hall.contract.views import View
from hall.contract.views_host import HostMail

_RESEND_S = 1.0
_AGAIN_S = 0.05
_PAGE = 500
_TIMES = ("late", "clock")  # refusals that only say what time it is


class _Make(Protocol):
    def __call__(self, now: int, until: int, /) -> Ask | ReadJournal: ...


class NoAnswer(Exception):
    """The hall did not answer in time: nobody knows yet whether it happened. `text` is for people; asking again with
    `again` (the same id) finds out and cannot do it twice."""

    def __init__(self, zh: str, en: str, again: str = "") -> None:
        super().__init__(en)
        self.text = Text(zh, en)
        self.again = again


class Client:
    """`name` is the key's name. Machine seconds for every time-out; `alive_at` is machine time (monotonic seconds)
    of the last sign of life, minus infinity before the first."""

    def __init__(self, site: Site, name: str) -> None:
        """Connects in the background and at once returns. Raises KeyTrouble when the key is missing."""
        self._site = site
        self.name = name
        self._secret: Secret = site.keys.secret(name)
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context.instance()
        self._asks = self._connect(zmq.DEALER, site.commands)
        self._monitor = self._asks.get_monitor_socket(
            zmq.EVENT_HANDSHAKE_SUCCEEDED
            | zmq.EVENT_HANDSHAKE_FAILED_AUTH
            | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
            | zmq.EVENT_DISCONNECTED
        )
        self._asks.connect(site.commands)
        self._subs: zmq.Socket[bytes] | None = None
        self._poller = zmq.Poller()
        self._poller.register(self._asks, zmq.POLLIN)
        self._poller.register(self._monitor, zmq.POLLIN)
        self._skew_ms = 0
        self._turned_away = ""
        self._cut = False
        self._ready: deque[View | HostMail | Recorded] = deque()
        self._seen: int | None = None  # newest journal seq handed out, when "event" is followed
        self.alive_at = float("-inf")
        self.beat: Beat | None = None

    # --- asking --------------------------------------------------------------------------------------------------

    def ask(self, command: Command, timeout_s: float = 5.0, again: str = "") -> Done | Refused:
        """Send a command and wait for its answer. Raises NoAnswer. `again` repeats an id of a NoAnswer."""
        own = again or new_id(self._now())
        answer = self._question(own, timeout_s, lambda now, until: Ask(own, now, until, command))
        if isinstance(answer, JournalPage):
            raise NoAnswer("大厅回复有误。", "the hall answered with a page of the journal", own)
        return answer

    def read_journal(self, after: int, limit: int = _PAGE, timeout_s: float = 5.0) -> JournalPage:
        """Events with seq > `after`, at most `limit`. Raises NoAnswer, PermissionError when this role may not."""
        own = new_id(self._now())
        answer = self._question(own, timeout_s, lambda _now, _until: ReadJournal(own, after, limit))
        if isinstance(answer, Refused):
            raise PermissionError(answer.text.en)
        if isinstance(answer, Done):
            raise NoAnswer(
                "大厅回复有误。", "the hall answered a page of the journal with something else", own
            )
        return answer

    def _question(self, own: str, timeout_s: float, make: _Make) -> Answer:
        end = time.monotonic() + timeout_s
        resend_at = 0.0
        while True:
            now = time.monotonic()
            if now >= end:
                raise self._silence(timeout_s, own)
            if now >= resend_at:
                hall_now = self._now()
                data = encode(make(hall_now, hall_now + self._site.clock.span_ms(end - now)))
                most, size = MAX_BYTES, len(data)
                if self._secret.role is Role.ADMIN and size > most:
                    most, data = MAX_LIST, pack(data)
                if size > most or len(data) > MAX_FRAME:
                    words = Text("请求内容过大。", f"a question may have {most} bytes, this one has {size}")
                    return Refused(own, "too_large", words)
                self._send(data)
                resend_at = now + _RESEND_S
            for socket, _ in self._poller.poll(max(1, int((min(end, resend_at) - now) * 1000))):
                if socket is self._subs:
                    self._take_published()
                elif socket is self._monitor:
                    if self._watch():
                        resend_at = 0.0  # a new connection: what was on the old one may be lost
                else:
                    answer = self._take_answer(own)
                    if answer is None:
                        continue
                    if isinstance(answer, Refused) and answer.code in _TIMES and self._set_clock(answer.hint):
                        # An older copy that had waited in the line, or our clock is off: nothing happened yet.
                        resend_at = min(resend_at, time.monotonic() + _AGAIN_S)
                        continue
                    return answer

    def _send(self, data: bytes) -> None:
        try:
            self._asks.send(data, zmq.NOBLOCK)
        except zmq.Again:  # nothing is connected and the line is full of older asks: the resend comes
            pass

    def _take_answer(self, own: str) -> Answer | None:
        found: Answer | None = None
        while True:
            try:
                data = self._asks.recv(zmq.NOBLOCK)
            except zmq.Again:
                return found
            self.alive_at = time.monotonic()
            answer = decode_answer(data)
            if answer.id == own:  # others are late answers to questions that were given up
                found = answer

    def _set_clock(self, hint: str) -> bool:
        """The hall says what its own clock shows: go by that."""
        if not hint.isdigit():
            return False
        self._skew_ms = int(hint) - self._site.clock.now_ms()
        return True

    def _now(self) -> int:
        return self._site.clock.now_ms() + self._skew_ms

    def _silence(self, timeout_s: float, own: str) -> NoAnswer:
        if self._turned_away:
            return NoAnswer(
                "大厅拒绝了本机的密钥，请联系管理员。",
                f"the hall at {self._site.commands} refuses the key {self.name!r} ({self._turned_away}): "
                "make a new one with `hall keys make`",
                own,
            )
        return NoAnswer(
            "大厅暂时没有回应，请稍后再试或联系工作人员。",
            f"no answer from the hall at {self._site.commands} for {timeout_s:g} s: is the controller running?",
            own,
        )

    # --- following -----------------------------------------------------------------------------------------------

    def follow(self, *topics: str, after: int | None = None) -> None:
        """Follow topics (and the beat). For "event", every event after seq `after` is handed out once and in order,
        gaps filled from the journal; None begins with the next one."""
        if self._subs is None:
            self._subs = self._connect(zmq.SUB, self._site.views)
            self._subs.setsockopt(zmq.SUBSCRIBE, topic_frame(BEAT))
            self._subs.connect(self._site.views)
            self._poller.register(self._subs, zmq.POLLIN)
        for topic in topics:
            self._subs.setsockopt(zmq.SUBSCRIBE, topic_frame(topic))
        if after is not None:
            self._seen = after

    def poll(self, timeout_s: float) -> list[View | HostMail | Recorded]:
        """What came on the followed topics; waits up to `timeout_s` for the first. Raises NoAnswer when a gap in the
        events could not be filled; the next poll tries again."""
        end = time.monotonic() + timeout_s
        while not self._ready:
            left = end - time.monotonic()
            events = self._poller.poll(max(0, int(left * 1000)))
            for socket, _ in events:
                if socket is self._subs:
                    self._take_published()
                elif socket is self._monitor:
                    self._watch()
                else:
                    self._take_answer("")
            if not events and left <= 0:
                break
        found = list(self._ready)
        self._ready.clear()
        return found

    def _take_published(self) -> None:
        assert self._subs is not None
        while True:
            try:
                topic, data = self._subs.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            self.alive_at = time.monotonic()
            word = decode_published(data)
            if isinstance(word, Beat):
                self.beat = word
                if self._seen is not None:  # the last event itself may have been dropped
                    self._catch_up(word.seq)
            elif isinstance(word, Recorded):
                if topic == topic_frame(EVENTS):
                    self._take_event(word)
            else:
                self._ready.append(word)

    def _take_event(self, event: Recorded) -> None:
        if self._seen is not None:
            self._catch_up(event.seq - 1)
            if event.seq <= self._seen:
                return
        self._ready.append(event)
        self._seen = event.seq

    def _catch_up(self, upto: int) -> None:
        """Fetch the events after the last one handed out, up to this seq, from the journal."""
        assert self._seen is not None
        while self._seen < upto:
            page = self.read_journal(self._seen, min(_PAGE, upto - self._seen))
            if not page.events:
                return
            for missed in page.events:
                if missed.seq > self._seen:
                    self._ready.append(missed)
                    self._seen = missed.seq

    # --- the line ------------------------------------------------------------------------------------------------

    def _connect(self, kind: int, endpoint: str) -> zmq.Socket[bytes]:
        socket = self._context.socket(kind)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.SNDHWM, 1000)
        socket.setsockopt(zmq.RCVHWM, 10000)
        socket.setsockopt(zmq.RECONNECT_IVL, 100)
        socket.setsockopt(zmq.RECONNECT_IVL_MAX, 2000)
        socket.setsockopt(zmq.HEARTBEAT_IVL, 2000)
        socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, 6000)
        socket.setsockopt(zmq.CURVE_SERVERKEY, self._secret.server.encode())
        socket.setsockopt(zmq.CURVE_PUBLICKEY, self._secret.public.encode())
        socket.setsockopt(zmq.CURVE_SECRETKEY, self._secret.secret.encode())
        return socket

    def _watch(self) -> bool:
        """Read the monitor; True when the line was cut and stands again."""
        fresh = False
        while (event := next_event(self._monitor)) is not None:
            kind, value = event
            if kind == zmq.EVENT_HANDSHAKE_SUCCEEDED:
                fresh, self._cut, self._turned_away = self._cut, False, ""
            elif kind == zmq.EVENT_DISCONNECTED:
                self._cut = True
            elif kind == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
                self._turned_away = f"ZAP {value}"
            elif kind == zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL:
                self._turned_away = "another hall's key"
        return fresh

    def close(self) -> None:
        """Close the sockets at once; what was not sent is dropped."""
        self._asks.disable_monitor()
        self._monitor.close(0)
        self._asks.close(0)
        if self._subs is not None:
            self._subs.close(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()
