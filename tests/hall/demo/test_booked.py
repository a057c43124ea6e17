"""The demo's list of bookings: it fits the demo's hall, and its people come when its remarks say."""

import tomllib
from pathlib import Path

from hall.contract import bookings as b
from hall.contract.base import Actor, Role
from hall.contract.check import check
from hall.controller.door import Door
from hall.demo import booked
from hall.demo.people import MINUTE_MS, Way
from hall.domain.calendar import day_start
from hall.domain.decide import decide
from hall.domain.state import Hall
from hall.intake import bookings

LIST = Path("examples/demo/bookings.csv")
CONFIG, _ = check(tomllib.loads(Path("examples/demo/hall.toml").read_text("utf-8")))
assert CONFIG is not None
DOORS = day_start("2026-11-20") + 530 * MINUTE_MS


def test_the_hall_of_the_demo_takes_the_list() -> None:
    lines = bookings.read(LIST, {s.name: s.id for s in CONFIG.services})
    by = Actor("admin", Role.ADMIN)
    command = b.ImportBookings("x", tuple(line.row for line in lines))
    sealed = Door(CONFIG, bytes(32)).admit(command, by, DOORS).command
    (event,) = decide(sealed, Hall(CONFIG), DOORS, by, "f")
    assert len(event.bookings) == len(lines) == 8
    assert all(x.code for x in event.bookings)


def test_six_come_one_of_them_late_and_one_stays_away() -> None:
    people = booked.people(LIST, CONFIG, DOORS, 0.86, 6)
    assert len(people) == 6
    assert {v.way for v in people} == {Way.CODE, Way.PHONE}
    come = {v.booking: DOORS + v.offset_ms * 0.86 for v in people}
    starts = {line.row.code: line.row.start_ms for line in bookings.read(LIST, {})}
    after = sorted(round((come[code] - starts[code]) / MINUTE_MS) for code in come)
    assert all(-30 <= x <= -5 for x in after[:5])
    assert 15 < after[5] < 30
    assert "61120007" not in come


def test_a_short_morning_takes_the_first_and_a_hall_without_a_list_none() -> None:
    (first,) = booked.people(LIST, CONFIG, DOORS, 0.1, 1)
    assert 0 <= first.offset_ms * 0.1 <= 10 * MINUTE_MS
    assert booked.people(Path("nowhere.csv"), CONFIG, DOORS, 0.1, 1) == ()
    assert booked.secrets(Path("nowhere.csv")) == []
    assert "19990010007" in booked.secrets(LIST)
