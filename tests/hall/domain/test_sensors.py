"""What sensors measure: journalled when it changes, shown while somebody vouches for it, unknown otherwise."""

import random

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.base import Role
from hall.contract.devices import DeviceReport, DeviceState, Fault, HostLost
from hall.contract.sensing import Measured, Quantity, ReadSensors, SensorsRead
from hall.contract.views_wall import ZoneValue
from hall.domain.views import WALL, build, touched
from tests.hall.domain.conftest import Stage, small_hall

T, H, CO2 = Quantity.TEMPERATURE, Quantity.HUMIDITY, Quantity.CO2


@pytest.fixture
def stage():
    base = small_hall()
    sensors = (
        c.DevicePart("air.B", "sensor.modbus", "/dev/ttyUSB5", zone="B", address=1),
        c.DevicePart("air.B2", "sensor.modbus", "/dev/ttyUSB5", zone="B", address=2),
        c.DevicePart("air.hall", "sensor.modbus", "/dev/ttyUSB6"),
    )
    made = Stage(msgspec.structs.replace(base, devices=(*base.devices, *sensors)))
    return made.ready("air.B", "air.B2", "air.hall")


def read(stage, device, **values):
    measured = tuple(
        Measured(Quantity(name), None, x) if isinstance(x, Fault) else Measured(Quantity(name), x)
        for name, x in values.items()
    )
    return stage.do(ReadSensors(device, measured), Role.DEVICE)


def shown(stage, zone="B"):
    """Value, or why not, by quantity; as the wall shows it."""
    (air,) = [x for x in build("wall", stage.hall, stage.now).air if x.zone == zone]
    return {x.quantity.value: x.why.zh if x.value is None else x.value for x in air.values}


def test_what_was_read_is_on_the_wall_by_zone_with_its_time(stage):
    (event,) = read(stage, "air.B", temperature=22.5, co2=640.0)
    assert event == SensorsRead("air.B", "B", (Measured(T, 22.5), Measured(CO2, 640.0)))
    assert touched(stage.journal[-1], stage.hall) == {WALL}
    at = stage.now
    stage.later(60)
    air = {x.zone: x for x in build("wall", stage.hall, stage.now).air}
    assert list(air) == ["B", ""]
    assert air["B"].values == (ZoneValue(T, 22.5, at), ZoneValue(CO2, 640.0, at))
    assert (air["B"].name.zh, air[""].name.zh) == ("B 社保医保", "大厅")
    assert air[""].values == (), "never heard: nothing is claimed"


def test_values_that_stay_are_noted_every_five_minutes_only(stage):
    read(stage, "air.B", temperature=22.5)
    for _ in range(4):
        assert read(stage.later(60), "air.B", temperature=22.5) == ()
    assert len(read(stage.later(60), "air.B", temperature=22.5)) == 1
    assert len(read(stage.later(1), "air.B", temperature=23.0)) == 1


def test_a_value_that_cannot_be_is_unknown_with_the_reason(stage):
    read(stage, "air.B", temperature=Fault.IMPLAUSIBLE, co2=640.0)
    assert shown(stage) == {"temperature": "读数不可信", "co2": 640.0}


@pytest.mark.parametrize(
    ("state", "fault", "words"),
    [
        (DeviceState.AWAY, Fault.NO_ANSWER, "没信号"),
        (DeviceState.FAULTY, Fault.REFUSED, "不接受指令"),
        (DeviceState.AWAY, Fault.UNPLUGGED, "线掉了"),
    ],
)
def test_of_a_sensor_that_is_not_ready_nothing_is_known(stage, state, fault, words):
    read(stage, "air.B", temperature=22.5)
    stage.do(DeviceReport("air.B", state, fault), Role.DEVICE)
    assert shown(stage) == {"temperature": words}
    stage.ready("air.B")
    assert shown(stage) == {"temperature": 22.5}


def test_of_a_silent_host_nothing_is_known(stage):
    read(stage, "air.B", temperature=22.5)
    stage.fold((HostLost("devices-1", stage.now),))
    assert shown(stage) == {"temperature": "情况不明，它的主机没有回音"}


def test_an_old_value_is_no_value_whatever_the_device_claims(stage):
    read(stage, "air.B", temperature=22.5)
    stage.later(600)
    assert shown(stage) == {"temperature": 22.5}
    stage.later(1)
    assert shown(stage) == {"temperature": "没信号"}


def test_on_a_fast_clock_machines_get_the_same_real_time(stage):
    stage.hall.pace = 45.0
    read(stage, "air.B", temperature=22.5)
    stage.later(600 * 45)
    assert shown(stage) == {"temperature": 22.5}
    stage.later(1)
    assert shown(stage) == {"temperature": "没信号"}


def test_several_sensors_of_a_zone_show_the_mean_of_what_is_known_and_the_age_of_the_oldest(stage):
    read(stage, "air.B", temperature=22.0, humidity=Fault.IMPLAUSIBLE)
    first = stage.now
    read(stage.later(30), "air.B2", temperature=24.0, humidity=50.0)
    assert shown(stage) == {"temperature": 23.0, "humidity": 50.0}
    (air, _) = build("wall", stage.hall, stage.now).air
    assert [x.at for x in air.values] == [first, stage.now]


def test_only_a_sensor_may_say_what_is_in_the_air(stage):
    assert stage.refused(ReadSensors("k1.printer", ()), Role.DEVICE).code == "no_device"
    assert stage.refused(ReadSensors("air.9", ()), Role.DEVICE).code == "no_device"


def test_replay_and_snapshot_know_the_same(stage):
    read(stage, "air.B", temperature=22.0, humidity=Fault.IMPLAUSIBLE)
    assert stage.replayed().facts.sensors == stage.hall.facts.sensors == stage.restarted().facts.sensors


def test_a_sensor_taken_out_of_the_configuration_is_not_shown(stage):
    read(stage, "air.B", temperature=22.0)
    bare = Stage(small_hall())
    bare.fold(rec.event for rec in stage.journal)
    assert build("wall", bare.hall, bare.now).air == ()


def test_a_quiet_hall_of_sixteen_sensors_journals_a_few_events_a_minute():
    """The drivers hold a value until it moves by its step, so the air of a still hall repeats itself."""
    base = small_hall()
    names = [f"air.{n}" for n in range(16)]
    sensors = tuple(c.DevicePart(name, "sensor.modbus", f"/dev/ttyUSB{name}", zone="B") for name in names)
    stage = Stage(msgspec.structs.replace(base, devices=(*base.devices, *sensors)))
    dice = random.Random(5)
    still = {name: {q.value: dice.uniform(20, 30) for q in Quantity} for name in names}
    before = len(stage.journal)
    for _ in range(60):
        for name in names:
            read(stage, name, **still[name])
        stage.later(60)
    assert (len(stage.journal) - before) / 60 <= 4
