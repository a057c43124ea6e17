"""Keys beside the screen, read from the records of an input device: one press is one press."""

import pytest

from devices.codecs import scan_wedge as keys
from devices.drivers.base import Line, WrongOption
from devices.drivers.buttons_input import actions_of, make
from devices.ports.memory import null_modem
from devices.ports.port import PortGone
from hall.contract.devices import JobFailed, PrintSlip
from hall.contract.people import PressButton

OPTIONS = {"KEY_1": "service:shbz", "KEY_F1": "help", "BTN_0": "home"}


@pytest.fixture
def board(rig):
    made = rig("buttons", "buttons.input", **OPTIONS)
    made.driver.connect(made.line)
    return made


def heard(board):
    """What came within a moment, as the worker would be told."""
    found = []
    for _ in range(200):
        board.driver.idle(board.line, 0)
        found += [word.action for word in board.driver.news()]
        if found:
            break
    return found


@pytest.mark.parametrize(
    ("key", "action"), [("KEY_1", "service:shbz"), ("KEY_F1", "help"), ("BTN_0", "home")]
)
def test_a_key_is_what_the_options_say(board, key, action):
    board.ask("press", key=key)
    assert heard(board) == [action]


def test_keys_without_a_meaning_are_let_go(board):
    board.ask("press", key="KEY_2")
    board.ask("press", key="KEY_1")
    assert heard(board) == ["service:shbz"]


@pytest.mark.parametrize("fault", ["split", "merge", "noise_before"])
def test_lines_in_pieces_do_not_matter(board, fault):
    board.fault(fault, value=3, times=2)
    board.ask("press", key="KEY_1")
    assert heard(board) == ["service:shbz"]


def test_unplugged_is_port_gone(board):
    board.ask("unplug")
    with pytest.raises(PortGone):
        for_ever(board)


def for_ever(board):
    for _ in range(20):
        board.driver.idle(board.line, 0)


class Wire:
    """The far end in memory, with times of the kernel's choosing."""

    def __init__(self):
        near, self.far = null_modem()
        near.open()
        self.far.open()
        self.line = Line(near, lambda: 0.0)
        self.driver = make("keys-1", 0, OPTIONS)
        self.driver.connect(self.line)

    def event(self, code, value, at_ms):
        self.far.write(keys.encode(keys.Event(keys.KEY, code, value, at_ms * 1000)))
        self.driver.idle(self.line, 0)
        return self.driver.news()


def test_held_and_chattering_keys_are_one_press_and_two_presses_are_two():
    wire = Wire()
    pressed = (PressButton("keys-1", "service:shbz"),)
    assert wire.event(2, keys.DOWN, 1000) == pressed
    assert wire.event(2, keys.HELD, 1250) == ()
    assert wire.event(2, keys.UP, 1260) == ()
    assert wire.event(2, keys.DOWN, 1290) == (), "it chattered"
    assert wire.event(2, keys.DOWN, 1900) == pressed


def test_another_key_in_the_same_moment_is_its_own():
    wire = Wire()
    wire.far.write(
        b"".join(keys.encode(keys.Event(keys.KEY, code, keys.DOWN, 5_000_000)) for code in (2, 59))
    )
    wire.driver.idle(wire.line, 0)
    assert wire.driver.news() == (PressButton("keys-1", "help"),), "the last key is what is wanted"


def test_what_was_pressed_before_is_forgotten_when_the_board_comes_back():
    wire = Wire()
    wire.far.write(keys.encode(keys.Event(keys.KEY, 2, keys.DOWN, 5_000_000)))
    wire.driver.connect(wire.line)
    wire.driver.idle(wire.line, 0)
    assert wire.driver.news() == ()


def test_a_press_after_the_clock_was_set_back_counts():
    wire = Wire()
    wire.event(2, keys.DOWN, 9000)
    assert len(wire.event(2, keys.DOWN, 5000)) == 1


def test_keys_take_no_orders():
    wire = Wire()
    assert isinstance(wire.driver.start(PrintSlip("1", "keys-1", "t", None), wire.line, 0), JobFailed)


def test_everything_wrong_in_the_options_is_told_at_once():
    with pytest.raises(WrongOption) as caught:
        actions_of(
            {"KEY_EINS": "help", "KEY_1": "service", "KEY_2": "service:", "KEY_3": 7, "KEY_4": "service:a b"}
        )
    for name in ("KEY_EINS", "KEY_1", "KEY_2", "KEY_3", "KEY_4"):
        assert f"{name!r}" in str(caught.value)
    with pytest.raises(WrongOption, match="no key is named"):
        actions_of({})
