"""The pretend desk: presses that are sent again until answered, a question, digits, a beep; fed anything, it lives."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs import caller_ff68 as ff68
from devices.codecs.caller_ff68 import Frame
from devices.simulator.caller import AGAIN_S, TRIES, Desk, Unit


def desk(*addresses, evaluator=True):
    """A desk and what it has said, as frames."""
    made = Desk({address: Unit(address, evaluator) for address in addresses or (1,)})
    said = []
    made.send = lambda data: said.append(ff68.decode(bytearray(data)))
    return made, said


def tell(made, *frames):
    for frame in frames:
        made.hear(ff68.encode(frame))


def test_a_press_is_sent_again_until_it_is_answered():
    made, said = desk()
    made.obey({"do": "press", "key": "0F", "digits": "6"})
    press = Frame(1, ff68.KEY, b"\x06\x0f")
    made.tick(AGAIN_S / 2)
    assert said == [press]
    made.tick(AGAIN_S + 0.001)
    assert said == [press, press]
    tell(made, press)
    made.tick(10.0)
    assert (len(said), made.state()["answered"], made.state()["unanswered"]) == (2, 1, False)


def test_a_press_nobody_answers_is_given_up():
    made, said = desk()
    made.obey({"do": "press", "key": "0C"})
    for turn in range(1, 20):
        made.tick(turn * 1.0)
    assert len(said) == TRIES
    assert made.state()["given_up"] == 1


def test_a_question_stands_until_the_rating_is_taken():
    made, said = desk()
    tell(made, ff68.start_rating(1))
    assert made.state()["asking"]
    made.obey({"do": "rate", "value": 3})
    assert made.state()["asking"], "not before the host has it"
    tell(made, ff68.answer(said[0]))
    assert not made.state()["asking"]


def test_a_key_box_alone_asks_nobody():
    made, _ = desk(evaluator=False)
    tell(made, ff68.start_rating(1))
    assert not made.state()["asking"]


def test_each_unit_obeys_its_own_address_and_forgets_without_power():
    made, _ = desk(1, 2)
    tell(made, ff68.show(2, 5, 6), Frame(2, ff68.BEEP), ff68.show(9, 1, 1))
    units = made.state()["units"]
    assert (units["1"]["digits"], units["2"]["digits"], units["2"]["beeps"]) == ("      ", "  5006", 1)
    made.power_cut()
    assert made.state()["units"]["2"]["digits"] == "      "


def test_the_picture_shows_what_is_lit(tmp_path: Path):
    made, _ = desk()
    made.draw(tmp_path / "dark.png")
    tell(made, ff68.show(1, 7, 23), ff68.start_rating(1))
    made.draw(tmp_path / "lit.png")
    dark, lit = ((tmp_path / name).read_bytes() for name in ("dark.png", "lit.png"))
    assert dark != lit
    assert (tmp_path / "lit-1.png").read_bytes() == lit


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=80), max_size=20))
def test_fed_anything_it_lives_and_obeys_afterwards(parts):
    made, _ = desk()
    for part in parts:
        made.hear(part)
    assert len(made._buffer) <= 15
    tell(made, ff68.show(1, 7, 23), ff68.show(1, 7, 23))
    assert made.state()["digits"] == "  7023"
