"""Finding a name by what is typed: part of it, its pinyin, its initials, or both mixed (lmei, lm, 李). Pure but for the
table of readings."""

from functools import lru_cache

from pypinyin import Style, pinyin

Readings = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=8192)
def readings(name: str, syllables: str = "") -> Readings:
    """For each character every way it is read; `syllables` (apart by spaces) are taken instead where they are known."""
    if syllables:
        return tuple((one.lower(),) for one in syllables.split())
    return tuple(_of_sign(sign) for sign in name if sign.isalnum())


@lru_cache(maxsize=8192)
def _of_sign(sign: str) -> tuple[str, ...]:
    if sign.isascii():
        return (sign.lower(),)
    return tuple(dict.fromkeys(x.lower() for x in pinyin(sign, style=Style.NORMAL, heteronym=True)[0]))


def matches(wanted: str, name: str, syllables: str = "", more: str = "") -> bool:
    """Does `wanted` name this one? `more` is searched as it stands: a number, an English name, given initials."""
    wanted = wanted.strip().lower()
    if not wanted or wanted in name.lower() or wanted in more.lower():
        return True
    letters = wanted.replace(" ", "").replace("'", "")
    if not letters.isascii():
        return False
    read = readings(name, syllables)
    return any(_from(read, at, letters) for at in range(len(read)))


def _from(read: Readings, at: int, left: str) -> bool:
    """Can what is left be typed from character `at` on: each one whole or by its first letter, the last one begun?"""
    if not left:
        return True
    if at == len(read):
        return False
    for one in read[at]:
        if one.startswith(left):
            return True
        if left.startswith(one) and _from(read, at + 1, left[len(one) :]):
            return True
        if left[0] == one[:1] and _from(read, at + 1, left[1:]):
            return True
    return False
