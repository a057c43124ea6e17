"""Policy packs: the built-in ones, those of a hall, their days, and what they ask of a hall (R087, R120, R139)."""

import tomllib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.contract.check import check, check_packs
from hall.contract.config import HallConfig, PackPart, PolicyPart
from hall.contract.packs import BUILT_IN, KEYS, OWN_KEYS, differs, in_force
from tests.hall.contract.test_check import GOOD, places


@pytest.fixture
def raw() -> dict[str, Any]:
    return tomllib.loads(GOOD)


def good(raw: dict[str, Any]) -> HallConfig:
    config, problems = check(raw)
    assert config is not None, problems
    return config


def own(**keys: object) -> dict[str, Any]:
    """A pack of one's own that says every key."""
    return msgspec.to_builtins(BUILT_IN["default"]) | {"id": "own-2026", "document": "本厅规定"} | keys


def zones(raw: dict[str, Any], count: int, kind: str) -> None:
    raw["zones"] += [{"id": f"Z{n}", "name": f"{n}区", "kind": kind} for n in range(count)]


# --- built in -----------------------------------------------------------------------------------------------------


def test_the_built_in_packs_are_those_of_the_documents() -> None:
    assert list(BUILT_IN) == [
        "xinmi-2021", "pingliang-2018", "jiaozuo-2024", "yangquan-2017-draft", "jinan-2024", "default",
    ]  # fmt: skip
    assert {k: p.valid_from for k, p in BUILT_IN.items() if p.valid_from} == {
        "xinmi-2021": "2021-07-01", "jiaozuo-2024": "2024-09-24", "jinan-2024": "2024-12-25",
    }  # fmt: skip
    assert {k: p.max_professional for k, p in BUILT_IN.items() if p.max_professional} == {"jiaozuo-2024": 6}
    assert [k for k, p in BUILT_IN.items() if p.hall_names] == ["jinan-2024"]
    for name, pack in BUILT_IN.items():
        assert pack.id == name
        assert pack.document
        # supervision.md §3.0; no document of the five says another number than 30 min
        assert (pack.abnormal_s, pack.warn_s, pack.repeat_max, pack.arrive_grace_s) == (1800, 1200, 3, 120)
        assert (pack.absence_warn_s, pack.absence_abnormal_s, pack.absence_severe_s) == (300, 900, 1800)


def test_a_hall_starts_from_a_built_in_pack_and_writes_over_it(raw) -> None:
    raw["policy"] = {"id": "jiaozuo-2024", "held_s": 120}
    policy = good(raw).policy
    assert (policy.max_professional, policy.held_s, policy.valid_from) == (6, 120, "2024-09-24")
    assert differs(policy) == ("held_s",)
    del raw["policy"]
    assert good(raw).policy == BUILT_IN["default"]


def test_a_limit_of_the_pack_can_be_taken_back_and_stays_so_when_written_out(raw) -> None:
    raw["policy"] = {"id": "jiaozuo-2024", "max_professional": 0}
    config = good(raw)
    assert config.policy.max_professional == 0
    assert good(msgspec.to_builtins(config)).policy == config.policy


def test_an_unknown_pack_must_say_every_key(raw) -> None:
    raw["policy"] = {"id": "jiaozou-2024", "abnormal_s": 1800}
    found = places(raw)["policy.id"]
    assert "'jiaozou-2024' is no built-in pack and does not say" in found
    assert "did you mean 'jiaozuo-2024'?" in found
    for key in set(OWN_KEYS) - {"id", "abnormal_s"}:
        assert key in found
    raw["policy"] = own()
    assert good(raw).policy.id == "own-2026"


# --- what a pack asks of a hall -----------------------------------------------------------------------------------


def test_v21_seven_professional_zones_are_refused_in_jiaozuo(raw) -> None:
    raw["policy"] = {"id": "jiaozuo-2024"}
    zones(raw, 6, "professional")
    good(raw)
    raw["zones"].append({"id": "Z9", "name": "9区", "kind": "professional"})
    found = places(raw)
    assert "专业受理服务区不得超过6个" in found["zones"]
    assert "7 zones are professional (Z0, Z1, Z2, Z3, Z4, Z5, Z9)" in found["zones"]


def test_v21_sixteen_zones_are_accepted_in_pingliang(raw) -> None:
    raw["policy"] = {"id": "pingliang-2018"}
    zones(raw, 16, "professional")
    assert len(good(raw).zones) == 17


def test_a_limit_that_comes_on_a_later_day_is_asked_for_today(raw) -> None:
    zones(raw, 7, "professional")
    raw["packs"] = [{"id": "pingliang-2018"}, {"id": "jiaozuo-2024", "day": "2027-01-01"}]
    assert "专业受理服务区不得超过6个 (jiaozuo-2024)" in places(raw)["zones"]
    raw["packs"].pop()
    good(raw)


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("济南市政务服务中心", True),
        ("济南市历下区政务服务中心", True),
        ("济南市平阴县政务服务中心", True),
        ("泺源街道便民服务中心", True),
        ("文苑社区便民服务站", True),
        ("济南市政务服务中心不动产分中心", True),
        ("济南市民中心", False),
        ("济南市政务服务大厅", False),
        ("济南市区政务服务中心", False),
        ("便民服务站", False),
        ("青岛市历下区政务服务中心", False),
    ],
)
def test_names_of_halls_in_jinan(raw, name: str, allowed: bool) -> None:
    raw["policy"] = {"id": "jinan-2024"}
    raw["hall"]["name"] = name
    found = places(raw)
    assert ("hall.name" not in found) is allowed
    if not allowed:
        assert "is no name jinan-2024 allows; one of: 济南市政务服务中心" in found["hall.name"]


# --- packs by date ------------------------------------------------------------------------------------------------


def test_packs_are_in_force_from_their_days(raw) -> None:
    raw["policy"] = {"id": "xinmi-2021", "held_s": 99}
    raw["policies"] = [own(valid_from="2027-01-01")]
    raw["packs"] = [{"id": "jiaozuo-2024", "day": "2026-07-01"}, {"id": "own-2026", "day": "2027-01-01"}]
    config = good(raw)
    days = {
        day: in_force(config, day).id for day in ("", "2026-06-30", "2026-07-01", "2026-12-31", "2027-01-01")
    }
    assert list(days.values()) == ["xinmi-2021", "xinmi-2021", "jiaozuo-2024", "jiaozuo-2024", "own-2026"]
    raw["packs"].append({"id": "xinmi-2021", "day": "2028-01-01"})
    assert in_force(good(raw), "2028-01-01").held_s == 99  # the hall's own words over the built-in pack


@pytest.mark.parametrize(
    ("packs", "place", "words"),
    [
        ([{"id": "xinmi"}], "packs[0].id", "there is no pack 'xinmi'; did you mean 'xinmi-2021'?"),
        ([{"id": "default", "day": "soon"}], "packs[0].day", "'soon' is no date"),
        ([{"id": "default"}, {"id": "xinmi-2021"}], "packs[1].day", "'the beginning' already belongs to packs[0]"),
        (
            [{"id": "xinmi-2021", "day": "2021-06-30"}],
            "packs[0].day",
            "2021-06-30 is before 'xinmi-2021' is in force; from 2021-07-01 on",
        ),
        (
            [{"id": "own-2026", "day": "2026-01-01"}],
            "packs[0].id",
            "'own-2026' ends on 2026-12-31 and nothing follows it",
        ),
        (
            [{"id": "own-2026", "day": "2026-01-01"}, {"id": "default", "day": "2027-01-02"}],
            "packs[0].id",
            "nothing follows it; name the pack in force from 2027-01-01 on",
        ),
    ],
)  # fmt: skip
def test_days_of_force_that_do_not_fit(raw, packs, place: str, words: str) -> None:
    raw["policies"] = [own(valid_from="2026-01-01", valid_to="2026-12-31")]
    raw["packs"] = packs
    found = places(raw)
    assert words in found[place], found
    assert len(found) == 1


def test_a_pack_that_ends_the_day_before_the_next_is_fine(raw) -> None:
    raw["policies"] = [own(valid_from="2026-01-01", valid_to="2026-12-31")]
    raw["packs"] = [{"id": "own-2026", "day": "2026-01-01"}, {"id": "default", "day": "2027-01-01"}]
    good(raw)


DAYS = st.dates().map(str)


@given(st.lists(DAYS, unique=True, max_size=6), DAYS)
def test_the_pack_of_a_day_is_the_last_that_began(days: list[str], asked: str) -> None:
    ids = [name for name in BUILT_IN if name != "default"]
    packs = tuple(PackPart(ids[n % len(ids)], day) for n, day in enumerate(days))
    config = msgspec.convert({"hall": {"id": "h", "name": "厅"}, "zones": [], "queues": [], "groups": [],
                              "services": [], "windows": []}, HallConfig)  # fmt: skip
    config = msgspec.structs.replace(config, packs=packs)
    begun = [pack for pack in packs if pack.day <= asked]
    expected = max(begun, key=lambda p: p.day).id if begun else "default"
    assert in_force(config, asked).id == expected


# --- a file of one's own ------------------------------------------------------------------------------------------


def said(raw: dict[str, Any]) -> dict[str, str]:
    packs, problems = check_packs(raw)
    assert bool(packs) is not bool(problems)
    return {p.place: f"{p.what}; {p.do}" for p in problems}


def test_a_whole_pack_is_taken() -> None:
    (pack,), problems = check_packs({"policies": [own(valid_from="2026-01-01")]})
    assert problems == ()
    assert msgspec.to_builtins(pack) == own(valid_from="2026-01-01")
    without_end = own()
    del without_end["valid_to"]
    assert said({"policies": [without_end]}) == {}


@pytest.mark.parametrize("key", OWN_KEYS)
def test_a_missing_key_is_named(key: str) -> None:
    pack = own()
    del pack[key]
    assert f"does not say {key};" in said({"policies": [pack]})["policies[0]"]


def test_all_that_is_wrong_comes_in_one_answer() -> None:
    pack = own(abnormal_s="30", warn_s=-1, valid_from="2026-02-30")
    del pack["repeat_max"], pack["panel_s"]
    found = said({"policies": [pack | {"abnormal_seconds": 1800}], "pack": []})
    assert "does not say repeat_max, panel_s" in found["policies[0]"]
    assert "did you mean 'abnormal_s'?" in found["policies[0].abnormal_seconds"]
    assert "must be a whole number" in found["policies[0].abnormal_s"]
    assert "-1 is negative" in found["policies[0].warn_s"]
    assert "is no date" in found["policies[0].valid_from"]
    assert "unknown key" in found["pack"]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (("2026-01-01", "2026-12-31"), ("2026-12-31", ""), "'b' and 'a' are both in force on 2026-12-31"),
        (("2026-01-01", ""), ("2027-01-01", ""), "both in force on 2027-01-01"),
        (("", ""), ("", ""), "both in force on every day"),
        (("2026-01-01", "2026-12-31"), ("2027-01-01", ""), ""),
        (("2027-01-01", ""), ("2026-01-01", "2026-12-31"), ""),
    ],
)
def test_two_packs_are_not_in_force_on_one_day(first, second, words: str) -> None:
    both = [
        own(id=name, valid_from=a, valid_to=b) for name, (a, b) in zip("ab", (first, second), strict=True)
    ]
    found = said({"policies": both})
    assert words in found.get("policies[1].valid_from", "") if words else found == {}


@pytest.mark.parametrize(
    ("keys", "place", "words"),
    [
        ({"id": "jinan-2024"}, "policies[0].id", "is the id of a built-in pack"),
        ({"id": ""}, "policies[0].id", "is missing"),
        ({"warn_s": 1801}, "policies[0].warn_s", "is later than abnormal_s"),
        ({"repeat_max": 0}, "policies[0].repeat_max", "at least 1"),
        ({"absence_warn_s": 901}, "policies[0].absence_warn_s", "is later than absence_abnormal_s"),
        (
            {"valid_from": "2026-02-01", "valid_to": "2026-01-31"},
            "policies[0].valid_to",
            "is before 2026-02-01",
        ),
    ],
)
def test_limits_that_cannot_be(keys, place: str, words: str) -> None:
    assert words in said({"policies": [own(**keys)]})[place]


def test_an_empty_file_says_how_to_begin() -> None:
    assert "`hall packs show default`" in said({})["policies"]


def test_every_field_of_the_pack_is_a_key() -> None:
    assert set(KEYS) == set(PolicyPart.__struct_fields__)
    assert set(KEYS) - set(OWN_KEYS) == {"valid_to"}


# --- sessions, closures and calendars of a configuration ------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "keys", "place", "words"),
    [
        ("hall", {"lunch": ["11:30-13:00"]}, "hall.lunch[0]", "'11:30-13:00' overlaps '09:00-12:00'"),
        ("hall", {"extended": ["17:00-19:00", "18:00-20:00"]}, "hall.extended[1]", "overlaps '17:00-19:00'"),
        ("hall", {"weekend": ["9-12"]}, "hall.weekend[0]", "no session"),
        ("queues", {"weekend": ["09:00-12:00", "11:00-13:00"]}, "queues[0].weekend[1]", "overlaps"),
        ("queues", {"lunch": ["13:00-12:00"]}, "queues[0].lunch[0]", "ends before"),
        ("closures", {"day": "2026-3-9", "reason": "x"}, "closures[0].day", "is no date"),
        ("closures", {"day": "2026-03-09"}, "closures[0].reason", "is empty"),
        ("closures", {"day": "2026-03-09", "until": "2026-03-08", "reason": "x"}, "closures[0].until", "is before"),
        ("closures", {"day": "2026-03-09", "hours": "9-12", "reason": "x"}, "closures[0].hours", "are no hours"),
        ("closures", {"day": "2026-03-09", "zone": "B", "reason": "x"}, "closures[0].zone", "there is no zone 'B'"),
        ("closures", {"day": "2026-03-09", "queue": "socail", "reason": "x"}, "closures[0].queue", "did you mean"),
        ("closures", {"day": "2026-03-09", "queue": "social", "zone": "A", "reason": "x"}, "closures[0].queue",
         "stands beside a zone"),
        ("calendar", {"year": 2027, "rest": ["01-01", "05-01"]}, "calendar[0].rest", "260 working days"),
        ("calendar", {"year": 2027, "rest": ["13-01"]}, "calendar[0].rest[0]", "is no day of 2027"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be(raw, table: str, keys: dict, place: str, words: str) -> None:
    if table == "hall":
        raw["hall"] |= keys
    elif table == "queues":
        raw["queues"][0] |= keys
    else:
        raw[table] = [keys]
    found = places(raw)
    assert words in found[place], found


def test_a_weekend_and_a_working_day_may_have_the_same_hours(raw) -> None:
    raw["hall"] |= {"weekend": ["09:00-12:00"], "lunch": ["12:00-13:00"], "extended": ["17:00-18:00"]}
    good(raw)


def test_a_year_has_one_table(raw) -> None:
    year = {"year": 2026, "rest": ["01-01"]}
    raw["calendar"] = [year, year]
    assert "2026 is already calendar[0]" in places(raw)["calendar[1].year"]
