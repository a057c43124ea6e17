"""The pretend smart-card reader and scanner are fed anything and asked for what they refuse."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs import card_social as social
from devices.codecs import scan_wedge
from devices.simulator.card_reader import synthetic
from devices.simulator.scanner import Scanner
from devices.simulator.social_reader import CARD_ATR, SocialCard, SocialReader


def reader():
    made, sent = SocialReader(True, True), []
    made.send = sent.append
    return made, sent


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=80), max_size=20), st.booleans())
def test_a_reader_obeys_anything(parts, salted):
    made, sent = reader()
    made.obey({"do": "lay", "name": "测试甲", "born": "19900307"})
    for part in parts:
        made.hear(social.encode(part) if salted else part)
        assert len(made._buffer) <= social.MOST + 2
    for now_s in (100.0, 101.0):
        made.tick(now_s)
    sent.clear()
    made.hear(social.encode(social.ATR))
    assert sent[-1] == social.encode(CARD_ATR)


@given(st.binary(min_size=4, max_size=60))
def test_a_card_answers_any_command_with_a_status_word(apdu):
    said = synthetic("测试甲", "19900307")
    card = SocialCard(said.number, "测试甲", "19900307")
    assert social.is_answer(card.answer(apdu.ljust(5, b"\0")))


@pytest.mark.parametrize(
    "words",
    [
        {"number": "410183199001011234"},
        {"name": "测" * 40},
        {"born": "1990030"},
        {"number": "USA999990030700123"},
    ],
)
def test_other_peoples_and_wrong_cards_are_refused(words):
    made, _ = reader()
    with pytest.raises(ValueError):
        made.obey({"do": "lay", "name": "测试甲", "born": "19900307", **words})
    assert not made.state()["card"]


def test_a_scanner_that_types_refuses_what_has_no_key():
    scanner = Scanner("cr", "", "", wedge=True)
    sent = []
    scanner.send = sent.append
    with pytest.raises(ValueError, match="no key"):
        scanner.obey({"do": "scan", "text": "中"})
    scanner.obey({"do": "scan", "text": "A"})
    assert len(sent) == 1 and len(sent[0]) % scan_wedge.RECORD.size == 0
