"""Key boxes and evaluators on one line: answered in time, acted on once, told the truth about, under every fault."""

import time

import pytest

from devices.catalog import find
from devices.codecs import caller_ff68 as ff68
from devices.drivers.base import Line, Tells, WrongOption
from devices.drivers.bus_ff68 import Bus
from devices.ports.memory import null_modem
from devices.ports.port import PortGone
from hall.contract.callers import Key, PressKey
from hall.contract.devices import AskRating, DeviceState, Fault, JobDone, JobFailed, ShowOnCaller, Speak
from hall.contract.ratings import GiveRating, RatingLevel

RATINGS = "0=very_satisfied 1=satisfied 2=dissatisfied 3=very_dissatisfied"
NOW = 1_795_222_800_000
ASK = AskRating("7", "device-1", "2026-11-20-A023", NOW + 60_000)
QUICK = {"gap_ms": 2, "same_key_ms": 400}


@pytest.fixture
def desk(rig):
    def start(*arguments, make="caller+evaluator.ff68", **options):
        own = {} if make == "caller.ff68" else {"ratings": RATINGS}
        made = rig("caller", make, *arguments, address=1, **{**QUICK, **own, **options})
        assert made.driver.connect(made.line).state is DeviceState.UNKNOWN
        return made

    return start


def follow(desk, enough, timeout_s=8.0, now_ms=NOW):
    """Let the driver work until `enough(news, statuses)`; both are what was told since."""
    news, statuses = [], []
    deadline = time.monotonic() + timeout_s
    while not enough(news, statuses):
        assert time.monotonic() < deadline, (news, statuses, desk.state())
        Bus.of(desk.line).hear(0.02)
        status = desk.driver.idle(desk.line, now_ms)
        news += desk.driver.news()
        statuses += [status] if status else []
    return news, statuses


def settled(desk, times=1):
    """Until the unit has heard so many answers; everything told meanwhile."""
    return follow(desk, lambda *_: desk.state()["answered"] >= times)[0]


@pytest.mark.parametrize(
    ("key", "digits", "meaning"),
    [
        ("0C", "", Key.CALL),
        ("0D", "", Key.RECALL),
        ("0B", "", Key.FINISH),
        ("0F", "", Key.START),
        ("0F", "6", Key.PASS),
        ("0F", "0", Key.HOLD),
        ("0F", "3", Key.CALL_BACK),
        ("12", "", Key.PAUSE),
        ("13", "", Key.TRANSFER),
    ],
)
def test_every_key_of_the_source_is_answered_and_told(desk, key, digits, meaning):
    unit = desk()
    unit.ask("press", key=key, digits=digits)
    assert settled(unit) == [PressKey("device-1", meaning)]


def test_digits_before_a_key_go_with_it(desk):
    unit = desk()
    unit.ask("press", key="13", digits="12")
    assert settled(unit) == [PressKey("device-1", Key.TRANSFER, "12")]


def test_keys_mean_what_the_configuration_says_and_others_nothing(desk):
    unit = desk(keys="0E=call 01+0E=pass")
    told = []
    for count, (key, digits) in enumerate((("0E", ""), ("0C", ""), ("0E", "1")), 1):
        unit.ask("press", key=key, digits=digits)
        told += settled(unit, count)
    assert [word.key for word in told] == [Key.CALL, Key.PASS]


def test_a_key_that_is_not_mapped_is_answered_and_does_nothing(desk):
    unit = desk(keys="0E=call")
    unit.ask("press", key="0C")
    assert settled(unit) == []


def test_a_press_is_answered_the_moment_it_is_heard_and_the_worker_never_rests_too_long():
    host, unit = null_modem()
    host.open(), unit.open()
    line = Line(host)
    find("caller.ff68").driver("device-1", 1, {}).connect(line)
    press = ff68.encode(ff68.Frame(1, ff68.KEY, b"\x0c"))
    unit.write(press)
    Bus.of(line).hear()
    assert unit.read(0) == press
    assert line.rest_s <= 0.05, "half of the 100 ms are for the wire and the machine"


def test_a_press_that_comes_again_because_its_answer_was_lost_acts_once(desk):
    unit = desk()
    unit.fault("dead", times=2)
    unit.ask("press", key="0C")
    assert settled(unit) == [PressKey("device-1", Key.CALL)]
    assert unit.state()["resent"] >= 2


def test_a_double_press_is_one_and_a_later_one_is_another(desk):
    unit = desk()
    told = []
    for count, wait_s in ((1, 0), (2, 0), (3, 0.6)):
        later = time.monotonic() + wait_s
        told += follow(unit, lambda *_, later=later: time.monotonic() >= later)[0]
        unit.ask("press", key="0D")
        told += settled(unit, count)
    assert [word.key for word in told] == [Key.RECALL, Key.RECALL]


def test_the_display_shows_waiting_and_ticket_and_beeps_once(desk):
    unit = desk()
    job = ShowOnCaller("1", "device-1", 7, 23, NOW)
    done = unit.driver.start(job, unit.line, NOW)
    assert isinstance(done, JobDone) and not done.confirmed
    state = unit.program.wait_until("the digits", lambda state: state["beeps"])
    assert (state["digits"], state["beeps"]) == ("  7023", 1)
    unit.driver.start(job, unit.line, NOW + 1)
    unit.driver.start(ShowOnCaller("2", "device-1", 0), unit.line, NOW)
    state = unit.program.wait_until("the newest digits", lambda state: state["digits"] == "  0   ")
    assert state["beeps"] == 1, "a beep that comes too late is none"


def test_digits_come_back_after_a_power_cut(desk):
    unit = desk(again_s=0.0)
    unit.driver.start(ShowOnCaller("1", "device-1", 7, 23), unit.line, NOW)
    unit.program.wait_until("the digits", lambda state: state["digits"] == "  7023")
    unit.ask("power_cut")
    if unit.program.listen.startswith("tcp:"):
        unit.line.port.open()
    unit.driver.check(unit.line)
    unit.program.wait_until("the digits again", lambda state: state["digits"] == "  7023")


@pytest.mark.parametrize(("value", "level"), [*enumerate(RATINGS.split())])
def test_a_rating_is_answered_and_told_as_the_level_it_is_mapped_to(desk, value, level):
    unit = desk()
    assert not unit.driver.start(ASK, unit.line, NOW).confirmed
    unit.program.wait_until("the question", lambda state: state["asking"])
    unit.ask("rate", value=value)
    assert settled(unit) == [GiveRating(RatingLevel(level.partition("=")[2]), "device-1", "7")]
    assert not unit.state()["asking"]


def test_a_second_press_one_too_late_and_one_nobody_asked_for_are_nobodys(desk):
    unit = desk()
    unit.ask("rate", value=0)
    assert settled(unit, 1) == []
    unit.driver.start(ASK, unit.line, NOW)
    unit.ask("rate", value=1)
    assert len(settled(unit, 2)) == 1
    unit.ask("rate", value=2)
    assert settled(unit, 3) == []
    unit.driver.start(ASK, unit.line, NOW)
    unit.ask("rate", value=3)
    late, _ = follow(unit, lambda *_: unit.state()["answered"] == 4, now_ms=ASK.until_ms + 1)
    assert late == []


def test_a_value_nobody_mapped_is_never_taken_for_a_level(desk):
    unit = desk()
    unit.driver.start(ASK, unit.line, NOW)
    unit.ask("rate", value=9)
    news, (status,) = follow(unit, lambda news, statuses: statuses)
    assert news == []
    assert (status.state, status.fault) == (DeviceState.FAULTY, Fault.GARBLED)
    assert "rating 9" in status.text
    unit.ask("rate", value=0)
    news, (status,) = follow(unit, lambda news, statuses: statuses)
    assert [word.level for word in news] == [RatingLevel.VERY_SATISFIED], "the question still stands"
    assert status.state is DeviceState.READY


def test_ready_only_after_it_was_heard_and_unknown_again_in_time(desk):
    unit = desk(trust_s=0.3)
    assert unit.driver.check(unit.line).state is DeviceState.UNKNOWN
    unit.ask("press", key="0C")
    _, (status,) = follow(unit, lambda news, statuses: statuses)
    assert status.state is DeviceState.READY
    _, (status,) = follow(unit, lambda news, statuses: statuses)
    assert status.state is DeviceState.UNKNOWN
    assert "cannot be asked" in status.text


def test_what_was_only_sent_proves_nothing(desk):
    unit = desk()
    unit.fault("dead")
    unit.driver.start(ShowOnCaller("1", "device-1", 7, 23), unit.line, NOW)
    assert unit.driver.check(unit.line).state is DeviceState.UNKNOWN


def test_units_of_one_line_each_get_their_own(desk):
    line = desk("--units", "3")
    others = [
        find("caller+evaluator.ff68").driver(f"device-{n}", n, {**QUICK, "ratings": RATINGS}) for n in (2, 3)
    ]
    for other in others:
        other.connect(line.line)
    for unit, key in ((3, "0D"), (1, "0C"), (2, "12")):
        line.ask("press", key=key, unit=unit)
    follow(line, lambda *_: all(unit["answered"] for unit in line.state()["units"].values()))
    told = [line.driver, *others]
    for driver in told:
        driver.idle(line.line, NOW)
    assert [word.key for driver in others for word in driver.news()] == [Key.PAUSE, Key.RECALL]
    others[0].start(ShowOnCaller("1", "device-2", 5, 6), line.line, NOW)
    line.program.wait_until("digits of one unit", lambda state: state["units"]["2"]["digits"] == "  5006")
    assert {unit["digits"] for at, unit in line.state()["units"].items() if at != "2"} == {"      "}


def test_a_unit_of_another_hall_gets_no_answer(desk):
    unit = desk("--units", "2")
    unit.ask("press", key="0C", unit=2)
    news, _ = follow(unit, lambda *_: unit.state()["units"]["2"]["given_up"])
    assert news == []


@pytest.mark.parametrize(
    ("fault", "value"),
    [("split", 5), ("noise_before", 9), ("echo", 1), ("late", 60), ("merge", 1)],
)
def test_slow_noisy_and_echoing_lines_do_not_matter(desk, fault, value):
    unit = desk()
    unit.fault(fault, value)
    unit.ask("press", key="0C")
    assert settled(unit) == [PressKey("device-1", Key.CALL)]
    unit.driver.start(ASK, unit.line, NOW)
    unit.ask("rate", value=2)
    assert [word.level for word in settled(unit, 2)] == [RatingLevel.DISSATISFIED]
    if fault == "echo":
        assert unit.state()["answered"] == 2, "an echo was answered as if it were a key"


@pytest.mark.parametrize("fault", ["spoil", "half", "noise_inside", "silent", "wrong_address"])
def test_a_frame_that_comes_broken_is_not_answered_and_its_repetition_acts_once(desk, fault):
    unit = desk()
    unit.fault(fault, 3, times=2)
    unit.ask("press", key="0C")
    assert settled(unit) == [PressKey("device-1", Key.CALL)]
    assert unit.state()["resent"] >= 2


def test_only_damage_is_told_as_damage(desk):
    unit = desk()
    unit.fault("spoil")
    unit.ask("press", key="0C")
    news, (status,) = follow(unit, lambda news, statuses: statuses)
    assert news == []
    assert (status.state, status.fault) == (DeviceState.UNKNOWN, Fault.GARBLED)


def test_half_a_frame_is_forgotten_after_a_while():
    host, unit = null_modem()
    host.open(), unit.open()
    line = Line(host)
    driver = find("caller.ff68").driver("device-1", 1, {})
    driver.connect(line)
    unit.write(bytes.fromhex("FF 68 03 03 68 01"))
    until = time.monotonic() + 30
    Bus.of(line).hear(0.05)
    assert line.buffer
    while line.buffer:
        assert time.monotonic() < until
        Bus.of(line).hear(0.05)
    unit.write(bytes.fromhex("01 0C 0E 16"))
    Bus.of(line).hear(0.5)
    driver.idle(line, NOW)
    assert driver.news() == ()


def test_a_line_that_breaks_is_port_gone(desk):
    unit = desk()
    unit.ask("unplug")
    with pytest.raises(PortGone):
        follow(unit, lambda *_: False, timeout_s=5)


def test_a_key_box_rates_nobody_and_an_evaluator_shows_no_digits(desk):
    box = find("caller.ff68").driver("device-1", 1, {})
    rating = find("evaluator.ff68").driver("device-1", 1, {"ratings": RATINGS})
    line = Line(null_modem()[0])
    for driver, job in (
        (box, ASK),
        (rating, ShowOnCaller("1", "device-1", 0)),
        (box, Speak("1", "d", "A", "1")),
    ):
        assert isinstance(driver.start(job, line, NOW), JobFailed)
    assert isinstance(box, Tells)


@pytest.mark.parametrize(
    ("make", "options", "words"),
    [
        ("caller.ff68", {"keys": "0C=ring"}, "'0C=ring' is no key.*call, recall"),
        ("caller.ff68", {"keys": "XY=call"}, "'XY=call'"),
        ("caller.ff68", {"keys": "01+02+03+0C=call"}, "01\\+02"),
        ("caller.ff68", {"keys": ""}, "nothing is no key"),
        ("caller.ff68", {"ratings": RATINGS}, "'ratings' is not known"),
        ("evaluator.ff68", {}, "'ratings' is missing; say which key"),
        ("evaluator.ff68", {"ratings": "0=good"}, "'0=good' in 'ratings' is no level.*very_satisfied"),
        ("evaluator.ff68", {"ratings": "0=not_rated"}, "is no level"),
        ("caller+evaluator.ff68", {"ratings": "300=fair"}, "'300=fair'"),
    ],
)
def test_wrong_options_are_told_in_words(make, options, words):
    with pytest.raises(WrongOption, match=words):
        find(make).driver("device-1", 1, options)


def test_the_longest_digits_fit_the_frame():
    assert len(ff68.encode(ff68.show(1, 999, 999))) == 15
