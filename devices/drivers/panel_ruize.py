"""Ruize 瑞泽 strips: a text after its colours, neither answered; only whether it is there can be asked. `led.ruize`."""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import gb_text
from devices.codecs import led_ruize as ruize
from devices.codecs.codec import Damaged
from devices.drivers.base import OptionValue, address_of, one_of
from devices.drivers.panel_strip import COMMON, Says, StripPanel, one_line, told_of
from hall.contract.devices import ShowOnPanel

OWN: dict[str, OptionValue] = {
    "colour": "red",  # red, green, yellow; none: no colours are sent, as strips of one colour want it
}
OPTIONS = COMMON | OWN
COLOURS = {"red": ruize.RED, "green": ruize.GREEN, "yellow": ruize.YELLOW}


class RuizeTongue:
    """See `panel_strip.Tongue`."""

    confirms = False

    def __init__(self, address: int, told: Mapping[str, OptionValue]) -> None:
        self._address, self._colour = address, COLOURS.get(one_of(told, "colour", (*COLOURS, "none")))

    def text(self, job: ShowOnPanel) -> tuple[bytes, ...]:
        raw = gb_text.shown(one_line(job.lines), ruize.MAX_TEXT)
        frames = [ruize.Frame(self._address, ruize.SHOW, raw)]
        if self._colour is not None:
            frames.insert(0, ruize.Frame(self._address, ruize.COLOURS, ruize.colours_of(raw, self._colour)))
        return tuple(ruize.encode(frame) for frame in frames)

    def ask(self) -> bytes:
        return ruize.encode(ruize.Frame(self._address, ruize.ASK))

    def hear(self, buffer: bytearray) -> Says | Damaged | None:
        got = ruize.decode(buffer)
        if got is None or isinstance(got, Damaged):
            return got
        return Says.ALIVE if isinstance(got, ruize.Alive) else Says.NOTHING


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> StripPanel:
    """A driver for one configured panel; WrongOption when the options do not fit."""
    told = told_of(options, OWN)
    return StripPanel(device, RuizeTongue(address_of(address, ruize.MAX_ADDRESS), told), told)
