"""What devices, cameras and hosts report becomes true only where it changes something."""

import msgspec
import pytest

from hall.contract import devices as d
from hall.contract import sightings as g
from hall.contract.base import Role
from hall.contract.supervision import FindingRaised
from hall.contract.unions import Event
from hall.domain.snapshot import thaw
from hall.domain.state import alive, heard
from hall.domain.truth import truth, wrong_since
from hall.domain.views import build


def test_only_a_change_is_an_event(stage):
    up = d.DeviceReport("w3.led", d.DeviceState.READY, shows="")
    assert len(stage.do(up, Role.DEVICE)) == 1
    assert stage.do(up, Role.DEVICE) == ()
    assert len(stage.do(d.DeviceReport("w3.led", d.DeviceState.FAULTY, d.Fault.NO_ANSWER), Role.DEVICE)) == 1


def test_of_several_reports_each_change_is_an_event_and_all_are_heard(stage):
    alive(stage.hall, "devices-1", stage.now)
    up = d.DeviceReport("w3.led", d.DeviceState.READY, heard_ms=stage.now, every_ms=3000)
    paper = d.DeviceReport("k1.printer", d.DeviceState.FAULTY, d.Fault.PAPER_END, heard_ms=stage.now)
    several = d.DeviceReports((up, d.DeviceReport("of-another-hall", d.DeviceState.READY), paper))
    heard(stage.hall, several)
    assert [x.device for x in changes(stage.do(several, Role.DEVICE))] == ["w3.led", "k1.printer"]
    assert stage.do(several, Role.DEVICE) == ()
    assert stage.hall.heard["k1.printer"].heard_ms == stage.now and "of-another-hall" not in stage.hall.heard
    twice = d.DeviceReports((up, d.DeviceReport("w3.led", d.DeviceState.AWAY, d.Fault.UNPLUGGED)))
    (last,) = changes(stage.do(twice, Role.DEVICE))
    assert last.state is d.DeviceState.AWAY


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


def report(stage, state=d.DeviceState.READY, **more):
    """A report of the panel as its worker sends it: asked every 2 s, heard now unless said otherwise."""
    facts = {"heard_ms": stage.now, "every_ms": 2000} | more
    command = d.DeviceReport("w3.led", state, **facts)
    heard(stage.hall, command)
    return stage.do(command, Role.DEVICE)


def test_a_device_that_is_not_heard_though_its_host_is_alive_is_unknown_until_it_is_heard(stage):
    report(stage)
    before = stage.now
    assert [e for e in stage.later(51).tick() if isinstance(e, d.DeviceChanged)] == []
    (changed,) = (e for e in stage.later(1).tick() if isinstance(e, d.DeviceChanged))
    assert (changed.state, changed.fault, changed.since_ms) == (
        d.DeviceState.UNKNOWN, d.Fault.STALE, before,
    )  # fmt: skip
    assert stage.tick() == ()
    assert report(stage, heard_ms=before) == ()  # the same old word again makes nothing better
    assert len(report(stage)) == 1
    assert stage.hall.facts.devices["w3.led"].state is d.DeviceState.READY


def test_a_device_that_cannot_be_asked_is_not_missed(stage):
    report(stage, every_ms=0, heard_ms=0)
    assert [e for e in stage.later(3600).tick() if isinstance(e, d.DeviceChanged)] == []


@pytest.mark.parametrize(
    ("device", "state"),
    [
        ("w3.led", d.DeviceState.READY),
        ("w3.led", d.DeviceState.UNKNOWN),  # a strip that never answers, a printer that tells nothing
        ("k1.scanner", d.DeviceState.READY),
        ("B.voice", d.DeviceState.READY),
        ("k1.eye", d.DeviceState.READY),
    ],
)
def test_whoever_drives_a_device_and_hangs_is_noticed_also_where_nobody_can_ask_the_device(
    stage, device, state
):
    """Its host goes on beating and repeats the last report: only the stamp of its thread gets old."""
    hung = stage.now

    def repeated():
        command = d.DeviceReport(device, state, detail="as ever", since_ms=hung, turn_ms=hung)
        heard(stage.hall, command)
        return stage.do(command, Role.DEVICE)

    repeated()
    assert not changes(stage.later(75).tick()) and repeated() == ()
    (changed,) = changes(stage.later(1).tick())
    assert (changed.device, changed.state, changed.fault) == (device, d.DeviceState.UNKNOWN, d.Fault.STALE)
    assert changed.since_ms == hung
    assert repeated() == () and not changes(stage.later(1).tick())
    hung = stage.now
    (again,) = changes(repeated())
    assert again.state is state


def changes(events):
    return [e for e in events if isinstance(e, d.DeviceChanged)]


def test_a_hung_thread_makes_a_text_that_was_only_sent_uncertain_and_no_more(stage):
    report(stage, d.DeviceState.UNKNOWN, confirms=False, every_ms=0, heard_ms=0, turn_ms=stage.now)
    have = stage.hall.facts.devices["w3.led"]
    stage.do(d.JobDone("w3.led", have.intended, confirmed=False), Role.DEVICE)
    hung = stage.now
    stage.later(76).tick()
    assert (truth(have, stage.now, 5000), wrong_since(have)) == (d.Truth.UNKNOWN, hung)
    report(stage, d.DeviceState.UNKNOWN, confirms=False, every_ms=0, heard_ms=0, turn_ms=stage.now)
    assert truth(have, stage.now, 5000) is d.Truth.SENT


def test_a_host_that_is_back_has_its_time_before_its_threads_are_missed(stage):
    report(stage, turn_ms=stage.now)
    stage.fold((d.HostLost("devices-1", stage.now),))
    stage.later(600).do(d.HostAlive("devices-1"), Role.DEVICE)
    assert not changes(stage.later(60).tick())


@pytest.mark.parametrize(
    ("every_ms", "minutes", "sure"), [(0, 15, True), (0, 16, False), (60_000, 0, True), (60_000, 2, True)]
)
def test_what_cannot_be_asked_is_known_to_work_for_a_while_after_it_spoke(stage, every_ms, minutes, sure):
    """Seen in an audit: a scanner that was heard once was 正常 for ever."""
    word = d.DeviceReport("k1.scanner", d.DeviceState.READY, every_ms=every_ms, heard_ms=stage.now)
    heard(stage.hall, word)
    stage.do(word, Role.DEVICE)
    stage.later(60 * minutes)
    (line,) = (x for x in build("devices", stage.hall, stage.now).devices if x.device == "k1.scanner")
    assert (line.heard, line.asked) == (sure, bool(every_ms))
    (short,) = (x for x in build("wall", stage.hall, stage.now).devices if x.device == "k1.scanner")
    assert short.heard is sure


def test_the_age_of_a_device_is_machine_time(stage):
    stage.hall.pace = 60.0
    report(stage)
    assert [e for e in stage.later(600).tick() if isinstance(e, d.DeviceChanged)] == []


def test_when_a_device_was_heard_is_shown_and_never_journalled(stage):
    report(stage)
    n = len(stage.journal)
    stage.later(10)
    assert report(stage) == () and len(stage.journal) == n
    (line,) = (x for x in build("devices", stage.hall, stage.now).devices if x.device == "w3.led")
    assert line.heard_ms == stage.now


def test_the_wall_knows_of_a_silent_panel_with_the_report_that_says_so(stage):
    """The worker asks every 2 s and gives up after 3: nothing is left of the 5 s for a tick."""
    report(stage)
    job = stage.hall.facts.devices["w3.led"].intended
    stage.do(d.JobDone("w3.led", job), Role.DEVICE)
    seen = stage.now
    away = stage.later(5.1) and report(
        stage, d.DeviceState.AWAY, fault=d.Fault.NO_ANSWER, shown_ms=seen, heard_ms=seen
    )
    assert [type(e) for e in away] == [d.DeviceChanged, FindingRaised]
    assert away[1].since_ms == seen
    assert [e for e in stage.tick() if isinstance(e, FindingRaised) and e.subject == "w3.led"] == []


def test_a_make_that_cannot_confirm_is_told_as_such_and_never_found_wrong(stage):
    stage.do(d.DeviceReport("w3.led", d.DeviceState.UNKNOWN, detail="mute", confirms=False), Role.DEVICE)
    job = stage.hall.facts.devices["w3.led"].intended
    stage.do(d.JobDone("w3.led", job, confirmed=False), Role.DEVICE)
    assert stage.do(d.JobDone("w3.led", job, confirmed=False), Role.DEVICE) == ()
    assert not [e for e in stage.later(600).tick() if getattr(e, "subject", "") == "w3.led"]
    (line,) = (x for x in build("devices", stage.hall, stage.now).devices if x.device == "w3.led")
    assert (line.state, line.truth, line.confirms) == ("unknown", "sent", False)
    assert line.shown == line.lines == ("3号窗口 未开",)
    stage.do(d.DeviceReport("w3.led", d.DeviceState.AWAY, d.Fault.UNPLUGGED, confirms=False), Role.DEVICE)
    found = [e for e in stage.later(6).tick() if getattr(e, "subject", "") == "w3.led"]
    assert [e.code.value for e in found] == ["D01"]
    (line,) = (x for x in build("devices", stage.hall, stage.now).devices if x.device == "w3.led")
    assert (line.truth, line.shown, line.last_fault.zh) == ("wrong", (), "线掉了")


def test_a_host_that_comes_back_has_time_to_report(stage):
    report(stage)
    stage.do(d.JobDone("w3.led", stage.hall.facts.devices["w3.led"].intended), Role.DEVICE)
    stage.fold((d.HostLost("devices-1", stage.now),))
    stage.later(600).do(d.HostAlive("devices-1"), Role.DEVICE)
    assert not [e for e in stage.later(2).tick() if getattr(e, "subject", "") == "w3.led"]
    assert [e for e in stage.later(16).tick() if getattr(e, "subject", "") == "w3.led"]


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


def test_an_old_journal_folds_and_claims_nothing_new(stage):
    """Words written before displays had a truth: no `confirms`, no `shown_ms`."""
    job = stage.hall.facts.devices["w3.led"].intended
    old = (
        {"type": "DeviceChanged", "device": "w3.led", "state": "unknown", "detail": "mute"},
        {"type": "JobConfirmed", "device": "w3.led", "job": job, "confirmed": False},
        {"type": "DeviceChanged", "device": "k1.card", "state": "away", "fault": "unplugged"},
    )
    stage.fold(tuple(msgspec.convert(x, Event) for x in old))
    have = stage.hall.facts.devices["w3.led"]
    assert truth(have, stage.now + 600_000, 5000) is d.Truth.SENT and have.shows == ""
    assert stage.hall.facts.devices["k1.card"].last_fault is d.Fault.UNPLUGGED


def test_a_snapshot_of_before_is_taken_as_it_is(stage):
    facts = msgspec.to_builtins(stage.hall.facts)
    new = (
        "confirms",
        "drawn_ms",
        "unshown_ms",
        "shown_lines",
        "behind",
        "sent",
        "sent_ms",
        "last_fault",
        "last_fault_ms",
    )
    for device in facts["devices"].values():
        for field in new:
            del device[field]
    again = thaw(msgspec.msgpack.encode(facts), stage.hall.config).facts.devices["w3.led"]
    assert truth(again, stage.now, 5000) is d.Truth.UNKNOWN
    assert wrong_since(again) == again.intended_ms
