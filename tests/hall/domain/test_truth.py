"""What is known of a display, for every state it can be in: nothing that nobody confirmed is ever counted as shown."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.contract.devices import DeviceChanged, DeviceState, Fault, JobConfirmed, ShowOnPanel, Truth
from hall.domain.facts import Device
from hall.domain.truth import BAD, WORST, change, confirm, intend, truth, unshow, wrong_since

T0 = 1_795_222_800_000
GRACE = 5000
R, A, F, U = DeviceState.READY, DeviceState.AWAY, DeviceState.FAULTY, DeviceState.UNKNOWN


def display(state=R, fault=Fault.NONE, *, shows="", sent="", intended="2", unshown_ms=0, since_ms=T0):
    return Device(
        "d",
        state,
        fault,
        "",
        since_ms,
        shows,
        intended,
        T0 if intended else 0,
        sent=sent,
        unshown_ms=unshown_ms,
    )


TABLE = {
    # device, seconds after the text was wanted: truth
    "nothing wanted": (display(intended=""), 60, Truth.REST),
    "nothing wanted of one that is away": (display(A, Fault.UNPLUGGED, intended=""), 60, Truth.REST),
    "confirmed": (display(shows="2"), 60, Truth.SHOWS),
    "confirmed with a warning": (display(R, Fault.PAPER_NEAR_END, shows="2"), 60, Truth.SHOWS),
    "the last text, the new one under way": (display(shows="1"), 5, Truth.DRAWING),
    "the last text, for too long": (display(shows="1"), 6, Truth.WRONG),
    "blank, just now": (display(unshown_ms=T0 + 60_000), 64, Truth.DRAWING),
    "blank, for too long": (display(unshown_ms=T0 + 60_000), 66, Truth.WRONG),
    "sent by a make that answers, not the text": (display(sent="2"), 3600, Truth.SENT),
    "sent by a mute make": (display(U, sent="2"), 3600, Truth.SENT),
    "the last text sent, the new one not yet": (display(U, sent="1"), 5, Truth.DRAWING),
    "a mute make that is not even sent to": (display(U, sent="1"), 6, Truth.UNKNOWN),
    "nobody has heard of it yet": (display(U, since_ms=0), 5, Truth.DRAWING),
    "nobody has heard of it": (display(U, since_ms=0), 6, Truth.UNKNOWN),
    "away since before": (display(A, Fault.NO_ANSWER), 0, Truth.WRONG),
    "faulty since before": (display(F, Fault.GARBLED), 0, Truth.WRONG),
    "its host is gone": (display(U, Fault.HOST_GONE, shows="2"), 0, Truth.UNKNOWN),
    "its host is gone, it was sent": (display(U, Fault.HOST_GONE, sent="2"), 0, Truth.UNKNOWN),
    "not heard for long": (display(U, Fault.STALE, shows="2"), 0, Truth.UNKNOWN),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_the_table(name):
    device, seconds, expected = TABLE[name]
    assert truth(device, T0 + seconds * 1000, GRACE) is expected


def test_every_truth_is_in_the_table_and_in_the_order_of_badness():
    assert {expected for _, _, expected in TABLE.values()} == set(Truth) == set(WORST)
    assert frozenset(WORST[: len(BAD)]) == BAD


@pytest.mark.parametrize("state", DeviceState)
@pytest.mark.parametrize("fault", [Fault.NONE, Fault.NO_ANSWER])
def test_only_a_ready_device_that_confirmed_this_very_text_shows_it(state, fault):
    for shows, sent in itertools.product(("", "1", "2"), repeat=2):
        judged = truth(display(state, fault, shows=shows, sent=sent), T0, GRACE)
        assert (judged is Truth.SHOWS) == (state is R and shows == "2")
        if judged is Truth.SENT:
            assert sent == "2" and state not in (A, F)


def events():
    return st.builds(
        DeviceChanged,
        device=st.just("d"),
        state=st.sampled_from(DeviceState),
        fault=st.sampled_from((Fault.NONE, Fault.NO_ANSWER, Fault.UNPLUGGED, Fault.STALE)),
        shows=st.sampled_from(("", "1", "2")),
        shown_ms=st.sampled_from((0, T0 - 4000, T0)),
        since_ms=st.sampled_from((0, T0 - 9000, T0 + 1000)),
    )


@given(st.lists(events(), max_size=8), st.integers(0, 20_000))
def test_whatever_is_reported_wrong_and_since_agree(reports, after_ms):
    """A display is wrong since some time, or it shows, or it was sent its text; never two of these, never none."""
    device = display(sent="2")
    for n, report in enumerate(reports):
        change(device, report, T0 + n * 1000)
    now = T0 + len(reports) * 1000 + after_ms
    judged = truth(device, now, GRACE)
    assert (wrong_since(device) == 0) == (judged in (Truth.SHOWS, Truth.SENT, Truth.REST))
    assert wrong_since(device) <= now
    if device.state in (A, F):
        assert judged is Truth.WRONG and not device.sent
    if judged is Truth.DRAWING:
        assert now - wrong_since(device) <= GRACE


@given(st.lists(events(), min_size=1, max_size=8))
def test_the_last_fault_is_remembered_after_the_recovery(reports):
    device = display()
    for n, report in enumerate(reports):
        change(device, report, T0 + n * 1000)
    faults = [r.fault for r in reports if r.fault is not Fault.NONE]
    assert device.last_fault is (faults[-1] if faults else Fault.NONE)


def test_a_text_that_was_lost_is_wrong_since_it_was_last_known_to_be_there():
    device = msgspec.structs.replace(display(shows="2"), drawn_ms=T0 + 500)
    change(device, DeviceChanged("d", A, Fault.NO_ANSWER, shown_ms=T0 + 60_000), T0 + 65_000)
    assert wrong_since(device) == T0 + 60_000
    change(device, DeviceChanged("d", R), T0 + 70_000)
    assert wrong_since(device) == T0 + 60_000  # back, and still blank
    unshow(device, T0 + 80_000)
    assert wrong_since(device) == T0 + 60_000  # it cannot be lost twice


def test_one_text_after_another_does_not_begin_the_time_anew():
    device = display(shows="2")
    for n in range(3, 9):
        intend(device, ShowOnPanel(str(n), "d", "call", (str(n),)), T0 + n * 4000)
    assert wrong_since(device) == T0 + 12_000
    assert truth(device, T0 + 8 * 4000, GRACE) is Truth.WRONG


def test_a_display_that_follows_a_little_behind_is_not_found_wrong():
    """A big screen takes a second for each text, and the calls of a busy zone come faster for a while."""
    device = display(shows="2")
    for n in range(3, 30):
        at = T0 + n * 900
        intend(device, ShowOnPanel(str(n), "d", "zone", (str(n),)), at)
        if n > 3:
            confirm(device, JobConfirmed("d", str(n - 1)), at + 100)
            assert device.shown_lines == (str(n - 1),)
            assert wrong_since(device) == at
        assert truth(device, at + 800, GRACE) is Truth.DRAWING
    confirm(device, JobConfirmed("d", "29"), T0 + 30_000)
    assert truth(device, T0 + 90_000, GRACE) is Truth.SHOWS and not device.behind


@given(st.lists(st.booleans(), max_size=60))
def test_what_is_remembered_of_a_display_that_does_not_follow_is_bounded(steps):
    device = display(shows="2")
    for n, follows in enumerate(steps, 3):
        intend(device, ShowOnPanel(str(n), "d", "zone", (str(n),)), T0 + n * 1000)
        if follows:
            confirm(device, JobConfirmed("d", str(n)), T0 + n * 1000 + 1)
    assert len(device.behind) <= 16
    assert (wrong_since(device) == 0) == (device.shows == device.intended)
