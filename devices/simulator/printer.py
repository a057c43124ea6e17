"""A pretend ESC/POS printer: obeys text, rasters, QR codes and cuts, tells its status, and can run out of paper.

Run as `python -m devices.simulator.printer --listen tcp:127.0.0.1:9100 --picture-dir slips`.
"""

from __future__ import annotations

import pathlib
import time
from collections.abc import Callable
from dataclasses import asdict

from PIL import Image

from devices.codecs import escpos_status as es
from devices.codecs.escpos_status import Paper
from devices.simulator._escpos_stream import Char, Order, RealTime, take
from devices.simulator._faults import Faults
from devices.simulator._paper import DOTS_PER_MM, Slip, Strip
from devices.simulator._station import Words, parser, serve

BUFFER = 65536  # bytes waiting while the printer cannot print; more are lost
NEAR_END_MM = 3000
KEPT_SLIPS = 50
KATAKANA_LINES = "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯"  # page 1 from 80 on, used for rules and boxes


class Printer:
    """One printer with its roll. Off-line it keeps what it was sent and prints it when it can again."""

    def __init__(self, width_mm: int, folder: pathlib.Path | None, roll_mm: int, speed_mm_s: int) -> None:
        self.faults = Faults(
            {
                "no_status": "answers no status question at all (cheap boards)",
                "simple": "tells of its paper alone: answers GS r 1 and ESC v, also without paper",
                "simple_old": "the same, and knows ESC v alone",
                "no_marker": "does not say when it has come so far (GS r, GS ( H)",
            }
        )
        self.send: Callable[[bytes], None] = lambda data: None
        self._folder, self._speed = folder, speed_mm_s
        self._strip = Strip(width_mm)
        self._pending = bytearray()
        self._realtime = RealTime()
        self._left_dots = roll_mm * DOTS_PER_MM
        self._cover = self._error = self._cutter_error = self._switched_off_line = False
        self._cutter_broken = False
        self._asb = 0
        self._told = es.auto_status_of(self._status())
        self._kanji = True
        self._page = 0
        self._busy_until_s = 0.0
        self._qr = {"module": 3, "level": 48, "data": ""}
        self._graphic: Image.Image | None = None
        self._slips: list[Slip] = []
        self._cuts = 0
        self._unknown: dict[str, int] = {}
        self._heard = 0

    # -- what the line says ------------------------------------------------------------------------------------

    def hear(self, data: bytes) -> None:
        self._heard += len(data)
        keep_from = 0
        for what, value in self._realtime.events(data):
            if what == "status":
                self._say(es.answer_to(value, self._status()))
            elif what == "clear":
                keep_from = value
                self._recover(clear=True)
            else:
                self._recover(clear=value == 2)
        room = BUFFER - len(self._pending)
        self._pending += data[keep_from:][:room]
        self._work()

    def tick(self, now_s: float) -> None:
        self._work()

    def power_cut(self) -> None:
        self._pending.clear()
        self._strip.reset()
        self._asb = 0
        self._error = self._cutter_error = self._switched_off_line = False
        self._kanji = True

    def _say(self, answer: es.Answer) -> None:
        mute = self._is_simple() and not isinstance(answer, es.PaperByte)
        marks = isinstance(answer, es.PaperByte) or (isinstance(answer, es.Block) and answer.head == 0x37)
        if marks and self.faults.on("no_marker"):
            return
        if not mute and not self.faults.on("no_status"):
            self.send(es.encode(answer))

    def _is_simple(self) -> bool:
        return self.faults.on("simple") or self.faults.on("simple_old")

    def _goes_on(self) -> bool:
        """Off-line, only what is real-time is obeyed; simple boards still say that there is no paper."""
        if self._status().online or self._pending.startswith(b"\x10"):
            return True
        return self._is_simple() and self._pending.startswith((es.PAPER_IN_ORDER, es.PAPER_OLD))

    def _status(self) -> es.PrinterState:
        paper = Paper.END if self._left_dots <= 0 else Paper.OK
        if paper is Paper.OK and self._left_dots < NEAR_END_MM * DOTS_PER_MM:
            paper = Paper.NEAR_END
        error = self._error or self._cutter_error
        stopped = self._cover or error or self._switched_off_line or paper is Paper.END
        return es.PrinterState(not stopped, self._cover, error, self._cutter_error, paper)

    def _tell_changes(self) -> None:
        block = es.auto_status_of(self._status())
        if block != self._told:
            self._told = block
            if self._asb:
                self._say(block)

    # -- what the paper gets -----------------------------------------------------------------------------------

    def _work(self) -> None:
        while self._pending and time.monotonic() >= self._busy_until_s:
            if not self._goes_on():
                break
            before = len(self._pending)
            one = take(self._pending, self._kanji)
            if one is None:
                if len(self._pending) >= BUFFER:  # a picture larger than any printer's memory
                    self._pending.clear()
                    self._count("buffer overflow")
                break
            try:
                fed = self._character(one) if isinstance(one, Char) else self._order(one)
            except (ValueError, OverflowError, MemoryError, OSError) as error:
                self._count(f"failed: {type(error).__name__}")  # a real printer would print nothing either
                continue
            self._feed_roll(fed)
            if len(self._pending) == before:
                break
        self._tell_changes()

    def _feed_roll(self, dots: int) -> None:
        self._left_dots -= dots
        if dots and self._speed:
            self._busy_until_s = time.monotonic() + dots / DOTS_PER_MM / self._speed

    def _character(self, char: Char) -> int:
        wide = len(char.raw) == 2
        byte = char.raw[0]
        if not wide and self._page == 1 and 0x80 <= byte < 0x80 + len(KATAKANA_LINES):
            return self._strip.put(KATAKANA_LINES[byte - 0x80], wide)
        return self._strip.put(char.raw.decode("gbk" if wide else "cp437", "replace"), wide)

    def _order(self, order: Order) -> int:
        """Obey one command; returns dots of paper used."""
        strip, style, args = self._strip, self._strip.style, order.args
        n = args[0] if args else 0
        match order.name:
            case "\n":
                return strip.end_line()
            case "\r" | "\x00":
                return 0
            case "\t":
                strip.jump((strip.x // 96 + 1) * 96)
            case "\x1b@":
                strip.reset()
                self._kanji = True
            case "\x1ba":
                style.align = n % 48 if n >= 48 else n
            case "\x1bE" | "\x1bG":
                style.bold = bool(n & 1)
            case "\x1b-":
                style.underline = n % 48
            case "\x1b!":
                style.small, style.bold = bool(n & 1), bool(n & 8)
                style.tall, style.wide = 2 if n & 0x10 else 1, 2 if n & 0x20 else 1
                style.underline = 1 if n & 0x80 else 0
            case "\x1d!":
                style.wide, style.tall = (n >> 4 & 7) + 1, (n & 7) + 1
            case "\x1c!":
                style.kanji_wide, style.kanji_tall = 2 if n & 4 else 1, 2 if n & 8 else 1
            case "\x1bM":
                style.small = bool(n & 1)
            case "\x1dB":
                style.inverse = bool(n & 1)
            case "\x1db":
                style.smooth = bool(n & 1)
            case "\x1b2":
                style.spacing = 30
            case "\x1b3":
                style.spacing = n
            case "\x1dL":
                style.left = int.from_bytes(args, "little")
            case "\x1dW":
                style.area = int.from_bytes(args, "little")
            case "\x1b$":
                strip.jump(int.from_bytes(args, "little"))
            case "\x1b\\":
                strip.jump(strip.x + int.from_bytes(args, "little", signed=True))
            case "\x1bd":
                return sum(strip.end_line() for _ in range(n))
            case "\x1bJ":
                return strip.end_line(n)
            case "\x1bt":
                self._page = n
            case "\x1c&":
                self._kanji = True
            case "\x1c.":
                self._kanji = False
            case "\x1bi" | "\x1bm":
                return self._cut(at_head=False)
            case "\x1dV":
                if n in (65, 66):
                    return strip.end_line(args[1]) + self._cut(at_head=True)
                return self._cut(at_head=False)
            case "\x1dv":
                return strip.raster(_raster(args[1], args[2:6], args[6:]))
            case "\x1b*":
                return strip.put_image(_columns(n, args[3:]))
            case "\x1d(" | "\x1d8":
                return self._function(order)
            case _:
                self._ask_or_setting(order, n)
        return 0

    def _ask_or_setting(self, order: Order, n: int) -> None:
        """Questions that are answered in print order, and settings without effect here."""
        match order.name:
            case "\x1da":
                self._asb = n
                if n:
                    self._told = es.auto_status_of(self._status())
                    self._say(self._told)
            case "\x1dr" if n in (1, 49) and not self.faults.on("simple_old"):
                self._say(es.paper_byte_of(self._status()))
            case "\x1bv":
                self._say(es.paper_byte_of(self._status()))
            case "\x1dI":
                self._say(es.Block(0x5F, {65: b"1.0", 66: b"PRETEND", 67: b"SLIP-80"}.get(n, b"")))
            case "\x10\x05" if n in (1, 2):
                self._recover(clear=n == 2)
            case "\x10\x14" if order.args.startswith(b"\x08"):
                self._recover(clear=True)
            case (
                "\x10\x04"
                | "\x10\x14"
                | "\x1bt"
                | "\x1bR"
                | "\x1b "
                | "\x1bS"
                | "\x1b{"
                | "\x1bV"
                | "\x1bT"
                | "\x1bc"
            ):
                pass
            case (
                "\x1cS"
                | "\x1cC"
                | "\x1c-"
                | "\x1c("
                | "\x1dP"
                | "\x1dh"
                | "\x1dw"
                | "\x1dH"
                | "\x1df"
                | "\x1bp"
            ):
                pass
            case "\x1b=" | "\x1br" | "\x1bB" | "\x1bD" | "\x1dT":
                pass
            case _:
                self._count(" ".join(f"{ord(char):02X}" for char in order.name))

    def _count(self, what: str) -> None:
        self._unknown[what] = self._unknown.get(what, 0) + 1

    def _recover(self, clear: bool) -> None:
        if clear:
            self._pending.clear()
            self._strip.reset()
        if not self._cutter_broken:
            self._error = self._cutter_error = False

    def _cut(self, at_head: bool) -> int:
        if self._cutter_broken:
            self._cutter_error = True
            return 0
        self._cuts += 1
        self._slips.append(self._strip.cut(at_head, self._folder, self._cuts))
        del self._slips[:-KEPT_SLIPS]
        return 0

    def _function(self, order: Order) -> int:
        """GS ( and GS 8: graphics (L), two-dimensional codes (k), marker answers (H)."""
        kind = order.args[:1]
        data = order.args[3:] if order.name == "\x1d(" else order.args[5:]
        if kind == b"H" and data[:2] == b"\x30\x30":
            self._say(es.Block(0x37, b"\x22" + data[2:6]))
        elif kind == b"L" and data[1:2] in (b"\x70", b"\x71") and data[:1] == b"\x30":
            self._graphic = _raster_scaled(data[3], data[4], data[6:10], data[10:])
        elif kind == b"L" and data[1:2] in (b"\x02", b"\x32") and self._graphic is not None:
            drawn, self._graphic = self._graphic, None
            return self._strip.raster(drawn)
        elif kind == b"k" and data[:1] == b"1" and len(data) > 2:
            return self._qr_function(data[1], data[2:])
        elif kind not in (b"H", b"L", b"A", b"K", b"E"):
            self._count("GS ( " + kind.decode("latin-1"))
        return 0

    def _qr_function(self, function: int, data: bytes) -> int:
        if function == 67:
            self._qr["module"] = data[0]
        elif function == 69:
            self._qr["level"] = data[0]
        elif function == 80:
            self._qr["data"] = data[1:].decode("utf-8", "replace")
        elif function == 81 and self._qr["data"]:
            return self._strip.code(str(self._qr["data"]), int(self._qr["module"]), int(self._qr["level"]))
        return 0

    # -- what the control channel does ---------------------------------------------------------------------------

    def obey(self, words: Words) -> Words | None:
        """`paper` state or mm, `cover` open, `error` on, `offline` on, `cutter` broken, `slips`."""
        match words["do"]:
            case "paper" if "mm" in words:
                self._left_dots = int(words["mm"]) * DOTS_PER_MM
            case "paper":
                mm = {"ok": 60_000, "near_end": NEAR_END_MM - 1, "end": 0}[words["state"]]
                self._left_dots = mm * DOTS_PER_MM
            case "cover":
                self._cover = bool(words["open"])
            case "error":
                self._error = bool(words["on"])
            case "offline":
                self._switched_off_line = bool(words["on"])
            case "cutter":
                self._cutter_broken = bool(words["broken"])
                if not self._cutter_broken:
                    self._cutter_error = False
            case "slips":
                return {"slips": [asdict(slip) for slip in self._slips]}
            case _:
                return None
        self._work()
        return self.state()

    def state(self) -> Words:
        status = self._status()
        return {
            "online": status.online,
            "cover_open": status.cover_open,
            "error": status.error,
            "cutter_error": status.cutter_error,
            "paper": status.paper.value,
            "left_mm": self._left_dots / DOTS_PER_MM,
            "cuts": self._cuts,
            "waiting_bytes": len(self._pending),
            "heard_bytes": self._heard,
            "unknown": self._unknown,
            "uncut": self._strip.slip.text,
        }

    def draw(self, path: pathlib.Path) -> None:
        """The paper that hangs out of the printer now."""
        self._strip.save(path)


def _raster(mode: int, sizes: bytes, data: bytes) -> Image.Image:
    return _raster_scaled(2 if mode & 1 else 1, 2 if mode & 2 else 1, None, data, sizes)


def _raster_scaled(wide: int, tall: int, dots: bytes | None, data: bytes, sizes: bytes = b"") -> Image.Image:
    """GS v 0 counts bytes across, GS ( L dots. A set bit is black."""
    if dots is None:
        width, height = int.from_bytes(sizes[:2], "little") * 8, int.from_bytes(sizes[2:4], "little")
    else:
        width, height = int.from_bytes(dots[:2], "little"), int.from_bytes(dots[2:4], "little")
    need = (width + 7) // 8 * height
    bits = bytes(byte ^ 0xFF for byte in data[:need].ljust(need, b"\x00"))
    image = Image.frombytes("1", (max(1, width), max(1, height)), bits or b"\xff")
    if (wide, tall) != (1, 1):
        image = image.resize((image.width * wide, image.height * tall), Image.Resampling.NEAREST)
    return image


def _columns(mode: int, data: bytes) -> Image.Image:
    """ESC *: columns of 8 or 24 dots, top bit first."""
    deep = 3 if mode >= 32 else 1
    count = len(data) // deep
    image = Image.new("1", (max(1, count), deep * 8), 1)
    for x in range(count):
        for row, byte in enumerate(data[x * deep : x * deep + deep]):
            for bit in range(8):
                if byte & 0x80 >> bit:
                    image.putpixel((x, row * 8 + bit), 0)
    if mode in (0, 32):  # single density: twice as wide
        image = image.resize((image.width * 2, image.height), Image.Resampling.NEAREST)
    return image if deep == 3 else image.resize((image.width, 24), Image.Resampling.NEAREST)


def main() -> None:
    """The program."""
    options = parser("printer", __doc__ or "")
    options.add_argument("--width", type=int, default=80, choices=(58, 80), help="paper width in mm")
    options.add_argument("--roll", type=int, default=60_000, help="mm of paper on the roll")
    options.add_argument("--speed", type=int, default=0, help="mm per second; 0: at once")
    told = options.parse_args()
    folder = pathlib.Path(told.picture_dir) if told.picture_dir else None
    serve(Printer(told.width, folder, told.roll, told.speed), told)


if __name__ == "__main__":
    main()
