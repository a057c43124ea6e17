"""The register of cameras: share of today's hours with a usable picture, last picture, last trouble, what to do."""

import msgspec
import pytest

from hall.contract import devices as d
from hall.contract import sightings as g
from hall.contract.base import Role, Text
from hall.contract.config import PostPart
from hall.contract.opening import DayOpened
from hall.contract.unions import Event
from hall.contract.views_devices import CameraPost
from hall.domain import cameras
from hall.domain.state import heard
from hall.domain.views import build, touched
from tests.hall.domain.conftest import Stage, small_hall

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
OK, COVERED, MOVED = g.CameraState.OK, g.CameraState.COVERED, g.CameraState.MOVED


def say(stage, state=OK, ago_s: int = 0, frame_ms: int = 0) -> tuple[Event, ...]:
    told = g.CameraReport("cam1", state, stage.now - ago_s * 1000, "", frame_ms)
    heard(stage.hall, told)
    return stage.do(told, Role.CAMERA)


def line(stage):
    (found,) = build("devices", stage.hall, stage.now).cameras
    return found


def test_before_the_first_hearing_nothing_is_claimed(stage):
    stage.later(1200)
    found = line(stage)
    assert (found.state, found.online, found.frame_ms, found.trouble_ms) == ("unknown", None, 0, 0)
    assert (found.why.zh, found.remedy.zh) == ("还没有消息", "")
    say(stage, g.CameraState.UNKNOWN)  # heard of, but nothing seen yet
    assert line(stage.later(60)).online is None


def test_the_share_counts_service_hours_between_changes_dated_back(stage):
    say(stage)
    stage.later(600)
    assert line(stage).online == 1.0
    stage.later(30)
    say(stage, COVERED, ago_s=30)
    assert line(stage.later(170)).online == pytest.approx(600 / 800)
    say(stage)
    found = line(stage.later(200))
    assert found.online == pytest.approx(800 / 1000)
    assert (found.state, found.why.zh, found.trouble.zh) == ("ok", "", "被挡住了")
    assert found.trouble_ms == stage.now - 400_000


def test_the_register_says_whether_the_people_detector_is_in_use(stage):
    say(stage)
    assert line(stage).detector.zh == ""
    for detector, zh in ((g.Detector.LIVE, "人形检测在用"), (g.Detector.OFF, "人形检测停了，只看变化和动作")):
        told = g.CameraReport("cam1", OK, stage.now, detector=detector)
        assert len(stage.do(told, Role.CAMERA)) == 1
        assert stage.do(told, Role.CAMERA) == (), "told once"
        assert line(stage).detector.zh == zh
    assert line(stage).trouble_ms == 0, "the camera itself is well"
    stage.fold((d.HostLost("cameras-1", stage.now),))
    assert line(stage).detector.zh == "", "a silent host vouches for nothing"


def test_it_names_the_posts_it_watches_and_when_it_took_what_was_said_to_be_empty(stage):
    assert line(stage).posts == (CameraPost("p3", Text("3 号窗座位", "Seat of window 3")),)
    assert line(stage).emptied_ms == 0
    say(stage, frame_ms=stage.now)
    taken = g.CameraReport("cam1", OK, stage.now, "", stage.now, stage.now - 200)
    heard(stage.hall, taken)
    assert line(stage).emptied_ms == stage.now - 200


def test_a_place_is_called_as_somebody_points_at_it():
    config = small_hall()
    posts = [
        PostPart("v3", "visitor", "w3", "B", "cam1", SQUARE),
        PostPart("guide", "guide", "", "", "cam1", SQUARE),
        PostPart("elsewhere", "front", "w3", "B", "cam9", SQUARE),
        PostPart("undrawn", "back", "", "B", "cam1"),
    ]
    stage = Stage(msgspec.structs.replace(config, posts=(*config.posts, *posts)))
    found = [(x.post, x.name.zh, x.name.en) for x in line(stage).posts]
    assert found[1:] == [("v3", "3 号窗前", "Before window 3"), ("guide", "导办台", "Guide desk")]


def test_out_of_hours_nothing_counts(stage):
    say(stage)
    stage.later(8 * 3600)  # the hall has been closed for a while
    evening = line(stage).online
    say(stage, g.CameraState.DARK)
    assert line(stage.later(3600)).online == evening == 1.0


def test_a_silent_host_takes_the_picture_away_and_the_day_starts_anew(stage):
    say(stage)
    stage.later(300).fold((d.HostLost("cameras-1", stage.now),))
    found = line(stage.later(100))
    assert found.online == pytest.approx(0.75)
    assert (found.why.zh, found.remedy.zh) == ("它的主机没有回音", "")
    stage.fold((DayOpened("2026-11-23"),))
    assert stage.hall.facts.cameras["cam1"].open_ms == 0


def test_a_report_again_is_no_event_but_keeps_the_last_picture(stage):
    say(stage, frame_ms=stage.now - 100)
    assert say(stage.later(5), frame_ms=stage.now - 50) == ()
    assert line(stage).frame_ms == stage.now - 50
    say(stage, g.CameraState.AWAY)  # knows of no picture any more, after a restart
    assert line(stage).frame_ms == stage.now - 50
    heard(stage.hall, g.CameraReport("nobody", OK, 0, "", stage.now))
    assert set(stage.hall.pictures) == {"cam1"}


def test_every_state_says_what_to_do_and_the_worst_is_first(stage):
    bad = [x for x in g.CameraState if x not in (OK, g.CameraState.UNKNOWN)]
    for state in bad:
        say(stage, state)
        found = line(stage)
        assert found.why.zh and found.why.en and found.remedy.zh and found.remedy.en
    assert set(cameras.REMEDIES) == set(bad)
    say(stage, MOVED)
    assert line(stage).remedy.zh == "扶正，或重新画区域"


def test_a_change_reaches_the_page_and_survives_a_snapshot(stage):
    say(stage)
    record = stage.journal[-1]
    assert isinstance(record.event, g.CameraChanged)
    assert "devices" in touched(record, stage.hall)
    stage.later(60)
    for again in (stage.restarted(), stage.replayed()):
        assert again.facts.cameras["cam1"] == stage.hall.facts.cameras["cam1"]
