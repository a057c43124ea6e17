"""SDT packets and card records: worked frames, noise, all four kinds of record, and numbers of area 999999 only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import card_sdt as sdt
from devices.codecs import card_text
from devices.codecs.card_text import Card

P = "AA AA AA 96 69 "
FOUND = bytes.fromhex(P + "00 08 00 00 9F 00 00 00 00 97")


def number(first17: str = "99999919900307461") -> str:
    return first17 + card_text.check_digit(first17)


def resident(**changes) -> Card:
    fields = {
        "kind": card_text.RESIDENT,
        "name": "测试甲",
        "sex": "1",
        "nation": "01",
        "birth": "19900307",
        "number": number(),
        "address": "测试省测试市测试路1号",
        "issuer": "测试市公安局",
        "begin": "20200101",
        "end": "长期",
    }
    return Card(**{**fields, **changes})


@pytest.mark.parametrize(
    ("command", "raw"),
    [
        (sdt.FIND, "00 03 20 01 22"),
        (sdt.SELECT, "00 03 20 02 21"),
        (sdt.READ, "00 03 30 01 32"),
        (sdt.READ_WITH_FINGERPRINT, "00 03 30 10 23"),
    ],
)
def test_commands_of_the_handbook(command, raw):
    raw = bytes.fromhex(P + raw)
    assert sdt.encode(sdt.command_packet(command)) == raw
    assert sdt.command_of(sdt.decode(bytearray(raw))) == command


def test_found_answer_of_the_handbook():
    reply = sdt.reply_of(sdt.decode(bytearray(FOUND)))
    assert reply == sdt.Reply(sdt.FOUND, bytes(4))
    assert sdt.encode(sdt.reply_packet(reply)) == FOUND


def test_a_read_answer_has_1295_bytes_and_the_known_head():
    record = sdt.Record(card_text.build(resident()), bytes(1024))
    raw = sdt.encode(sdt.reply_packet(sdt.Reply(sdt.OK, sdt.record_data(record))))
    assert len(raw) == 1295
    assert raw.startswith(bytes.fromhex(P + "05 08 00 00 90 01 00 04 00"))
    assert sdt.record_of(sdt.reply_of(sdt.decode(bytearray(raw))).data) == record


def test_a_read_answer_with_fingerprint():
    record = sdt.Record(card_text.build(resident()), bytes(1024), bytes(1024))
    raw = sdt.encode(sdt.reply_packet(sdt.Reply(sdt.OK, sdt.record_data(record))))
    assert len(raw) == 2321
    assert sdt.record_of(sdt.reply_of(sdt.decode(bytearray(raw))).data) == record


def test_noise_before_between_and_after():
    buffer = bytearray(b"\xaa\xaa\x00noise\xaa" + FOUND + b"\x69\x96" + FOUND + b"\xaa\xaa")
    assert isinstance(sdt.decode(buffer), sdt.Packet)
    assert isinstance(sdt.decode(buffer), sdt.Packet)
    assert sdt.decode(buffer) is None
    assert buffer == b"\xaa\xaa"


def test_one_more_aa_before_the_preamble():
    assert isinstance(sdt.decode(bytearray(b"\xaa" + FOUND)), sdt.Packet)


def test_a_good_packet_inside_a_broken_one_is_found():
    broken = bytes.fromhex(P + "00 20 20 01") + FOUND + bytes(40)
    buffer = bytearray(broken)
    assert isinstance(sdt.decode(buffer), sdt.Damaged)
    assert sdt.decode(buffer) == sdt.decode(bytearray(FOUND))
    assert sdt.decode(buffer) is None


def test_a_line_full_of_beginnings_is_read_through():
    """64 kB of the worst noise there is: beginnings of long packets, none of them whole."""
    buffer = bytearray((sdt.PREAMBLE + b"\x09\x01") * 9000 + FOUND)
    turns = 0
    while isinstance(packet := sdt.decode(buffer), sdt.Damaged):
        turns += 1
    assert packet == sdt.decode(bytearray(FOUND))
    assert turns <= 9000


def test_a_whole_answer_behind_half_of_a_long_one_is_not_held_up():
    long = sdt.encode(sdt.Packet(bytes(1287)))
    buffer = bytearray(long[:700] + FOUND)
    assert sdt.decode(buffer) == sdt.decode(bytearray(FOUND))


def test_a_packet_that_is_wrong_is_told_when_nothing_good_follows():
    buffer = bytearray(FOUND[:-1] + b"\x00")
    assert isinstance(sdt.decode(buffer), sdt.Damaged)
    assert sdt.decode(buffer) is None


def test_every_flipped_bit_is_noticed():
    for position in range(5, len(FOUND)):
        for bit in range(8):
            raw = bytearray(FOUND)
            raw[position] ^= 1 << bit
            assert not isinstance(sdt.decode(raw), sdt.Packet), (position, bit)


@given(st.binary(min_size=2, max_size=300), st.binary(max_size=30).filter(lambda noise: b"\xaa" not in noise))
def test_round_trip_behind_noise(payload, noise):
    buffer = bytearray(noise + sdt.encode(sdt.Packet(payload)) + noise)
    assert sdt.decode(buffer) == sdt.Packet(payload)


@given(st.lists(st.binary(max_size=200), max_size=20), st.booleans())
def test_any_bytes_end_and_memory_stays_bounded(chunks, salted):
    buffer = bytearray()
    for chunk in chunks:
        buffer += sdt.PREAMBLE + chunk if salted else chunk
        while sdt.decode(buffer) is not None:
            pass
        assert len(buffer) <= sdt.MAX_LENGTH + 7


@given(st.binary(max_size=400))
def test_any_read_data_is_split_or_refused(data):
    sdt.record_of(data)


@given(st.binary(min_size=256, max_size=256))
def test_any_record_is_a_card_or_a_reason(raw):
    assert isinstance(card_text.parse(raw), Card | card_text.Unreadable)


def test_resident_card():
    assert card_text.parse(card_text.build(resident())) == resident()


# Where each field of the published tables begins; written out, so that a slip in the codec's table is seen.
def laid(*fields) -> bytes:
    record = bytearray(" ".encode("utf-16-le") * 128)
    for at, text in fields:
        raw = text.encode("utf-16-le")
        record[at : at + len(raw)] = raw
    return bytes(record)


WORKED = {
    card_text.RESIDENT: (
        laid(
            (0, "测试甲"), (30, "1"), (32, "01"), (36, "19900307"), (52, "测试省测试市测试路1号"), (122, number()),
            (158, "测试市公安局"), (188, "20200101"), (204, "长期"),
        ),
        resident(),
    ),
    card_text.FOREIGNER_2017: (
        laid(
            (0, "SPECIMEN, A"), (120, "2"), (122, "XXX999990030700"), (152, "USA"), (158, "测试乙"),
            (188, "20180101"), (204, "20280101"), (220, "19900307"), (236, "01"), (240, "9999"), (248, "I"),
        ),
        Card(
            kind=card_text.FOREIGNER_2017, name="测试乙", sex="2", nation="USA", birth="19900307",
            number="XXX999990030700", begin="20180101", end="20280101", name_en="SPECIMEN, A", issuer="9999",
            version="01",
        ),
    ),
    card_text.HMT_RESIDENT: (
        laid(
            (0, "测试丙"), (30, "1"), (36, "19900307"), (52, "测试路"), (122, number()), (158, "测试局"),
            (188, "20200101"), (204, "20250101"), (220, "H99999999"), (238, "02"), (248, "J"),
        ),
        Card(
            kind=card_text.HMT_RESIDENT, name="测试丙", sex="1", nation="", birth="19900307", number=number(),
            address="测试路", issuer="测试局", begin="20200101", end="20250101", pass_number="H99999999",
            issues="02",
        ),
    ),
    card_text.FOREIGNER_2023: (
        laid(
            (0, "测试乙"), (30, "2"), (32, "03"), (36, "19900307"), (52, "SPECIMEN, A VERY LONG NAME IN TWO P"),
            (122, number()), (188, "20240101"), (204, "20340101"), (220, "ARTS"), (242, "840"), (248, "Y"),
            (250, "001"),
        ),
        Card(
            kind=card_text.FOREIGNER_2023, name="测试乙", sex="2", nation="840", birth="19900307",
            number=number(), begin="20240101", end="20340101", issues="03", version="001",
            name_en="SPECIMEN, A VERY LONG NAME IN TWO PARTS",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", WORKED)
def test_each_kind_of_record_both_ways(kind):
    raw, card = WORKED[kind]
    assert len(raw) == 256
    assert card_text.parse(raw) == card
    assert card_text.build(card) == raw


@pytest.mark.parametrize("kind", WORKED)
@pytest.mark.parametrize("prints", [b"", bytes(512), bytes(1024)])
def test_a_read_answer_of_each_kind_byte_by_byte_and_among_noise(kind, prints):
    """Without and with fingerprint: 1295, 1809 and 2321 bytes."""
    raw, card = WORKED[kind]
    record = sdt.Record(raw, bytes(range(256)) * 4, prints)
    answer = sdt.encode(sdt.reply_packet(sdt.Reply(sdt.OK, sdt.record_data(record))))
    assert len(answer) == {0: 1295, 512: 1809, 1024: 2321}[len(prints)]
    buffer, got = bytearray(b"\xaa\xaa\x96"), []
    for byte in answer:
        buffer.append(byte)
        if (packet := sdt.decode(buffer)) is not None:
            got.append(packet)
    assert buffer == b""
    assert [card_text.parse(sdt.record_of(sdt.reply_of(one).data).text) for one in got] == [card]
    torn = bytearray(answer[:600] + b"\x00\xaa\x55" + answer[600:] + answer)  # noise inside, then said again
    assert isinstance(sdt.decode(torn), sdt.Damaged)
    assert sdt.decode(torn) == got[0]
    assert sdt.decode(torn) is None and torn == b""


names = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=15)
letters = st.text(st.sampled_from("ABCXYZ ,'-"), max_size=46).map(str.strip)
digits = st.integers(0, 99_999_999).map("{:08d}".format)


@st.composite
def cards(draw):
    kind = draw(st.sampled_from(sorted(WORKED)))
    born = draw(digits)
    first17 = f"999999{born}{draw(st.integers(0, 999)):03d}"
    dates = {"birth": born, "begin": draw(digits), "end": draw(st.one_of(digits, st.just("长期")))}
    more = {
        card_text.RESIDENT: {"address": draw(names), "issuer": draw(names), "nation": "56"},
        card_text.HMT_RESIDENT: {"address": draw(names), "pass_number": "H99999999", "issues": "01"},
        card_text.FOREIGNER_2017: {"number": f"XXX9999{born}", "name_en": draw(letters), "nation": "XXX"},
        card_text.FOREIGNER_2023: {"name_en": draw(letters), "nation": "999", "version": "001"},
    }[kind]
    fields = {"nation": "", "number": number(first17), **more}
    return Card(kind=kind, name=draw(names), sex=draw(st.sampled_from("0129")), **dates, **fields)


@given(cards())
def test_any_card_comes_back_as_it_was(card):
    assert card_text.parse(card_text.build(card)) == card


@pytest.mark.parametrize("kind", WORKED)
@given(st.integers(0, 127), st.binary(min_size=2, max_size=2))
def test_a_record_with_one_damaged_character_is_another_card_or_none(kind, at, noise):
    """A wrong digit of a number is always noticed, but for the 2017 card, whose check digit is not public."""
    raw, card = WORKED[kind]
    got = card_text.parse(raw[: at * 2] + noise + raw[at * 2 + 2 :])
    if isinstance(got, Card) and got.kind == kind and kind != card_text.FOREIGNER_2017:
        assert got.number.upper() == card.number


@pytest.mark.parametrize("kind", WORKED)
def test_nothing_of_a_card_is_printed_by_mistake(kind):
    raw, card = WORKED[kind]
    reply = sdt.Reply(sdt.OK, sdt.record_data(sdt.Record(raw, raw, raw)))
    printed = f"{card!r} {card} {sdt.Record(raw, raw, raw)!r} {reply!r} {sdt.reply_packet(reply)!r}"
    assert "777 bytes" in printed
    for text in (card.number, card.name, card.birth, "SPECIMEN", raw.hex(), repr(raw)[2:40]):
        assert text not in printed


def test_check_digits():
    # Worked by hand: weighted sum of 11010519491231002 is 167, 167 mod 11 = 2, table gives X (GB 11643, annex)
    assert card_text.check_digit("11010519491231002") == "X"
    assert card_text.number_is_right(number())
    assert not card_text.number_is_right(number()[:-1] + ("0" if number()[-1] != "0" else "1"))
    assert not card_text.number_is_right("９" * 18)


def test_a_wrong_check_digit_is_refused_without_telling_the_number():
    bad = number()[:-1] + ("0" if number()[-1] != "0" else "1")
    got = card_text.parse(card_text.build(resident(number=bad)))
    assert isinstance(got, card_text.Unreadable)
    assert bad not in got.reason


@given(st.sampled_from("0123456789"), st.integers(0, 16))
def test_the_check_digit_notices_every_single_wrong_digit(digit, position):
    right = number()
    wrong = right[:position] + digit + right[position + 1 :]
    assert card_text.number_is_right(wrong) == (wrong == right)
