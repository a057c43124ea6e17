"""A post without a window: a leave that somebody declared is no absence, and is over when somebody is there again."""

import itertools

import msgspec
import pytest

from hall.contract.base import Actor, Role
from hall.contract.config import PostPart
from hall.contract.people import Pause, Relieve, SignOff, SignOn
from hall.contract.posts import DeclaredLeave, DeclareLeave, EndLeave, LeaveDeclared, LeaveEnded, Suspension
from hall.contract.sightings import CameraReport, CameraState, Seat, SeatSeen
from hall.contract.supervision import FindingCleared, FindingCode, FindingState, Level
from hall.contract.unions import Recorded
from hall.contract.views_wall import WallPost
from hall.domain import posts
from hall.domain.evolve import evolve
from hall.domain.views import build, touched
from tests.hall.domain.conftest import small_hall
from tests.hall.domain.scenarios.conftest import Day, xinmi

A06 = FindingCode.OFF_POST
MIN = 60_000


def guarded():
    """A guide desk, a back office and the visitors' side of w3, all seen by cam1; an information desk nobody sees."""
    seat = small_hall().posts[0].polygon
    return xinmi(
        posts=(
            *small_hall().posts,
            PostPart("guide", "guide", "", "A", "cam1", seat),
            PostPart("back", "back", "", "B", "cam1", seat),
            PostPart("desk", "consult", "", "A"),
            PostPart("v3", "visitor", "w3", "B", "cam1", seat),
        )
    )


@pytest.fixture
def day() -> Day:
    day = Day(guarded())
    see(day, Seat.PRESENT)
    return day


def see(day: Day, value: Seat, post: str = "guide") -> None:
    day.do(SeatSeen("cam1", post, value, day.now), Role.CAMERA)


def leave(day: Day, minutes: int = 20, **over: object) -> DeclareLeave:
    return msgspec.structs.replace(DeclareLeave("guide", "materials", day.now + minutes * MIN, "s1"), **over)


def declare(day: Day, minutes: int = 20, **over: object):
    return day.do(leave(day, minutes, **over), Role.MONITOR, "monitor-1")


def back(day: Day, **over: object):
    return day.do(msgspec.structs.replace(EndLeave("guide", "s1"), **over), Role.MONITOR, "monitor-1")


def raised(found) -> list[tuple[Level, int]]:
    return [(x.level, x.since_ms) for x in found if x.code is A06]


def shown(day: Day, post: str = "guide") -> WallPost:
    return next(x for x in build("wall", day.hall, day.now).posts if x.post == post)


def test_a_declared_leave_is_no_absence_and_ends_when_somebody_is_seen_for_a_minute(day):
    assert declare(day.at("09:30")) == (LeaveDeclared("guide", "materials", day.at("09:50").now, "s1"),)
    see(day.at("09:31"), Seat.ABSENT)
    assert raised(day.until("09:46", 5)) == []
    see(day, Seat.PRESENT)
    came = day.now
    day.until("09:46:59")
    assert day.hall.facts.posts["guide"].leave is not None, "not yet a minute"
    assert LeaveEnded("guide", came) in day.at("09:47").tick()
    assert shown(day).leave is None
    see(day.at("09:48"), Seat.ABSENT)
    assert raised(day.until("09:53")) == [(Level.WARN, day.at("09:48").now)], "judged again from then on"


def test_who_is_back_for_less_than_a_minute_is_still_away(day):
    declare(day.at("09:30"))
    see(day, Seat.ABSENT)
    see(day.at("09:35"), Seat.PRESENT)
    see(day.at("09:35:50"), Seat.ABSENT)
    assert raised(day.until("09:49", 5)) == []
    assert shown(day).suspended is Suspension.LEAVE


def test_who_has_not_gone_yet_is_not_back(day):
    """The leave is declared at the wall, and then somebody goes on working for a while."""
    declare(day.at("09:30"))
    day.until("09:40", 5)
    assert shown(day).suspended is Suspension.LEAVE
    day.do(CameraReport("cam1", CameraState.COVERED, day.now), Role.CAMERA)
    see(day.later(60), Seat.PRESENT)
    day.until("09:49", 5)
    assert shown(day).suspended is Suspension.LEAVE, "a camera that was covered has seen nobody go"


def test_who_never_went_is_there_when_the_time_is_over(day):
    declare(day.at("09:30"))
    day.until("09:50:59", 5)
    assert LeaveEnded("guide", day.at("09:50").now) in day.at("09:51").tick()


def test_who_stays_away_longer_is_absent_from_the_planned_end(day):
    see(day.at("09:20"), Seat.ABSENT)
    day.until("09:29", 5)
    (before,) = day.findings(A06)
    declare(day.at("09:30"))
    over = [x for x in day.tick() if isinstance(x, FindingCleared)]
    assert [x.finding for x in over] == [before.id], "the same clock as of a paused window"
    end = day.at("09:50").now
    assert raised(day.at("09:30").until("09:54:59", 5)) == []
    assert shown(day).suspended is Suspension.NONE
    assert raised(day.until("09:55")) == [(Level.WARN, end)]
    assert shown(day).away is FindingState.SUSPECTED
    assert shown(day).leave == DeclaredLeave("materials", day.at("09:30").now, end, "员工1")


def test_back_by_word_is_judged_from_that_moment_on(day):
    """The camera may not see it at once, or not at all."""
    declare(day.at("09:30"))
    see(day, Seat.ABSENT)
    assert back(day.at("09:40")) == (LeaveEnded("guide", day.now, "s1"),)
    assert raised(day.until("09:44:59", 5)) == []
    assert raised(day.until("09:45")) == [(Level.WARN, day.at("09:40").now)]


def test_late_at_the_opening_is_a_word_for_those_who_said_nothing(day):
    day = Day(guarded(), at="08:50")
    see(day, Seat.ABSENT)
    declare(day, 30)
    day.at("09:00")
    assert raised(day.until("09:25", 5)) == [(Level.WARN, day.at("09:20").now)]
    assert day.findings(A06)[0].detail == ""


def test_a_leave_belongs_to_its_day(day):
    declare(day.at("16:50"))
    day.at("23:59:59").tick()
    day.later(2).tick()
    assert day.hall.facts.posts["guide"].leave is None


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"post": "nowhere"}, "no_post"),
        ({"post": "v3"}, "no_post"),
        ({"post": "p3"}, "has_window"),
        ({"staff": ""}, "no_staff"),
        ({"staff": "nobody"}, "no_staff"),
        ({"reason": "tired"}, "no_reason"),
        ({"back_ms": 1}, "back_past"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(day, over, code):
    assert day.refused(leave(day, **over), Role.MONITOR).code == code


def test_no_leave_is_longer_than_the_pack_allows(day):
    assert declare(day, 30)
    back(day)
    refusal = day.refused(leave(day, 31), Role.MONITOR)
    assert (refusal.code, refusal.text.zh) == ("leave_long", "最多离开 30 分钟")
    assert build("wall", day.hall, day.now).leave_max_min == 30


def test_every_command_at_every_state_of_a_leave(day):
    """Nothing declared, under way, over the time: each pair is accepted, or refused with nothing changed."""
    made = {DeclareLeave: lambda: leave(day, 5), EndLeave: lambda: EndLeave("guide", "s1")}
    assert set(made) == set(posts.ALLOWED)
    for state, kind in itertools.product(("none", "running", "over"), made):
        day.at("10:00")
        if day.hall.facts.posts["guide"].leave is None and state != "none":
            declare(day, 5)
        if state == "over":
            day.at("10:20")
        if (state != "none") in posts.ALLOWED[kind]:
            day.do(made[kind](), Role.MONITOR, "monitor-1")
        else:
            assert day.refused(made[kind](), Role.MONITOR).code == (
                "no_leave" if state == "none" else "on_leave"
            )
        if day.hall.facts.posts["guide"].leave is not None:
            back(day)


def test_the_wall_shows_every_post_and_why_nobody_is_looked_for_there(day):
    see(day, Seat.ABSENT, "back")
    day.do(SignOn("w3", "s3"))
    declare(day)
    assert [x.post for x in build("wall", day.hall, day.now).posts] == ["p3", "guide", "back", "desk"]
    assert (shown(day).name.zh, shown(day).zone, shown(day).until_ms) == (
        "A 区导办台",
        "A",
        day.now + 20 * MIN,
    )
    assert (shown(day, "back").seat, shown(day, "back").suspended) == ("absent", Suspension.NONE)
    desk = shown(day, "desk")
    assert (desk.seat, desk.watched) == ("unknown", False)
    front = shown(day, "p3")
    assert (front.staff, front.name.zh, front.suspended) == ("员工3", "3 号窗", Suspension.NONE)
    day.do(Pause("w3", "meal"))
    assert (shown(day, "p3").suspended, shown(day, "p3").until_ms) == (Suspension.PAUSED, day.now + 30 * MIN)
    assert shown(day.later(31 * 60), "p3").suspended is Suspension.NONE
    day.do(Relieve("w3", "s4"))
    assert shown(day, "p3").suspended is Suspension.COVERED
    day.do(SignOff("w3"))
    assert shown(day, "p3").suspended is Suspension.CLOSED
    assert shown(day.at("12:30"), "back").suspended is Suspension.HOURS


def test_both_events_reach_the_wall_and_a_replay_ends_the_same(day):
    declare(day)
    assert touched(day.journal[-1], day.hall) == {"wall"}
    back(day.later(60))
    assert touched(day.journal[-1], day.hall) == {"wall"}
    declare(day)
    assert day.replayed().facts.posts == day.restarted().facts.posts == day.hall.facts.posts


def test_a_journal_that_names_a_post_of_another_configuration_is_folded(day):
    for event in (LeaveDeclared("gone", "meal", day.now + MIN, "s1"), LeaveEnded("gone", day.now)):
        evolve(Recorded(len(day.journal) + 1, day.now, Actor("hall", Role.CONTROLLER), "", event), day.hall)
    day.tick()
