"""Yinda 江津 strips and big screens: they take a text and say nothing, so nothing is known of them. `led.yinda`."""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import gb_text
from devices.codecs import led_yinda as yinda
from devices.codecs.codec import Damaged
from devices.drivers.base import OptionValue, address_of
from devices.drivers.panel_strip import COMMON, Says, StripPanel, one_line, told_of
from hall.contract.devices import ShowOnPanel

OWN: dict[str, OptionValue] = {"big": False}  # a big screen instead of a strip
OPTIONS = COMMON | OWN


class YindaTongue:
    """See `panel_strip.Tongue`."""

    confirms = False

    def __init__(self, address: int, told: Mapping[str, OptionValue]) -> None:
        self._address, self._big = address, bool(told["big"])
        self._sequence = 0

    def text(self, job: ShowOnPanel) -> tuple[bytes, ...]:
        self._sequence = (self._sequence + 1) & 0xFF
        raw = gb_text.shown(one_line(job.lines), yinda.MAX_TEXT)
        return (yinda.encode(yinda.Frame(self._address, raw, self._sequence, self._big)),)

    def ask(self) -> bytes:
        return b""

    def hear(self, buffer: bytearray) -> Says | Damaged | None:
        buffer.clear()
        return None


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> StripPanel:
    """A driver for one configured panel; WrongOption when the options do not fit."""
    told = told_of(options, OWN)
    return StripPanel(device, YindaTongue(address_of(address, 255), told), told)
