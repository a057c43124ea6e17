"""The morning's visitors: repeatable, in all five ways, by a pattern, and nobody real."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from hall.contract.check import check
from hall.demo.people import MINUTE_MS, Visitor, Way, morning

CONFIG, _ = check(tomllib.loads(Path("examples/demo/hall.toml").read_text("utf-8")))
assert CONFIG is not None


@pytest.fixture(params=[6, 12, 60])
def people(request: pytest.FixtureRequest) -> tuple[Visitor, ...]:
    return morning(CONFIG, request.param, 7)


def test_the_same_seed_gives_the_same_morning() -> None:
    assert morning(CONFIG, 60, 7) == morning(CONFIG, 60, 7)
    assert morning(CONFIG, 60, 7) != morning(CONFIG, 60, 8)


def test_all_five_ways_are_used_and_somebody_does_not_come(people: tuple[Visitor, ...]) -> None:
    assert {v.way for v in people} == set(Way)
    assert any(not v.comes for v in people)
    assert sum(v.comes for v in people) > len(people) // 2


def test_they_come_in_order_with_a_peak_before_ten() -> None:
    people = morning(CONFIG, 600, 7)
    offsets = [v.offset_ms for v in people]
    assert offsets == sorted(offsets) and offsets[-1] < 136 * MINUTE_MS
    peak = sum(30 * MINUTE_MS <= x < 75 * MINUTE_MS for x in offsets)
    late = sum(x >= 90 * MINUTE_MS for x in offsets)
    assert peak > 1.5 * late


def test_services_and_kiosks_exist_and_one_face_asks_once_for_each_service() -> None:
    for seed in range(20):
        people = morning(CONFIG, 60, seed)
        assert {v.service for v in people} <= {s.id for s in CONFIG.services}
        assert {v.kiosk for v in people} == {k.id for k in CONFIG.kiosks}
        faces = Counter((v.portrait, v.service) for v in people if v.way is Way.FACE)
        assert max(faces.values()) == 1
        assert all(v.portrait for v in people if v.way is Way.FACE)


def test_phones_and_birth_dates_are_well_formed_and_all_phones_differ() -> None:
    people = morning(CONFIG, 60, 7)
    assert all(len(v.phone) == 11 and v.phone.isdigit() and v.phone[:2] == "19" for v in people)
    assert len({v.phone for v in people}) == len(people)
    assert all(len(v.born) == 8 and 1900 < int(v.born[:4]) < 2020 for v in people)
    assert all(60 <= v.work_s <= 4 * 900 for v in people)


def test_nobody_is_named_like_a_member_of_staff() -> None:
    """Else a name that stands in a log would prove nothing."""
    staff = {s.name for s in CONFIG.staff}
    for seed in range(30):
        assert not staff & {v.name for v in morning(CONFIG, 60, seed)}
