"""`hall devices probe PORT`: which make, baud rate and address answers. A make that cannot be asked is listened for.

Only questions are sent, and nobody shows, prints, moves or stores anything for a question of its own make. But a
printer prints what it does not understand, and Ruize strips know no check. So printers are asked before anybody else,
by DLE EOT, of which nothing is printed; Ruize strips are asked last; and once a make has answered, no other is asked.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from devices.catalog import CODECS
from devices.codecs import (
    caller_ff68,
    card_sdt,
    escpos_status,
    led_onbon,
    led_onbon_messages,
    led_palh,
    led_ruize,
    sensor_modbus,
    voice_bytes,
    voice_syn6288,
    voice_xfs5152,
)
from devices.drivers.base import Line
from devices.ports.address import port_for
from devices.ports.port import Port, PortGone
from devices.tools import say
from devices.tools.frames import to_json

Decode = Callable[[bytearray], Any]
PRINTER = "printer.escpos"
FOR_PRINTERS = ("usb:", "lp:", "/dev/usb/lp")


@dataclass(frozen=True, slots=True)
class Question:
    """One harmless question to a make. `address` is 0 where the make needs none. `sends` may be nothing: a make that
    speaks by itself is listened for. `fits(frame)`: the address that answered (0: none told); None: no answer of it."""

    make: str
    bauds: tuple[int, ...]
    address: int
    sends: bytes
    fits: Callable[[Any], int | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody answered."""

    question: Question
    baud: int
    address: int
    frame: Any


def questions(addresses: range) -> Iterator[Question]:
    """The questions of every make that has one, each make's together, the least harmful to other makes first: printers;
    frames with a check, the shorter ones before; Ruize; and who is only listened for."""
    yield Question(PRINTER, (115200, 9600, 19200, 38400), 0, escpos_status.ask(1), _printer)
    syn = voice_syn6288.encode(voice_bytes.Order(voice_bytes.STATUS))
    yield Question("voice.syn6288", (9600, 115200), 0, syn, _voice)
    xfs = voice_xfs5152.encode(voice_bytes.Order(voice_bytes.STATUS))
    yield Question("voice.xfs5152ce", (115200, 57600, 9600), 0, xfs, _voice)
    for command in (card_sdt.READER_STATUS, card_sdt.SAM_ID):
        yield Question("card.sdt", (115200, 9600), 0, card_sdt.encode(card_sdt.command_packet(command)), _sdt)
    for address in addresses:
        yield Question("led.palh", (9600,), address, led_palh.encode(led_palh.version(address)), _palh)
    for address in addresses:
        for table in (sensor_modbus.Table.HOLDING, sensor_modbus.Table.INPUT):
            modbus = sensor_modbus.encode(sensor_modbus.Ask(address, table, 0, 1))
            yield Question("sensor.modbus", (9600, 4800, 19200), address, modbus, _modbus(address))
    ping = led_onbon_messages.request_bytes(led_onbon_messages.ping())
    for address in (led_onbon.BROADCAST_ANSWERED, *addresses):
        frame = led_onbon.encode(led_onbon.Frame(ping, dst=address))
        yield Question("led.onbon", (57600, 9600), address, frame, _onbon)
    for address in addresses:
        ask = led_ruize.encode(led_ruize.Frame(address, led_ruize.ASK))
        yield Question("led.ruize", (9600,), address, ask, _ruize(address))
    yield Question("caller.ff68", (9600,), 0, b"", _caller)
    yield Question("scan.line", (9600, 115200), 0, b"", lambda frame: 0 if len(frame) > 3 else None)


def _onbon(frame: led_onbon.Frame) -> int | None:
    if led_onbon_messages.parse_reply(frame.data) is None:
        return None
    return frame.src if frame.src != led_onbon.BROADCAST_ANSWERED else 0  # asked all at once, it does not say


def _sdt(frame: card_sdt.Packet) -> int | None:
    return 0 if card_sdt.reply_of(frame) is not None else None


def _printer(frame: Any) -> int | None:
    return 0 if isinstance(frame, escpos_status.StatusByte) else None


def _voice(frame: Any) -> int | None:
    return 0 if isinstance(frame, voice_bytes.Reply) else None


def _palh(frame: Any) -> int | None:
    known = (
        isinstance(frame, led_palh.Standard) and frame.command == led_palh.VERSION and len(frame.data) == 3
    )
    return frame.address if known else None


def _ruize(address: int) -> Callable[[Any], int | None]:
    return lambda frame: address if isinstance(frame, led_ruize.Alive) else None


def _modbus(address: int) -> Callable[[Any], int | None]:
    return lambda frame: address if isinstance(frame, sensor_modbus.Answer | sensor_modbus.Refusal) else None


def _caller(frame: caller_ff68.Frame) -> int | None:
    return frame.address


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("port", help="such as /dev/ttyUSB0, or tcp:HOST:PORT")
    parser.add_argument("--baud", type=int, default=0, help="only this one")
    parser.add_argument("--addresses", default="1-16", metavar="A-B", help="of makes on a shared line (1-16)")
    parser.add_argument(
        "--all",
        action="store_true",
        help="go on after the first make that answers: a printer prints what is not meant for it",
    )
    parser.add_argument("--verbose", action="store_true", help="what was sent and what came, every time")


def main(options: argparse.Namespace) -> int:
    """0: somebody answered; 1: nobody did, or the port cannot be used; 2: not understood."""
    try:
        asked = list(questions(range_of(options.addresses)))
        found = probe(options, asked)
    except ValueError as why:
        return say.trouble(options, why, say.NOT_UNDERSTOOD)
    except PortGone as gone:
        return say.gone(options, options.port, gone)
    if not found:
        words = "nobody answered; check power, wiring (A and B) and the range of addresses"
        return say.trouble(options, f"{options.port}: {words}")
    return say.DONE


def probe(options: argparse.Namespace, asked: list[Question], wait_s: float = 0.15) -> list[Answer]:
    """Ask printers at every baud rate, then everybody else at every baud rate. The first make that answers is asked to
    its last address and is the last, unless all are wished. Where only a printer can be, nobody else is asked."""
    found: list[Answer] = []
    if options.port.startswith(FOR_PRINTERS):
        asked = [question for question in asked if question.make == PRINTER]
    for some in ([q for q in asked if q.make == PRINTER], [q for q in asked if q.make != PRINTER]):
        for baud in _rates(options, some):
            port = port_for(options.port, baud)
            port.open()
            try:
                for question in some:
                    if found and not options.all and question.make != found[-1].question.make:
                        return found
                    if baud in question.bauds or options.baud or _far(options.port):
                        found += answers(options, port, question, baud, wait_s)
            finally:
                port.close()
            if found and not options.all:
                return found
    return found


def _rates(options: argparse.Namespace, asked: list[Question]) -> list[int]:
    if options.baud:
        return [options.baud]
    rates = sorted({baud for one in asked for baud in one.bauds}, reverse=True)
    return rates[:1] if _far(options.port) else rates


def _far(port: str) -> bool:
    """The line behind a network address has a baud rate of its own, which nobody here knows."""
    return port.startswith("tcp:")


def answers(
    options: argparse.Namespace, port: Port, question: Question, baud: int, wait_s: float
) -> list[Answer]:
    """Who answers one question. Everything that comes is shown, understood or not, when that is wished."""
    line = Line(port)
    line.forget()
    if question.sends:
        line.send(question.sends)
    heard, found = bytearray(), []

    def decode(buffer: bytearray) -> Any:
        heard.extend(buffer[len(heard) :] if buffer[: len(heard)] == heard else buffer)
        return CODECS[question.make].decode(buffer)

    until_s = line.now_s() + (wait_s if question.sends else 10 * wait_s)
    while (frame := line.wait(decode, until_s - line.now_s())) is not None:
        if (address := question.fits(frame)) is not None:
            found.append(Answer(question, baud, address, frame))
    if found or options.verbose:
        sent = question.sends.hex(" ").upper() or "nothing"
        rate = "" if _far(options.port) else str(baud)
        print(
            f"{question.make:<16} {rate:>6}  sent {sent}  came {bytes(heard).hex(' ').upper() or 'nothing'}"
        )
    for one in found:
        where = "" if _far(options.port) else f" at {baud} baud"
        where += f", address {one.address}" if one.address else ""
        print(f"  {question.make} answers{where}: {_shown(one)}", flush=True)
    return found


def _shown(answer: Answer) -> str:
    return "a code, not shown" if answer.question.make == "scan.line" else to_json(answer.frame)


def range_of(text: str) -> range:
    """ "1-16" or "3"; ValueError in words."""
    first, _, last = text.partition("-")
    if not (first.isdigit() and (last or first).isdigit() and int(first) <= int(last or first) <= 254):
        raise ValueError(f"--addresses {text!r}: write 1-16, at most 254")
    return range(int(first), int(last or first) + 1)
