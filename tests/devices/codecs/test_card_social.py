"""Social-security cards: messages, the exchange with cards of every manner, and what is no such card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import card_social as social
from devices.codecs.card_social import Holder, Unreadable
from devices.codecs.card_text import check_digit, number_is_right

NUMBER = "99999919900307461" + check_digit("99999919900307461")
FOREIGN = "XXX999990030700123"
SELECT = "00 A4 04 00 0F 73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF"
NAME_ITEM = "测试甲".encode("gb18030").ljust(30, b"\0")


def talk(*answers):
    """What came of an exchange in which the card gave these answers, and the commands it was given."""
    exchange = social.reading()
    commands, left = [next(exchange)], list(answers)
    while left:
        try:
            commands.append(exchange.send(bytes.fromhex(left.pop(0))))
        except StopIteration as end:
            assert not left
            return end.value, [one.hex(" ").upper() for one in commands]
    return None, [one.hex(" ").upper() for one in commands]


def tagged(tag, item):
    return f"{tag:02X} {len(item):02X} {item.hex()} 9000"


def test_the_whole_exchange_with_a_card_that_gives_items_whole():
    got, commands = talk("9000", "9000", f"{NUMBER.encode().hex()} 9000", f"{NAME_ITEM.hex()} 9000")
    assert got == Holder("resident", NUMBER, "测试甲", "19900307")
    assert commands == [SELECT, "00 A4 02 00 02 EF 06", "00 B2 08 00 00", "00 B2 09 00 00"]


def test_the_whole_exchange_with_a_card_that_parts_its_answers():
    got, commands = talk(
        "61 11", f"6F 0F 84 0D {'00' * 13} 9000", "9000", "6C 14", tagged(8, NUMBER.encode()),
        "6C 20", f"{tagged(9, NAME_ITEM)[:20]} 61 17", f"{tagged(9, NAME_ITEM)[20:]}",
    )  # fmt: skip
    assert got == Holder("resident", NUMBER, "测试甲", "19900307")
    assert commands[1:] == [
        "00 C0 00 00 11", "00 A4 02 00 02 EF 06", "00 B2 08 00 00", "00 B2 08 00 14",
        "00 B2 09 00 00", "00 B2 09 00 20", "00 C0 00 00 17",
    ]  # fmt: skip


def test_a_foreigner_has_a_number_without_birth_date_and_is_asked_for_it():
    number, name = FOREIGN.encode().hex(), b"SPECIMEN".ljust(30).hex()
    got, commands = talk("9000", "9000", f"{number} 9000", f"{name} 9000", "19 90 03 07 90 00")
    assert got == Holder("foreigner_social", FOREIGN, "SPECIMEN", "19900307")
    assert commands[-1] == "00 B2 0D 00 00"
    got, _ = talk("9000", "9000", f"{number} 9000", f"{name} 9000", "6A 83")
    assert got == Holder("foreigner_social", FOREIGN, "SPECIMEN", "")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["6A82"], "no social-security card"),
        (["6D00"], "6D00"),
        (["9000", "6A82"], "no such file"),
        (["9000", "9000", "6A83"], "no such item"),
        (["9000", "9000", "6982"], "wants a key"),
        (["9000", "9000", "90"], "too short"),
        (["9000", "9000", f"{(NUMBER[:-2] + '99').encode().hex()} 9000", "D5C5 9000"], "check digit"),
        (["9000", "9000", f"{NUMBER.encode().hex()} 9000", "0000 9000"], "no name"),
        (["9000", "9000", "FFFF 9000", "D5C5 9000"], "no text"),
        (["9000", "9000", f"{NUMBER.encode().hex()} 9000", "FFFF 9000"], "no text"),
    ],
)
def test_what_is_no_holder_is_told_without_the_number(answers, words):
    got, _ = talk(*answers)
    assert isinstance(got, Unreadable)
    assert words in got.reason
    assert NUMBER[:-2] not in got.reason


def test_a_card_that_says_more_for_ever_is_given_up():
    got, commands = talk(*["6110"] * 9)
    assert isinstance(got, Unreadable)
    assert len(commands) < 12


@given(st.lists(st.binary(max_size=40), max_size=60))
def test_any_answers_end_and_no_number_is_told_that_is_not_right(answers):
    exchange = social.reading()
    next(exchange)
    for answer in answers:
        try:
            command = exchange.send(answer)
        except StopIteration as end:
            got = end.value
            break
        assert len(command) >= 5
    else:
        got = Unreadable("the exchange goes on")
    assert isinstance(got, Unreadable) or number_is_right(got.number) or got.kind == social.FOREIGNER


def test_a_holder_prints_nothing_of_itself():
    printed = repr(Holder("resident", NUMBER, "测试甲", "19900307"))
    assert printed == "Holder(kind='resident')"


def test_messages_in_words_and_bytes():
    assert social.encode(social.ATR) == bytes.fromhex("00 01 04")
    assert social.encode(social.OFF) == bytes.fromhex("00 01 00")
    assert social.encode(social.GONE) == bytes.fromhex("00 00")
    assert social.encode(social.SELECT_ENVIRONMENT) == bytes.fromhex(f"00 14 {SELECT}")


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5), st.integers(1, 50))
def test_messages_come_back_in_any_pieces(messages, size):
    raw, buffer, got = b"".join(map(social.encode, messages)), bytearray(), []
    for at in range(0, len(raw), size):
        buffer += raw[at : at + size]
        while (message := social.decode(buffer)) is not None:
            got.append(message)
    assert got == messages
    assert buffer == b""


def test_noise_that_cannot_be_a_length_goes():
    buffer = bytearray(b"\xff\xfe\xaa" + social.encode(social.SELECT_HOLDER) + b"\xff")
    assert social.decode(buffer) == social.SELECT_HOLDER
    assert social.decode(buffer) is None


def test_noise_inside_gives_messages_that_are_neither_atr_nor_answer():
    """A length is all that marks a message, so noise shifts what follows; by its shape it is known for no answer."""
    raw = social.encode(bytes.fromhex("3B 6D 00 00"))
    torn = bytearray(raw[:1] + b"\x00" + raw[1:])
    assert not social.is_atr(social.decode(torn) or b"")


def test_a_message_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="1024"):
        social.encode(bytes(1025))


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(pieces):
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while (message := social.decode(buffer)) is not None:
            assert not (social.is_atr(message) and social.is_answer(message))
        assert len(buffer) < social.MOST + 2
