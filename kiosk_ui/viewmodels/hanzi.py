"""Which characters a pinyin syllable stands for, for a name typed at the kiosk (无卡取号, R130). Pure: no screen.

The characters are those of GB 2312, their sounds are pypinyin's table; both are read once, when first asked for.
"""

import functools
import importlib.util
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

# The surnames that most people bear, about in the order of how many do; it only decides which key stands first.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
)
# As a surname these sound otherwise than in most words.
SAID = MappingProxyType({"曾": "zeng", "任": "ren", "覃": "qin", "翟": "zhai", "单": "shan", "万": "wan"})
# How people also spell ü: as on a passport, or as most keyboards take it.
ALSO = MappingProxyType({"lyu": "lv", "nyu": "nv", "lue": "lve", "nue": "nve"})

Index = dict[str, str]  # syllable -> characters


def candidates(syllable: str, surname: bool = False) -> str:
    """The characters of a whole syllable without tone (`zhang`; ü is v), best first; "" when there is no such syllable.
    Those mostly said so stand before those seldom said so, each in the order of GB 2312, its level 1 first.
    With `surname`, common surnames come before all others."""
    syllable = _plain(syllable)
    found = _made()[0].get(syllable, "")
    if not surname:
        return found
    first = _made()[1].get(syllable, "")
    return first + "".join(c for c in found if c not in first)


def begins(letters: str) -> bool:
    """Can a syllable begin like this?"""
    return letters.lower() in _beginnings()


def warm() -> None:
    """Make the index now, so that no press waits for it."""
    _beginnings()


def _plain(syllable: str) -> str:
    syllable = syllable.lower()
    return ALSO.get(syllable, syllable)


@functools.cache
def _made() -> tuple[Index, Index]:
    """All characters, and the surnames, by syllable."""
    mostly: Index = {}
    seldom: Index = {}
    usual: dict[str, str] = {}
    for letter, sounds in _sounds():
        first, *rest = dict.fromkeys(map(_toneless, sounds))
        usual[letter] = first
        mostly[first] = mostly.get(first, "") + letter
        for sound in rest:
            seldom[sound] = seldom.get(sound, "") + letter
    everything = {s: mostly.get(s, "") + seldom.get(s, "") for s in mostly | seldom if set(s) & set("aeiouv")}
    surnames: Index = {}
    for letter in SURNAMES:
        said = SAID.get(letter, usual[letter])
        surnames[said] = surnames.get(said, "") + letter
    return everything, surnames


@functools.cache
def _beginnings() -> frozenset[str]:
    whole = (*_made()[0], *ALSO)
    return frozenset(s[:n] for s in whole for n in range(1, len(s) + 1))


def _sounds() -> Iterator[tuple[str, list[str]]]:
    """Each character with its sounds, the usual one first. pypinyin's own file is read, because importing it also reads
    its phrases, which takes six times as long (measured: 0.3 s)."""
    spec = importlib.util.find_spec("pypinyin")
    assert spec is not None and spec.submodule_search_locations, (
        "pypinyin is in the list of what is installed"
    )
    table = Path(spec.submodule_search_locations[0], "pinyin_dict.json")
    sounds: dict[str, str] = json.loads(table.read_text("utf-8"))
    for letter in _gb2312():
        said = sounds.get(str(ord(letter)))
        if said:
            yield letter, said.split(",")


def _gb2312() -> Iterator[str]:
    """Its characters by row and place: level 1 (rows 16 to 55), then level 2 (rows 56 to 87)."""
    for row in range(16, 88):
        for place in range(1, 95):
            try:
                yield bytes((0xA0 + row, 0xA0 + place)).decode("gb2312")
            except UnicodeDecodeError:
                continue  # the end of level 1 is not full


@functools.cache
def _toneless(sound: str) -> str:
    """lǜ is lv."""
    bare = unicodedata.normalize("NFD", sound).replace("u\u0308", "v")
    return "".join(c for c in bare if "a" <= c <= "z")
