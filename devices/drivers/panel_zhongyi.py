"""Zhongyi 重庆中意 strips: every text is answered, and nothing else can be asked. `led.zhongyi`."""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import gb_text
from devices.codecs import led_zhongyi as zhongyi
from devices.codecs.codec import Damaged
from devices.drivers.base import OptionValue, address_of, one_of
from devices.drivers.panel_strip import COMMON, Says, StripPanel, one_line, told_of
from hall.contract.devices import ShowOnPanel

OWN: dict[str, OptionValue] = {"colour": "red"}  # red, green, yellow
OPTIONS = COMMON | OWN
COLOURS = {"red": zhongyi.RED, "green": zhongyi.GREEN, "yellow": zhongyi.YELLOW}


class ZhongyiTongue:
    """See `panel_strip.Tongue`."""

    confirms = True

    def __init__(self, address: int, told: Mapping[str, OptionValue]) -> None:
        self._address, self._colour = address, COLOURS[one_of(told, "colour", COLOURS)]

    def text(self, job: ShowOnPanel) -> tuple[bytes, ...]:
        raw = gb_text.shown(one_line(job.lines), zhongyi.MAX_TEXT)
        return (zhongyi.encode(zhongyi.show(self._address, raw, self._colour)),)

    def ask(self) -> bytes:
        return b""

    def hear(self, buffer: bytearray) -> Says | Damaged | None:
        got = zhongyi.decode(buffer)
        if got is None or isinstance(got, Damaged):
            return got
        if not isinstance(got, zhongyi.Answer) or got.address != self._address:
            return Says.NOTHING
        return Says.TAKEN if got.done else Says.REFUSED


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> StripPanel:
    """A driver for one configured panel; WrongOption when the options do not fit."""
    told = told_of(options, OWN)
    return StripPanel(device, ZhongyiTongue(address_of(address, 255), told), told)
