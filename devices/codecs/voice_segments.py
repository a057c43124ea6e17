"""How a call is spoken: the recorded pieces in order, and the same call as a text for modules that speak texts.

Ticket numbers are read digit by digit, window numbers as numbers, as halls do it:
A012 到 12 号窗口 is "A 零 一 二 号 到 十二 号窗口". Of the pieces only names are here; the driver finds the files.
"""

from __future__ import annotations

import re

_CALL = re.compile(r"^请\s*([A-Za-z]{0,2}\d{1,5})\s*号?\s*到\s*([A-Za-z]?\d{1,3})\s*号?窗口(?:办理)?$")
_NUMBER = re.compile(r"^[A-Z]{0,2}[0-9]{1,5}$")
_WINDOW = re.compile(r"^[A-Z]?[0-9]{1,3}$")

LETTERS = tuple(chr(code) for code in range(ord("A"), ord("Z") + 1))
ZH_WORDS = ("qing", "hao", "dao", "haochuangkou", "shi", "bai")
EN_WORDS = (
    "ticket", "please_go_to_window", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
    "ninety", "hundred",
)  # fmt: skip


_ZH = {
    **dict(zip("0123456789", "零一二三四五六七八九", strict=True)),
    "qing": "请", "hao": "号", "dao": "到", "haochuangkou": "号窗口", "shi": "十", "bai": "百",
}  # fmt: skip
_EN = {
    **dict(zip("0123456789", "zero one two three four five six seven eight nine".split(), strict=True)),
    "please_go_to_window": "please go to window",
}


class Unspeakable(ValueError):
    """A call that cannot be spoken; the message says which part."""


def all_segments() -> tuple[str, ...]:
    """Every piece a full set of recordings holds; `zh/…` and `en/…`."""
    zh = tuple(f"zh/{name}" for name in (*map(str, range(10)), *LETTERS, *ZH_WORDS, "chime", "pause"))
    en = tuple(f"en/{name}" for name in (*map(str, range(10)), *LETTERS, *EN_WORDS))
    return zh + en


def plan_call(number: str, window: str, english: bool = False, repeat: int = 1) -> tuple[str, ...]:
    """Pieces for calling ticket `number` to `window`: chime, then the call `repeat` times."""
    number, window = _number(number), _bare(window)
    if not _WINDOW.match(window):
        raise Unspeakable(f"window {window!r}: a number up to 999, perhaps after one letter, can be spoken")
    once = _zh(number, window) + (("zh/pause", *_en(number, window)) if english else ())
    pieces: tuple[str, ...] = ("zh/chime",)
    for turn in range(max(1, repeat)):
        pieces += (("zh/pause",) if turn else ()) + once
    return pieces


def chinese(number: str, window: str) -> str:
    """The call as a module reads it without a choice: 请A零一二号到三号窗口. Of a window with words, such as 综合1, the
    words are read as they are."""
    number, window = _number(number), _bare(window)
    if _WINDOW.match(window):
        return "".join(_ZH.get(name, name) for name in (_name(piece) for piece in _zh(number, window)))
    digits = "".join(_ZH.get(char, char) for char in window)
    return f"请{''.join(_ZH.get(char, char) for char in number)}号到{digits}号窗口"


def english(number: str, window: str) -> str:
    """ "ticket A zero one two, please go to window three"; Unspeakable for a window with words."""
    number, window = _number(number), _bare(window)
    if not _WINDOW.match(window):
        raise Unspeakable(
            f"window {window!r}: only a number, perhaps after one letter, can be said in English"
        )
    words = [_EN.get(name, name) for name in (_name(piece) for piece in _en(number, window))]
    words[words.index("please go to window") - 1] += ","
    return " ".join(words)


def is_speakable(window: str) -> bool:
    """Are there pieces for this window?"""
    return _WINDOW.match(_bare(window)) is not None


def plan_text(text: str, english: bool = False, repeat: int = 1) -> tuple[str, ...]:
    """Pieces for a written call such as 请A012号到3号窗口."""
    match = _CALL.match(text.strip())
    if match is None:
        raise Unspeakable(f"{text!r} is no call of the form 请A012号到3号窗口")
    return plan_call(match.group(1), match.group(2), english, repeat)


def _number(number: str) -> str:
    bare = number.strip().upper()
    if not _NUMBER.match(bare):
        raise Unspeakable(f"ticket number {number!r}: letters and digits like A012 can be spoken")
    return bare


def _bare(window: str) -> str:
    return window.strip().upper().removesuffix("号窗口").removesuffix("号")


def _name(piece: str) -> str:
    return piece.partition("/")[2]


def _zh(number: str, window: str) -> tuple[str, ...]:
    letter, digits = (window[0], window[1:]) if window[0].isalpha() else ("", window)
    spoken = (*letter, *_zh_number(int(digits)))
    return tuple(f"zh/{name}" for name in ("qing", *number, "hao", "dao", *spoken, "haochuangkou"))


def _zh_number(value: int) -> tuple[str, ...]:
    """一百零五 as pieces; below twenty the leading 一 of 一十 is not spoken."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    out: list[str] = []
    if hundreds:
        out += [str(hundreds), "bai"]
    if tens:
        out += [str(tens), "shi"] if tens > 1 or hundreds else ["shi"]
    elif hundreds and ones:
        out.append("0")
    if ones or not out:
        out.append(str(ones))
    return tuple(out)


def _en(number: str, window: str) -> tuple[str, ...]:
    letter, digits = (window[0], window[1:]) if window[0].isalpha() else ("", window)
    spoken = (*letter, *_en_number(int(digits)))
    return tuple(f"en/{name}" for name in ("ticket", *number, "please_go_to_window", *spoken))


def _en_number(value: int) -> tuple[str, ...]:
    hundreds, rest = divmod(value, 100)
    out: list[str] = [str(hundreds), "hundred"] if hundreds else []
    if 10 <= rest < 20:
        out.append(EN_WORDS[2 + rest - 10])
    else:
        tens, ones = divmod(rest, 10)
        if tens:
            out.append(EN_WORDS[12 + tens - 2])
        if ones or not (out or tens):
            out.append(str(ones))
    return tuple(out)
