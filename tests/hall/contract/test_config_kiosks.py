"""A ticket machine's parts: each there, of the right kind, and in one machine only."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.config_kiosks import rules
from tests.hall.domain.conftest import small_hall

PARTS = {
    "printer": "printer.escpos",
    "card": "card.sdt",
    "social": "card.social",
    "scanner": "scan.wedge",
    "eye": "eye.camera",
    "buttons": "buttons.input",
}


def hall(kiosks=(("k1", {}), ("k2", {})), **makes):
    """Two machines with all parts `k1.printer`, …; `kiosks` changes what they name, `makes` what the parts are."""
    named = tuple(
        msgspec.structs.replace(c.KioskPart(kiosk), **{**{p: f"{kiosk}.{p}" for p in PARTS}, **over})
        for kiosk, over in kiosks
    )
    devices = tuple(
        c.DevicePart(
            f"{kiosk}.{part}", makes.get(f"{kiosk}_{part}", make), f"port {kiosk} {part}", kiosk=kiosk
        )
        for kiosk in ("k1", "k2")
        for part, make in PARTS.items()
    )
    return small_hall(kiosks=named, devices=devices)


def found(config):
    return {place: f"{what}; {do}" for place, what, do in rules(config)}


def test_two_whole_machines_are_well():
    assert found(hall()) == {}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_another_kind_is_told(part):
    wrong = "led.onbon" if part != "eye" else "card.sdt"
    told = found(hall(**{f"k2_{part}": wrong}))
    assert set(told) == {f"kiosks[1].{part}"}
    assert f"'k2.{part}' is '{wrong}', not" in told[f"kiosks[1].{part}"]


def test_a_device_in_two_machines_is_told_and_so_is_the_one_left_out():
    told = found(hall((("k1", {}), ("k2", {"printer": "k1.printer"}))))
    assert "'k1.printer' is already kiosks[0].printer" in told["kiosks[1].printer"]
    assert "does not name 'k2.printer'" in told["devices[6].kiosk"]


def test_a_device_twice_in_one_machine_is_told():
    told = found(hall((("k1", {"social": "k1.card"}), ("k2", {}))))
    assert "'k1.card' is already kiosks[0].card" in told["kiosks[0].social"]


def test_the_printer_of_the_next_machine_may_be_the_spare_one():
    assert found(hall((("k1", {"spare": "k2.printer"}), ("k2", {"spare": "k1.printer"})))) == {}
    assert "not a printer" in found(hall((("k1", {"spare": "k2.card"}), ("k2", {}))))["kiosks[0].spare"]


def test_a_device_that_says_it_is_another_machines_is_told():
    told = found(hall((("k1", {"card": "k2.card"}), ("k2", {"card": ""}))))
    assert "says that it belongs to kiosk 'k2'" in told["kiosks[0].card"]


def test_a_second_card_reader_that_nobody_names_is_told_where_to_write_it():
    told = found(hall((("k1", {"social": ""}), ("k2", {}))))
    assert 'write social = "k1.social" in kiosks[0]' in told["devices[2].kiosk"]


def test_a_part_that_does_not_exist_is_not_told_twice():
    assert "kiosks[0].card" not in found(hall((("k1", {"card": "k9.card"}), ("k2", {}))))


# --- outside the hall (R088) ----------------------------------------------------------------------------------------

OUTSIDE = {"remote": True, "place": "大隗镇便民服务站", "phone": "0371-69880000"}


def test_a_machine_outside_the_hall_says_where_it_is_and_who_helps():
    assert found(hall((("k1", {}), ("k2", OUTSIDE)))) == {}


@pytest.mark.parametrize(
    ("wrong", "key", "told"),
    [
        ({"place": ""}, "place", "is missing"),
        ({"phone": ""}, "phone", "is missing"),
        ({"phone": "请打电话"}, "phone", "is no telephone number"),
        ({"zone": "A"}, "zone", "stands in no zone"),
        ({"spare": "k1.printer"}, "spare", "does not stand at '大隗镇便民服务站'"),
        ({"remote": False}, "place", "write remote = true"),
    ],
)
def test_what_a_machine_outside_the_hall_lacks_is_told(wrong, key, told):
    assert told in found(hall((("k1", {}), ("k2", OUTSIDE | wrong))))[f"kiosks[1].{key}"]


def test_a_machine_of_the_hall_names_no_printer_of_a_village_as_spare():
    told = found(hall((("k1", {"spare": "k2.printer"}), ("k2", OUTSIDE))))
    assert told == {
        "kiosks[0].spare": "'k2.printer' does not stand at 'k1'; name a printer of the same place, or leave it out"
    }


def test_two_machines_of_one_place_may_help_each_other():
    assert found(hall((("k1", OUTSIDE | {"spare": "k2.printer"}), ("k2", OUTSIDE)))) == {}
