"""One rating for each service; the first counts; silence is 'not rated' and counts nowhere (supervision.md §3.5)."""

import datetime as dt

import msgspec
import pytest

from hall.contract import devices as d
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.ratings import BAD, GOOD, LEVELS, GiveRating, RatingLevel, VisitRated
from hall.domain.snapshot import freeze
from hall.domain.views import build, touched
from tests.hall.domain.conftest import FRIDAY
from tests.hall.domain.test_callers import hall_with_boxes

R = RatingLevel
BOX = "w3.box"


@pytest.fixture
def desk(make_stage):
    return make_stage(hall_with_boxes()).sign_on("w1", "w2", "w3")


def serve(stage, ticket="", window="w3"):
    """A visitor from the kiosk to the end of the service; the ticket."""
    ticket = ticket or stage.take()
    stage.do(t.CallNext(window))
    stage.do(t.Start(window))
    stage.later(120)
    stage.do(t.Finish(window))
    return ticket


def question(stage, device=BOX):
    found = [j for j in stage.hall.facts.devices[device].mailbox if isinstance(j, d.AskRating)]
    return found[0] if found else None


def asked(stage):
    """The evaluator has its question; the job."""
    job = question(stage)
    stage.do(d.JobDone(BOX, job.id, confirmed=False), Role.DEVICE)
    return job


def rate(stage, job, level):
    return stage.do(GiveRating(level, BOX, job.id), Role.DEVICE, "devices-1")


def refused(stage, job, level=R.FAIR):
    return stage.refused(GiveRating(level, BOX, job.id), Role.DEVICE).code


def counts(stage, place=""):
    return {level: n for level, n in stage.hall.facts.rated.get(place, {}).items() if n}


def bad(events):
    return [e for e in events if isinstance(e, s.FindingRaised) and e.code is s.FindingCode.RATING_BAD]


def window(stage):
    view = build("window/w3", stage.hall, stage.now)
    return view.rating, view.rating_number


def wall(stage):
    view = build("wall", stage.hall, stage.now)
    return view.satisfied, view.rated, view.done


def test_the_evaluator_asks_when_the_service_is_done_and_the_word_counts_for_whom_it_was_asked(desk):
    ticket = serve(desk)
    job = question(desk)
    assert (job.ticket, job.until_ms) == (ticket, desk.now + 60_000)
    asked(desk)
    desk.later(5)
    events = rate(desk, job, R.SATISFIED)
    assert events == (VisitRated(ticket, 1, "w3", "s3", "sbk", R.SATISFIED, "device"),)
    assert wall(desk) == (1.0, 1, 1)
    for place in ("", "zone/B", "window/w3", "staff/s3"):
        assert counts(desk, place) == {"satisfied": 1}


def test_a_window_without_an_evaluator_asks_nobody_and_nobody_is_unrated(desk):
    serve(desk, window="w2")
    desk.later(300)
    assert not any(isinstance(e, VisitRated) for e in desk.tick())
    assert wall(desk) == (-1.0, 0, 1)
    assert question(desk, "w2.box") is None


def test_the_first_rating_counts_and_a_second_is_refused(desk):
    serve(desk)
    job = asked(desk)
    rate(desk, job, R.DISSATISFIED)
    assert refused(desk, job, R.VERY_SATISFIED) == "rating_over"
    token = desk.hall.facts.tickets[job.ticket].token
    again = desk.refused(GiveRating(R.VERY_SATISFIED, token=token), Role.GATEWAY)
    assert again.code == "rated_before"
    assert counts(desk) == {"dissatisfied": 1}


def test_silence_is_not_rated_once_and_never_satisfied(desk):
    ticket = serve(desk)
    asked(desk)
    desk.later(60)
    assert not any(isinstance(e, VisitRated) for e in desk.tick()), "a word may still be on its way"
    desk.later(3)
    silent = [e for e in desk.tick() if isinstance(e, VisitRated)]
    assert silent == [VisitRated(ticket, 1, "w3", "s3", "sbk", R.NOT_RATED, "hall")]
    desk.later(3)
    assert not any(isinstance(e, VisitRated) for e in desk.tick())
    assert wall(desk) == (-1.0, 0, 1)
    assert counts(desk) == {"not_rated": 1}
    assert window(desk) == ("not_rated", "B001")


def test_a_question_that_never_reached_the_evaluator_is_no_silence(desk):
    serve(desk)
    desk.later(300)
    assert not any(isinstance(e, VisitRated) for e in desk.tick())
    serve(desk)
    job = question(desk)
    desk.do(d.JobFailed(BOX, job.id, d.Fault.NO_ANSWER), Role.DEVICE)
    desk.later(300)
    assert not any(isinstance(e, VisitRated) for e in desk.tick())
    assert counts(desk) == {}
    assert window(desk) == ("", "")


def test_not_rated_gives_way_to_one_real_rating_by_another_channel(desk):
    ticket = serve(desk)
    asked(desk)
    desk.later(63)
    desk.tick()
    token = desk.hall.facts.tickets[ticket].token
    late = desk.do(GiveRating(R.FAIR, token=token), Role.GATEWAY)
    assert [e.source for e in late] == ["gateway"]
    assert counts(desk) == {"fair": 1}
    assert desk.refused(GiveRating(R.FAIR, token=token), Role.GATEWAY).code == "rated_before"


def test_a_visit_at_a_window_without_evaluator_can_be_rated_by_its_slip_once_it_is_over(desk):
    ticket = desk.take()
    token = desk.hall.facts.tickets[ticket].token
    assert desk.refused(GiveRating(R.FAIR, token=token), Role.GATEWAY).code == "not_done"
    serve(desk, ticket, "w2")
    (rated,) = desk.do(GiveRating(R.VERY_SATISFIED, token=token), Role.GATEWAY)
    assert (rated.window, rated.staff, rated.leg) == ("w2", "s2", 1)
    assert desk.refused(GiveRating(R.FAIR, token="nobody"), Role.GATEWAY).code == "no_ticket"


def test_nobody_can_give_not_rated_and_no_device_for_another(desk):
    serve(desk)
    job = asked(desk)
    assert refused(desk, job, R.NOT_RATED) == "no_level"
    assert desk.refused(GiveRating(R.FAIR, "w2.box", job.id), Role.DEVICE).code == "rating_over"
    assert desk.refused(GiveRating(R.FAIR, BOX, "7.none"), Role.DEVICE).code == "rating_over"


def test_a_gateway_cannot_speak_for_an_evaluator(desk):
    serve(desk)
    job = asked(desk)
    assert desk.refused(GiveRating(R.FAIR, BOX, job.id), Role.GATEWAY).code == "no_ticket"
    assert rate(desk, job, R.SATISFIED)


def test_a_press_after_the_next_visitor_sat_down_is_nobodys(desk):
    first = serve(desk)
    job = asked(desk)
    desk.take()
    desk.later(20)
    desk.do(t.CallNext("w3"))
    desk.later(5)
    desk.do(t.Start("w3"))
    desk.later(3)
    assert refused(desk, job) == "rating_over"
    (silent,) = [e for e in desk.tick() if isinstance(e, VisitRated)]
    assert (silent.ticket, silent.level) == (first, R.NOT_RATED)


def test_two_services_at_one_window_are_asked_about_once_at_the_end(desk):
    ticket = desk.take("sbk", more=("yhk",))
    desk.do(t.CallNext("w3"))
    desk.do(t.Start("w3"))
    desk.do(t.Finish("w3"))
    assert question(desk) is None
    assert window(desk) == ("", "")
    desk.do(t.Finish("w3"))
    assert question(desk).ticket == ticket
    (rated,) = rate(desk, asked(desk), R.FAIR)
    assert rated.leg == 2


def test_each_service_of_a_number_is_rated_at_its_own_window(desk):
    ticket = desk.take("sbk", more=("zhengming",))
    rated = []
    while desk.hall.facts.tickets[ticket].state is not t.TicketState.DONE:
        window = "w3" if desk.hall.facts.tickets[ticket].queue == "B" else "w1"
        serve(desk, ticket, window)
        if window == "w3":
            rated += rate(desk, asked(desk), R.FAIR)
        else:
            assert question(desk) is None
    assert len(rated) == 1
    assert {e.leg for e in rated} < {1, 2}


def test_the_window_sees_whether_somebody_rated_and_never_what(desk):
    serve(desk)
    assert window(desk) == ("asked", "B001")
    rate(desk, asked(desk), R.VERY_DISSATISFIED)
    assert window(desk) == ("rated", "B001")
    shown = msgspec.json.encode(build("window/w3", desk.hall, desk.now)).decode()
    assert "dissatisfied" not in shown


@pytest.mark.parametrize("level", LEVELS)
def test_satisfied_are_the_three_upper_levels(desk, level):
    serve(desk)
    rate(desk, asked(desk), level)
    assert wall(desk)[0] == (1.0 if level in GOOD else 0.0)
    assert (level in GOOD) != (level in BAD)


def test_a_bad_rating_is_a_finding_that_names_no_visitor_and_no_level(desk):
    ticket = serve(desk)
    rate(desk, asked(desk), R.VERY_DISSATISFIED)
    (raised,) = bad(desk.tick())
    assert (raised.code, raised.zone, raised.finding) == (s.FindingCode.RATING_BAD, "B", f"A03-{ticket}-1")
    assert raised.told == ("s9",)
    assert bad(desk.tick()) == []
    (notice,) = [x for x in build("wall", desk.hall, desk.now).notices if x.finding == raised.finding]
    assert notice.title.zh == "3 号窗收到差评"
    assert "B001" not in msgspec.json.encode(notice).decode().replace(raised.finding, "")
    assert raised.finding not in [x.finding for x in build("window/w3", desk.hall, desk.now).notices]


def test_good_ratings_and_silence_raise_nothing(desk):
    for level in (*GOOD, None):
        serve(desk)
        job = asked(desk)
        if level is not None:
            rate(desk, job, level)
    desk.later(100)
    assert bad(desk.tick()) == []


def test_the_next_day_begins_without_ratings_and_clears_the_wall(desk):
    serve(desk)
    rate(desk, asked(desk), R.DISSATISFIED)
    desk.tick()
    desk.at("08:00", FRIDAY + dt.timedelta(days=3))
    desk.tick()
    cleared = [e.finding[:3] for e in desk.tick() if isinstance(e, s.FindingCleared)]
    assert cleared.count("A03") == 1
    assert wall(desk) == (-1.0, 0, 0)
    assert window(desk) == ("", "")


def test_a_rating_changes_the_wall_the_window_and_the_mailbox(desk):
    serve(desk)
    job = asked(desk)
    rate(desk, job, R.FAIR)
    assert {"wall", "window/w3", "host/devices-1"} <= touched(desk.journal[-1], desk.hall)
    assert question(desk) is None


def test_ratings_replay_and_survive_a_snapshot(desk):
    serve(desk)
    rate(desk, asked(desk), R.DISSATISFIED)
    desk.tick()
    serve(desk)
    asked(desk)
    desk.later(70)
    desk.tick()
    assert freeze(desk.replayed()) == freeze(desk.hall) == freeze(desk.restarted())
