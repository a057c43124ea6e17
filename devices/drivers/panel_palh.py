"""PALH 平安力合 panels: any text by instant frames, or the ticket on cards that know tickets only. `led.palh`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from devices.codecs import gb_text
from devices.codecs import led_palh as palh
from devices.codecs.codec import Damaged
from devices.drivers.base import OptionValue, address_of, one_of, whole_of
from devices.drivers.panel_strip import COMMON, Says, StripPanel, one_line, told_of
from hall.contract.devices import ShowOnPanel

OWN: dict[str, OptionValue] = {
    "acks": True,  # False for cards older than V2.1: they stay silent
    "card": "instant",  # instant: takes any text; ticket: only letter, number and window
    "mode": palh.AT_ONCE,  # how a text appears; the numbers differ from card to card
    "colour": "red",  # red, green, yellow: only what the panel has
    "whole_screen": False,  # a big screen instead of a line
    "low_byte_first": True,
    "tail_in_sum": True,
}
OPTIONS = COMMON | OWN
COLOURS = {"red": palh.RED, "green": palh.GREEN, "yellow": palh.YELLOW}
WORDS = {  # a card of tickets has four texts of its own; to who stands there, closed is a pause without end
    "serving": palh.SERVING,
    "pause": palh.PAUSE,
    "closed": palh.PAUSE,
    "idle": palh.WELCOME,
}
NUMBER = re.compile(r"([A-Z]?)([0-9]{1,4})")


class PalhTongue:
    """See `panel_strip.Tongue`."""

    def __init__(self, address: int, told: Mapping[str, OptionValue]) -> None:
        self._address, self.confirms = address, bool(told["acks"])
        self._wire = palh.Palh(bool(told["low_byte_first"]), bool(told["tail_in_sum"]))
        self._ticket_only = one_of(told, "card", ("instant", "ticket")) == "ticket"
        self._mode, self._colour = whole_of(told, "mode", 0, 255), COLOURS[one_of(told, "colour", COLOURS)]
        self._part = palh.WHOLE_SCREEN if told["whole_screen"] else palh.LINE

    def text(self, job: ShowOnPanel) -> tuple[bytes, ...]:
        if self._ticket_only:
            return (self._wire.encode(self._own_words(job)),)
        raw = gb_text.shown(one_line(job.lines), palh.MAX_TEXT)
        frame = palh.Instant(self._address, raw, self._part, self._mode, colour=self._colour)
        return (self._wire.encode(frame),)

    def _own_words(self, job: ShowOnPanel) -> palh.Standard:
        """Such a card takes no text: it is told what is on, and for a call the ticket and the window."""
        if job.kind in WORDS:
            return palh.Standard(palh.STRIP, self._address, bytes((WORDS[job.kind],)))
        if job.kind != "call":
            raise ValueError("a card of tickets has words for the panel of one window alone")
        ticket = NUMBER.fullmatch(job.number)
        if ticket is None:
            raise ValueError(f"ticket {job.number!r}; this card shows at most one letter and four digits")
        window = job.window
        if not (window.isascii() and window.isdigit() and int(window) <= 255):
            raise ValueError(f"window {window!r}; this card shows 0 to 255")
        return palh.call(self._address, int(ticket[2]), int(window), ticket[1])

    def ask(self) -> bytes:
        return self._wire.encode(palh.version(self._address)) if self.confirms else b""

    def hear(self, buffer: bytearray) -> Says | Damaged | None:
        got = self._wire.decode(buffer)
        if got is None or isinstance(got, Damaged):
            return got
        if not isinstance(got, palh.Standard) or got.address != self._address or got.data[:1] != b"\x50":
            return Says.NOTHING
        if got.command == palh.ACK:
            return Says.TAKEN
        return Says.ALIVE if got.command == palh.VERSION and len(got.data) == 3 else Says.NOTHING


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> StripPanel:
    """A driver for one configured panel; WrongOption when the options do not fit."""
    told = told_of(options, OWN)
    return StripPanel(device, PalhTongue(address_of(address, palh.MAX_ADDRESS), told), told)
