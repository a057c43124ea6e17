"""A pretend smart-card reader and the pretend social-security card in it: number of area 999999, which nobody has.

Run as `python -m devices.simulator.social_reader --listen pty:/tmp/social`. `SocialCard` alone is a card for vpcd.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable

from PIL import Image, ImageDraw

from devices.codecs import card_social as social
from devices.simulator._faults import Faults
from devices.simulator._fonts import font
from devices.simulator._station import Words, parser, serve
from devices.simulator.card_reader import AREA, synthetic

PATIENCE_S = 0.2
CARD_ATR = bytes.fromhex("3B6D0000FFFFFFFFFFFFFFFFFFFFFFFFFF")
STATUS = {name: value.to_bytes(2, "big") for name, value in (("done", 0x9000), ("wrong", 0x6700))}


class SocialCard:
    """A card by its commands. `parted`: its answers come in parts, as with T=0; `tagged`: items have tag and length."""

    def __init__(self, number: str, name: str, birth: str, parted: bool = True, tagged: bool = True) -> None:
        self._items = {
            social.NUMBER: number.encode("ascii").ljust(18, b"\0"),
            social.NAME: _fitting(name).ljust(30, b"\0"),
            social.BIRTH: bytes.fromhex(birth),
        }
        self._parted, self._tagged = parted, tagged
        self.reset()

    def reset(self) -> None:
        """Power was given anew."""
        self._environment = self._file = False
        self._rest = b""

    def answer(self, apdu: bytes) -> bytes:
        """Data and status word."""
        if apdu[:2] == b"\x00\xc0":
            rest, self._rest = self._rest[: apdu[4] or 256], b""
            return rest + STATUS["done"] if rest else b"\x69\x85"
        if apdu == social.SELECT_ENVIRONMENT:
            self._environment, self._file = True, False
            return self._give(bytes.fromhex("6F1184") + b"\x0f" + social.SELECT_ENVIRONMENT[5:])
        if apdu[:2] == b"\x00\xa4":
            self._file = self._environment and apdu == social.SELECT_HOLDER
            return STATUS["done"] if self._file else b"\x6a\x82"
        if apdu[:2] != b"\x00\xb2":
            return b"\x6d\x00"
        if len(apdu) != 5:
            return STATUS["wrong"]
        if not self._file or apdu[2] not in self._items:
            return b"\x6a\x83"
        item = self._items[apdu[2]]
        data = bytes((apdu[2], len(item))) + item if self._tagged else item
        if self._parted and apdu[4] != len(data):
            return bytes((0x6C, len(data)))
        return data + STATUS["done"]

    def _give(self, data: bytes) -> bytes:
        if not self._parted:
            return data + STATUS["done"]
        self._rest = data
        return bytes((0x61, len(data)))


def _fitting(name: str) -> bytes:
    raw = name.encode("gb18030")
    if len(raw) > 30:
        raise ValueError(f"a name on the card has 30 bytes, not {len(raw)}")
    return raw


class SocialReader:
    """A reader with at most one card in it."""

    def __init__(self, parted: bool, tagged: bool) -> None:
        self.faults = Faults(
            {
                "pulled": "the card is taken out at the VALUE-th command to it",
                "refuse": "the card answers the status word VALUE",
                "other_card": "the card in it is no social-security card",
            }
        )
        self.send: Callable[[bytes], None] = lambda data: None
        self._parted, self._tagged = parted, tagged
        self._buffer = bytearray()
        self._half = (0, 0.0)  # how much of a message there is, and since when
        self._card: SocialCard | None = None
        self._powered = False
        self._counts = {"asked": 0, "commands": 0, "since_power": 0}

    def power_cut(self) -> None:
        self._buffer.clear()
        self._powered = False

    def hear(self, data: bytes) -> None:
        self._buffer += data
        while (message := social.decode(self._buffer)) is not None:
            if message == social.OFF:
                self._powered = False
            elif message == social.ATR:
                self._counts["asked"] += 1
                self._counts["since_power"] = 0
                self._powered = self._card is not None
                if self._card is not None:
                    self._card.reset()
                self.send(social.encode(CARD_ATR if self._powered else social.GONE))
            elif len(message) > 1:
                self.send(social.encode(self._command(message)))

    def tick(self, now_s: float) -> None:
        """What stays half for PATIENCE_S was noise: a length before a message is all that marks it."""
        if len(self._buffer) != self._half[0]:
            self._half = (len(self._buffer), now_s)
        elif self._buffer and now_s - self._half[1] >= PATIENCE_S:
            self._buffer.clear()

    def _command(self, apdu: bytes) -> bytes:
        self._counts["commands"] += 1
        self._counts["since_power"] += 1
        if self.faults.on("pulled") and self._counts["since_power"] >= self.faults.listing()["pulled"]:
            self.faults.take("pulled")
            self._card = None
        if self._card is None or not self._powered:
            self._powered = False
            return social.GONE
        if status := self.faults.take("refuse"):
            return status.to_bytes(2, "big")
        if apdu == social.SELECT_ENVIRONMENT and self.faults.take("other_card"):
            return b"\x6a\x82"
        return self._card.answer(apdu)

    def obey(self, words: Words) -> Words | None:
        """`lay` with name, born and order puts a card in, or `number` for a foreigner's; `take` takes it out."""
        if words["do"] == "lay":
            fields = {key: value for key, value in words.items() if key in ("name", "born", "order")}
            number = words.get("number") or synthetic(**fields).number
            if not number.startswith((AREA, "XXX")):
                raise ValueError(
                    f"only synthetic numbers of area {AREA} or country XXX may be in a pretend card"
                )
            self._card = SocialCard(number, words["name"], words["born"], self._parted, self._tagged)
            self._powered = False
            return {"number": number}
        if words["do"] == "take":
            self._card = None
            self._powered = False
            return {}
        return None

    def state(self) -> Words:
        return {"card": self._card is not None, "card_powered": self._powered, **self._counts}

    def draw(self, path: pathlib.Path) -> None:
        """The reader's slot with or without a card; nothing of the card is shown."""
        picture = Image.new("RGB", (900, 420), (44, 47, 53))
        pen = ImageDraw.Draw(picture)
        if self._card is None:
            pen.text((450, 120), "请插入社会保障卡", font=font(48), fill=(120, 128, 140), anchor="mm")
        else:
            pen.rounded_rectangle((150, 40, 749, 300), 28, fill=(214, 226, 232))
            pen.text((450, 140), "测试卡 SPECIMEN", font=font(44, bold=True), fill=(160, 60, 60), anchor="mm")
        pen.rounded_rectangle((90, 280, 809, 380), 24, fill=(28, 30, 34), outline=(82, 88, 98), width=3)
        picture.save(path)


def main() -> None:
    """The program."""
    options = parser("social_reader", __doc__ or "")
    options.add_argument(
        "--whole", action="store_true", help="answers are not parted as a T=0 card parts them"
    )
    options.add_argument("--bare", action="store_true", help="items come without tag and length")
    told = options.parse_args()
    serve(SocialReader(not told.whole, not told.bare), told)


if __name__ == "__main__":
    main()
