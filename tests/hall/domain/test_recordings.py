"""Which cameras saw a finding or a service, and when; a place without one says so, and only the wall is told."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract import people as p
from hall.contract import sightings as g
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.legs import Transfer
from hall.contract.ratings import RatingLevel
from hall.contract.recording import Footage
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.views_wall import WallView
from hall.contract.views_window import WindowView
from hall.domain import facts as f
from hall.domain import recordings
from hall.domain.state import Hall
from hall.domain.views import build
from tests.hall.domain.conftest import small_hall
from tests.hall.domain.test_callers import hall_with_boxes
from tests.hall.domain.test_ratings import asked, rate, serve

SEAT = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
CODE = FindingCode
HOUR = 3_600_000


def watched(**over) -> c.HallConfig:
    """Window 3 with a camera over its seat and one before its counter, zone A with one over its floor, zone B none of
    its own; window 1 and the guide's desk unwatched."""
    base = small_hall(**over)
    return msgspec.structs.replace(
        base,
        posts=(
            *base.posts,
            c.PostPart("v3", "visitor", "w3", "B", "cam2", SEAT),
            c.PostPart("p1", "front", "w1", "A"),
            c.PostPart("guide", "guide", "", "A"),
            c.PostPart("help", "help", "", "A", "cam2", SEAT),
            c.PostPart("lost", "guide"),
        ),
        cameras=(
            c.CameraPart("cam1", "clip.mp4", channel="101"),
            c.CameraPart("cam2", "clip.mp4", channel="201"),
            c.CameraPart("hall-a", "clip.mp4", zone="A", channel="301"),
        ),
        recording=c.RecordingPart("rtsp://nvr.example/{channel}?s={start}&e={end}"),
    )


@pytest.mark.parametrize(
    ("code", "subject", "zone", "cameras", "around"),
    [
        (CODE.OFF_POST, "p3", "B", ("cam1",), False),
        (CODE.OFF_POST, "help", "A", ("cam2",), False),
        (
            CODE.OFF_POST,
            "p1",
            "A",
            ("hall-a",),
            True,
        ),  # no camera of its own: that of its zone, and it is said
        (CODE.OFF_POST, "guide", "A", ("hall-a",), True),
        (CODE.OFF_POST, "lost", "", (), False),
        (CODE.OFF_POST, "no longer there", "A", ("hall-a",), True),
        (CODE.RATING_BAD, "w3", "B", ("cam1", "cam2"), False),
        (CODE.EMERGENCY, "w3", "B", ("cam1", "cam2"), False),
        (CODE.EMERGENCY, "w1", "A", ("hall-a",), True),
        (CODE.EMERGENCY, "w2", "B", ("cam1", "cam2"), True),  # zone B has those over its posts only
        (CODE.WAIT_OVER, "some ticket", "A", ("hall-a",), False),
        (CODE.WAIT_WARN, "some ticket", "B", ("cam1", "cam2"), False),
        (CODE.OPEN_WINDOW, "A", "A", ("hall-a",), False),
        (CODE.ENV_POOR, "A", "A", ("hall-a",), False),
        (CODE.ENV_POOR, "?", "", (), False),
        (CODE.PANEL_WRONG, "w3.led", "B", ("cam1", "cam2"), False),
        (CODE.DEVICE_FAULT, "k1.printer", "A", ("hall-a",), True),
        (CODE.DEVICE_FAULT, "B.voice", "B", ("cam1", "cam2"), True),
        (CODE.DEVICE_FAULT, "k1", "", ("hall-a",), True),  # the machine's own screen
        (CODE.DEVICE_FAULT, "window-w3", "", ("cam1", "cam2"), False),  # the console
        (CODE.HELP, "k1", "A", ("hall-a",), True),
        (CODE.CAMERA_FAULT, "hall-a", "A", ("hall-a",), False),
        (CODE.CAMERA_FAULT, "no longer there", "A", (), False),
    ],
)
def test_each_place_has_its_cameras(code, subject, zone, cameras, around):
    assert recordings.cameras(Hall(watched()), code, subject, zone) == (cameras, around)


@pytest.mark.parametrize(
    ("code", "subject"),
    [
        (CODE.ACCESS, "stranger"),
        (CODE.CALENDAR_MISSING, "2027"),
        (CODE.TRIP_OVER, "case 7"),
        (CODE.DEVICE_FAULT, "devices-1"),
    ],
)
def test_what_happened_nowhere_has_no_recording(code, subject):
    assert recordings.cameras(Hall(watched()), code, subject, "") is None


def test_every_finding_has_a_place_or_is_known_to_have_none():
    nowhere = {CODE.ACCESS, CODE.CALENDAR_MISSING, CODE.TRIP_OVER}
    hall = Hall(watched())
    assert {code for code in CODE if recordings.cameras(hall, code, "x", "A") is None} == nowhere


def test_a_finding_lasts_from_its_first_moment_to_its_end(make_stage):
    hall = make_stage(watched()).hall
    finding = f.Finding("x", CODE.OFF_POST, Level.WARN, FindingState.SUSPECTED, "p3", "B", 5 * HOUR, 6 * HOUR)
    assert recordings.of_finding(hall, finding) == Footage(("cam1",), 5 * HOUR)
    finding.cleared_ms = 7 * HOUR
    assert recordings.of_finding(hall, finding) == Footage(("cam1",), 5 * HOUR, 7 * HOUR)


def test_a_bad_rating_shows_the_service_that_was_rated(make_stage):
    boxes = hall_with_boxes()
    stage = make_stage(msgspec.structs.replace(watched(), devices=boxes.devices)).sign_on("w1", "w2", "w3")
    called = stage.now
    serve(stage)
    job = asked(stage)
    said = stage.later(20).now
    rate(stage, job, RatingLevel.VERY_DISSATISFIED)
    stage.later(1).tick()
    (finding,) = [x for x in stage.hall.facts.findings.values() if x.code is CODE.RATING_BAD]
    assert said > called
    expected = Footage(("cam1", "cam2"), called, said)
    assert recordings.of_finding(stage.hall, finding) == expected
    stage.hall.facts.tickets.clear()  # a journal of which the day is over
    assert recordings.of_finding(stage.hall, finding) == Footage(("cam1", "cam2"), said, said)


def test_a_number_has_been_where_it_was_called(make_stage):
    stage = make_stage(watched()).sign_on("w1", "w2", "w3")
    ticket = stage.take("zhengming")
    assert recordings.of_ticket(stage.hall, stage.hall.facts.tickets[ticket]) == ()
    called = stage.later(60).now
    stage.do(t.CallNext("w1"))
    assert recordings.of_ticket(stage.hall, stage.hall.facts.tickets[ticket]) == (
        ("w1", Footage(("hall-a",), called, 0, True)),
    )
    stage.later(30).do(t.Start("w1"))
    sent = stage.later(90).now
    stage.do(Transfer("w1", queue="B"))
    assert recordings.of_ticket(stage.hall, stage.hall.facts.tickets[ticket]) == (
        ("w1", Footage(("hall-a",), called, sent, True)),
    )
    again = stage.later(60).now
    stage.do(t.CallNext("w3"))
    stage.later(10).do(t.Start("w3"))
    done = stage.later(200).now
    stage.do(t.Finish("w3"))
    assert recordings.of_ticket(stage.hall, stage.hall.facts.tickets[ticket]) == (
        ("w1", Footage(("hall-a",), called, sent, True)),
        ("w3", Footage(("cam1", "cam2"), again, done)),
    )


def test_only_the_wall_is_told_and_only_where_there_is_a_recorder(make_stage):
    def alarm(config):
        stage = make_stage(config).sign_on("w3")
        stage.do(p.RaiseEmergency("w3", "medical"), Role.WINDOW, "window-w3")
        stage.tick()
        wall, window = build("wall", stage.hall, stage.now), build("window/w3", stage.hall, stage.now)
        assert isinstance(wall, WallView) and isinstance(window, WindowView)
        return wall.notices[0], window.notices[0], stage.now

    here, there, at = alarm(watched())
    assert here.footage == Footage(("cam1", "cam2"), at)
    assert there.footage is None, "a clerk's console shows no way into the recordings"
    here, _, _ = alarm(msgspec.structs.replace(watched(), recording=None))
    assert here.footage is None


def test_a_zone_in_poor_order_is_seen_by_its_floor_cameras(make_stage):
    stage = make_stage(watched())
    stage.do(g.RateEnvironment("A", True, "hygiene", "水"), Role.MONITOR, "monitor-1")
    stage.tick()
    view = build("wall", stage.hall, stage.now)
    assert isinstance(view, WallView)
    assert view.notices[0].footage == Footage(("hall-a",), stage.now)
