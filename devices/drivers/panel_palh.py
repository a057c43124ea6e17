"""PALH 平安力合 panels: any text by instant frames, or the ticket on cards that know tickets only. `led.palh`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from devices.codecs import gb_text
from devices.codecs import led_palh as palh
from devices.codecs.codec import Damaged
from devices.drivers.base import OptionValue
from devices.drivers.panel_strip import COMMON, Says, StripPanel, one_line, told_of

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
TICKET = re.compile(r"([A-Z]?)(\d{1,4})号?\D*(\d{1,3})?")


class PalhTongue:
    """See `panel_strip.Tongue`."""

    def __init__(self, address: int, told: Mapping[str, OptionValue]) -> None:
        self._address, self.confirms = address, bool(told["acks"])
        self._wire = palh.Palh(bool(told["low_byte_first"]), bool(told["tail_in_sum"]))
        self._ticket_only = told["card"] == "ticket"
        self._mode, self._colour = int(told["mode"]), COLOURS.get(str(told["colour"]), palh.RED)
        self._part = palh.WHOLE_SCREEN if told["whole_screen"] else palh.LINE

    def text(self, lines: tuple[str, ...]) -> tuple[bytes, ...]:
        text = one_line(lines)
        if self._ticket_only:
            return (self._wire.encode(self._ticket(text)),)
        raw = gb_text.shown(text, palh.MAX_TEXT)
        frame = palh.Instant(self._address, raw, self._part, self._mode, colour=self._colour)
        return (self._wire.encode(frame),)

    def _ticket(self, text: str) -> palh.Standard:
        """Such a card has its own words; a text without a ticket becomes its pause or its welcome."""
        found = TICKET.search(text)
        if found is None:
            sub = palh.PAUSE if "暂停" in text else palh.WELCOME
            return palh.Standard(palh.STRIP, self._address, bytes((sub,)))
        window = int(found[3] or 0)
        if window > 255:
            raise ValueError(f"window {window}; this card shows 0 to 255")
        return palh.call(self._address, int(found[2]), window, found[1])

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
    return StripPanel(device, PalhTongue(address or 1, told), told)
