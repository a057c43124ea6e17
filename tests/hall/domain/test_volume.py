"""Volume by hour and silent hours: how loud a zone is now, until when it is silent, and who is called all the same."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.calling import Calling, SetCalling
from hall.contract.config import DevicePart, VoicePart, VolumePart
from hall.contract.config_voice import LOUDEST
from hall.domain.clock_words import SHANGHAI
from hall.domain.jobs import spoken
from hall.domain.views import build
from hall.domain.volume import lowest, percent_at, silent_until
from tests.hall.domain.conftest import Stage, small_hall

ROWS = (
    VolumePart("09:00-12:00", 80),
    VolumePart("12:00-14:00", 30, "B"),
    VolumePart("12:00-13:00", 0),
    VolumePart("20:00-24:00", 0),
    VolumePart("00:00-07:30", 0),
)


def at(clock, day=20):
    hour, minute = map(int, clock.split(":"))
    return int(dt.datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).timestamp() * 1000)


@pytest.mark.parametrize(
    ("zone", "clock", "percent"),
    [
        ("A", "08:59", LOUDEST),
        ("A", "09:00", 80),
        ("A", "11:59", 80),
        ("A", "12:00", 0),
        ("B", "12:00", 30),
        ("B", "13:59", 30),
        ("B", "14:00", LOUDEST),
        ("A", "23:59", 0),
    ],
)
def test_how_loud_a_zone_is(zone, clock, percent):
    assert percent_at(ROWS, zone, at(clock)) == percent


@pytest.mark.parametrize(
    ("zone", "clock", "until"),
    [
        ("A", "11:59", 0),
        ("A", "12:15", at("13:00")),
        ("B", "12:15", 0),
        ("B", "20:00", at("07:30", 21)),
        ("A", "00:10", at("07:30")),
    ],
)
def test_silent_hours_end_when_the_voice_is_heard_again(zone, clock, until):
    assert silent_until(ROWS, zone, at(clock)) == until


def test_the_lowest_volume_that_can_be_heard():
    assert [lowest(ROWS, zone) for zone in "AB"] == [80, 30]
    assert lowest((VolumePart("00:00-24:00", 0),), "A") == LOUDEST
    assert lowest((), "A") == LOUDEST


def hours(first, second):
    begin, end = sorted((first, second))
    return f"{begin // 60:02d}:{begin % 60:02d}-{end // 60:02d}:{end % 60:02d}"


minutes = st.integers(0, 24 * 60)
rows = st.lists(
    st.builds(
        VolumePart,
        st.builds(hours, minutes, minutes),
        st.sampled_from((0, 1, 40, 100)),
        st.sampled_from(("", "A")),
    ),
    max_size=5,
).map(tuple)


@given(rows, st.integers(0, 24 * 60 - 1))
def test_between_now_and_the_end_of_silence_nothing_is_heard(table, minute):
    now = at("00:00") + minute * 60_000 + 12_345
    until = silent_until(table, "A", now)
    if not until:
        assert percent_at(table, "A", now) > 0
        return
    assert now < until <= now + 24 * 3_600_000
    silent = range(now, min(until, now + 24 * 3_600_000), 60_000)
    assert not any(percent_at(table, "A", moment) for moment in silent)
    always = not any(percent_at(table, "A", at("00:00") + m * 60_000) for m in range(24 * 60))
    assert always or percent_at(table, "A", until) > 0
    assert 0 < lowest(table, "A") <= LOUDEST


# --- calls ----------------------------------------------------------------------------------------------------------


def voices(stage, device="B.voice"):
    return [x for x in stage.hall.facts.devices[device].mailbox if isinstance(x, d.Speak)]


@pytest.mark.parametrize(
    ("clock", "calling", "why", "volume"),
    [
        ("10:00", "hall", "", 80),
        ("10:00", "silent", "", None),
        ("15:00", "hall", "", LOUDEST),
        ("12:30", "hall", "", None),
        ("12:30", "silent", "elder", None),
        ("12:30", "hall", "pregnant", None),
        ("12:30", "hall", "elder", 80),
        ("12:30", "hall", "disabled", 80),
        ("12:30", "voice", "", 80),
    ],
)
def test_silent_hours_never_take_the_voice_from_who_needs_it(clock, calling, why, volume):
    stage = Stage(small_hall(volume=tuple(row for row in ROWS if not row.zone)))
    stage.sign_on("w3")
    who = {"age": p.Age.ELDER} if why == "elder" else {"priority": why} if why else {}
    ticket = stage.take(**who)
    if calling != "hall":
        stage.do(SetCalling(Calling(calling), ticket=ticket))
    stage.at(clock)
    stage.do(t.CallNext("w3"))
    assert [job.volume for job in voices(stage)] == ([] if volume is None else [volume])
    panel = [x for x in stage.hall.facts.devices["w3.led"].mailbox if isinstance(x, d.ShowOnPanel)]
    assert panel[-1].lines == ("请B001号到3号窗口",), "the panel always says it"


def test_the_wall_knows_the_silent_hours():
    stage = Stage(small_hall(volume=(VolumePart("12:00-13:30", 0, "B"),)))
    mine = stage.take()
    for clock, until in (("11:59", 0), ("12:00", at("13:30")), ("13:30", 0)):
        zones = build("wall", stage.hall, at(clock)).zones
        assert {z.zone: z.silent_until_ms for z in zones} == {"A": 0, "B": until}
        assert not any(z.quiet for z in zones), "nobody made it so by hand"
        assert spoken(stage.hall, stage.hall.facts.tickets[mine], "B", at(clock)) is (until == 0)


def test_repeat_and_patience_are_the_configurations():
    stage = Stage(small_hall(voice=VoicePart(repeat=3, stale_s=20)))
    stage.sign_on("w3").take()
    stage.do(t.CallNext("w3"))
    (job,) = voices(stage)
    assert (job.repeat, job.until_ms, job.id) == (3, stage.now + 20_000, f"{len(stage.journal)}.B.voice")


def test_a_loudspeaker_of_several_zones_and_several_in_one_zone_all_call():
    base = small_hall()
    more = (
        DevicePart("hall.voice", "voice.syn6288", "/dev/a", zone="A", zones=("B",)),
        DevicePart("A.voice", "voice.wav", "file:a", zone="A"),
    )
    stage = Stage(small_hall(devices=base.devices + more))
    stage.sign_on("w1", "w3")
    stage.take()
    stage.take("zhengming")
    stage.do(t.CallNext("w3"))
    stage.do(t.CallNext("w1"))
    said = {v: [job.number for job in voices(stage, v)] for v in ("B.voice", "A.voice", "hall.voice")}
    assert said == {"B.voice": ["B001"], "A.voice": ["A001"], "hall.voice": ["B001", "A001"]}


def test_a_second_call_for_a_window_takes_the_place_of_the_first_and_stands_behind_the_others():
    stage = Stage()
    stage.sign_on("w2", "w3")
    stage.take(), stage.take()
    stage.do(t.CallNext("w3"))
    stage.do(t.CallNext("w2"))
    stage.later(30)
    stage.do(t.Recall("w3"))
    assert [job.window for job in voices(stage)] == ["2", "3"]


def test_a_call_that_was_too_late_leaves_the_mailbox_when_its_device_says_so():
    stage = Stage()
    stage.sign_on("w3").take()
    stage.do(t.CallNext("w3"))
    (job,) = voices(stage)
    stage.do(d.JobFailed("B.voice", job.id, d.Fault.TIMED_OUT, "late"))
    assert voices(stage) == []
    assert stage.hall.facts.devices["B.voice"].lost == 1
