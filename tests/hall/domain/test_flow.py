"""People in and out at an entrance: counted once; what its camera could not see is missing, not nobody."""

import datetime as dt

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.base import Role
from hall.contract.config_flow import rules
from hall.contract.devices import HostLost
from hall.contract.flow import FlowSeen, SeeFlow
from hall.contract.sightings import CameraReport, CameraState
from hall.domain.views import build, touched
from tests.hall.domain.conftest import FRIDAY, Stage, small_hall

LINE = ((0.5, 0.1), (0.5, 0.95))
MIN = 60_000
DOOR = c.CameraPart("door", "rtsp://10.1.3.21/sub", line=LINE, line_scale=1.25)
SIDE = c.CameraPart("side", "rtsp://10.1.3.22/sub", zone="B", line=LINE, line_scale=1.0)


@pytest.fixture
def stage():
    base = small_hall()
    made = Stage(msgspec.structs.replace(base, cameras=(*base.cameras, DOOR, SIDE)))
    for camera in ("door", "side"):
        report(made, camera)
    return made


def report(stage, camera, state=CameraState.OK):
    stage.do(CameraReport(camera, state, stage.now), Role.CAMERA)


def count(stage, inward, outward, camera="door", minutes=5, blind=0):
    """The camera tells of the minutes up to now."""
    return stage.do(
        SeeFlow(camera, stage.now - minutes * MIN, stage.now, inward, outward, blind * MIN), Role.CAMERA
    )


def go(stage, inward, outward, spans=1, camera="door", blind=0):
    for _ in range(spans):
        stage.later(5 * 60)
        count(stage, inward, outward, camera, blind=blind)


def flow(stage, zone=""):
    (found,) = [x for x in build("wall", stage.hall, stage.now).flows if x.zone == zone]
    return found


def test_nothing_is_known_before_the_first_count(stage):
    assert (flow(stage).why.zh, flow(stage).inward) == ("还没有数到", 0)
    assert {x.zone for x in build("wall", stage.hall, stage.now).flows} == {"", "B"}


def test_a_count_is_scaled_by_what_was_counted_by_eye_and_dated(stage):
    began = stage.now
    go(stage, 8, 4)
    now = flow(stage)
    assert (now.inward, now.outward, now.today_in, now.today_out) == (10, 5, 10, 5)
    assert (now.since_ms, now.blind_min, now.why.zh) == (began, 0, "")


def test_the_hour_forgets_what_is_older_and_the_day_does_not(stage):
    go(stage, 8, 0, spans=6)
    go(stage, 0, 4, spans=12)
    now = flow(stage)
    assert (now.inward, now.outward) == (0, 60)
    assert (now.today_in, now.today_out) == (60, 60)
    assert now.since_ms == stage.now - 60 * MIN


def test_what_is_told_twice_or_overlaps_counts_once(stage):
    go(stage, 8, 0)
    assert count(stage, 8, 0) == ()
    stage.later(2 * 60)
    assert count(stage, 8, 0) == ()  # begins before the last one ended
    assert flow(stage).inward == 10


def test_minutes_it_could_not_see_are_missing_and_told(stage):
    go(stage, 8, 0, blind=2)
    stage.later(7 * 60)  # a camera process that was started anew: nobody counted in between
    go(stage, 8, 0)
    assert (flow(stage).inward, flow(stage).blind_min) == (20, 2 + 7)


@pytest.mark.parametrize(
    ("trouble", "zh"),
    [
        (lambda stage: report(stage, "door", CameraState.COVERED), "摄像头被挡住了"),
        (lambda stage: stage.later(12 * 60), "还没有数到"),
        (lambda stage: go(stage, 1, 0, blind=3), "画面看不住这条线"),
    ],
)
def test_while_a_camera_cannot_count_nothing_is_known_and_why(stage, trouble, zh):
    go(stage, 8, 4)
    trouble(stage)
    now = flow(stage)
    assert (now.why.zh, now.inward, now.outward, now.today_in) == (zh, 0, 0, 0)
    assert now.why_ms


def test_a_camera_that_is_back_is_known_again(stage):
    go(stage, 8, 4)
    report(stage, "door", CameraState.COVERED)
    report(stage, "door")
    assert flow(stage).inward == 10


def test_a_silent_host_is_the_reason(stage):
    go(stage, 8, 4)
    stage.fold([HostLost("cameras-1", stage.now)])
    assert flow(stage).why.zh == "它的主机没有回音"


def test_a_zone_with_two_doors_is_their_sum_and_unknown_with_one_of_them():
    base = small_hall()
    doors = (DOOR, msgspec.structs.replace(DOOR, id="door-2"))
    stage = Stage(msgspec.structs.replace(base, cameras=(*base.cameras, *doors)))
    report(stage, "door")
    go(stage, 8, 0)
    assert flow(stage).why.zh == "还没有消息"
    report(stage, "door-2")
    count(stage, 4, 4, "door-2")
    assert (flow(stage).inward, flow(stage).outward) == (15, 5)


def test_a_new_day_begins_with_nobody_known(stage):
    go(stage, 8, 4)
    stage.at("09:00", FRIDAY + dt.timedelta(days=1))
    stage.tick()
    assert stage.hall.facts.flows == {}
    assert flow(stage).why.zh == "还没有数到"


def test_only_the_wall_is_touched_and_a_snapshot_keeps_it(stage):
    go(stage, 8, 4)
    assert touched(stage.journal[-1], stage.hall) == frozenset({"wall"})
    assert isinstance(stage.journal[-1].event, FlowSeen)
    assert stage.restarted().facts.flows == stage.hall.facts.flows


@pytest.mark.parametrize(
    "word",
    [
        SeeFlow("cam1", 0, MIN, 1, 1),  # no line
        SeeFlow("nowhere", 0, MIN, 1, 1),
        SeeFlow("door", MIN, MIN, 1, 1),
        SeeFlow("door", 0, MIN, -1, 1),
        SeeFlow("door", 0, MIN, 1, 1, 2 * MIN),
    ],
)
def test_what_cannot_be_is_refused_in_words(stage, word):
    assert stage.refused(word, Role.CAMERA).code in ("no_camera", "bad_flow")


def test_a_count_from_the_future_ends_now(stage):
    stage.do(SeeFlow("door", stage.now - MIN, stage.now + MIN, 8, 0), Role.CAMERA)
    assert stage.hall.facts.flows["door"].until_ms == stage.now


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"line": LINE[:1], "line_scale": 1.0}, "1 points are no line"),
        ({"line": ((0.5, 0.1), (0.5, 1.1)), "line_scale": 1.0}, "outside the picture"),
        ({"line": (LINE[0], LINE[0]), "line_scale": 1.0}, "one place"),
        ({"line": LINE}, "held against a count by eye"),
        ({"line": LINE, "line_scale": 3.0}, "does not allow a count"),
        ({"line_scale": 1.0}, "belongs to no line"),
        ({"line": LINE, "line_scale": 1.1}, ""),
    ],
)
def test_what_is_wrong_with_a_line_is_said(more, said):
    base = small_hall()
    camera = c.CameraPart("door", "rtsp://10.1.3.21/sub", **more)
    found = [f"{where} {what}" for where, what, _ in rules(msgspec.structs.replace(base, cameras=(camera,)))]
    assert len(found) == (1 if said else 0)
    assert all("cameras[0].line" in x and said in x for x in found)


def test_a_missing_scale_names_the_command_to_run():
    camera = c.CameraPart("door", "rtsp://10.1.3.21/sub", line=LINE)
    (found,) = rules(msgspec.structs.replace(small_hall(), cameras=(camera,)))
    assert "hall camera count rtsp://10.1.3.21/sub --line '[[0.5, 0.1], [0.5, 0.95]]'" in found[2]
