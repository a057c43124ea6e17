"""How a character-card LED panel looks: controller text to lines of glyphs, glyphs to dots, dots to a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from devices.codecs import led_onbon_messages as messages
from devices.simulator._fonts import font, is_wide

SIZES = {"0": 16, "1": 24, "2": 32}  # fonts O000/E000, O001/E001, O002/E002
RED, GREEN, YELLOW = (255, 48, 24), (40, 230, 60), (255, 190, 30)
COLOURS = {
    "1": RED, "2": GREEN, "3": YELLOW, "4": (60, 90, 255), "5": (40, 220, 220), "6": (230, 60, 230),
    "7": (245, 245, 245),
}  # fmt: skip
WEEKDAYS = "一二三四五六日"
PITCH = 8  # picture pixels for one dot
SECONDS_FOR_SPEED = 0.02  # one dot of movement at speed 1; only the picture's idea of it


@dataclass(frozen=True, slots=True)
class Panel:
    """Size in dots, and which colours it has: red, dual (red, green, yellow), full."""

    width: int
    height: int
    colours: str = "red"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its font height in dots."""

    char: str
    size: int
    colour: str

    @property
    def width(self) -> int:
        """Cells are square for Han and half of that for Latin, as in the card's fonts."""
        return self.size if is_wide(self.char) else self.size // 2


def glyph_lines(raw: bytes, clock: datetime | None = None) -> list[list[Glyph]]:
    """Controller text as lines of glyphs; \\F \\C \\n \\D are obeyed, other controls are swallowed."""
    lines: list[list[Glyph]] = [[]]
    size, colour, at = 16, "1", 0
    while at < len(raw):
        byte = raw[at]
        if byte == 0x5C:
            kind = raw[at + 1 : at + 2]
            if kind == b"F":
                size = SIZES.get(raw[at + 5 : at + 6].decode("ascii", "replace"), 16)
                at += 6
            elif kind == b"C":
                colour = raw[at + 2 : at + 3].decode("ascii", "replace")
                at += 3
            elif kind == b"n":
                lines.append([])
                at += 2
            elif kind == b"D":
                lines[-1] += [Glyph(c, size, colour) for c in _time_part(raw[at + 2 : at + 3], clock)]
                at += 3
            else:
                at += 6 if kind == b"W" else 2
            continue
        step = 2 if byte >= 0x81 else 1
        lines[-1] += [Glyph(c, size, colour) for c in raw[at : at + step].decode("gbk", "replace")]
        at += step
    return lines


def plain_text(raw: bytes, clock: datetime | None = None) -> str:
    """What a person reads, lines separated by line feeds."""
    return "\n".join("".join(glyph.char for glyph in line) for line in glyph_lines(raw, clock))


def _time_part(kind: bytes, clock: datetime | None) -> str:
    if clock is None:
        return "--"
    parts = {
        b"Y": f"{clock:%Y}", b"L": f"{clock:%m}", b"D": f"{clock:%d}", b"H": f"{clock:%H}", b"M": f"{clock:%M}",
        b"S": f"{clock:%S}", b"W": WEEKDAYS[clock.weekday()],
    }  # fmt: skip
    return parts.get(kind, "")


def draw_panel(
    panel: Panel, areas: list[messages.Area], brightness: int, clock: datetime | None
) -> Image.Image:
    """The panel as a visitor sees it: dark glass, round dots, a thin frame. Brightness 0 to 15."""
    dots = Image.new("RGB", (panel.width, panel.height))
    for area in areas:
        _draw_area(dots, panel, area, clock)
    glow = 0.35 + 0.65 * brightness / 15
    lit = dots.point([int(value * glow) for value in range(256)] * 3)
    big = lit.resize((panel.width * PITCH, panel.height * PITCH), Image.Resampling.NEAREST)
    tile = Image.new("L", (PITCH * 4, PITCH * 4))
    ImageDraw.Draw(tile).ellipse((3, 3, PITCH * 4 - 4, PITCH * 4 - 4), fill=255)
    tile = tile.resize((PITCH, PITCH), Image.Resampling.LANCZOS)
    mask = Image.new("L", big.size)
    for x in range(0, PITCH * panel.width, PITCH):
        mask.paste(tile, (x, 0))
    row = mask.crop((0, 0, mask.width, PITCH))
    for y in range(PITCH, PITCH * panel.height, PITCH):
        mask.paste(row, (0, y))
    off = Image.new("RGB", big.size, (10, 9, 9))
    off.paste((26, 20, 20), mask=mask)
    on = big.convert("L").point(lambda value: 255 if value else 0)
    glass = Image.composite(big, off, Image.composite(mask, Image.new("L", big.size), on))
    halo = Image.composite(big, Image.new("RGB", big.size), mask).filter(
        ImageFilter.GaussianBlur(PITCH * 0.9)
    )
    glass = Image.blend(glass, ImageChops.add(glass, halo), 0.55)
    frame = Image.new("RGB", (glass.width + 48, glass.height + 48), (38, 40, 44))
    pen = ImageDraw.Draw(frame)
    pen.rounded_rectangle((0, 0, frame.width - 1, frame.height - 1), 14, outline=(70, 73, 80), width=3)
    pen.rectangle((18, 18, frame.width - 19, frame.height - 19), fill=(6, 6, 7))
    frame.paste(glass, (24, 24))
    return frame


def _draw_area(dots: Image.Image, panel: Panel, area: messages.Area, clock: datetime | None) -> None:
    lines = glyph_lines(area.text, clock)
    if area.new_line == 2 and area.single_line == messages.MULTI_LINE:
        lines = [part for line in lines for part in _wrapped(line, area.width)]
    if area.single_line == messages.SINGLE_LINE:
        lines = [[glyph for line in lines for glyph in line]]
    heights = [max((glyph.size for glyph in line), default=16) for line in lines]
    page, used = [], 0
    for line, height in zip(lines, heights, strict=True):
        if used + height > area.height and page:
            break  # the next page comes later; a picture shows the first
        page.append((line, used, height))
        used += height + area.line_space
    cell = Image.new("RGB", (area.width, area.height))
    spare = max(0, area.height - used + area.line_space)
    top = {messages.ALIGN_RIGHT: spare, messages.ALIGN_CENTER: spare // 2}.get(area.align >> 2 & 3, 0)
    for line, y, height in page:
        width = sum(glyph.width for glyph in line)
        free = max(0, area.width - width)
        x = {messages.ALIGN_RIGHT: free, messages.ALIGN_CENTER: free // 2}.get(area.align & 3, 0)
        for glyph in line:
            colour = _colour(glyph.colour, panel.colours)
            cell.paste(colour, (x, top + y + height - glyph.size), mask=_bitmap(glyph))
            x += glyph.width
    dots.paste(cell, (area.x, area.y))


def _wrapped(line: list[Glyph], width: int) -> list[list[Glyph]]:
    out: list[list[Glyph]] = [[]]
    used = 0
    for glyph in line:
        if used + glyph.width > width and out[-1]:
            out.append([])
            used = 0
        out[-1].append(glyph)
        used += glyph.width
    return out


def _colour(code: str, colours: str) -> tuple[int, int, int]:
    if colours == "red":
        return RED
    if colours == "dual" and code not in "123":
        return YELLOW
    return COLOURS.get(code, RED)


def _bitmap(glyph: Glyph) -> Image.Image:
    """One character as dots. Thin strokes survive because the font is drawn without grey."""
    made = Image.new("1", (glyph.width, glyph.size))
    pen = ImageDraw.Draw(made)
    pen.fontmode = "1"
    wide = is_wide(glyph.char)
    face = font(glyph.size if wide else glyph.size * 7 // 8, bold=glyph.size >= 24, mono=not wide)
    middle = glyph.size / 2 - round(glyph.size * 0.06)  # the em box sits higher than the font's ascent says
    pen.text((glyph.width / 2, middle), glyph.char, fill=1, font=face, anchor="mm")
    return made.convert("L")
