"""One line of callers and evaluators: what any unit says is answered at once and kept for the driver of that unit.

The units speak unasked, and a key wants its answer within 100 ms. So whichever driver has the line hears for all: the
answer goes out before anybody asks whose frame it was.
"""

from __future__ import annotations

from collections import deque

from devices.codecs import caller_ff68 as ff68
from devices.codecs.caller_ff68 import Frame
from devices.codecs.codec import Damaged
from devices.drivers.base import Line

REST_S = 0.04  # where bytes cannot wake a worker: one that rests longer could miss the 100 ms
READ_S = 0.005  # sixteen drivers of a line need not read it sixteen times
FRAME_S = 0.02  # what the longest frame takes at 9600 baud
BROKEN_OFF_S = 0.2  # between two bytes of one frame
ECHO_S = 0.2  # how late an adapter may send back what it was given
KEPT = 8  # presses of one unit that nobody has taken


class Bus:
    """Belongs to the thread of its line."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._boxes: dict[int, deque[Frame]] = {}
        self._own: list[tuple[bytes, float]] = []  # what was sent, and until when its echo may come
        self._read_s = self._byte_s = float("-inf")
        self.damaged = 0  # since the last whole frame of a unit
        line.rest_s = min(line.rest_s, REST_S)

    @staticmethod
    def of(line: Line) -> Bus:
        """The bus of a line, the same for all its drivers."""
        if not isinstance(line.shared, Bus):
            line.shared = Bus(line)
        return line.shared

    def join(self, address: int) -> None:
        """From now on what this unit says is answered and kept; what was kept before is forgotten."""
        self._boxes[address] = deque(maxlen=KEPT)

    def take(self, address: int) -> tuple[Frame, ...]:
        """What this unit has said, oldest first."""
        box = self._boxes[address]
        taken = tuple(box)
        box.clear()
        return taken

    def hear(self, timeout_s: float = 0.0) -> None:
        """Read what is there, or wait so long for something to come. PortGone passes through."""
        line, now_s = self._line, self._line.now_s()
        if not timeout_s and now_s - self._read_s < READ_S:
            return
        came = line.listen(timeout_s)
        if not came and line.buffer and line.now_s() - self._byte_s > BROKEN_OFF_S:
            line.buffer.clear()
        while came:
            self._byte_s = line.now_s()
            self._understand()
            came = bool(line.buffer) and line.listen(FRAME_S)  # half a frame: the rest is on the wire
        self._read_s = line.now_s()

    def _understand(self) -> None:
        while (got := ff68.decode(self._line.buffer)) is not None:
            if isinstance(got, Damaged):
                self.damaged += 1
            else:
                self._sort(got)

    def send(self, frame: Frame, gap_s: float) -> None:
        """Say it, `gap_s` after the last byte of ours; units are heard meanwhile."""
        while (left_s := self._line.free_s + gap_s - self._line.now_s()) > 0:
            self.hear(left_s)
        self._say(frame)

    def _say(self, frame: Frame) -> None:
        raw = ff68.encode(frame)
        self._line.send(raw)
        self._own.append((raw, max(self._line.now_s(), self._line.free_s) + ECHO_S))

    def _sort(self, frame: Frame) -> None:
        if self._is_echo(ff68.encode(frame)) or not ff68.is_uplink(frame):
            return
        box = self._boxes.get(frame.address)
        if box is not None:  # a unit nobody configured gets no answer: it is not this hall's
            self._say(ff68.answer(frame))
            box.append(frame)
            self.damaged = 0

    def _is_echo(self, raw: bytes) -> bool:
        """Half-duplex adapters send back what they were given, once. A unit's key and the answer to it are the same
        bytes, so an echo taken for a key would be answered for ever."""
        now_s = self._line.now_s()
        self._own = [one for one in self._own if one[1] >= now_s]
        for one in self._own:
            if one[0] == raw:
                self._own.remove(one)
                return True
        return False
