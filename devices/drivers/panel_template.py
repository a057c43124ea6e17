"""Strips of any vendor by a few lines of configuration: `led.template`.

The words of a layout are those of `codecs.led_template`.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs.codec import Damaged
from devices.codecs.led_template import MAX_TEXT, Answer, Template, Text, WrongLayout, parts_of
from devices.drivers.base import OptionValue, WrongOption, address_of, whole_of
from devices.drivers.panel_strip import COMMON, Says, StripPanel, one_line, told_of
from hall.contract.devices import ShowOnPanel

OWN: dict[str, OptionValue] = {
    "frame": "",  # the text's frame; the only option that must be given
    "before": "",  # a frame ahead of each text, such as its colours
    "ack": "",  # the answer to a text that was taken; without it a text is never confirmed
    "nack": "",
    "ask": "",  # the question whether the panel is there, and its answer
    "alive": "",
    "encoding": "gb2312",
    "split": False,  # two-byte characters as four nibbles
    "colours": "00 01 02",  # the bytes of red, green and yellow
    "colour_each": False,  # a byte of colour behind every character
    "colour": "red",
    "max_text": MAX_TEXT,  # bytes
}
OPTIONS = COMMON | OWN
SAYS = {"ack": Says.TAKEN, "nack": Says.REFUSED, "alive": Says.ALIVE}
COLOURS = ("red", "green", "yellow")
TRIAL = ShowOnPanel("", "", "call", ("A",))


class TemplateTongue:
    """See `panel_strip.Tongue`. WrongLayout says which word of the configuration is not understood."""

    def __init__(self, address: int, told: Mapping[str, OptionValue]) -> None:
        self._address, self._sequence = address, 0
        if bool(told["ask"]) is not bool(told["alive"]):
            raise WrongLayout("ask and alive go together: a question and its answer")
        if told["colour"] not in COLOURS:
            raise WrongLayout(f"colour {told['colour']!r}; red, green and yellow exist")
        self._colour = COLOURS.index(str(told["colour"]))
        self._ask = parts_of(str(told["ask"]))
        self._template = template_of(told)
        self.confirms = bool(told["ack"])

    def text(self, job: ShowOnPanel) -> tuple[bytes, ...]:
        self._sequence = (self._sequence + 1) & 0xFF
        shown = self._template.shown(one_line(job.lines))
        return self._template.frames(Text(self._address, shown, self._colour, self._sequence))

    def ask(self) -> bytes:
        return self._template.said(self._ask, self._address)

    def hear(self, buffer: bytearray) -> Says | Damaged | None:
        got = self._template.hear(buffer)
        if not isinstance(got, Answer):
            return got
        return SAYS[got.kind] if got.address in (None, self._address) else Says.NOTHING


def told(options: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    """The options with those that were left out; WrongOption names every wrong one."""
    return told_of(options, OWN)


def template_of(told: Mapping[str, OptionValue]) -> Template:
    """The codec these options describe; WrongLayout says which word is not understood."""
    frame = parts_of(str(told["frame"]))
    if not any(part.word == "text" for part in frame):
        raise WrongLayout("frame: a layout with the word text is missing")
    return Template(
        frame,
        parts_of(str(told["before"])),
        tuple((kind, parts_of(str(told[kind]))) for kind in SAYS if told[kind]),
        str(told["encoding"]),
        bool(told["split"]),
        _bytes(str(told["colours"])),
        bool(told["colour_each"]),
        whole_of(told, "max_text", 1, MAX_TEXT),
    )


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise WrongLayout(f"colours {text!r}: bytes such as 00 01 02 are meant") from None


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> StripPanel:
    """A driver for one configured panel; WrongOption or WrongLayout when the options do not fit."""
    fitting = told(options)
    tongue = TemplateTongue(address_of(address, 0xFFFF), fitting)
    try:
        tongue.text(TRIAL)
        tongue.ask()
    except ValueError as wrong:  # an address or a length that this layout cannot carry
        raise WrongOption(str(wrong)) from wrong
    return StripPanel(device, tongue, fitting)
