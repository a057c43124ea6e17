"""How the name of an item is typed: pinyin with its syllables apart, and their first letters. Asked once for an import;
a kiosk only compares. Characters with several readings go by pypinyin's table of phrases."""

import re

from pypinyin import Style, lazy_pinyin

_PART = re.compile(r"[\u3400-\u9fff]+|[A-Za-z]+|[0-9]+")


def of(name: str) -> tuple[str, str]:
    """("she bao ka ban li", "sbkbl") of 社保卡办理. Latin words stay whole, signs fall away."""
    syllables: list[str] = []
    for part in _PART.findall(name):
        if part.isascii():
            syllables.append(part.lower())
        else:
            syllables += [s for s in lazy_pinyin(part, style=Style.NORMAL, v_to_u=False) if s.isascii()]
    return " ".join(syllables), "".join(s if s.isdigit() else s[0] for s in syllables)
