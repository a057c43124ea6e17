"""The tables of voice and volume: everything wrong is told at once, with its place."""

import tomllib

import pytest

from hall.contract.check import check
from tests.hall.contract.test_check import GOOD

VOICE = '\n[[devices]]\nid = "v"\nmake = "voice.wav"\nport = "var/v"\nzone = "A"\n'


def told(more):
    _, problems = check(tomllib.loads(GOOD + more))
    return {p.place: p for p in problems}


def rows(*tables):
    return "".join(f"\n[[volume]]\n{table}\n" for table in tables)


def test_a_hall_with_a_loud_morning_and_silent_nights_is_one():
    assert not told(
        VOICE
        + "\n[voice]\nrepeat = 3\nstale_s = 30\n"
        + rows(
            'hours = "09:00-12:00"\npercent = 80',
            'hours = "10:00-11:00"\npercent = 20\nzone = "A"',  # a zone's own table stands before that of all
            'hours = "12:00-24:00"\npercent = 0',
        )
    )


def test_every_fault_is_told_at_once():
    found = told(
        VOICE.replace('zone = "A"', "")
        + "\n[voice]\nrepeat = 0\nstale_s = 1\n"
        + rows(
            'hours = "9:00-12:00"\npercent = 80',
            'hours = "18:00-08:00"\npercent = 0',
            'hours = "10:00-12:00"\npercent = 101\nzone = "a"',
            'hours = "13:00-15:00"\npercent = -1',
            'hours = "14:59-16:00"\npercent = 50',
        )
    )
    assert set(found) == {
        "voice.repeat",
        "voice.stale_s",
        "volume[0].hours",
        "volume[1].hours",
        "volume[2].zone",
        "volume[2].percent",
        "volume[3].percent",
        "volume[4].hours",
        "devices[2].zone",
    }
    assert "two tables" in found["volume[1].hours"].do
    assert "volume[3]" in found["volume[4].hours"].what


def test_a_zone_that_is_never_heard_is_one_with_silent_calling():
    found = told(rows('hours = "00:00-24:00"\npercent = 0'))
    assert "'A' is silent all day" in found["volume"].what and "无声叫号" in found["volume"].do
    assert not told(
        rows('hours = "00:00-24:00"\npercent = 0', 'hours = "09:00-10:00"\npercent = 5\nzone = "A"')
    )


@pytest.mark.parametrize(
    ("make", "zone", "fine"), [("voice.wav", "A", True), ("led.onbon", "A", True), ("card.sdt", "A", False)]
)
def test_a_loudspeaker_may_be_heard_in_several_zones(make, zone, fine):
    second = '\n[[zones]]\nid = "B"\nname = "乙"\n'
    device = f'\n[[devices]]\nid = "v"\nmake = "{make}"\nport = "x"\nzone = "{zone}"\nzones = ["B"]\n'
    found = told(second + device)
    assert ("devices[2].zones" not in found) is fine
    assert "devices[2].zones[0]" in told(device), "a zone that does not exist"
