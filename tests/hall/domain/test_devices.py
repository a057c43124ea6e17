"""What devices, cameras and hosts report becomes true only where it changes something."""

from hall.contract import devices as d
from hall.contract import sightings as g
from hall.contract.base import Role
from hall.domain.state import alive


def test_only_a_change_is_an_event(stage):
    up = d.DeviceReport("w3.led", d.DeviceState.READY, shows="")
    assert len(stage.do(up, Role.DEVICE)) == 1
    assert stage.do(up, Role.DEVICE) == ()
    assert len(stage.do(d.DeviceReport("w3.led", d.DeviceState.FAULTY, d.Fault.NO_ANSWER), Role.DEVICE)) == 1


def test_an_unknown_device_is_refused_in_words(stage):
    assert stage.refused(d.DeviceReport("nobody", d.DeviceState.READY)).code == "no_device"
    assert stage.refused(g.CameraReport("nobody", g.CameraState.OK, 0)).code == "no_camera"
    assert stage.refused(g.SeatSeen("cam9", "p3", g.Seat.PRESENT, 0)).code == "no_post"


def test_a_silent_host_makes_its_devices_and_seats_unknown_and_reports_anew(stage):
    stage.ready("w3.led")
    stage.do(g.CameraReport("cam1", g.CameraState.OK, stage.now), Role.CAMERA)
    stage.do(g.SeatSeen("cam1", "p3", g.Seat.PRESENT, stage.now), Role.CAMERA)
    alive(stage.hall, "devices-1", stage.now)
    alive(stage.hall, "cameras-1", stage.now)
    stage.later(11)
    lost = [e for e in stage.tick() if isinstance(e, d.HostLost)]
    assert {e.host for e in lost} == {"devices-1", "cameras-1"}
    facts = stage.hall.facts
    assert facts.devices["w3.led"].state is d.DeviceState.UNKNOWN
    assert facts.cameras["cam1"].state is g.CameraState.UNKNOWN
    assert facts.posts["p3"].seat is g.Seat.UNKNOWN
    (back,) = stage.do(d.HostAlive("devices-1"), Role.DEVICE)
    assert isinstance(back, d.HostBack)
    assert facts.resync["devices-1"] == 1
    assert facts.devices["w3.led"].state is d.DeviceState.UNKNOWN  # until it reports itself
    assert len(stage.do(d.DeviceReport("w3.led", d.DeviceState.READY), Role.DEVICE)) == 1


def test_a_fast_clock_does_not_declare_machines_dead(stage):
    stage.hall.pace = 60.0
    alive(stage.hall, "devices-1", stage.now)
    stage.later(300)
    assert [e for e in stage.tick() if isinstance(e, d.HostLost)] == []


def test_a_covered_camera_makes_its_seats_unknown(stage):
    stage.do(g.CameraReport("cam1", g.CameraState.OK, stage.now), Role.CAMERA)
    stage.do(g.SeatSeen("cam1", "p3", g.Seat.PRESENT, stage.now), Role.CAMERA)
    stage.do(g.CameraReport("cam1", g.CameraState.COVERED, stage.now), Role.CAMERA)
    assert stage.hall.facts.posts["p3"].seat is g.Seat.UNKNOWN


def test_environment_is_good_until_somebody_says_where_it_is_not(stage):
    assert stage.refused(g.RateEnvironment("A", True)).code == "no_item"
    stage.do(g.RateEnvironment("A", True, "卫生", "地面有水"))
    assert stage.do(g.RateEnvironment("A", True, "卫生", "地面有水")) == ()
    stage.later(2100).do(g.RateEnvironment("A", False))
    assert stage.hall.facts.zones["A"].poor_s == 2100
