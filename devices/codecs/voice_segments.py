"""Which recorded pieces make up a spoken call, in order. Names only; the driver finds the files.

Ticket numbers are read digit by digit, window numbers as numbers, as halls do it:
A012 到 12 号窗口 is "A 零 一 二 号 到 十二 号窗口".
"""

from __future__ import annotations

import re

_CALL = re.compile(r"^请\s*([A-Za-z]{0,2}\d{1,5})\s*号?\s*到\s*([A-Za-z]?\d{1,3})\s*号?窗口(?:办理)?$")
_NUMBER = re.compile(r"^[A-Z]{0,2}\d{1,5}$")
_WINDOW = re.compile(r"^[A-Z]?\d{1,3}$")

LETTERS = tuple(chr(code) for code in range(ord("A"), ord("Z") + 1))
ZH_WORDS = ("qing", "hao", "dao", "haochuangkou", "shi", "bai")
EN_WORDS = (
    "ticket", "please_go_to_window", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
    "ninety", "hundred",
)  # fmt: skip


class Unspeakable(ValueError):
    """A call for which there are no recorded pieces; the message says which part."""


def all_segments() -> tuple[str, ...]:
    """Every piece a full set of recordings holds; `zh/…` and `en/…`."""
    zh = tuple(f"zh/{name}" for name in (*map(str, range(10)), *LETTERS, *ZH_WORDS, "chime", "pause"))
    en = tuple(f"en/{name}" for name in (*map(str, range(10)), *LETTERS, *EN_WORDS))
    return zh + en


def plan_call(number: str, window: str, english: bool = False, repeat: int = 1) -> tuple[str, ...]:
    """Pieces for calling ticket `number` to `window`: chime, then the call `repeat` times."""
    number, window = number.strip().upper(), window.strip().upper().removesuffix("号窗口").removesuffix("号")
    if not _NUMBER.match(number):
        raise Unspeakable(f"ticket number {number!r}: letters and digits like A012 can be spoken")
    if not _WINDOW.match(window):
        raise Unspeakable(f"window {window!r}: a number up to 999, perhaps after one letter, can be spoken")
    once = _zh(number, window) + (("zh/pause", *_en(number, window)) if english else ())
    pieces: tuple[str, ...] = ("zh/chime",)
    for turn in range(max(1, repeat)):
        pieces += (("zh/pause",) if turn else ()) + once
    return pieces


def plan_text(text: str, english: bool = False, repeat: int = 1) -> tuple[str, ...]:
    """Pieces for a written call such as 请A012号到3号窗口."""
    match = _CALL.match(text.strip())
    if match is None:
        raise Unspeakable(f"{text!r} is no call of the form 请A012号到3号窗口")
    return plan_call(match.group(1), match.group(2), english, repeat)


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
