"""Both speaking modules' drivers against the pretend one: no call cuts another, done means idle again, every fault."""

import itertools
import time

import pytest

from devices.catalog import CODECS, find
from devices.codecs import voice_bytes as wire
from devices.drivers.base import DeviceSaysNo, Line
from devices.drivers.voice_module import level
from devices.ports.memory import null_modem
from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, Fault, JobDone, JobFailed, ShowOnPanel, Speak

MAKES = ("syn6288", "xfs5152ce")
CALL, NEXT = "请A零一二号到三号窗口", "请A零一三号到十五号窗口"


def speak(number="A012", window="3", id="1.v", repeat=1, **more):
    return Speak(id, "device-1", number, window, repeat, **more)


@pytest.fixture(params=MAKES)
def module(request, rig):
    """A module that speaks four times as fast as usual, and its driver, connected."""

    def start(speed=4, **options):
        quick = {"answer_s": 0.2, "char_ms": 250 // speed, **options}
        program = ("voice_module", f"voice.{request.param}", "--make", request.param, "--speed", str(speed))
        made = rig(*program, **quick)
        assert made.driver.connect(made.line).state is DeviceState.READY
        return made

    start.make = request.param
    return start


def begin(voice, job):
    return voice.driver.start(job, voice.line, 0)


def finish(voice, job, result=None, now_ms=0):
    """What becomes of a job that was begun."""
    deadline = time.monotonic() + 20
    while result is None and time.monotonic() < deadline:
        result = voice.driver.go_on(job, voice.line, now_ms)
    return result


def say(voice, job=None):
    job = job or speak()
    return finish(voice, job, begin(voice, job))


def spoken(voice):
    return [(one["text"], one["cut"]) for one in voice.state()["spoken"]]


def test_a_call_is_said_to_its_end_and_then_confirmed_as_spoken(module):
    voice = module()
    began = time.monotonic()
    got = say(voice)
    assert (type(got), got.job, got.confirmed) == (JobDone, "1.v", True)
    assert "nobody can confirm that it was heard" in got.detail
    assert time.monotonic() - began >= len(CALL) * 0.25 / 4, "not before the module could have said it"
    assert spoken(voice) == [(CALL, "")]


def test_the_next_call_never_cuts_the_one_before(module):
    voice = module()
    assert begin(voice, speak(repeat=2)) is None
    assert finish(voice, speak(repeat=2)).confirmed
    assert isinstance(say(voice, speak("A013", "15", "2.v")), JobDone)
    assert spoken(voice) == [(CALL, ""), (CALL, ""), (NEXT, "")]
    assert voice.state()["cut"] == 0


def test_what_an_earlier_program_left_is_said_to_its_end_first(module):
    voice = module()
    begin(voice, speak("A099", "9"))
    voice.line.port.close()
    voice.line.port.open()
    again = find(f"voice.{module.make}").driver("device-1", 0, {"answer_s": 0.2, "char_ms": 62})
    assert again.connect(voice.line).state is DeviceState.READY
    voice.driver = again
    assert isinstance(say(voice), JobDone)
    assert spoken(voice) == [("请A零九九号到九号窗口", ""), (CALL, "")]


@pytest.mark.parametrize(
    ("percent", "of_syn6288", "of_xfs5152ce"), [(100, 16, 10), (50, 8, 5), (1, 1, 1), (30, 5, 3)]
)
def test_the_volume_is_the_modules_own_mark(module, percent, of_syn6288, of_xfs5152ce):
    voice = module()
    say(voice, speak(volume=percent))
    expected = {"syn6288": of_syn6288, "xfs5152ce": of_xfs5152ce}[module.make]
    assert [one["volume"] for one in voice.state()["spoken"]] == [expected]


def test_no_volume_that_is_given_is_silence():
    assert {level(percent, loudest) for percent in range(-5, 10) for loudest in (10, 16)} >= {1}
    assert all(1 <= level(percent, 16) <= 16 for percent in range(-5, 200))


def test_english_is_said_by_the_make_that_can_and_refused_in_words_by_the_other(module):
    if module.make == "syn6288":
        with pytest.raises(ValueError, match="letter by letter"):
            module(english=True)
        voice = module()
        got = say(voice, speak(english=True))
        assert "in Chinese alone" in got.detail
        assert spoken(voice) == [(CALL, "")]
        return
    voice = module(english=True)
    say(voice)
    assert spoken(voice) == [(CALL, ""), ("ticket A zero one two, please go to window three", "")]
    assert "no English" in say(voice, speak(window="综合1")).detail
    assert spoken(voice)[-1] == ("请A零一二号到综合一号窗口", "")


def test_a_tone_comes_once_before_the_call(module):
    voice = module(tone="sounda")
    say(voice, speak(repeat=2))
    assert spoken(voice) == [("sounda" + CALL, ""), (CALL, "")]


def test_a_text_cannot_command_the_module(module):
    voice = module()
    assert isinstance(begin(voice, speak(number="[v0]")), JobFailed)
    say(voice, speak(window="[v0]综合\x1b1"))
    assert voice.state()["spoken"][0]["volume"] > 1
    assert spoken(voice) == [("请A零一二号到V零综合一号窗口", "")]


@pytest.mark.parametrize("fault", ["split", "echo", "merge", "noise_before", "lost_end"])
def test_slow_noisy_and_echoing_lines_do_not_matter(module, fault):
    voice = module()
    voice.fault(fault, value=3, times=1 if fault == "merge" else None)
    assert isinstance(say(voice), JobDone)
    voice.clear()
    assert spoken(voice)[-1] == (CALL, "")
    assert voice.driver.check(voice.line).state is DeviceState.READY


@pytest.mark.parametrize("fault", ["silent", "spoil", "half", "noise_inside", "dead", "refuse", "swallow"])
def test_one_bad_answer_neither_loses_nor_cuts_a_call(module, fault):
    voice = module(speed=1 if fault == "swallow" else 4)
    voice.driver.check(voice.line)
    voice.driver._ask = skip_first(voice, voice.driver._ask, fault)
    assert isinstance(say(voice), JobDone)
    assert spoken(voice) == [(CALL, "")]


def skip_first(voice, ask, fault):
    """The fault comes on after the question whether it is idle, so that it hits the text itself."""

    def asked(line):
        says = ask(line)
        voice.fault(fault, value=3, times=1)
        voice.driver._ask = ask
        return says

    return asked


@pytest.mark.parametrize("fault", ["silent", "dead", "deaf", "half", "spoil"])
def test_lasting_trouble_has_a_name(module, fault):
    voice = module()
    say(voice)
    voice.fault(fault)
    with pytest.raises(DeviceSaysNo) as caught:
        voice.driver.check(voice.line)
    assert caught.value.fault in (Fault.NO_ANSWER, Fault.GARBLED)
    assert (caught.value.fault is Fault.GARBLED) is (fault == "spoil")
    voice.clear()
    assert voice.driver.connect(voice.line).state is DeviceState.READY
    assert isinstance(say(voice, speak("A013", "15")), JobDone)
    assert spoken(voice)[-1] == (NEXT, "")


@pytest.mark.parametrize("fault", ["silent", "dead"])
def test_a_module_that_falls_silent_while_it_speaks_is_not_waited_for(module, fault):
    voice = module()
    assert begin(voice, speak(repeat=2)) is None
    voice.fault(fault)
    with pytest.raises(DeviceSaysNo) as caught:
        finish(voice, speak())
    assert caught.value.fault is Fault.NO_ANSWER


def test_a_late_answer_is_not_taken_for_the_next_question(module):
    voice = module(speed=1)
    voice.fault("late", value=350, times=1)
    assert voice.driver.check(voice.line).state is DeviceState.READY
    voice.fault("swallow", times=1)
    assert isinstance(say(voice), JobDone)
    assert spoken(voice) == [(CALL, "")]


def test_a_module_that_stops_too_soon_is_told_so_and_says_its_beginning_once(module):
    voice = module(speed=1)
    voice.fault("ends_early")
    got = say(voice)
    assert (type(got), got.fault) == (JobFailed, Fault.OFFLINE)
    assert "stopped before the end" in got.detail
    assert spoken(voice) == [(CALL, "early")]


def test_a_call_that_broke_off_once_is_said_to_its_end_the_second_time(module):
    voice = module(speed=1, tone="sounda")
    voice.fault("ends_early", times=1)
    got = say(voice, speak(repeat=2))
    assert (type(got), got.confirmed) == (JobDone, True)
    assert "stopped before the end" in got.detail
    assert spoken(voice) == [("sounda" + CALL, "early"), (CALL, "")]


def test_a_module_that_takes_a_text_and_never_says_it_is_told_so(module):
    voice = module()
    voice.fault("swallow")
    got = say(voice)
    assert (type(got), got.fault) == (JobFailed, Fault.REFUSED)
    assert "does not say it" in got.detail
    assert spoken(voice) == []


def test_a_refusal_is_told_and_the_next_call_is_said(module):
    voice = module()
    voice.fault("refuse")
    got = say(voice)
    assert (type(got), got.fault) == (JobFailed, Fault.REFUSED)
    voice.clear()
    assert isinstance(say(voice), JobDone)


def test_a_power_cut_in_the_middle_loses_the_call_and_is_told(module):
    voice = module()
    assert begin(voice, speak(repeat=3)) is None
    voice.ask("power_cut")
    try:
        got = finish(voice, speak())
    except PortGone:  # over TCP the line goes with the power
        voice.line.port.open()
        voice.driver.connect(voice.line)
    else:
        assert (type(got), got.fault) == (JobFailed, Fault.OFFLINE)
        assert "power" in got.detail
    assert isinstance(say(voice), JobDone)
    assert spoken(voice) == [(CALL, "power"), (CALL, "")]


def test_a_speech_that_never_ends_is_given_up(module, monkeypatch):
    monkeypatch.setattr("devices.drivers.voice_module.SLACK_S", 0.2)
    voice = module()
    voice.fault("never_ends")
    got = say(voice)
    assert (type(got), got.fault) == (JobFailed, Fault.BUSY)


def test_a_module_that_stays_busy_is_told_and_not_waited_for_for_ever(module, monkeypatch):
    monkeypatch.setattr("devices.drivers.voice_module.BUSY_S", 0.5)
    voice = module()
    voice.fault("busy")
    assert voice.driver.check(voice.line).state is DeviceState.READY, (
        "it may say what another program gave it"
    )
    got = say(voice)
    assert (type(got), got.fault) == (JobFailed, Fault.BUSY)
    status = voice.driver.check(voice.line)
    assert (status.state, status.fault) == (DeviceState.FAULTY, Fault.BUSY)
    voice.clear()
    assert voice.driver.check(voice.line).state is DeviceState.READY


def test_a_call_whose_turn_comes_too_late_is_not_begun(module):
    voice = module()
    voice.fault("busy")
    job = speak(until_ms=1000)
    assert begin(voice, job) is None
    voice.clear()
    got = finish(voice, job, now_ms=1001)
    assert (type(got), got.fault) == (JobFailed, Fault.TIMED_OUT)
    assert spoken(voice) == []


def test_a_sleeping_module_is_woken_where_the_make_can(module):
    voice = module()
    voice.line.send(CODECS[f"voice.{module.make}"].encode(wire.Order(wire.SLEEP)))
    voice.program.wait_until("sleep", lambda state: state["asleep"])
    if module.make == "syn6288":
        with pytest.raises(DeviceSaysNo):
            voice.driver.connect(voice.line)
    else:
        assert voice.driver.connect(voice.line).state is DeviceState.READY
        assert isinstance(say(voice), JobDone)


def test_unplugged_is_port_gone(module):
    voice = module()
    begin(voice, speak())
    voice.ask("unplug")
    with pytest.raises(PortGone):
        finish(voice, speak())


def test_a_hang_up_in_the_middle_is_port_gone(module):
    voice = module()
    voice.fault("hang_up_after", value=10, times=1)
    with pytest.raises(PortGone):
        say(voice)


def test_other_jobs_are_refused_and_wrong_options_are_told(module):
    voice = module()
    assert isinstance(begin(voice, ShowOnPanel("1", "device-1", "call", ("x",))), JobFailed)
    driver = find(f"voice.{module.make}").driver
    for options, words in (
        ({"volum": 3}, "'volum' is not known"),
        ({"tone": "[v0]"}, "is no name of a tone"),
    ):
        with pytest.raises(ValueError, match=words):
            driver("device-1", 1, options)
    if module.make == "syn6288":
        with pytest.raises(ValueError, match="no piece of music"):
            driver("device-1", 1, {"music": 16})


@pytest.mark.parametrize("make", MAKES)
def test_two_frames_stand_apart_and_each_goes_in_one_piece(make):
    """The makers want more than 8 ms between two frames and less within one: on a line of 1 ms a byte the question
    after a text leaves 10 ms after the text's last byte."""
    port, _ = null_modem()
    port.byte_s, now, sent = 0.001, [100.0], []

    def later(seconds):
        now[0] += seconds

    port.open()
    port.write = lambda data: sent.append((now[0], data))
    port.read = lambda seconds: later(seconds) or b""
    line = Line(port, lambda: now[0], later)
    driver = find(f"voice.{make}").driver("device-1", 0, {"answer_s": 0.001})
    for _ in range(2):
        with pytest.raises(DeviceSaysNo):
            driver.check(line)
    gaps = [at - before - len(data) * 0.001 for (before, data), (at, _) in itertools.pairwise(sent)]
    assert len(sent) == 6 and min(gaps) > 0.008
