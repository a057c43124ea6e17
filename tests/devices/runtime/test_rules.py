"""The pure rules of a worker, over all states and happenings."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.runtime.rules import (
    TRANSITIONS,
    Happening,
    State,
    after,
    backoff,
    keep,
    overdue,
    told_state,
)
from hall.contract.base import Text
from hall.contract.devices import DeviceState, Fault, PrintSlip, ReadCard, ReadCode, ShowOnPanel, Slip, Speak

SLIP = Slip(Text("厅"), "A001", Text("事"), Text("处"), Text(""), 0, 0, 0, False, False, 0, "T")


def slip(id, until_ms=0):
    return PrintSlip(id, "d", "t", SLIP, until_ms)


def show(id):
    return ShowOnPanel(id, "d", "call", ("请A001号到3号窗口",))


def speak(id, window="3", until_ms=0):
    return Speak(id, "d", "A001", window, until_ms=until_ms)


def test_every_state_knows_what_to_do_when_the_port_goes():
    for state in State:
        assert after(state, Happening.PORT_GONE) is State.AWAY


def test_only_an_answer_makes_ready():
    for state, happening in itertools.product(State, Happening):
        if happening in TRANSITIONS[state] and happening is not Happening.ANSWERED:
            assert after(state, happening) is not State.READY


def test_what_cannot_happen_is_a_mistake():
    with pytest.raises(KeyError):
        after(State.AWAY, Happening.ANSWERED)


@given(st.integers(0, 100), st.sampled_from(Fault))
def test_waiting_grows_and_has_an_end(tries, fault):
    assert 0 < backoff(tries, fault) <= backoff(tries + 1, fault) <= 60


def test_an_unplugged_cable_is_looked_for_at_once_and_then_seldom():
    assert [backoff(tries, Fault.UNPLUGGED) for tries in (1, 2, 3, 10)] == [0.1, 0.2, 0.4, 4.0]


def test_all_slips_but_only_the_newest_text():
    jobs = (slip("1"), show("2"), slip("3"), show("4"))
    assert [job.id for job in keep(jobs, (), 0)] == ["1", "3", "4"]
    assert [job.id for job in keep(jobs, ("1",), 0)] == ["3", "4"]


def test_a_text_stays_wanted_even_when_it_was_drawn():
    assert [job.id for job in keep((show("4"),), ("4",), 0)] == ["4"]


def test_only_the_newest_call_for_a_window_and_none_too_late():
    jobs = (speak("1", "3"), speak("2", "5"), speak("3", "3"), speak("4", "7", until_ms=100))
    assert [job.id for job in keep(jobs, (), 50)] == ["2", "3", "4"]
    assert [job.id for job in keep(jobs, (), 101)] == ["2", "3"]


def test_a_slip_whose_visitor_has_gone_is_not_printed():
    jobs = (slip("1"), slip("2", until_ms=100))
    assert [job.id for job in keep(jobs, (), 100)] == ["1", "2"]
    assert [job.id for job in keep(jobs, (), 101)] == ["1"]
    assert overdue(jobs, (), 101) == (), (
        "whether an earlier process printed it nobody knows; the hall sees to it"
    )


def test_only_the_newest_reading_and_none_too_late():
    jobs = (ReadCard("1", "d", "r1", 100), ReadCode("2", "d", "r2", 200))
    assert [job.id for job in keep(jobs, (), 50)] == ["2"]
    assert keep(jobs, (), 201) == ()
    assert keep(jobs, ("1", "2"), 50) == ()


def test_what_the_hall_is_told():
    assert told_state(State.READY, DeviceState.FAULTY, Fault.PAPER_END) is DeviceState.FAULTY
    assert told_state(State.READY, DeviceState.UNKNOWN, Fault.NONE) is DeviceState.UNKNOWN
    assert told_state(State.CONNECTING, DeviceState.READY, Fault.NONE) is None
    assert told_state(State.BROKEN, DeviceState.READY, Fault.NO_ANSWER) is DeviceState.AWAY
    assert told_state(State.BROKEN, DeviceState.READY, Fault.GARBLED) is DeviceState.FAULTY
    for state, fault in itertools.product((State.AWAY, State.BROKEN), Fault):
        assert told_state(state, DeviceState.READY, fault) is not DeviceState.READY


def test_calls_whose_turn_came_too_late_are_told_and_only_those():
    jobs = (speak("1", "3", until_ms=100), speak("2", "5"), show("3"), ReadCard("4", "d", "r1", 50))
    assert [job.id for job in overdue(jobs, (), 101)] == ["1"]
    assert overdue(jobs, (), 100) == overdue(jobs, ("1",), 101) == ()
