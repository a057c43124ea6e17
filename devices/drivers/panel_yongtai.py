"""Yongtai strips: they take a text and say nothing, so nothing is ever known of them. `led.yongtai`."""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import gb_text
from devices.codecs import led_yongtai as yongtai
from devices.codecs.codec import Damaged
from devices.drivers.base import OptionValue, address_of
from devices.drivers.panel_strip import COMMON, Says, StripPanel, one_line, told_of
from hall.contract.devices import ShowOnPanel

OPTIONS = COMMON


class YongtaiTongue:
    """See `panel_strip.Tongue`."""

    confirms = False

    def __init__(self, address: int) -> None:
        self._address = address

    def text(self, job: ShowOnPanel) -> tuple[bytes, ...]:
        raw = gb_text.shown(one_line(job.lines), yongtai.MAX_TEXT)
        return (yongtai.encode(yongtai.Frame(self._address, raw)),)

    def ask(self) -> bytes:
        return b""

    def hear(self, buffer: bytearray) -> Says | Damaged | None:
        buffer.clear()
        return None


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> StripPanel:
    """A driver for one configured panel; WrongOption when the options do not fit."""
    return StripPanel(device, YongtaiTongue(address_of(address, 255)), told_of(options, {}))
