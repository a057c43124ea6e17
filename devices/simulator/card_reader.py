"""A pretend SDT ID-card reader: lay a synthetic card on it, take it away, make any step fail.

Run as `python -m devices.simulator.card_reader --listen pty:/tmp/card`. Numbers are of area 999999, which nobody has.
"""

from __future__ import annotations

import pathlib
import time
import zlib
from collections.abc import Callable

from PIL import Image, ImageDraw

from devices.codecs import card_sdt as sdt
from devices.codecs import card_text
from devices.codecs.card_text import Card
from devices.simulator._faults import Faults
from devices.simulator._fonts import font
from devices.simulator._station import Words, parser, serve

AREA, FOREIGN_AREA = "999999", "XXX9999"
PHOTO_BYTES = 1024
STEPS = ("find", "select", "read")
CARD_LOST = 0x47
_READ = (sdt.READ.cmd, sdt.READ.para)
_FINGERPRINT = (sdt.READ_WITH_FINGERPRINT.cmd, sdt.READ_WITH_FINGERPRINT.para)


def synthetic(
    name: str, born: str, order: int = -1, sex: str = "1", kind: str = card_text.RESIDENT, **more: str
) -> Card:
    """A card that cannot be anybody's: area 999999 and the right check digit; of the foreigners' card of 2017, which
    has another number, country XXX and area 9999. `order`, 0 to 999, is made from the name when it is not given."""
    order = order if order >= 0 else zlib.crc32(f"{name}{born}".encode()) % 1000
    first17 = f"{AREA}{born}{order:03d}"
    number = first17 + card_text.check_digit(first17)
    dates = {"begin": "20200101", "end": "20400101"}
    own: dict[str, dict[str, str]] = {
        card_text.RESIDENT: {
            "nation": "01",
            "address": "测试省测试市测试路1号",
            "issuer": "测试市公安局",
        },
        card_text.HMT_RESIDENT: {
            "nation": "",
            "address": "测试省测试市测试路1号",
            "issuer": "测试市公安局",
            "pass_number": f"H9999{order:04d}",
            "issues": "01",
        },
        card_text.FOREIGNER_2017: {
            "nation": "XXX",
            "name_en": "SPECIMEN, TEST",
            "issuer": "9999",
            "version": "01",
            "number": f"{FOREIGN_AREA}{born[2:]}{order % 100:02d}",
        },
        card_text.FOREIGNER_2023: {
            "nation": "999",
            "name_en": "SPECIMEN, TEST OF A NAME THAT GOES ON AND ON",
            "issues": "01",
        },
    }
    if kind not in own:
        raise ValueError(f"kind {kind!r}; known: {', '.join(sorted(own))}")
    fields = {"kind": kind, "name": name, "sex": sex, "birth": born, "number": number, **dates, **own[kind]}
    return Card(**{**fields, **more})


class CardReader:
    """A reader with at most one card on it. A card is found once per laying unless `finds_again`. Reading takes
    `read_ms`; `without` are commands it answers with 21, as some models do."""

    def __init__(
        self,
        finds_again: bool = False,
        fingerprint: bool = False,
        read_ms: int = 0,
        without: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        self.faults = Faults(
            {f"refuse_{step}": f"{step} answers with status VALUE" for step in STEPS}
            | {
                "pulled": "the card is taken away between select and read",
                "pulled_early": "the card is taken away between find and select",
                "pulled_late": "the card is taken away while it is read",
                "garbled_text": "the text record is damaged on the card",
            }
        )
        self.send: Callable[[bytes], None] = lambda data: None
        self._finds_again, self._read_ms = finds_again, read_ms
        self._without = without | (frozenset() if fingerprint else {_FINGERPRINT})
        self._reading: tuple[float, bool] | None = None  # when the read is due, and whether with fingerprint
        self._buffer = bytearray()
        self._card: Card | None = None
        self._found = self._selected = self._halted = False
        self._counts = dict.fromkeys(("finds", "selects", "reads", "damaged", "unknown"), 0)

    def power_cut(self) -> None:
        self._buffer.clear()
        self._reading = None
        self._found = self._selected = self._halted = False

    def hear(self, data: bytes) -> None:
        self._buffer += data
        while (packet := sdt.decode(self._buffer)) is not None:
            if isinstance(packet, sdt.Damaged):
                self._counts["damaged"] += 1
                status = sdt.BAD_LENGTH if packet.reason.startswith("length") else sdt.BAD_CHECKSUM
                self._answer(sdt.Reply(status))
            elif (command := sdt.command_of(packet)) is not None and (reply := self._do(command)) is not None:
                self._answer(reply)

    def tick(self, now_s: float) -> None:
        if self._reading is not None and now_s >= self._reading[0]:
            fingerprint, self._reading = self._reading[1], None
            self._answer(self._read(fingerprint))

    def _answer(self, reply: sdt.Reply) -> None:
        self.send(sdt.encode(sdt.reply_packet(reply)))

    def _do(self, command: sdt.Command) -> sdt.Reply | None:
        """The answer; None when it comes later."""
        what = (command.cmd, command.para)
        if what in self._without:
            self._counts["unknown"] += 1
            return sdt.Reply(sdt.UNKNOWN_COMMAND)
        if command == sdt.FIND:
            return self._find()
        if command == sdt.SELECT:
            return self._select()
        if what in (_READ, _FINGERPRINT):
            if self._read_ms and self._selected:
                self._reading = (time.monotonic() + self._read_ms / 1000, what == _FINGERPRINT)
                return None
            return self._read(what == _FINGERPRINT)
        if command in (sdt.READER_STATUS, sdt.RESET):
            return sdt.Reply(sdt.OK)
        if command == sdt.SAM_ID:
            return sdt.Reply(sdt.OK, bytes(range(16)))
        return sdt.Reply(sdt.UNKNOWN_COMMAND)

    def _find(self) -> sdt.Reply:
        self._counts["finds"] += 1
        if status := self.faults.take("refuse_find"):
            return sdt.Reply(status)
        self._selected = False
        self._found = self._card is not None and (not self._halted or self._finds_again)
        return sdt.Reply(sdt.FOUND, bytes(4)) if self._found else sdt.Reply(sdt.NO_CARD)

    def _select(self) -> sdt.Reply:
        self._counts["selects"] += 1
        if self.faults.take("pulled_early"):
            self._take()
        if status := self.faults.take("refuse_select"):
            return sdt.Reply(status)
        if not self._found or self._card is None:
            return sdt.Reply(sdt.SELECT_FAILED)
        self._found, self._selected, self._halted = False, True, True
        return sdt.Reply(sdt.OK, bytes(8))

    def _read(self, fingerprint: bool) -> sdt.Reply:
        self._counts["reads"] += 1
        if self.faults.take("pulled"):
            self._take()
        if self.faults.take("pulled_late"):
            self._take()
            return sdt.Reply(CARD_LOST)
        if status := self.faults.take("refuse_read"):
            self._selected = False
            return sdt.Reply(status)
        if not self._selected or self._card is None:
            return sdt.Reply(sdt.READ_FAILED)
        self._selected = False
        text = card_text.build(self._card)
        if self.faults.take("garbled_text"):
            text = bytes(byte ^ 0x15 for byte in text)
        photo = b"WLf" + bytes((index * 37 + 11) & 0xFF for index in range(PHOTO_BYTES - 3))
        prints = bytes(1024) if fingerprint else b""
        return sdt.Reply(sdt.OK, sdt.record_data(sdt.Record(text, photo, prints)))

    def _take(self) -> None:
        self._card = None
        self._found = self._selected = self._halted = False

    def obey(self, words: Words) -> Words | None:
        """`lay` with card fields, or with name, born, kind and order for a synthetic one; `take`."""
        if words["do"] == "lay":
            fields = {key: value for key, value in words.items() if key != "do"}
            card = Card(**fields) if "number" in fields else synthetic(**fields)
            own = FOREIGN_AREA if card.kind == card_text.FOREIGNER_2017 else AREA
            if not card.number.startswith(own):
                raise ValueError(f"only synthetic numbers of area {own} may be laid on a pretend reader")
            card_text.build(card)  # refuses what does not fit
            self._take()
            self._card = card
            return {"number": card.number}
        if words["do"] == "take":
            self._take()
            return {}
        return None

    def state(self) -> Words:
        return {"card": self._card is not None, "selected": self._selected, **self._counts}

    def draw(self, path: pathlib.Path) -> None:
        """The reader's plate with or without a card; no photo, the number masked as the kiosk would."""
        picture = Image.new("RGB", (900, 560), (44, 47, 53))
        pen = ImageDraw.Draw(picture)
        pen.rounded_rectangle((30, 30, 869, 529), 36, fill=(28, 30, 34), outline=(82, 88, 98), width=3)
        if self._card is None:
            pen.text((450, 280), "请放置身份证", font=font(48), fill=(120, 128, 140), anchor="mm")
        else:
            pen.rounded_rectangle((150, 90, 749, 469), 28, fill=(214, 226, 232))
            pen.text((190, 130), "测试证件 SPECIMEN", font=font(34, bold=True), fill=(160, 60, 60))
            pen.text(
                (190, 210),
                self._card.name[:1] + "*" * (len(self._card.name) - 1),
                font=font(44),
                fill=(30, 34, 40),
            )
            shown = self._card.number[:6] + "*" * 8 + self._card.number[-4:]
            pen.text((190, 390), shown, font=font(36, mono=True), fill=(30, 34, 40))
        picture.save(path)


def main() -> None:
    """The program."""
    options = parser("card_reader", __doc__ or "")
    options.add_argument(
        "--finds-again", action="store_true", help="a card that stays is found again after a read"
    )
    options.add_argument("--fingerprint", action="store_true", help="knows 30 10; old modules answer 21")
    options.add_argument(
        "--read-ms", type=int, default=0, help="how long a read takes; a card may be pulled in it"
    )
    options.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="HEX",
        help="a command it answers with 21, such as 3001",
    )
    told = options.parse_args()
    without = frozenset((int(one[:2], 16), int(one[2:], 16)) for one in told.without)
    serve(CardReader(told.finds_again, told.fingerprint, told.read_ms, without), told)


if __name__ == "__main__":
    main()
