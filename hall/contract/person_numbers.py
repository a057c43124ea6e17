"""Does a text hold the number of a person: a resident's ID number (GB 11643) or a mobile number? Pure.

An ID number proves itself by its date and its last digit, so a case number of eighteen digits is hardly ever taken for
one; a run that is longer or shorter than a number is none. Blanks, dashes and full-width digits hide nothing.
"""

import datetime as dt
import enum
import re
import unicodedata
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from hall.contract.id_number import check_digit

LEAST = 11  # digits: a text with fewer holds none

_ZONE = ZoneInfo("Asia/Shanghai")
_GAP = r"[ ._·–—-]{1,2}"
_ID = re.compile(rf"(?<![0-9])(?=([1-9](?:(?:{_GAP})?[0-9]){{16}}(?:{_GAP})?[0-9Xx])(?![0-9]))")
_OLD_ID = re.compile(rf"(?<![0-9])(?=([1-9][0-9]{{5}}(?:{_GAP})?[0-9]{{6}}(?:{_GAP})?[0-9]{{3}})(?![0-9]))")
_COUNTRY = rf"(?:86(?:{_GAP})?)?"
_SPLITS = (r"[0-9]{9}", rf"[0-9]{_GAP}[0-9]{{8}}", rf"[0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}",
           rf"[0-9]{{5}}{_GAP}[0-9]{{4}}", rf"[0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}")  # fmt: skip
_PHONE = re.compile(
    rf"(?<![0-9])(?:{_COUNTRY}1[3-9](?:{'|'.join(_SPLITS)})|1{_GAP}[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])"
)
_PLAIN_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()
)
_FIRST_YEAR = 1890  # nobody alive was born before
_SERIAL_YEARS = 3  # a day so near may be the day of a case, not of a birth
_OLD_YEARS = 10  # the same for the old numbers, which nobody under 26 has


class PersonNumber(enum.Enum):
    ID = "id"
    MOBILE = "mobile"


def held(text: str, now: int, serial: bool = False) -> PersonNumber | None:
    """What `text` holds at hall time `now` (ms), the ID number first. With `serial` it is the number of a case or of a
    booking: made of region, day and serial like an ID number, so a day of the last years is its own, and dashes part
    its pieces.
    """
    if len(text) < LEAST:
        return None
    return next((kind for kind, _, _ in _found(_plain(text), now, serial)), None)


def struck(text: str, now: int) -> str:
    """The text with *** in place of every number of a person."""
    if len(text) < LEAST:
        return text
    plain = _plain(text)
    spans = sorted((start, end) for _, start, end in _found(plain, now, False))
    for start, end in reversed(spans):
        plain = f"{plain[:start]}***{plain[end:]}"
    return plain if spans else text


def _plain(text: str) -> str:
    """１３８－ is 138-."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _found(text: str, now: int, serial: bool) -> Iterator[tuple[PersonNumber, int, int]]:
    raw = text.encode()
    if len(raw) - len(raw.translate(None, b"0123456789")) < LEAST:
        return  # too few digits, as in most texts
    today = dt.datetime.fromtimestamp(now / 1000, _ZONE).date()
    end = 0
    for pattern, is_one in ((_ID, _is_id), (_OLD_ID, _is_old_id)):
        for match in pattern.finditer(text):
            digits = "".join(x for x in match[1].upper() if x.isdigit() or x == "X")
            if match.start(1) >= end and is_one(digits, today, serial):
                end = match.end(1)
                yield PersonNumber.ID, match.start(1), end
    for match in (_PLAIN_PHONE if serial else _PHONE).finditer(text):
        yield PersonNumber.MOBILE, match.start(), match.end()


def _is_id(number: str, today: dt.date, serial: bool) -> bool:
    born = _date(number[6:14])
    if born is None or born.year < _FIRST_YEAR or born > today or check_digit(number[:17]) != number[17]:
        return False
    return not (serial and today.year - born.year <= _SERIAL_YEARS)


def _is_old_id(number: str, today: dt.date, serial: bool) -> bool:
    """Fifteen digits, given out until 1999: no check digit, so its province and its date must do."""
    of_case = _date(f"20{number[6:12]}")
    if of_case is not None and abs(today.year - of_case.year) <= _OLD_YEARS:
        return False
    return number[:2] in _PROVINCES and _date(f"19{number[6:12]}") is not None


def _date(digits: str) -> dt.date | None:
    """YYYYMMDD."""
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
