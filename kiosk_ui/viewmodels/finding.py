"""Finding an item among thousands from the first letter on: initials, pinyin whole or short, English words, Chinese.

Made once for a list; a search only compares, so that each key is answered within a few milliseconds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hall.contract.views_catalogue import ServiceCard

_EXACT, _HEAD, _INSIDE, _OTHER = range(4)


@dataclass(frozen=True)
class _Entry:
    spelled: str  # " she bao ka ban li": each syllable after a space
    letters: str  # its initials
    english: str  # " social security card"
    chinese: str


class Index:
    """`find` gives places in the list it was made of."""

    def __init__(self, cards: Sequence[ServiceCard]) -> None:
        self._entries = [_entry(card) for card in cards]

    def find(self, typed: str, english: bool = False) -> list[int]:
        """Best first: a whole name, then names that begin so, then names in which a word begins so; shorter before
        longer, else in the order of the list."""
        typed = typed.strip().lower()
        if not typed:
            return []
        by_sound = re.compile(_pattern(typed)).search if typed.isascii() and typed.isalnum() else None
        word = " " + typed
        found: list[tuple[int, int, int]] = []
        for i, entry in enumerate(self._entries):
            best = _OTHER + 1
            if by_sound is not None and (sound := by_sound(entry.spelled)) is not None:
                best = _EXACT if entry.letters == typed else _HEAD if sound.start() == 0 else _INSIDE
            at = entry.english.find(word)
            if at >= 0:
                best = min(best, (_HEAD if at == 0 else _INSIDE) if english else _OTHER)
            if by_sound is None and (at := entry.chinese.find(typed)) >= 0:
                best = _HEAD if at == 0 else _INSIDE
            if best <= _OTHER:
                found.append((best, len(entry.english if english else entry.chinese), i))
        found.sort()
        return [i for _, _, i in found]


def _pattern(typed: str) -> str:
    """SBK, shebaoka and shebk all find she bao ka: after each letter the rest of its syllable may be left out."""
    first, *rest = (re.escape(c) for c in typed)
    return " " + first + "".join(rf"(?:[a-z0-9]* )?{c}" for c in rest)


def _entry(card: ServiceCard) -> _Entry:
    letters = card.initials.lower()
    spelled = " " + " ".join(card.pinyin.lower().split()) if card.pinyin else ""
    if "".join(x[0] for x in spelled.split()) != letters:  # written by hand, without spaces or shorter
        spelled = " " + " ".join(letters) + spelled
    english = " " + " ".join(re.findall(r"[a-z0-9]+", card.name.en.lower())) if card.name.en else ""
    return _Entry(spelled, letters, english, card.name.zh.lower())
