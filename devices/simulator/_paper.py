"""Thermal paper under a print head: characters, pictures and codes become dots, lines become a strip, cuts make slips.

The strip is one continuous paper: the cutter sits HEAD_TO_CUTTER dots behind the head, so what was not fed past it
stays on the next slip, as on the real thing.
"""

from __future__ import annotations

import pathlib
from dataclasses import dataclass, field

import qrcode
from PIL import Image, ImageDraw

from devices.simulator._fonts import font

DPI = 203
DOTS_PER_MM = 8
HEAD_TO_CUTTER = 96  # 12 mm
PAPER = {58: (464, 384), 80: (640, 576)}  # paper width and printable width in dots
EC_LEVELS = {
    48: qrcode.constants.ERROR_CORRECT_L,
    49: qrcode.constants.ERROR_CORRECT_M,
    50: qrcode.constants.ERROR_CORRECT_Q,
    51: qrcode.constants.ERROR_CORRECT_H,
}


@dataclass(slots=True)
class Slip:
    """What was on the paper between two cuts."""

    text: list[str] = field(default_factory=list)
    qr: list[str] = field(default_factory=list)
    images: int = 0
    height: int = 0
    path: str = ""


@dataclass(slots=True)
class Style:
    """How the next characters look."""

    bold: bool = False
    underline: int = 0
    inverse: bool = False
    align: int = 0
    wide: int = 1
    tall: int = 1
    kanji_wide: int = 1
    kanji_tall: int = 1
    small: bool = False
    smooth: bool = False
    spacing: int = 30
    left: int = 0
    area: int = 0  # 0: the whole printable width


class Strip:
    """The paper that has left the head since the last cut."""

    def __init__(self, width_mm: int) -> None:
        self.paper_dots, self.head_dots = PAPER[width_mm]
        self.style = Style()
        self.slip = Slip()
        self._strip = Image.new("1", (self.head_dots, 256), 1)
        self._y = HEAD_TO_CUTTER  # the piece between cutter and head is already out
        self._line: list[Image.Image] = []
        self.x = 0
        self._words = ""

    def reset(self) -> None:
        """ESC @: style and the unprinted line go, paper stays."""
        self.style = Style()
        self._line, self.x, self._words = [], 0, ""

    def put(self, char: str, wide: bool) -> int:
        """Set one character; returns the dots fed when the line was full."""
        style = self.style
        columns = max(style.wide, style.kanji_wide) if wide else style.wide
        rows = max(style.tall, style.kanji_tall) if wide else style.tall
        cell = _glyph(char, wide, columns, rows, style)
        fed = self._room_for(cell.width)
        self._line.append(cell)
        self.x += cell.width
        self._words += char
        return fed

    def put_image(self, image: Image.Image) -> int:
        """A column image in the running line."""
        fed = self._room_for(image.width)
        self._line.append(image)
        self.x += image.width
        self.slip.images += 1
        return fed

    def jump(self, dots: int) -> None:
        """ESC $: absolute position from the left margin."""
        if dots > self.x:
            self._line.append(Image.new("1", (dots - self.x, 1), 1))
            self._words += "\t" if self._words else ""
            self.x = dots

    def end_line(self, feed: int | None = None) -> int:
        """Print the running line and feed; returns dots fed."""
        height = max((cell.height for cell in self._line), default=0)
        if self._line:
            row = Image.new("1", (max(1, self.x), height), 1)
            x = 0
            for cell in self._line:
                row.paste(cell, (x, height - cell.height))
                x += cell.width
            self._paste(row)
        if self._words:
            self.slip.text.append(self._words)
        had = bool(self._line)
        self._line, self.x, self._words = [], 0, ""
        fed = (
            feed
            if feed is not None and not had
            else max(height, self.style.spacing if feed is None else feed)
        )
        return self.feed(fed)

    def feed(self, dots: int) -> int:
        """Move the paper."""
        self._y += dots
        return dots

    def raster(self, image: Image.Image) -> int:
        """A picture on its own; returns dots fed."""
        fed = self.end_line(0) if self._line else 0
        self._paste(image)
        self.slip.images += 1
        return fed + self.feed(image.height)

    def code(self, text: str, module: int, level: int) -> int:
        """A QR code on its own, with the quiet zone the paper gives."""
        maker = qrcode.QRCode(error_correction=EC_LEVELS.get(level, EC_LEVELS[48]), box_size=module, border=0)
        maker.add_data(text)
        maker.make(fit=True)
        drawn = maker.make_image().get_image().convert("1")
        fed = self.end_line(0) if self._line else 0
        self._paste(drawn)
        self.slip.qr.append(text)
        return fed + self.feed(drawn.height)

    def cut(self, at_head: bool, folder: pathlib.Path | None, number: int) -> Slip:
        """Cut at the cutter; with `at_head` everything was fed past it first. Gives the slip that falls."""
        where = self._y if at_head else max(1, self._y - HEAD_TO_CUTTER)
        self._grow(self._y)
        rest = self._strip.crop((0, where, self.head_dots, max(where, self._y)))
        slip, self.slip = self.slip, Slip()
        slip.height = where
        if folder is not None:
            target = folder / f"slip-{number:04d}.png"
            self.save(target, where)
            slip.path = str(target)
        self._strip = Image.new("1", (self.head_dots, 256), 1)
        self._strip.paste(rest, (0, 0))
        self._y = max(HEAD_TO_CUTTER, rest.height) if at_head else rest.height
        return slip

    def save(self, path: pathlib.Path, height: int | None = None) -> None:
        """The paper so far as a person holds it: 203 dpi, true width, dark grey on warm white."""
        height = max(1, self._y if height is None else height)
        self._grow(height)
        paper = Image.new("RGB", (self.paper_dots, height), (253, 252, 247))
        ink = self._strip.crop((0, 0, self.head_dots, height)).convert("L").point(lambda value: 255 - value)
        paper.paste((34, 34, 38), ((self.paper_dots - self.head_dots) // 2, 0), mask=ink)
        pen = ImageDraw.Draw(paper)
        for x in range(0, self.paper_dots, 6):  # the cutter's fine teeth
            pen.polygon(((x, 0), (x + 6, 0), (x + 3, 2)), fill=(226, 224, 216))
            pen.polygon(((x, height), (x + 6, height), (x + 3, height - 3)), fill=(226, 224, 216))
        paper.save(path, dpi=(DPI, DPI))

    def _room_for(self, width: int) -> int:
        return self.end_line() if self._line and self.x + width > self._area() else 0

    def _area(self) -> int:
        return min(self.style.area or self.head_dots, self.head_dots - self.style.left)

    def _paste(self, image: Image.Image) -> None:
        self._grow(self._y + image.height)
        free = max(0, self._area() - image.width)
        x = self.style.left + {1: free // 2, 2: free}.get(self.style.align, 0)
        self._strip.paste(image, (x, self._y))

    def _grow(self, height: int) -> None:
        if height <= self._strip.height:
            return
        taller = Image.new("1", (self.head_dots, max(height, self._strip.height * 2)), 1)
        taller.paste(self._strip, (0, 0))
        self._strip = taller


def _glyph(char: str, wide: bool, columns: int, rows: int, style: Style) -> Image.Image:
    """One character cell: 24 dots high (17 for font B), 12 or 24 wide, times the magnification."""
    height = 17 if style.small and not wide else 24
    width = 24 if wide else 9 if style.small else 12
    scale = rows if style.smooth and rows == columns else 1
    cell = Image.new("1", (width * scale, height * scale), 1)
    pen = ImageDraw.Draw(cell)
    pen.fontmode = "1"
    face = font((24 if wide else 15 if style.small else 21) * scale, style.bold, mono=not wide)
    pen.text((cell.width / 2, cell.height / 2 - scale), char, fill=0, font=face, anchor="mm")
    if style.underline:
        pen.rectangle((0, cell.height - style.underline, cell.width, cell.height), fill=0)
    if style.inverse:
        cell = cell.point(lambda value: 0 if value else 255)
    size = (width * columns, height * rows)
    return cell if cell.size == size else cell.resize(size, Image.Resampling.NEAREST)
