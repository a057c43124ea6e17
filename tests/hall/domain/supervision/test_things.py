"""Findings about things: displays, devices, hosts, cameras, zones, kiosks, strangers; and what people say of them."""

import datetime as dt

import pytest

from hall.contract.base import Role
from hall.contract.devices import (
    AccessRefused,
    DeviceReport,
    DeviceState,
    Fault,
    HostBack,
    HostLost,
    JobDone,
    ShowOnPanel,
)
from hall.contract.people import AnswerHelp, CallForHelp, EndEmergency, RaiseEmergency, SignOn
from hall.contract.sightings import CameraReport, CameraState, RateEnvironment
from hall.contract.supervision import (
    Acknowledge,
    FindingCleared,
    FindingCode,
    FindingRaised,
    FindingRisen,
    FindingState,
    JudgeFinding,
    Level,
)
from hall.domain import supervision
from hall.domain.refusal import Refusal
from hall.domain.supervision import RULES, judge
from hall.domain.supervision.access import access
from hall.domain.supervision.camera_fault import camera_fault
from hall.domain.supervision.device_fault import device_fault
from hall.domain.supervision.emergency import emergency
from hall.domain.supervision.env_poor import env_poor
from hall.domain.supervision.help_called import help_called
from hall.domain.supervision.host_lost import host_lost
from hall.domain.supervision.panel_wrong import panel_wrong
from hall.domain.views import build

MONDAY = dt.date(2026, 3, 9)


@pytest.fixture
def stage(make_stage):
    stage = make_stage()
    stage.at("00:00:01", MONDAY).tick()
    return stage.at("09:00:00", MONDAY)


def run(stage, rule):
    return stage.fold(tuple(rule(stage.hall, stage.now)))


def report(stage, device, state, fault=Fault.NONE, shows=""):
    stage.do(DeviceReport(device, state, fault, since_ms=stage.now, shows=shows))


def shows_it(stage, device):
    """The display confirms the newest text."""
    job = next(j for j in stage.hall.facts.devices[device].mailbox if isinstance(j, ShowOnPanel))
    stage.do(JobDone(device, job.id))


# --- D01 ------------------------------------------------------------------------------------------------------------


def test_a_panel_that_shows_what_it_should_is_nothing(stage) -> None:
    report(stage, "w3.led", DeviceState.READY)
    shows_it(stage, "w3.led")
    assert run(stage.later(60), panel_wrong) == ()


def test_a_panel_that_stays_behind_is_found_after_five_seconds(stage) -> None:
    report(stage, "w3.led", DeviceState.READY)
    shows_it(stage, "w3.led")
    stage.sign_on("w3")  # asks for a new text
    asked = stage.now
    assert run(stage.later(5), panel_wrong) == ()
    (found,) = run(stage.later(1), panel_wrong)
    assert (found.code, found.subject, found.level, found.since_ms, found.zone, found.detail) == (
        FindingCode.PANEL_WRONG,
        "w3.led",
        Level.WARN,
        asked,
        "B",
        "wrong_text",
    )
    assert run(stage.later(9), panel_wrong) == ()
    shows_it(stage, "w3.led")
    assert run(stage, panel_wrong) == (FindingCleared(found.finding, 15),)


def test_an_unplugged_panel_is_one_finding_not_two(stage) -> None:
    report(stage, "w3.led", DeviceState.READY)
    shows_it(stage, "w3.led")
    report(stage, "w3.led", DeviceState.AWAY, Fault.UNPLUGGED)
    found = [e for e in judge(stage.later(6).hall, stage.now) if getattr(e, "subject", "") == "w3.led"]
    assert [(e.code, e.detail) for e in found] == [(FindingCode.PANEL_WRONG, "unplugged")]


def test_a_panel_nobody_heard_of_is_not_taken_for_right(stage) -> None:
    assert [e.subject for e in run(stage, panel_wrong)] == ["w3.led"]


def test_a_fast_clock_gives_machines_their_real_time(stage) -> None:
    stage.hall.pace = 60.0
    report(stage, "w3.led", DeviceState.READY)
    shows_it(stage, "w3.led")
    stage.sign_on("w3")
    assert run(stage.later(300), panel_wrong) == ()
    assert len(run(stage.later(1), panel_wrong)) == 1


# --- A08 ------------------------------------------------------------------------------------------------------------


def test_paper_running_low_is_a_note_and_rises_when_it_ends(stage) -> None:
    report(stage, "k1.printer", DeviceState.READY, Fault.PAPER_NEAR_END)
    (note,) = run(stage, device_fault)
    assert (note.level, note.detail) == (Level.NOTE, "paper_near_end")
    report(stage.later(60), "k1.printer", DeviceState.FAULTY, Fault.PAPER_END)
    (risen,) = run(stage, device_fault)
    assert isinstance(risen, FindingRisen) and (risen.finding, risen.level) == (note.finding, Level.WARN)
    report(stage.later(60), "k1.printer", DeviceState.READY)
    assert run(stage, device_fault) == (FindingCleared(note.finding, 120),)
    report(stage.later(60), "k1.printer", DeviceState.FAULTY, Fault.PAPER_END)
    (again,) = run(stage, device_fault)
    assert (note.finding, again.finding) == (
        "A08-k1.printer-2026-03-09-1",
        "A08-k1.printer-2026-03-09-2",
    )


def test_a_device_that_comes_back_at_once_is_no_event(stage) -> None:
    report(stage, "k1.card", DeviceState.AWAY, Fault.UNPLUGGED)
    assert run(stage.later(4), device_fault) == ()
    assert len(run(stage.later(1), device_fault)) == 1


def test_a_lost_host_is_one_finding_for_all_its_devices(stage) -> None:
    for device in ("k1.printer", "k1.card", "w3.led"):
        report(stage, device, DeviceState.READY)
    stage.fold((HostLost("devices-1", stage.now),))
    found = [e for e in judge(stage.later(60).hall, stage.now) if isinstance(e, FindingRaised)]
    assert [(e.code, e.subject, e.detail) for e in found] == [(FindingCode.DEVICE_FAULT, "devices-1", "host")]
    stage.fold(found)
    assert run(stage, host_lost) == ()
    stage.fold((HostBack("devices-1"),))
    assert run(stage.later(1), host_lost) == (FindingCleared(found[0].finding, 61),)


# --- D02, A07, H01, D03 -----------------------------------------------------------------------------------------------


def test_every_bad_state_of_a_camera_is_told_and_good_clears(stage) -> None:
    for n, state in enumerate(x for x in CameraState if x is not CameraState.OK):
        stage.do(CameraReport("cam1", state, stage.now, f"n{n}"))
        (found,) = run(stage.later(5), camera_fault)
        assert (found.subject, found.detail, found.value_s) == ("cam1", state.value, 5)
        stage.do(CameraReport("cam1", CameraState.OK, stage.now))
        (over,) = run(stage.later(55), camera_fault)
        assert over == FindingCleared(found.finding, 60)


def test_v12_one_reminder_and_thirty_five_minutes(stage) -> None:
    stage.at("10:05:00", MONDAY).do(RateEnvironment("B", True, "hygiene", "等候处地面有水"))
    (bad,) = run(stage, env_poor)
    assert (bad.code, bad.zone, bad.told, bad.detail) == (
        FindingCode.ENV_POOR,
        "B",
        ("s9",),
        "hygiene 等候处地面有水",
    )
    assert run(stage.later(30), env_poor) == ()
    stage.at("10:40:00", MONDAY).do(RateEnvironment("B", False))
    assert run(stage, env_poor) == (FindingCleared(bad.finding, 35 * 60),)
    assert stage.hall.facts.zones["B"].poor_s == 35 * 60


def test_another_item_reminds_anew(stage) -> None:
    stage.do(RateEnvironment("B", True, "hygiene"))
    run(stage, env_poor)
    stage.later(60).do(RateEnvironment("B", True, "facilities"))
    cleared, raised = run(stage, env_poor)
    assert isinstance(cleared, FindingCleared) and isinstance(raised, FindingRaised)


def test_help_is_asked_until_a_guide_comes(stage) -> None:
    stage.do(CallForHelp("k1"))
    (asked,) = run(stage.later(1), help_called)
    assert (asked.code, asked.subject, asked.zone, asked.told) == (FindingCode.HELP, "k1", "A", ("s9",))
    assert run(stage.later(30), help_called) == ()
    stage.later(29).do(AnswerHelp("k1", "s1"))
    assert run(stage, help_called) == (FindingCleared(asked.finding, 60),)
    stage.later(10).do(CallForHelp("k1"))
    assert run(stage, help_called)[0].finding.endswith("-2")


def test_strangers_stay_on_the_wall_until_somebody_has_seen_them(stage) -> None:
    stage.fold((AccessRefused("stranger", 2),))
    (found,) = run(stage, access)
    assert (found.code, found.detail) == (FindingCode.ACCESS, "2")
    stage.fold((AccessRefused("stranger", 3),))
    assert run(stage.later(60), access) == ()
    stage.do(Acknowledge(found.finding, "s9"))
    assert run(stage, access) == (FindingCleared(found.finding, 5),)
    assert run(stage, access) == ()
    stage.fold((AccessRefused("revoked", 1),))
    assert run(stage, access)[0].finding.endswith("-2")


# --- all rules together -----------------------------------------------------------------------------------------------


def test_the_list_of_rules_has_one_file_each() -> None:
    assert len({rule.__module__ for rule in RULES}) == len(RULES)
    assert all(rule.__module__.rsplit(".", 1)[1] == rule.__name__ for rule in RULES)


def test_a_new_hall_finds_only_what_is_asked_of_displays(make_stage) -> None:
    stage = make_stage()
    assert {e.code for e in judge(stage.hall, stage.now)} == {FindingCode.PANEL_WRONG}


def test_judging_changes_nothing_and_says_the_same_twice(stage) -> None:
    from hall.domain.snapshot import freeze

    stage.take()
    stage.do(CallForHelp("k1"))
    stage.do(RateEnvironment("A", True, "order"))
    stage.at("09:45:00", MONDAY)
    before = freeze(stage.hall)
    assert judge(stage.hall, stage.now) == judge(stage.hall, stage.now) != ()
    assert freeze(stage.hall) == before


def test_a_machine_fact_needs_no_judgement(stage) -> None:
    stage.do(CallForHelp("k1"))
    (asked,) = run(stage, help_called)
    assert stage.refused(JudgeFinding(asked.finding, "s9", True, "x")).code == "machine_fact"
    assert stage.refused(Acknowledge("nothing", "s9")).code == "no_finding"
    assert stage.refused(Acknowledge(asked.finding, "")).code == "no_staff"


def test_seeing_one_wait_of_a_zone_is_seeing_all_of_them(stage) -> None:
    for _ in range(3):
        stage.take("sbk")
    stage.take("zhengming")
    stage.at("09:31:00", MONDAY)
    stage.fold(judge(stage.hall, stage.now))
    over = [f for f in stage.hall.facts.findings.values() if f.code is FindingCode.WAIT_OVER]
    in_b = [f for f in over if f.zone == "B"]
    stage.do(Acknowledge(in_b[1].id, "s10"))
    assert [f.known_by for f in in_b] == ["s10"] * 3
    assert [f.known_by for f in over if f.zone == "A"] == [""]


def test_a_clerk_who_has_seen_a_wait_speaks_for_that_one_only(stage) -> None:
    stage.sign_on("w3")
    first, second = stage.take("sbk"), stage.take("sbk")
    stage.at("09:31:00", MONDAY)
    stage.fold(judge(stage.hall, stage.now))
    stage.do(Acknowledge(f"A01-{first}-1", "s1"), Role.WINDOW, "window-w3")
    findings = stage.hall.facts.findings
    assert (findings[f"A01-{first}-1"].known_by, findings[f"A01-{second}-1"].known_by) == ("s1", "")


def test_a_window_says_it_for_who_is_signed_on_there_and_nobody_else(stage) -> None:
    stage.sign_on("w3", "w1")
    name = f"A01-{stage.take('sbk')}-1"
    stage.at("09:31:00", MONDAY)
    stage.fold(judge(stage.hall, stage.now))
    found = stage.hall.facts.findings[name]
    for window, staff, code in (
        ("w3", "s10", "not_you"),  # a manager who sits nowhere
        ("w3", "s2", "not_you"),  # a colleague at another window
        ("w3", "", "not_you"),
        ("w2", "s1", "not_signed_on"),
        ("nowhere", "s1", "not_signed_on"),
        ("w1", "s2", "not_here"),  # it serves another queue: its console does not show this
    ):
        with pytest.raises(Refusal) as caught:
            stage.do(Acknowledge(name, staff), Role.WINDOW, f"window-{window}")
        assert caught.value.code == code
        assert caught.value.text.zh and caught.value.text.en and not found.known_by
    stage.do(Acknowledge(name, "s1"), Role.WINDOW, "window-w3")
    assert found.known_by == "s1"


def test_a_manager_at_the_wall_who_also_sits_at_a_window_has_seen_the_whole_zone(stage) -> None:
    stage.do(SignOn("w3", "s9"))
    names = [f"A01-{stage.take('sbk')}-1" for _ in range(2)]
    stage.at("09:31:00", MONDAY)
    stage.fold(judge(stage.hall, stage.now))
    stage.do(Acknowledge(names[0], "s9"), Role.MONITOR, "monitor-1")
    assert [stage.hall.facts.findings[x].known_by for x in names] == ["s9", "s9"]


def test_every_state_a_person_can_meet_has_an_answer(stage) -> None:
    """Judging in any state either folds or is refused with words; nothing crashes."""
    stage.do(CallForHelp("k1"))
    (asked,) = run(stage, help_called)
    for state in FindingState:
        stage.hall.facts.findings[asked.finding].state = state
        if state is FindingState.SUSPECTED:
            continue
        assert stage.refused(JudgeFinding(asked.finding, "s9", False, "x")).text.en


def test_the_package_offers_what_the_controller_calls() -> None:
    assert set(supervision.__all__) == {
        "ENDS", "RULES", "acknowledge", "day_over", "following", "judge", "judge_finding",
    }  # fmt: skip


def test_the_button_under_the_desk_reaches_the_head_of_the_zone_and_the_manager(stage) -> None:
    stage.sign_on("w3")
    stage.do(RaiseEmergency("w3", "conflict"))
    (found,) = run(stage, emergency)
    assert (found.code, found.level, found.subject, found.detail) == (
        FindingCode.EMERGENCY, Level.ALERT, "w3", "conflict",
    )  # fmt: skip
    assert found.told == ("s9", "s10")
    assert run(stage.later(30), emergency) == (), "told once"
    (notice,) = build("window/w3", stage.hall, stage.now).notices
    assert notice.title.zh == "3 号窗紧急求助：有人冲突"
    assert notice.told.zh == "王强、李主任"
    assert notice in build("wall", stage.hall, stage.now).notices
    stage.do(EndEmergency("w3", "保安来了"))
    assert run(stage, emergency) == (FindingCleared(found.finding, 30),)
    stage.later(60).do(RaiseEmergency("w3", "medical"))
    assert len(run(stage, emergency)) == 1, "a second call is told again"
