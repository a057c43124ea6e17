"""A06 on V13–V16: an empty seat is a suspicion with a clock; pauses, returns and blind cameras are not absence."""

import datetime as dt

import msgspec
import pytest

from hall.contract.config import PostPart
from hall.contract.people import Pause, Resume, SignOff, SignOn
from hall.contract.sightings import CameraReport, CameraState, Seat
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
from hall.contract.tickets import CallNext
from hall.domain.supervision.camera_fault import camera_fault
from hall.domain.supervision.off_post import off_post
from hall.domain.supervision.presence import absence, seen

MONDAY = dt.date(2026, 3, 9)


@pytest.fixture
def stage(make_stage):
    """A desk that has been at work since nine, last touched at 09:25, its seat seen taken."""
    stage = make_stage()
    stage.at("00:00:01", MONDAY).tick()
    stage.at("09:00:00", MONDAY).do(SignOn("w3", "s1"))
    seat(stage, "09:00:00", Seat.PRESENT)
    stage.hall.facts.windows["w3"].last_activity_ms = stage.at("09:25:00", MONDAY).now
    return stage


def seat(stage, clock, value):
    """The camera's sighting, folded as the hall folds it."""
    stage.at(clock, MONDAY)
    seen(stage.hall.facts.posts["p3"], value, stage.now, "", stage.hall.policy.return_debounce_s)


def at(stage, clock):
    """What the rule says at this time; its events are folded."""
    stage.at(clock, MONDAY)
    return stage.fold(tuple(off_post(stage.hall, stage.now)))


def touch(stage, clock):
    """Somebody uses the console."""
    stage.hall.facts.windows["w3"].last_activity_ms = stage.at(clock, MONDAY).now


def finding(stage):
    (have,) = [f for f in stage.hall.facts.findings.values() if f.code is FindingCode.OFF_POST]
    return have


def test_v13_warning_after_five_minutes_suspected_after_fifteen_back_after_sixteen(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    began = stage.now
    assert at(stage, "09:34:59") == ()
    (warned,) = at(stage, "09:35:00")
    assert isinstance(warned, FindingRaised)
    assert (warned.level, warned.state, warned.since_ms) == (Level.WARN, FindingState.SUSPECTED, began)
    assert warned.told == ("s9",)
    assert at(stage, "09:44:59") == ()
    (alert,) = at(stage, "09:45:00")
    assert isinstance(alert, FindingRisen) and alert.level is Level.ALERT
    seat(stage, "09:46:00", Seat.PRESENT)
    assert at(stage, "09:46:29") == ()
    (over,) = at(stage, "09:46:30")
    assert over == FindingCleared(warned.finding, 16 * 60)
    assert finding(stage).state is FindingState.SUSPECTED, "nothing counts until a person confirms"


def test_v13_a_person_confirms_with_a_reason_and_not_about_himself(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    at(stage, "09:36:00")
    name = finding(stage).id
    assert stage.refused(JudgeFinding(name, "s9", True, "看过录像")).code == "too_early"
    at(stage, "09:46:00")
    assert stage.refused(JudgeFinding(name, "s9", True, " ")).code == "reason_missing"
    assert stage.refused(JudgeFinding(name, "s1", True, "我在")).code == "own_case"
    assert stage.refused(JudgeFinding(name, "nobody", True, "x")).code == "no_staff"
    assert stage.refused(JudgeFinding("A06-x", "s9", True, "x")).code == "no_finding"
    stage.do(JudgeFinding(name, "s9", True, "看过录像"))
    assert finding(stage).state is FindingState.CONFIRMED
    assert stage.refused(JudgeFinding(name, "s10", False, "看错了")).code == "judged_before"


def test_half_an_hour_goes_to_the_manager(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    at(stage, "09:35:00")
    at(stage, "09:45:00")
    (severe,) = at(stage, "10:00:00")
    assert isinstance(severe, FindingRisen)
    assert (severe.value_s, severe.told) == (1800, ("s10",))
    assert at(stage, "10:10:00") == (), "it is said once"


def test_a_dismissed_suspicion_says_no_more_until_the_next_absence(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    at(stage, "09:36:00")
    stage.do(JudgeFinding(finding(stage).id, "s9", False, "在柜台下找材料"))
    assert at(stage, "10:05:00") == ()
    seat(stage, "10:06:00", Seat.PRESENT)
    assert at(stage, "10:07:00") == (FindingCleared(finding(stage).id, 36 * 60),)
    seat(stage, "10:10:00", Seat.ABSENT)
    (again,) = at(stage, "10:15:00")
    assert again.finding.endswith("-2")


def test_v14_a_declared_leave_is_no_absence_until_it_is_overrun(stage) -> None:
    stage.at("09:30:00", MONDAY)
    stage.do(Pause("w3", "materials", stage.now + 20 * 60_000))
    seat(stage, "09:30:00", Seat.ABSENT)
    for clock in ("09:35:00", "09:46:00", "09:50:00", "09:54:59"):
        assert at(stage, clock) == ()
    (late,) = at(stage, "09:55:00")
    assert late.level is Level.WARN
    assert late.since_ms == stage.at("09:50:00", MONDAY).now


def test_v14_back_in_time_is_nothing(stage) -> None:
    stage.at("09:30:00", MONDAY)
    stage.do(Pause("w3", "materials", stage.now + 20 * 60_000))
    seat(stage, "09:30:00", Seat.ABSENT)
    seat(stage, "09:46:00", Seat.PRESENT)
    stage.do(Resume("w3"))
    assert at(stage, "09:47:00") == at(stage, "10:30:00") == ()


def test_v15_a_colleague_who_signs_on_covers_the_post(stage) -> None:
    seat(stage, "10:00:00", Seat.ABSENT)
    stage.at("10:03:00", MONDAY).do(SignOff("w3"))
    stage.do(SignOn("w3", "s2"))
    seat(stage, "10:03:20", Seat.PRESENT)
    for clock in ("10:05:00", "10:15:00", "10:30:00"):
        assert at(stage, clock) == ()


def test_v16_a_blind_camera_is_unknown_and_a_device_event(stage) -> None:
    stage.at("10:00:00", MONDAY)
    stage.do(CameraReport("cam1", CameraState.OK, stage.now))
    stage.at("10:00:30", MONDAY)
    stage.do(CameraReport("cam1", CameraState.AWAY, stage.now - 30_000))
    assert stage.hall.facts.posts["p3"].seat is Seat.UNKNOWN
    (fault,) = camera_fault(stage.hall, stage.at("10:00:59", MONDAY).now)
    assert (fault.code, fault.subject, fault.detail) == (FindingCode.CAMERA_FAULT, "cam1", "away")
    for clock in ("10:06:00", "10:16:00", "10:20:00"):
        assert at(stage, clock) == ()


def test_unknown_time_pauses_the_clock(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    seat(stage, "09:33:00", Seat.UNKNOWN)
    assert at(stage, "09:43:00") == ()
    seat(stage, "09:43:00", Seat.ABSENT)
    assert at(stage, "09:44:59") == ()
    (warned,) = at(stage, "09:45:00")
    assert warned.value_s == 300


def test_a_return_of_less_than_thirty_seconds_does_not_reset(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    seat(stage, "09:33:00", Seat.PRESENT)
    seat(stage, "09:33:29", Seat.ABSENT)
    (warned,) = at(stage, "09:35:00")
    assert warned.value_s == 300


def test_what_nobody_could_see_before_the_session_does_not_pause_its_clock(stage) -> None:
    """The camera was off all night before an empty seat: the clerk who does not come is missed all the same."""
    seat(stage, "00:10:00", Seat.ABSENT)
    seat(stage, "01:00:00", Seat.UNKNOWN)
    seat(stage, "08:00:00", Seat.ABSENT)
    touch(stage, "08:00:00")
    assert at(stage, "09:04:59") == ()
    (late,) = at(stage, "09:05:00")
    assert (late.detail, late.value_s) == ("late_open", 300)


@pytest.mark.parametrize(("back", "key", "look"), [
    ("09:58:30", "09:58:40", "09:58:45"),
    ("09:58:30", "09:59:20", "09:59:21"),
    ("09:44:30", "09:44:40", "09:44:41"),
    ("09:37:00", "09:37:01", "09:37:01"),
])  # fmt: skip
def test_who_comes_back_and_touches_the_console_was_away_until_the_return(stage, back, key, look) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    began = stage.now
    at(stage, "09:35:00")
    if back > "09:45":
        at(stage, "09:45:00")
    seat(stage, back, Seat.PRESENT)
    returned = stage.now
    touch(stage, key)
    assert at(stage, look) == (FindingCleared(finding(stage).id, (returned - began) // 1000),)
    assert at(stage, "10:05:00") == ()


def test_who_touches_the_console_unseen_was_away_until_the_touch(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    at(stage, "09:35:00")
    touch(stage, "09:44:40")
    assert at(stage, "09:44:41") == (FindingCleared(finding(stage).id, 14 * 60 + 40),)


def test_a_touch_that_is_noticed_late_still_ends_it_at_the_touch(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    (first,) = at(stage, "09:35:00")
    touch(stage, "09:40:00")
    over, second = at(stage, "09:50:00")
    assert over == FindingCleared(first.finding, 600)
    assert (second.since_ms, second.value_s) == (stage.at("09:42:00", MONDAY).now, 480)


@pytest.mark.parametrize("end", ["return", "touch"])
def test_what_nobody_could_see_is_not_in_the_closing_figure(stage, end) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    seat(stage, "09:33:00", Seat.UNKNOWN)
    seat(stage, "09:36:00", Seat.ABSENT)
    at(stage, "09:40:00")
    if end == "return":
        seat(stage, "09:44:00", Seat.PRESENT)
        touch(stage, "09:44:10")
    else:
        touch(stage, "09:44:00")
    assert at(stage, "09:44:11") == (FindingCleared(finding(stage).id, 11 * 60),)


def test_a_touch_while_the_camera_is_blind_closes_with_what_was_seen(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    at(stage, "09:35:00")
    seat(stage, "09:41:00", Seat.UNKNOWN)
    touch(stage, "09:55:00")
    assert at(stage, "09:55:01") == (FindingCleared(finding(stage).id, 11 * 60),)


def test_a_pause_and_the_end_of_the_session_close_with_the_time_until_then(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    at(stage, "09:35:00")
    stage.at("09:43:00", MONDAY).do(Pause("w3", "materials", stage.now + 10 * 60_000))
    assert at(stage, "09:43:30") == (FindingCleared(finding(stage).id, 13 * 60),)
    (late,) = at(stage, "09:58:00")
    assert late.since_ms == stage.at("09:53:00", MONDAY).now
    (over,) = [x for x in at(stage, "12:00:07") if isinstance(x, FindingCleared)]
    assert over == FindingCleared(late.finding, 127 * 60)


def test_a_return_between_two_ticks_counts_until_the_return_less_what_was_unknown(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    seat(stage, "09:31:00", Seat.UNKNOWN)
    seat(stage, "09:32:00", Seat.ABSENT)
    (first,) = at(stage, "09:36:00")
    seat(stage, "09:40:00", Seat.PRESENT)
    seat(stage, "09:41:00", Seat.ABSENT)
    assert at(stage, "09:41:10") == (FindingCleared(first.finding, 9 * 60),)


def test_a_return_of_thirty_seconds_does(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    seat(stage, "09:33:00", Seat.PRESENT)
    seat(stage, "09:33:30", Seat.ABSENT)
    assert at(stage, "09:38:29") == ()
    assert len(at(stage, "09:38:30")) == 1


def test_a_return_between_two_ticks_starts_a_new_finding(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    (first,) = at(stage, "09:36:00")
    seat(stage, "09:36:10", Seat.PRESENT)
    seat(stage, "09:36:50", Seat.ABSENT)
    (over,) = at(stage, "09:37:00")
    assert isinstance(over, FindingCleared) and over.finding == first.finding
    (second,) = at(stage, "09:41:50")
    assert isinstance(second, FindingRaised) and second.finding != first.finding


def test_somebody_who_uses_the_console_is_there(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    stage.hall.facts.windows["w3"].last_activity_ms = stage.at("09:34:00", MONDAY).now
    assert at(stage, "09:36:00") == at(stage, "09:40:59") == ()
    (warned,) = at(stage, "09:41:00")
    assert warned.since_ms == stage.at("09:36:00", MONDAY).now


def test_nobody_must_sit_at_a_closed_window_or_over_lunch(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    stage.at("09:31:00", MONDAY).do(SignOff("w3"))
    assert at(stage, "10:30:00") == ()
    stage.at("11:50:00", MONDAY).do(SignOn("w3", "s1"))
    assert len(at(stage, "11:58:00")) == 1
    assert isinstance(at(stage, "12:00:00")[0], FindingCleared)
    assert at(stage, "12:40:00") == ()


def test_late_opening_has_its_word(stage) -> None:
    seat(stage, "12:30:00", Seat.ABSENT)
    assert at(stage, "13:04:59") == ()
    (late,) = at(stage, "13:05:00")
    assert late.detail == "late_open"
    assert late.since_ms == stage.at("13:00:00", MONDAY).now


def test_a_seat_nobody_watches_is_never_absent(make_stage) -> None:
    stage = make_stage()
    stage.sign_on("w3").at("11:00")
    assert absence(stage.hall, stage.hall.posts["p3"], stage.now) is None
    assert tuple(off_post(stage.hall, stage.now)) == ()


@pytest.mark.parametrize("kind", ["guide", "help", "consult", "front", "back"])
def test_each_of_the_five_kinds_of_posts_keeps_the_hours_of_the_hall_where_it_has_no_window(
    make_stage, kind
) -> None:
    base = make_stage().hall.config
    posts = (*base.posts, PostPart("p9", kind, "", "A", "cam1", base.posts[0].polygon))
    stage = make_stage(msgspec.structs.replace(base, posts=posts))
    stage.at("00:00:01", MONDAY).tick()
    stage.at("08:00:00", MONDAY)
    seen(stage.hall.facts.posts["p9"], Seat.ABSENT, stage.now, "", stage.hall.policy.return_debounce_s)
    for clock in ("08:30:00", "09:04:59"):
        assert at(stage, clock) == ()
    (warned,) = at(stage, "09:05:00")
    assert (warned.subject, warned.zone, warned.detail) == ("p9", "A", "late_open")
    (over,) = at(stage, "12:30:00")
    assert isinstance(over, FindingCleared)


def test_the_visitors_side_of_a_window_is_nobodys_post(make_stage) -> None:
    base = make_stage().hall.config
    posts = (*base.posts, PostPart("v3", "visitor", "w3", "B", "cam1", base.posts[0].polygon))
    stage = make_stage(msgspec.structs.replace(base, posts=posts))
    stage.at("09:00:00", MONDAY).do(SignOn("w3", "s1"))
    seen(stage.hall.facts.posts["v3"], Seat.ABSENT, stage.now, "", stage.hall.policy.return_debounce_s)
    assert at(stage, "10:30:00") == ()


def test_who_calls_a_number_is_there(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    stage.at("09:34:00", MONDAY).take("sbk")
    stage.do(CallNext("w3"))
    assert at(stage, "09:36:00") == at(stage, "09:40:59") == ()
    (warned,) = at(stage, "09:41:00")
    assert warned.since_ms == stage.at("09:36:00", MONDAY).now


def test_a_risen_finding_must_be_seen_anew(stage) -> None:
    seat(stage, "09:30:00", Seat.ABSENT)
    at(stage, "09:35:00")
    stage.do(Acknowledge(finding(stage).id, "s9"))
    assert finding(stage).known_by == "s9"
    assert stage.do(Acknowledge(finding(stage).id, "s9")) == ()
    at(stage, "09:45:00")
    assert finding(stage).known_by == ""
