"""Every make the hall can drive: one line each. The key is the `make` of the configuration."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from devices.codecs import caller_ff68 as ff68
from devices.codecs import card_sdt as sdt
from devices.codecs import card_social as social
from devices.codecs import escpos_status, led_onbon, led_palh, led_ruize, led_yinda, led_yongtai, led_zhongyi
from devices.codecs import scan_line as lines
from devices.codecs import scan_wedge as keys
from devices.codecs import sensor_modbus as modbus
from devices.codecs import voice_syn6288 as syn6288
from devices.codecs import voice_xfs5152 as xfs5152
from devices.codecs.codec import Damaged
from devices.drivers import (
    buttons_input,
    caller_ff68,
    card_sdt,
    card_social,
    panel_onbon,
    panel_palh,
    panel_ruize,
    panel_template,
    panel_yinda,
    panel_yongtai,
    panel_zhongyi,
    printer_cups,
    printer_escpos,
    scan_line,
    scan_wedge,
    sensor_modbus,
    voice_syn6288,
    voice_wav,
    voice_xfs5152,
)
from devices.drivers.base import Driver, OptionValue
from devices.ports.address import port_for
from devices.ports.none import NoPort
from devices.ports.port import Port
from devices.ports.print_queue import QueuePort
from hall.contract.check import mean


@dataclass(frozen=True, slots=True)
class Make:
    """How a make is driven. `baud` is its usual rate; `on_line` False for makes without a byte line, whose `port` is
    their own (none at all for a folder). `files` are the options that name a file, meant from the folder of the
    configuration. `bus`: makes of the same bus may hang on one line; "" has its port for itself. `other_bauds` are
    tried while nobody on the line answers, where no baud rate is configured."""

    driver: Callable[[str, int, Mapping[str, OptionValue]], Driver]
    options: Mapping[str, OptionValue]
    baud: int = 9600
    on_line: bool = True
    port: Callable[[str], Port] = NoPort
    files: tuple[str, ...] = ()
    bus: str = ""
    other_bauds: tuple[int, ...] = ()

    def drive(
        self, device: str, address: int, options: Mapping[str, OptionValue], folder: pathlib.Path
    ) -> Driver:
        """The driver of a device configured in `folder`; ValueError says what does not fit."""
        there = {name: str(folder / str(options[name])) for name in self.files if options.get(name)}
        return self.driver(device, address, {**options, **there})

    def address(self, port: str, folder: pathlib.Path) -> str:
        """The port of a device configured in `folder`. What is a folder is meant from there, the rest is as it is."""
        if self.on_line or self.port is not NoPort or port.partition(":")[0] == "aplay":
            return port
        return str(folder / port)


ONBON, STRIPS, RUIZE, DESKS, MODBUS = "onbon", "strips", "ruize", "desks", "modbus"
"""The buses. Ruize strips stand apart from the others: they know no check, and take 到T in another make's text for an
order to panel 61 to clear itself. Key boxes speak by themselves, into any other make's answers."""

DRIVERS: Mapping[str, Make] = {
    "printer.escpos": Make(printer_escpos.make, printer_escpos.OPTIONS, baud=115200, files=("layout",)),
    "printer.cups": Make(
        printer_cups.make, printer_cups.OPTIONS, on_line=False, port=QueuePort, files=("layout",)
    ),
    "led.onbon": Make(panel_onbon.make, panel_onbon.OPTIONS, baud=57600, bus=ONBON, other_bauds=(9600,)),
    "led.palh": Make(panel_palh.make, panel_palh.OPTIONS, baud=9600, bus=STRIPS),
    "led.ruize": Make(panel_ruize.make, panel_ruize.OPTIONS, baud=9600, bus=RUIZE),
    "led.zhongyi": Make(panel_zhongyi.make, panel_zhongyi.OPTIONS, baud=9600, bus=STRIPS),
    "led.yinda": Make(panel_yinda.make, panel_yinda.OPTIONS, baud=57600, bus=STRIPS),
    "led.yongtai": Make(panel_yongtai.make, panel_yongtai.OPTIONS, baud=9600, bus=STRIPS),
    "led.template": Make(panel_template.make, panel_template.OPTIONS, baud=9600, bus=STRIPS),
    "card.sdt": Make(card_sdt.make, card_sdt.OPTIONS, baud=115200),
    "card.social": Make(card_social.make, card_social.OPTIONS),
    "scan.line": Make(scan_line.make, scan_line.OPTIONS, baud=9600),
    "scan.wedge": Make(scan_wedge.make, scan_wedge.OPTIONS),
    "caller.ff68": Make(caller_ff68.make_caller, caller_ff68.CALLER_OPTIONS, bus=DESKS),
    "evaluator.ff68": Make(caller_ff68.make_evaluator, caller_ff68.EVALUATOR_OPTIONS, bus=DESKS),
    "caller+evaluator.ff68": Make(caller_ff68.make_both, caller_ff68.BOTH_OPTIONS, bus=DESKS),
    "sensor.modbus": Make(sensor_modbus.make, sensor_modbus.OPTIONS, baud=9600, bus=MODBUS),
    "buttons.input": Make(buttons_input.make, buttons_input.OPTIONS),
    "voice.wav": Make(voice_wav.make, voice_wav.OPTIONS, on_line=False),
    "voice.syn6288": Make(voice_syn6288.make, voice_syn6288.OPTIONS, baud=9600),
    "voice.xfs5152ce": Make(voice_xfs5152.make, voice_xfs5152.OPTIONS, baud=9600),
}


class Codec(Protocol):
    """Bytes of one make and their meaning. The frames are the codec's own frozen dataclasses."""

    def encode(self, frame: Any) -> bytes:
        """The bytes on the wire; ValueError for what it cannot carry."""

    def decode(self, buffer: bytearray) -> Any | None:
        """Take the next whole frame out of the buffer; None: more, please. Noise is passed over."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A codec that leaves damaged frames out, for holding captured bytes against it."""

    codec: Codec

    def encode(self, frame: Any) -> bytes:
        return self.codec.encode(frame)

    def decode(self, buffer: bytearray) -> Any | None:
        while isinstance(frame := self.codec.decode(buffer), Damaged):
            pass
        return frame


CODECS: Mapping[str, Codec] = {
    "printer.escpos": _Whole(escpos_status),
    "led.onbon": _Whole(led_onbon),
    "led.palh": _Whole(led_palh),
    "led.ruize": _Whole(led_ruize),
    "led.zhongyi": _Whole(led_zhongyi),
    "led.yinda": _Whole(led_yinda),
    "led.yongtai": _Whole(led_yongtai),
    "card.sdt": _Whole(sdt),
    "card.social": _Whole(social),
    "scan.line": _Whole(lines),
    "scan.wedge": _Whole(keys),
    "sensor.modbus": _Whole(modbus),
    "buttons.input": _Whole(keys),
    "voice.syn6288": _Whole(syn6288),
    "voice.xfs5152ce": _Whole(xfs5152),
    "caller.ff68": _Whole(ff68),
    "evaluator.ff68": _Whole(ff68),
    "caller+evaluator.ff68": _Whole(ff68),
}


def with_damage(codec: Codec) -> Codec:
    """The same codec, which answers `Damaged` too."""
    return codec.codec if isinstance(codec, _Whole) else codec


def codec_of(make: str, options: Mapping[str, OptionValue]) -> Codec:
    """The codec of a make; a template's is made of its options. UnknownMake, WrongOption or WrongLayout in words."""
    if make == "led.template":
        return _Whole(panel_template.template_of(panel_template.told(options)))
    if make not in CODECS:
        raise UnknownMake(_unknown(make, [*CODECS, "led.template"]))
    return CODECS[make]


class UnknownMake(ValueError):
    """A make nobody registered; the text names those there are."""


def find(make: str) -> Make:
    """The registered make; UnknownMake otherwise."""
    if make not in DRIVERS:
        raise UnknownMake(_unknown(make, DRIVERS))
    return DRIVERS[make]


def _unknown(make: str, known: Iterable[str]) -> str:
    meant = mean(make, known)
    return f"make {make!r} is not known; {meant + ' ' if meant else ''}known: {', '.join(sorted(known))}"


def open_line(make: str, address: str, baud: int) -> Port:
    """The port of a device of this make, not yet open; ValueError says what is wrong with the address."""
    found = find(make)
    if not found.on_line:
        return found.port(address)
    return port_for(address, baud or found.baud, others=() if baud else found.other_bauds)
