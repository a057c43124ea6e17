"""The pieces of a slip as ESC/POS bytes, for paper of 58 and 80 mm. What stands where is `slip_layout`'s.

Chinese goes out as GBK behind FS &; a row with a character GBK lacks is drawn and printed as dots, so no name ever
shows a question mark. QR codes and dots are encoded by python-escpos.
"""

from __future__ import annotations

import functools
import logging
import pathlib
from dataclasses import dataclass, replace

import qrcode
from PIL import Image, ImageDraw, ImageFont

try:
    from escpos.constants import QR_ECLEVEL_M
    from escpos.printer import Dummy
except AttributeError as error:  # python-escpos takes any folder of that name on its way for pycups
    raise ImportError(
        "a folder named 'cups' where the program was started hides pycups: rename it"
    ) from error

DOTS = {58: 384, 80: 576}  # printable dots at 203 dpi
DOTS_PER_MM = 8
CELL = 24  # dots: height of a row, width of a Han cell; Latin takes half
FONT = pathlib.Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FONT_SC = 2  # the face of simplified Chinese in that collection
MISSING = "〓"  # the printer's sign for a character nobody has
ALIGN = {"left": 0, "center": 1, "right": 2}

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
    align: str = "center"  # left, center, right


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


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of black and white dots, centred."""

    dots: Image.Image


Piece = Row | Rule | Gap | Code | Picture


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
            case Picture(picture):
                out += _raster(_across(picture, dots, "center"))
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
            kept = _until_word(line, char)
            lines.append(line[:kept].rstrip())
            line = (line[kept:] + char).lstrip()
        else:
            line += char
    lines.append(line)
    return [replace(row, text=text) for text in lines if text]


def _until_word(line: str, char: str) -> int:
    """How much of a full line stays when `char` does not fit: a Latin word goes to the next line whole."""
    blank = line.rfind(" ")
    in_word = not _is_wide(char) and char != " " and not any(map(_is_wide, line[blank + 1 :]))
    return blank + 1 if blank > 0 and in_word else len(line)


def _row(row: Row, dots: int) -> bytes:
    try:
        text = row.text.encode("gbk")
    except UnicodeEncodeError:
        return _drawn(row, dots)
    size = bytes((0x1D, 0x21, (row.wide - 1) << 4 | (row.tall - 1)))
    kanji = bytes((0x1C, 0x21, (0x04 if row.wide > 1 else 0) | (0x08 if row.tall > 1 else 0)))
    looks = b"\x1bE" + bytes((row.bold,)) + b"\x1dB" + bytes((row.inverse,))
    align = b"\x1ba" + bytes((ALIGN[row.align],))
    return align + size + looks + b"\x1c&" + kanji + text + b"\n\x1c!\x00\x1c.\x1d!\x00\x1bE\x00\x1dB\x00"


def _drawn(row: Row, dots: int) -> bytes:
    """A row as dots, as wide and tall as the printer's own characters would be."""
    face = _face(CELL)
    if face is None:
        _log.error("%s is missing: install fonts-noto-cjk to print rare characters", FONT)
        plain = "".join(char if _is_gbk(char) else MISSING for char in row.text)
        return _row(replace(row, text=plain), dots)
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
    return _raster(_across(strip, dots, row.align))


def _across(picture: Image.Image, dots: int, align: str) -> Image.Image:
    """The picture on a strip as wide as the paper: a printer that forgot its alignment prints it right too."""
    page = Image.new("1", (dots, picture.height), 1)
    page.paste(picture, (max(0, (dots - picture.width) * ALIGN[align] // 2), 0))
    return page


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
    return _raster(_across(drawn, dots, "center"))


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
