"""Has the called visitor come: said by the camera in front of the window, kept with the passed number."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.config_rules import rules
from hall.contract.sightings import CameraReport, CameraState, Seat, SeatSeen, Sight
from hall.contract.supervision import FindingCode
from hall.domain.supervision.book import running
from hall.domain.views import build
from tests.hall.domain.conftest import Stage, small_hall

SIDE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))


@pytest.fixture
def stage():
    base = small_hall()
    front = c.PostPart("v3", "visitor", "w3", "B", "cam1", SIDE)
    made = Stage(msgspec.structs.replace(base, posts=(*base.posts, front))).sign_on("w1", "w2", "w3")
    made.do(CameraReport("cam1", CameraState.OK, made.now), Role.CAMERA)
    return made


def seat(stage, value, post="v3", ago_s=0):
    return stage.do(SeatSeen("cam1", post, value, stage.now - ago_s * 1000), Role.CAMERA)


def call(stage):
    stage.take("sbk")
    stage.later(60).do(t.CallNext("w3"))


def came(stage):
    return build("window/w3", stage.hall, stage.now).came


def passed(stage):
    """Called three times in vain and passed; whoever sits at the window is not asked."""
    stage.later(60).do(t.Recall("w3"))
    stage.later(60).do(t.Recall("w3"))
    (event, *_) = stage.later(60).do(t.Pass("w3"))
    assert isinstance(event, t.TicketPassed)
    return event.seen


def test_nobody_came_all_the_time_since_the_call(stage):
    seat(stage, Seat.ABSENT)
    call(stage)
    assert came(stage) == "nobody"
    assert passed(stage) is Sight.NOBODY


def test_the_one_before_who_gathers_papers_is_not_the_one_who_was_called(stage):
    seat(stage, Seat.PRESENT)
    call(stage)
    assert came(stage) == "somebody", "a camera cannot tell who stands there"
    stage.later(10)
    seat(stage, Seat.LEAVING)
    assert came(stage) == "nobody"
    stage.later(20)
    seat(stage, Seat.ABSENT, ago_s=20)
    assert passed(stage) is Sight.NOBODY


def test_somebody_who_stands_there_is_told_before_the_number_is_passed(stage):
    seat(stage, Seat.ABSENT)
    call(stage)
    stage.later(40)
    seat(stage, Seat.PRESENT)
    assert came(stage) == "somebody"
    assert passed(stage) is Sight.SOMEBODY, "a note and no block: the clerk decides"


def test_somebody_who_came_and_left_is_no_no_show(stage):
    seat(stage, Seat.ABSENT)
    call(stage)
    stage.later(40)
    seat(stage, Seat.PRESENT)
    stage.later(30)
    seat(stage, Seat.LEAVING)
    assert came(stage) == "gone"
    assert passed(stage) is Sight.GONE


def test_who_could_not_be_seen_all_the_time_is_not_known_to_have_stayed_away(stage):
    seat(stage, Seat.ABSENT)
    call(stage)
    stage.later(20).do(CameraReport("cam1", CameraState.COVERED, stage.now), Role.CAMERA)
    assert came(stage) == "unknown"
    stage.later(20).do(CameraReport("cam1", CameraState.OK, stage.now), Role.CAMERA)
    seat(stage, Seat.ABSENT)
    assert passed(stage) is Sight.UNKNOWN


def test_a_window_without_such_a_camera_says_nothing(stage):
    stage.take("zhengming")
    stage.do(t.CallNext("w1"))
    assert build("window/w1", stage.hall, stage.now).came == ""
    stage.later(60).do(t.Recall("w1"))
    stage.later(60).do(t.Recall("w1"))
    (event, *_) = stage.later(60).do(t.Pass("w1"))
    assert event.seen is Sight.UNKNOWN


def test_it_is_shown_only_while_somebody_is_called(stage):
    seat(stage, Seat.PRESENT)
    assert came(stage) == ""
    call(stage)
    stage.do(t.Start("w3"))
    assert came(stage) == ""


def test_an_empty_visitors_side_is_no_absence_of_staff(stage):
    seat(stage, Seat.PRESENT, "p3")
    seat(stage, Seat.ABSENT)
    stage.later(3600).tick()
    assert running(stage.hall, FindingCode.OFF_POST) == {}
    wall = build("wall", stage.hall, stage.now)
    assert [p.post for p in wall.posts] == ["p3"]
    assert next(w.seat for w in wall.windows if w.window == "w3") == "present"


def test_the_journal_rebuilds_it(stage):
    seat(stage, Seat.PRESENT)
    seat(stage.later(5), Seat.ABSENT)
    call(stage)
    assert build("window/w3", stage.replayed(), stage.now).came == "nobody"
    assert build("window/w3", stage.restarted(), stage.now).came == "nobody"


@pytest.mark.parametrize(
    ("part", "place"),
    [
        (c.PostPart("v", "visitor", "", "B", "cam1", SIDE), "posts[1]"),
        (c.PostPart("v", "visitor", "w1"), "posts[1]"),
        (c.PostPart("v", "back", "w3", "B"), "posts[1].window"),
        (c.PostPart("v", "visiter", "w1"), "posts[1].kind"),
    ],
)
def test_a_wrong_visitors_side_is_told_with_its_place(part, place):
    base = small_hall()
    told = [where for where, _, _ in rules(msgspec.structs.replace(base, posts=(*base.posts, part)))]
    assert place in told
    right = msgspec.structs.replace(
        base, posts=(*base.posts, c.PostPart("v", "visitor", "w3", "B", "cam1", SIDE))
    )
    assert not [where for where, _, _ in rules(right) if where.startswith("posts")]
