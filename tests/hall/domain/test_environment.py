"""The environment of a zone: found by cameras and sensors, good by default, unknown where a camera is blind."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract import environment as v
from hall.contract.base import Role
from hall.contract.config_environment import rules
from hall.contract.devices import DeviceReport, DeviceState, Fault
from hall.contract.sensing import Measured, Quantity, ReadSensors
from hall.contract.sightings import CameraReport, CameraState, RateEnvironment
from hall.contract.supervision import FindingCode
from hall.domain.environment import differs, rating
from hall.domain.supervision.book import running
from hall.domain.views import build
from tests.hall.domain.conftest import Stage, small_hall

FLOOR = ((0.1, 0.5), (0.9, 0.5), (0.9, 1.0), (0.1, 1.0))
LIMITS = (c.LimitPart("co2", high=1000), c.LimitPart("temperature", low=16, high=28, hold_s=120))


@pytest.fixture
def stage():
    base = small_hall()
    camera = c.CameraPart("cam-b", "rtsp://x", zone="B", floor=FLOOR, crowd=(0.1, 0.2, 0.4))
    sensor = c.DevicePart("air.B", "sensor.modbus", "/dev/ttyUSB5", zone="B", address=1)
    made = Stage(
        msgspec.structs.replace(
            base, cameras=(*base.cameras, camera), devices=(*base.devices, sensor), limits=LIMITS
        )
    ).ready("air.B")
    made.do(CameraReport("cam-b", CameraState.OK, made.now), Role.CAMERA)
    made.do(v.SeeTroubles("cam-b"), Role.CAMERA)
    made.do(
        ReadSensors("air.B", (Measured(Quantity.CO2, 600.0), Measured(Quantity.TEMPERATURE, 21.0))),
        Role.DEVICE,
    )
    return made


def thing(stage, cause=v.Cause.CLUTTER, place="1", **more):
    return v.Seen(cause, stage.now, place, **more)


def see(stage, *seen):
    return stage.do(v.SeeTroubles("cam-b", seen), Role.CAMERA)


def zone(stage, name="B"):
    (found,) = [z for z in build("wall", stage.hall, stage.now).zones if z.zone == name]
    return found


def alarms(stage):
    return [x.detail for x in running(stage.hall, FindingCode.ENV_POOR).values()]


def test_every_zone_is_good_until_something_is_found(stage):
    assert {z.rating for z in build("wall", stage.hall, stage.now).zones} == {"good"}


def test_a_thing_left_lying_makes_its_zone_poor_until_the_camera_sees_it_gone(stage):
    began = stage.now
    bag = thing(stage, box=(0.2, 0.7, 0.1, 0.1), before="a.jpg", after="b.jpg")
    (found,) = see(stage, bag)
    assert (found.zone, found.cause, found.source) == ("B", v.Cause.CLUTTER, "cam-b")
    assert see(stage, bag) == (), "the same thing is not found twice"
    stage.later(60).tick()
    assert (zone(stage).rating, zone(stage, "A").rating) == ("poor", "good")
    assert alarms(stage) == ["clutter"]
    (row,) = build("wall", stage.hall, stage.now).troubles
    assert (row.what.zh, row.since_ms, row.box) == ("有东西放在那里", began, (0.2, 0.7, 0.1, 0.1))
    assert (row.before, row.after) == ("a.jpg", "b.jpg")
    assert see(stage) == (v.TroubleGone(found.record),)
    assert see(stage) == ()
    stage.tick()
    assert zone(stage).rating == "good"
    assert alarms(stage) == []


def test_two_things_at_once_are_two_records_and_each_new_cause_reminds_anew(stage):
    first = thing(stage)
    see(stage, first)
    stage.later(5).tick()
    see(stage, first, thing(stage, place="2"), thing(stage, v.Cause.CROWDED, ""))
    stage.later(5).tick()
    assert len(build("wall", stage.hall, stage.now).troubles) == 3
    assert alarms(stage) == ["clutter+crowded"]
    assert "有东西放在那里、太拥挤" in build("wall", stage.hall, stage.now).poor[0].zh


def reminders(stage):
    return [x for x in stage.hall.facts.findings.values() if x.code is FindingCode.ENV_POOR]


def test_of_two_causes_one_ends_without_a_second_reminder_and_reminds_when_it_comes_back(stage):
    bag = thing(stage)
    see(stage, bag, thing(stage, v.Cause.CROWDED, ""))
    stage.later(5).tick()
    see(stage, bag)
    stage.later(5).tick()
    assert alarms(stage) == ["clutter+crowded"] and len(reminders(stage)) == 1
    (said,) = [
        x.title.zh for x in build("wall", stage.hall, stage.now).notices if x.code is FindingCode.ENV_POOR
    ]
    assert "有东西放在那里" in said and "太拥挤" not in said, "what is over is not said any more"
    see(stage, bag, thing(stage, v.Cause.CROWDED, ""))
    stage.later(5).tick()
    assert len(reminders(stage)) == 2


def test_what_a_person_entered_and_put_right_leaves_the_cameras_record_without_a_second_reminder(stage):
    see(stage, thing(stage))
    stage.do(RateEnvironment("B", True, "hygiene", "地面有水"))
    stage.later(5).tick()
    stage.do(RateEnvironment("B", False))
    stage.later(5).tick()
    assert (rating(stage.hall, "B", stage.now), len(reminders(stage))) == ("poor", 1)
    stage.do(RateEnvironment("B", True, "hygiene", "地面有水"))
    stage.later(5).tick()
    assert len(reminders(stage)) == 2


def test_what_a_person_entered_stands_beside_what_a_camera_found(stage):
    stage.do(RateEnvironment("B", True, "hygiene", "地面有水"))
    see(stage, thing(stage))
    stage.tick()
    assert build("wall", stage.hall, stage.now).poor[0].zh.endswith("卫生、有东西放在那里：地面有水")
    stage.do(RateEnvironment("B", False))
    assert rating(stage.hall, "B", stage.now) == "poor"


def test_no_problem_needs_a_reason_and_is_told_to_the_host_of_the_camera(stage):
    bag = thing(stage)
    (found,) = see(stage, bag)
    who = next(s.id for s in stage.hall.config.staff if s.duty == "manager")
    assert stage.refused(v.ExcuseTrouble(found.record, who, " "), Role.MONITOR).code == "no_reason"
    assert stage.refused(v.ExcuseTrouble("nothing", who, "花盆"), Role.MONITOR).code == "no_record"
    stage.do(v.ExcuseTrouble(found.record, who, "新放的花盆"), Role.MONITOR)
    assert zone(stage).rating == "good"
    assert see(stage, bag) == (), "what was excused is not found again today"
    assert build("host/cameras-1", stage.hall, stage.now).excused == (found.record,)
    assert stage.refused(v.ExcuseTrouble(found.record, who, "花盆"), Role.MONITOR).code == "no_record"


def test_outside_of_the_hours_nothing_is_found_but_what_ends_ends(stage):
    bag = thing(stage)
    see(stage, bag)
    stage.at("22:00:00")
    assert see(stage, bag, thing(stage, v.Cause.DARK, "")) == ()
    assert len(see(stage)) == 1


def test_a_blind_camera_makes_its_zone_unknown_not_bad(stage):
    stage.do(CameraReport("cam-b", CameraState.COVERED, stage.now), Role.CAMERA)
    assert rating(stage.hall, "B", stage.now) == "unknown"
    assert rating(stage.hall, "A", stage.now) == "good"
    stage.do(CameraReport("cam-b", CameraState.OK, stage.now), Role.CAMERA)
    assert rating(stage.hall, "B", stage.now) == "good"


def air(stage, **values):
    measured = tuple(Measured(Quantity(k), x) for k, x in values.items())
    return stage.do(ReadSensors("air.B", measured), Role.DEVICE)


def test_bad_air_counts_once_it_has_lasted_and_ends_clearly_below_the_limit(stage):
    air(stage, co2=1200.0)
    began = stage.now
    stage.later(200).tick()
    assert rating(stage.hall, "B", stage.now) == "good"
    stage.later(101).tick()
    assert rating(stage.hall, "B", stage.now) == "poor"
    (row,) = build("wall", stage.hall, stage.now).troubles
    assert row.what.zh == "二氧化碳偏高 1200 ppm，限 1000"
    assert row.since_ms == began
    air(stage, co2=980.0)
    stage.later(10).tick()
    assert rating(stage.hall, "B", stage.now) == "poor", "hardly below: it would come and go"
    air(stage, co2=900.0)
    stage.later(10).tick()
    assert rating(stage.hall, "B", stage.now) == "good"


def test_bad_air_that_was_called_no_problem_is_found_again_only_after_it_was_good(stage):
    air(stage, co2=1200.0)
    stage.later(301).tick()
    (row,) = build("wall", stage.hall, stage.now).troubles
    who = next(s.id for s in stage.hall.config.staff if s.duty == "manager")
    stage.do(v.ExcuseTrouble(row.record, who, "短时情况"), Role.MONITOR)
    air(stage, co2=1200.0)
    stage.later(301).tick()
    assert rating(stage.hall, "B", stage.now) == "good"
    air(stage, co2=700.0)
    air(stage, co2=1300.0)
    stage.later(301).tick()
    assert rating(stage.hall, "B", stage.now) == "poor"


def test_air_that_nobody_measured_for_ten_minutes_is_unknown_whatever_its_sensor_claims(stage):
    air(stage, co2=700.0)
    assert rating(stage.hall, "B", stage.later(600).now) == "good"
    assert rating(stage.hall, "B", stage.later(1).now) == "unknown"


def test_a_short_peak_is_nothing_and_a_value_nobody_knows_changes_nothing(stage):
    air(stage, co2=1200.0)
    stage.later(100).tick()
    air(stage, co2=700.0)
    stage.later(400).tick()
    assert rating(stage.hall, "B", stage.now) == "good"
    air(stage, temperature=12.0)
    stage.later(121).tick()
    assert rating(stage.hall, "B", stage.now) == "poor"
    stage.do(ReadSensors("air.B", (Measured(Quantity.TEMPERATURE, None),)), Role.DEVICE)
    stage.later(600).tick()
    assert rating(stage.hall, "B", stage.now) == "poor"


def test_the_fullest_camera_counts_and_one_that_does_not_know_leaves_it_open(stage):
    stage.do(v.SeeCrowd("cam-b", v.Crowding.CROWDED, stage.now, 0.31), Role.CAMERA)
    assert zone(stage).crowd == "crowded"
    assert stage.do(v.SeeCrowd("cam-b", v.Crowding.CROWDED, stage.now, 0.33), Role.CAMERA) == ()
    stage.do(v.SeeCrowd("cam-b", v.Crowding.UNKNOWN, stage.now), Role.CAMERA)
    assert zone(stage).crowd == "unknown"
    assert zone(stage, "A").crowd == "", "no camera watches A"


def test_a_camera_without_a_zone_finds_nothing(stage):
    lone = next(x.id for x in stage.hall.config.cameras if not x.zone)
    assert stage.refused(v.SeeTroubles(lone), Role.CAMERA).code == "no_camera"


def test_a_new_day_keeps_what_is_still_there(stage):
    bag = thing(stage)
    (found,) = see(stage, bag)
    (other,) = see(stage, bag, thing(stage, place="2"))
    see(stage, bag)
    stage.later(86_400).tick()
    stage.tick()
    assert list(stage.hall.facts.troubles) == [found.record]
    assert other.record not in stage.hall.facts.troubles


def test_wrong_limits_and_floors_are_told_with_their_place():
    base = small_hall()
    wrong = msgspec.structs.replace(
        base,
        cameras=(
            c.CameraPart("a", "x", floor=((0, 0), (1, 2)), crowd=(0.3, 0.2, 0.4), clutter_s=1),
            *base.cameras,
        ),
        limits=(c.LimitPart("co2"), c.LimitPart("co2", low=5, high=1), c.LimitPart("wind", high=3)),
    )
    places = {place for place, _, _ in rules(wrong)}
    assert {
        "cameras[0].floor", "cameras[0].crowd", "cameras[0].clutter_s",
        "limits[0]", "limits[1].low", "limits[1].quantity", "limits[2].quantity",
    } <= places  # fmt: skip


def test_a_lift_is_rated_like_a_zone_but_has_no_queues():
    base = small_hall()
    lift = c.ZonePart("lift-1", "1 号电梯", "Lift 1", kind="lift")
    stage = Stage(msgspec.structs.replace(base, zones=(*base.zones, lift)))
    stage.do(RateEnvironment("lift-1", True, "stopped"))
    stage.tick()
    assert alarms(stage) == ["stopped"]
    assert build("wall", stage.hall, stage.now).poor[0].zh == "1 号电梯停用"
    assert "lift-1" not in {z.zone for z in build("wall", stage.hall, stage.now).zones}
    stage.do(RateEnvironment("lift-1", False))
    stage.tick()
    assert alarms(stage) == []


@pytest.mark.parametrize(
    ("crowd", "waiting", "at_work", "said"),
    [
        (v.Crowding.SEVERE, 0, 2, "人多票少"),
        (v.Crowding.SEVERE, 2, 2, "人多票少"),
        (v.Crowding.SEVERE, 6, 2, ""),
        (v.Crowding.CROWDED, 0, 0, "人多票少"),
        (v.Crowding.NORMAL, 0, 2, ""),
        (v.Crowding.FREE, 12, 2, "票多人少"),
        (v.Crowding.FREE, 5, 2, ""),
        (v.Crowding.UNKNOWN, 12, 2, ""),
        (v.Crowding.FREE, 12, 0, ""),
    ],
)
def test_camera_and_tickets_are_set_beside_one_another(crowd, waiting, at_work, said):
    assert differs(crowd, waiting, at_work).zh == said


def test_the_wall_says_where_people_and_tickets_contradict_one_another(stage):
    assert (zone(stage).crowd, zone(stage).differs.zh) == ("unknown", "")
    stage.do(v.SeeCrowd("cam-b", v.Crowding.SEVERE, stage.now, 0.5), Role.CAMERA)
    assert (zone(stage).crowd, zone(stage).differs.zh) == ("severe", "人多票少")
    assert alarms(stage) == [], "a hint, no alarm"
    stage.do(CameraReport("cam-b", CameraState.AWAY, stage.now), Role.CAMERA)
    assert (zone(stage).crowd, zone(stage).differs.zh) == ("unknown", ""), (
        "what a lost camera saw last is old"
    )


def test_the_wall_names_the_places_that_nobody_can_judge(stage):
    assert build("wall", stage.hall, stage.now).unjudged == ()
    stage.do(CameraReport("cam-b", CameraState.COVERED, stage.now), Role.CAMERA)
    (place,) = build("wall", stage.hall, stage.now).unjudged
    assert place.zh.startswith("B ")


def test_a_record_names_the_camera_that_found_it(stage):
    see(stage, thing(stage))
    (row,) = build("wall", stage.hall, stage.now).troubles
    assert (row.by.zh, row.by.en) == ("摄像头 cam-b", "Camera cam-b")


def test_a_camera_that_cannot_say_yet_what_lies_there_leaves_its_zone_unknown_and_its_records_open(stage):
    bag = thing(stage)
    (found,) = see(stage, bag)
    light = (v.Cause.DARK, v.Cause.GLARE)
    assert stage.do(v.SeeTroubles("cam-b", (), light), Role.CAMERA) == (v.FloorJudged("cam-b", False),)
    assert rating(stage.hall, "B", stage.now) == "poor", "nobody saw it gone"
    dark = thing(stage, v.Cause.DARK, "")
    stage.do(v.SeeTroubles("cam-b", (dark,), light), Role.CAMERA)
    assert len(build("wall", stage.hall, stage.now).troubles) == 2
    stage.do(v.SeeTroubles("cam-b", (), light), Role.CAMERA)
    assert [x.record for x in build("wall", stage.hall, stage.now).troubles] == [found.record]
    see(stage)
    assert rating(stage.hall, "B", stage.now) == "good"
    stage.do(v.SeeTroubles("cam-b", (), ()), Role.CAMERA)
    assert rating(stage.hall, "B", stage.now) == "unknown"
    assert stage.do(v.SeeTroubles("cam-b", (), ()), Role.CAMERA) == (), (
        "told every few seconds, an event once"
    )
    assert [x.zh[:2] for x in build("wall", stage.hall, stage.now).unjudged] == ["B "]
    assert rating(stage.hall, "A", stage.now) == "good", "no camera watches A"


def test_a_zone_whose_camera_was_never_heard_of_its_floor_is_not_good(stage):
    stage.hall.facts.judging.clear()
    assert rating(stage.hall, "B", stage.now) == "unknown"


def test_a_sensor_with_a_limit_that_is_silent_leaves_its_zone_unknown(stage):
    assert rating(stage.hall, "B", stage.now) == "good"
    stage.do(DeviceReport("air.B", DeviceState.AWAY, Fault.NO_ANSWER), Role.DEVICE)
    assert rating(stage.hall, "B", stage.now) == "unknown"
    stage.do(DeviceReport("air.B", DeviceState.READY), Role.DEVICE)
    assert rating(stage.hall, "B", stage.now) == "good"
    stage.do(ReadSensors("air.B", (Measured(Quantity.CO2, None),)), Role.DEVICE)
    assert rating(stage.hall, "B", stage.now) == "unknown", "it says itself that it does not know"
    stage.do(ReadSensors("air.B", (Measured(Quantity.NOISE, None),)), Role.DEVICE)
    assert rating(stage.hall, "B", stage.now) == "good", "no limit is set for noise"
    stage.hall.facts.sensors.clear()
    assert rating(stage.hall, "B", stage.now) == "unknown", "it was never heard"


SQUARE = ((0.0, 0.5), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0))
HALVES = (((0, 0), (1, 0), (1, 0.8), (0, 0.8)), ((0, 0.7), (1, 0.7), (1, 1), (0, 1)))


@pytest.mark.parametrize(
    ("floor", "ignore", "place"),
    [
        (SQUARE, (), ""),
        (SQUARE, (((0.1, 0.6), (0.9, 0.6), (0.9, 0.9)),), ""),
        (SQUARE, (SQUARE,), "cameras[0].floor_ignore"),
        (SQUARE, (*HALVES,), "cameras[0].floor_ignore"),
        (((0.1, 0.1), (0.2, 0.2), (0.3, 0.3)), (), "cameras[0].floor"),
        (((0.1, 0.1), (0.105, 0.1), (0.1, 0.105)), (), "cameras[0].floor"),
    ],
)  # fmt: skip
def test_a_floor_of_which_nothing_is_left_is_refused(floor, ignore, place):
    base = small_hall()
    wrong = msgspec.structs.replace(
        base, cameras=(c.CameraPart("a", "x", zone="A", floor=floor, floor_ignore=ignore), *base.cameras)
    )
    assert [where for where, _, _ in rules(wrong)] == ([place] if place else [])
