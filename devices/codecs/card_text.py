"""The 256-byte text record of an ID card: four kinds, told apart by the character at byte 248.

Fields are UTF-16LE, padded with blanks. Layouts: `handbook/devices.md` §3. Nothing here keeps a record.
"""

from __future__ import annotations

from dataclasses import dataclass

RECORD_BYTES = 256
KIND_AT = 248
RESIDENT, HMT_RESIDENT = "resident", "hmt_resident"
FOREIGNER_2017, FOREIGNER_2023 = "foreigner_2017", "foreigner_2023"
_KINDS = {"I": FOREIGNER_2017, "J": HMT_RESIDENT, "Y": FOREIGNER_2023}

_RESIDENT = (
    ("name", 30), ("sex", 2), ("nation", 4), ("birth", 16), ("address", 70), ("number", 36), ("issuer", 30),
    ("begin", 16), ("end", 16), ("", 36),
)  # fmt: skip
_LAYOUTS = {
    RESIDENT: _RESIDENT,
    FOREIGNER_2017: (
        ("name_en", 120), ("sex", 2), ("number", 30), ("nation", 6), ("name", 30), ("begin", 16), ("end", 16),
        ("birth", 16), ("version", 4), ("issuer", 8), ("kind", 2), ("", 6),
    ),
    HMT_RESIDENT: (
        ("name", 30), ("sex", 2), ("", 4), ("birth", 16), ("address", 70), ("number", 36), ("issuer", 30),
        ("begin", 16), ("end", 16), ("pass_number", 18), ("issues", 4), ("", 6), ("kind", 2), ("", 6),
    ),
    FOREIGNER_2023: (
        ("name", 30), ("sex", 2), ("issues", 4), ("birth", 16), ("name_en", 70), ("number", 36), ("", 30),
        ("begin", 16), ("end", 16), ("name_en_more", 22), ("nation", 6), ("kind", 2), ("version", 6),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """What a card says. `birth`, `begin` and `end` are YYYYMMDD; `end` may be 长期. Codes stay codes. `issues` is how
    often it was issued anew; `version` the version of a foreigner's card, or what ties it to the one before."""

    kind: str
    name: str
    sex: str
    nation: str
    birth: str
    number: str
    address: str = ""
    issuer: str = ""
    begin: str = ""
    end: str = ""
    name_en: str = ""
    pass_number: str = ""
    issues: str = ""
    version: str = ""

    def __repr__(self) -> str:
        """Whatever prints a card by mistake, a log or a traceback, prints nothing of it."""
        return f"Card(kind={self.kind!r})"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a record is no card. Never holds what stood in it."""

    reason: str


def parse(record: bytes) -> Card | Unreadable:
    """Read a text record. The number must carry its check digit; that of the 2017 card is not
    public, so there only the form is looked at."""
    if len(record) != RECORD_BYTES:
        return Unreadable(f"{len(record)} bytes instead of {RECORD_BYTES}")
    mark = record[KIND_AT : KIND_AT + 2].decode("utf-16-le", "replace")
    kind = _KINDS.get(mark, RESIDENT)
    fields: dict[str, str] = {}
    position = 0
    for name, size in _LAYOUTS[kind]:
        if name:
            try:
                fields[name] = record[position : position + size].decode("utf-16-le").replace("\x00", " ")
            except UnicodeDecodeError:
                return Unreadable(f"field {name} is no text")
        position += size
    fields["name_en"] = fields.get("name_en", "") + fields.pop("name_en_more", "")
    card = Card(**{"nation": "", **{name: text.strip(" ") for name, text in fields.items()}, "kind": kind})
    if not card.number:
        return Unreadable("no number")
    if kind == FOREIGNER_2017:
        if not (len(card.number) == 15 and card.number.isascii() and card.number.isalnum()):
            return Unreadable("the number has not fifteen letters and digits")
    elif not number_is_right(card.number):
        return Unreadable("check digit of the number is wrong")
    if not card.name and not card.name_en:
        return Unreadable("no name")
    return card


def build(card: Card) -> bytes:
    """The text record of a card, for simulators and tests. Fields too long raise ValueError."""
    out = bytearray()
    for name, size in _LAYOUTS[card.kind]:
        if name == "kind":
            text = next(mark for mark, kind in _KINDS.items() if kind == card.kind)
        elif name == "name_en_more":
            text = card.name_en[35:]
        elif name == "name_en" and card.kind == FOREIGNER_2023:
            text = card.name_en[:35]
        else:
            text = str(getattr(card, name)) if name else ""
        raw = text.encode("utf-16-le")
        if len(raw) > size:
            raise ValueError(f"field {name} holds {size} bytes, not {len(raw)}")
        out += raw + " ".encode("utf-16-le") * ((size - len(raw)) // 2)
    return bytes(out)


def check_digit(first17: str) -> str:
    """MOD 11-2 of GB 11643: the eighteenth character of a resident number."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    if len(first17) != 17 or not (first17.isascii() and first17.isdigit()):
        raise ValueError("seventeen digits are needed")
    return "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights, strict=True)) % 11]


def number_is_right(number: str) -> bool:
    """True when an eighteen-character number carries the right check digit."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    return check_digit(number[:17]) == number[17].upper()
