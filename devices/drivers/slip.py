"""What stands on a slip and where: from the hall's `Slip` to rows, from rows to ESC/POS bytes. 58 and 80 mm.

Chinese goes out as GBK behind FS &; a row with a character GBK lacks is drawn and printed as dots, so no name ever
shows a question mark. QR codes and dots are encoded by python-escpos.
"""

from __future__ import annotations

import functools
import logging
import pathlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import qrcode
from escpos.constants import QR_ECLEVEL_M
from escpos.printer import Dummy
from PIL import Image, ImageDraw, ImageFont

from hall.contract.devices import Slip

HERE = ZoneInfo("Asia/Shanghai")
DOTS = {58: 384, 80: 576}  # printable dots at 203 dpi
CELL = 24  # dots: height of a row, width of a Han cell; Latin takes half
FONT = pathlib.Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FONT_SC = 2  # the face of simplified Chinese in that collection
MISSING = "〓"  # the printer's sign for a character nobody has
CLASSES = {"priority": ("优先", "Priority"), "booked": ("预约", "Booked")}

_INIT = b"\x1b@\x1db\x01"  # reset, smooth large characters
_CUT = b"\x1dVB\x00"  # feed past the cutter, cut
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text. `wide` and `tall` multiply the cell, 1 to 8; long rows are wrapped."""

    text: str
    wide: int = 1
    tall: int = 1
    bold: bool = False
    inverse: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty paper, in dots (8 are a millimetre)."""

    dots: int


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with `text`, each module `module` dots wide."""

    text: str
    module: int


Piece = Row | Rule | Gap | Code


def layout(slip: Slip, width_mm: int) -> list[Piece]:
    """The pieces of a slip from top to bottom: hall, number, service, wait, place, code, time."""
    dots = DOTS[width_mm]
    out: list[Piece] = [_large(slip.hall.zh, dots)]
    if slip.hall.en and slip.hall.en != slip.hall.zh:
        out += [Gap(6), Row(slip.hall.en)]
    out += [Gap(10), Rule(), Gap(6)]
    marks = [" ".join(CLASSES[slip.klass])] if slip.klass in CLASSES else []
    if slip.copy:
        marks.append(f"补打第{slip.copy}次 Copy {slip.copy}")
    out += [Row(f" {mark} ", inverse=True) for mark in marks]
    out += [Gap(6), Row(slip.number, 6, 6), Gap(10), _large(slip.service.zh, dots)]
    if slip.service.en and slip.service.en != slip.service.zh:
        out += [Gap(6), Row(slip.service.en)]
    out += [Gap(8), Rule(), Gap(8), *_wait(slip, dots)]
    out += [Gap(10), _large(slip.place.zh, dots), Gap(6)]
    out += [Row(text) for text in (slip.place.en, slip.way.zh, slip.way.en) if text and text != slip.place.zh]
    if slip.then:
        out += [Gap(10), Rule(), Gap(6), Row("办完接着去  Then")]
        for number, leg in enumerate(slip.then, 2):
            out.append(Row(f"{number} {leg.zh}"))
            out += [Row(leg.en)] if leg.en and leg.en != leg.zh else []
    if slip.qr:
        out += [Gap(16), Code(slip.qr, 7 if width_mm >= 80 else 6), Gap(8), Row("本号凭证  Ticket code")]
    taken = f"{datetime.fromtimestamp(slip.at / 1000, HERE):%Y-%m-%d %H:%M}"
    tail = f"  证件尾号 {slip.masked[-4:]}" if slip.masked else ""
    out += [
        Gap(8),
        Rule(),
        Gap(6),
        Row(f"取号 {taken}{tail}"),
        Row("请留意窗口屏和广播叫号"),
        Row("Please watch the panels"),
    ]
    return out


def _wait(slip: Slip, dots: int) -> list[Piece]:
    ahead = f"前面 {slip.ahead} 人" if slip.ahead else "前面没有人"
    ahead_en = f"{slip.ahead} ahead" if slip.ahead else "Nobody ahead"
    if not slip.known:
        return [_large(ahead, dots), Row("等候时间暂不能估计"), Row(f"{ahead_en}, wait not known yet")]
    span = f"{slip.low_min}–{slip.high_min}" if slip.low_min != slip.high_min else f"{slip.high_min}"
    rough, rough_en = ("（估算）", " (rough)") if slip.rough else ("", "")
    words = f"{ahead_en}, about {span.replace('–', '-')} min{rough_en}"
    return [_large(ahead, dots), _large(f"预计 {span} 分钟{rough}", dots), Gap(6), Row(words)]


def _large(text: str, dots: int) -> Row:
    """Twice as large, or only twice as tall where that would not fit on one line."""
    return Row(text, 2 if cells(text) * CELL <= dots else 1, 2)


def encode(pieces: list[Piece], width_mm: int, native_qr: bool = True) -> bytes:
    """ESC/POS bytes of a whole slip, cut at the end."""
    dots = DOTS[width_mm]
    out = bytearray(_INIT + b"\x1ba\x01")
    for piece in pieces:
        match piece:
            case Gap(size):
                out += b"\x1bJ" + bytes((min(255, size),))
            case Rule():
                out += _raster(Image.new("1", (dots, 2), 0))
            case Code(text, module):
                out += _code(text, module, native_qr, dots)
            case Row():
                for line in _wrapped(piece, dots):
                    out += _row(line, dots)
    return bytes(out + b"\x1ba\x00" + _CUT)


def cells(text: str) -> int:
    """Width of a text in Latin cells: Han and full-width signs take two."""
    return sum(2 if _is_wide(char) else 1 for char in text)


def _wrapped(row: Row, dots: int) -> list[Row]:
    room = dots // (CELL // 2 * row.wide)
    lines, line = [], ""
    for char in filter(str.isprintable, row.text):  # control characters would be commands to the printer
        if cells(line + char) > room:
            lines.append(line.rstrip())
            line = char.lstrip()
        else:
            line += char
    lines.append(line)
    return [Row(text, row.wide, row.tall, row.bold, row.inverse, row.left) for text in lines if text]


def _row(row: Row, dots: int) -> bytes:
    try:
        text = row.text.encode("gbk")
    except UnicodeEncodeError:
        return _drawn(row, dots)
    size = bytes((0x1D, 0x21, (row.wide - 1) << 4 | (row.tall - 1)))
    kanji = bytes((0x1C, 0x21, (0x04 if row.wide > 1 else 0) | (0x08 if row.tall > 1 else 0)))
    looks = b"\x1bE" + bytes((row.bold,)) + b"\x1dB" + bytes((row.inverse,))
    align = b"\x1ba" + bytes((0 if row.left else 1,))
    return align + size + looks + b"\x1c&" + kanji + text + b"\n\x1c!\x00\x1c.\x1d!\x00\x1bE\x00\x1dB\x00"


def _drawn(row: Row, dots: int) -> bytes:
    """A row as dots, as wide and tall as the printer's own characters would be."""
    face = _face(CELL)
    if face is None:
        _log.error("%s is missing: install fonts-noto-cjk to print rare characters", FONT)
        plain = "".join(char if _is_gbk(char) else MISSING for char in row.text)
        return _row(Row(plain, row.wide, row.tall, row.bold, row.inverse, row.left), dots)
    width = cells(row.text) * CELL // 2
    strip = Image.new("1", (width, CELL + 4), 1)
    pen = ImageDraw.Draw(strip)
    pen.fontmode = "1"
    x = 0
    for char in row.text:
        cell = CELL if _is_wide(char) else CELL // 2
        for bold in range(2 if row.bold else 1):
            pen.text((x + cell / 2 + bold, CELL / 2 + 1), char, fill=0, font=face, anchor="mm")
        x += cell
    strip = strip.resize((strip.width * row.wide, strip.height * row.tall), Image.Resampling.NEAREST)
    if row.inverse:
        strip = strip.point(lambda value: 0 if value else 255)
    page = Image.new("1", (dots, strip.height), 1)
    page.paste(strip, (0 if row.left else max(0, (dots - strip.width) // 2), 0))
    return _raster(page)


def _raster(image: Image.Image) -> bytes:
    """GS v 0. (python-escpos would print a line about its profile to standard output for each picture.)"""
    across = (image.width + 7) // 8
    page = Image.new("1", (across * 8, image.height), 1)
    page.paste(image, (0, 0))
    bits = bytes(byte ^ 0xFF for byte in page.tobytes())
    return b"\x1dv0\x00" + across.to_bytes(2, "little") + image.height.to_bytes(2, "little") + bits


def _code(text: str, module: int, native: bool, dots: int) -> bytes:
    if native:
        encoder = Dummy()
        encoder.qr(text, ec=QR_ECLEVEL_M, size=module, native=True)
        return b"\x1ba\x01" + bytes(encoder.output) + b"\n"
    maker = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=module, border=0)
    maker.add_data(text)
    maker.make(fit=True)
    drawn = maker.make_image().get_image().convert("1")
    page = Image.new("1", (dots, drawn.height), 1)
    page.paste(drawn, ((dots - drawn.width) // 2, 0))
    return _raster(page)


@functools.cache
def _face(size: int) -> ImageFont.FreeTypeFont | None:
    basic = ImageFont.Layout.BASIC  # one cell for one character, whatever the text shaper thinks
    return ImageFont.truetype(str(FONT), size, FONT_SC, layout_engine=basic) if FONT.exists() else None


def _is_wide(char: str) -> bool:
    return (_is_gbk(char) and len(char.encode("gbk")) == 2) or ord(char) >= 0x2E80


def _is_gbk(char: str) -> bool:
    try:
        return len(char.encode("gbk")) <= 2
    except UnicodeEncodeError:
        return False
