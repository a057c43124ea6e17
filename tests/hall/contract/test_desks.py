"""What a configuration may say of key boxes and evaluators."""

import msgspec

from hall.contract.config import DevicePart, kinds_of
from hall.contract.config_rules import rules
from tests.hall.domain.test_callers import hall_with_boxes


def problems(*more: DevicePart) -> dict[str, str]:
    """Place and what is wrong, of a good hall and these devices."""
    config = hall_with_boxes()
    return {
        place: what
        for place, what, _ in rules(msgspec.structs.replace(config, devices=(*config.devices, *more)))
        if place.startswith("devices")
    }


def test_boxes_of_one_line_with_their_own_addresses_are_good() -> None:
    assert problems(DevicePart("w1.box", "caller.ff68", "pty:desks", window="w1", address=1)) == {}


def test_a_box_without_a_window_and_a_second_evaluator_are_told() -> None:
    lost = DevicePart("lost", "caller.ff68", "pty:desks", address=8)
    second = DevicePart("second", "evaluator.ff68", "pty:desks", window="w3", address=9)
    count = len(hall_with_boxes().devices)
    assert problems(lost, second) == {
        f"devices[{count}].window": "is missing",
        f"devices[{count + 1}].window": "window 'w3' already has the evaluator 'w3.box'",
    }


def test_two_units_at_one_address_are_told() -> None:
    same = DevicePart("same", "caller.ff68", "pty:desks", window="w1", address=3)
    assert list(problems(same).values()) == [
        "'pty:desks' of 'same' is already used by 'w3.box' with the same address"
    ]


def test_a_unit_may_be_two_things_at_once() -> None:
    assert kinds_of("caller+evaluator.ff68") == {"caller", "evaluator"}
    assert kinds_of("led.onbon") == {"led"}
