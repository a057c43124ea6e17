"""The one font of all drawn devices, in dots: Noto Sans CJK SC, set explicitly so no Japanese forms slip in."""

from __future__ import annotations

import functools
import pathlib

from PIL import ImageFont

_FOLDER = pathlib.Path("/usr/share/fonts/opentype/noto")
_SC, _MONO_SC = 2, 7  # faces inside the collection


@functools.cache
def font(size: int, bold: bool = False, mono: bool = False) -> ImageFont.FreeTypeFont:
    """The font at a height of `size` dots; FileNotFoundError says which Debian package brings it."""
    path = _FOLDER / f"NotoSansCJK-{'Bold' if bold else 'Regular'}.ttc"
    if not path.exists():
        raise FileNotFoundError(f"{path}: install the Debian package fonts-noto-cjk")
    face = _MONO_SC if mono else _SC
    return ImageFont.truetype(str(path), size, face, layout_engine=ImageFont.Layout.BASIC)


def is_wide(char: str) -> bool:
    """True for characters that take a full cell (Han, full-width punctuation)."""
    return ord(char) >= 0x2E80 or char in "“”‘’…—·×"
