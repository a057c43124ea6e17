"""A pretend Onbon BX-K panel: checks addresses and checksums, keeps dynamic areas in RAM only, draws its dots.

Run as `python -m devices.simulator.panel_onbon --listen pty:/tmp/led --address 1 --width 128 --height 32`.
"""

from __future__ import annotations

import pathlib
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from devices.codecs import led_onbon as led
from devices.codecs import led_onbon_messages as messages
from devices.simulator._faults import Faults
from devices.simulator._led_picture import Panel, draw_panel, plain_text
from devices.simulator._station import Words, parser, serve

GROUPS = {0xA1, 0xA2, 0xA3, 0xA4}
HERE = ZoneInfo("Asia/Shanghai")
REFRESH_S = 1.0  # the maker: dynamic areas not more often than once a second


class OnbonPanel:
    """One controller with its screen. What is in `areas`, `time` and nothing else is lost without power."""

    def __init__(self, address: int, panel: Panel, multidrop: bool, max_areas: int, max_data: int) -> None:
        self.faults = Faults(
            {
                "nack": "refuses with error VALUE",
                "nack_text": "refuses texts with error VALUE, everything else goes on",
                "busy": "refuses because busy",
                "wrong_address": "answers as another screen",
            }
        )
        self.send: Callable[[bytes], None] = lambda data: None
        self._address, self._panel, self._multidrop = address, panel, multidrop
        self._max_areas, self._max_data = max_areas, max_data
        self._buffer = bytearray()
        self._counts = dict.fromkeys(
            ("frames", "damaged", "refused", "pings", "draws", "too_fast", "foreign"), 0
        )
        self._last_draw_s = -REFRESH_S
        self.on = True
        self.brightness = 15
        self.areas: dict[int, messages.Area] = {}
        self._changed_s: dict[int, float] = {}
        self._clock: tuple[datetime, float] | None = None

    def power_cut(self) -> None:
        self.areas.clear()
        self._changed_s.clear()
        self._buffer.clear()
        self._clock = None
        self.on = True

    def hear(self, data: bytes) -> None:
        self._buffer += data
        while (frame := led.decode(self._buffer)) is not None:
            if isinstance(frame, led.Damaged):
                self._counts["damaged"] += 1
                if not self._multidrop:
                    self._reply(messages.nack(messages.BAD_CHECKSUM), led.PC_ADDRESS, led.BROADCAST_ANSWERED)
            else:
                self.take(frame)

    @property
    def draws(self) -> int:
        """How often it was given a picture."""
        return self._counts["draws"]

    def tick(self, now_s: float) -> None:
        for slot, area in list(self.areas.items()):
            if area.run_mode == messages.DELETE_AT_TIMEOUT and now_s - self._changed_s[slot] > area.timeout_s:
                del self.areas[slot]

    def take(self, frame: led.Frame) -> None:
        """A whole frame came, for this screen or another."""
        broadcast = frame.dst in (led.BROADCAST_SILENT, led.BROADCAST_ANSWERED)
        by_network = 0x8000 <= frame.dst <= 0xDFFF
        if not broadcast and not by_network and frame.dst != self._address:
            self._counts["foreign"] += 1
            return
        request = messages.parse_request(frame.data)
        if request is None:
            return
        self._counts["frames"] += 1
        is_text = (request.group, request.command) == messages.DYNAMIC
        if self.faults.take("busy"):
            reply = messages.nack(messages.BUSY)
        elif (code := self.faults.take("nack")) or (is_text and (code := self.faults.take("nack_text"))):
            reply = messages.nack(code)
        else:
            reply = self._do(request)
        if not reply.is_ack:
            self._counts["refused"] += 1
        if request.reply and frame.dst != led.BROADCAST_SILENT:
            self._reply(reply, frame.src, frame.dst if broadcast else self._address)

    def _reply(self, reply: messages.Reply, dst: int, src: int) -> None:
        if self.faults.take("wrong_address"):
            src = (src + 1) & 0x7FFF
        self.send(led.encode(led.Frame(messages.reply_bytes(reply), dst=dst, src=src, device_type=0x61)))

    def _do(self, request: messages.Request) -> messages.Reply:
        """The reply to one request, after doing it."""
        params = request.params
        match (request.group, request.command):
            case messages.PING:
                self._counts["pings"] += 1
            case messages.SET_TIME:
                told = messages.parse_time(params)
                if told is None:
                    return messages.nack(14)
                try:
                    self._clock = (datetime(*told[:6], tzinfo=HERE), time.monotonic())
                except ValueError:
                    return messages.nack(14)
            case messages.POWER if params in (b"\x01", b"\x02"):
                self.on = params == b"\x01"
            case messages.BRIGHTNESS if len(params) >= 2 and params[0] == 1 and params[1] <= 15:
                self.brightness = params[1]
            case messages.DYNAMIC:
                return self._draw_areas(request)
            case messages.CLEAR:
                self.areas.clear()
            case messages.STATUS:
                return messages.Reply(*messages.STATUS, 0, self._status())
            case _:
                return messages.nack(2 if request.group in GROUPS else 1)
        return messages.ack()

    def _draw_areas(self, request: messages.Request) -> messages.Reply:
        change = messages.parse_dynamic(request)
        if change is None or len(request.params) > self._max_data:
            return messages.nack(4)
        if any(len(area.text) > self._max_data or area.slot >= self._max_areas for area in change.areas):
            return messages.nack(4)
        now = time.monotonic()
        if now - self._last_draw_s < REFRESH_S:
            self._counts["too_fast"] += 1
        self._last_draw_s = now
        for slot in list(self.areas) if change.delete is None else change.delete:
            self.areas.pop(slot, None)
        for area in change.areas:
            self.areas[area.slot] = area
            self._changed_s[area.slot] = now
        self._counts["draws"] += 1
        return messages.ack()

    def _status(self) -> bytes:
        now = self.clock or datetime(2000, 1, 1, tzinfo=HERE)
        values = (
            now.year // 100,
            now.year % 100,
            now.month,
            now.day,
            now.isoweekday(),
            now.hour,
            now.minute,
            now.second,
        )
        bcd = bytes(value // 10 << 4 | value % 10 for value in values)
        head = bytes((1 if self.on else 2, self.brightness)) + bcd + b"\x00" + b"P000" + b"\x00\x00"
        return head + bytes((len(self.areas), *self.areas)) + bytes(16) + bytes(12)

    @property
    def clock(self) -> datetime | None:
        """The time the panel believes, None until it was told."""
        if self._clock is None:
            return None
        return self._clock[0] + timedelta(seconds=time.monotonic() - self._clock[1])

    def state(self) -> Words:
        return {
            "address": self._address,
            "on": self.on,
            "brightness": self.brightness,
            "clock": self.clock.isoformat(timespec="seconds") if self.clock else None,
            "areas": {str(slot): plain_text(area.text, self.clock) for slot, area in self.areas.items()},
            **self._counts,
        }

    def obey(self, words: Words) -> Words | None:
        return None

    def draw(self, path: pathlib.Path) -> None:
        draw_panel(
            self._panel, list(self.areas.values()) if self.on else [], self.brightness, self.clock
        ).save(path)


def main() -> None:
    """The program."""
    options = parser("panel_onbon", __doc__ or "")
    options.add_argument("--address", type=int, default=1)
    options.add_argument("--width", type=int, default=128, help="dots")
    options.add_argument("--height", type=int, default=32, help="dots")
    options.add_argument("--colours", default="red", choices=("red", "dual", "full"))
    options.add_argument("--multidrop", action="store_true", help="RS-485: no answer to damaged frames")
    options.add_argument("--areas", type=int, default=5, help="dynamic areas: 5 on 6K cards, 8 on 5K")
    options.add_argument(
        "--memory", type=int, default=1024, help="bytes of one packet: 1024 on 6K cards, 512 on 5K"
    )
    told = options.parse_args()
    panel = Panel(told.width, told.height, told.colours)
    serve(OnbonPanel(told.address, panel, told.multidrop, told.areas, told.memory), told)


if __name__ == "__main__":
    main()
