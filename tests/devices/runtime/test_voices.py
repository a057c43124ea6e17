"""A worker with a speaking module: calls in their order, none cut, none too late, and back after a power cut."""

import msgspec
import pytest

from devices.runtime.host import Host
from devices.simulator.control import Program
from hall.contract.config import DevicePart, WindowPart, ZonePart
from hall.contract.devices import DeviceState, Fault, JobDone, JobFailed, Speak
from tests.devices.runtime import test_host
from tests.devices.runtime.leaping import Leaping

MAKES = ("syn6288", "xfs5152ce")


def speak(id, window, number="A001", **more):
    return Speak(id, "d", number, window, 1, **more)


def said(window, number="零零一"):
    return f"请A{number}号到{window}号窗口"


@pytest.fixture(params=MAKES)
def voice(request, tmp_path):
    with Program("voice_module", f"pty:{tmp_path}/line", "--make", request.param, "--speed", "4") as program:
        playing = Leaping(program, f"voice.{request.param}", answer_s=0.2, char_ms=62)
        playing.report(DeviceState.READY)
        yield playing
        playing.worker.end()


def spoken(voice):
    return [(one["text"], one["cut"]) for one in voice.program.ask("state")["spoken"]]


def test_calls_are_said_in_their_order_and_none_cuts_another(voice):
    voice.offer(*(speak(f"{n}.d", str(n)) for n in (1, 2, 3)))
    for n in (1, 2, 3):
        assert voice.result(JobDone, f"{n}.d").confirmed
    assert spoken(voice) == [(said("一"), ""), (said("二"), ""), (said("三"), "")]


def test_a_newer_call_for_a_window_takes_the_place_of_the_one_that_waits_but_never_of_the_one_being_said(
    voice,
):
    first, other, again = speak("1.d", "1"), speak("2.d", "2"), speak("3.d", "2", "A002")
    voice.offer(first, other)
    voice.program.wait_until("the first call", lambda state: state["speaking"] == said("一"))
    voice.offer(again)  # the hall wants neither of the two before any more
    voice.result(JobDone, "1.d")
    voice.result(JobDone, "3.d")
    assert spoken(voice) == [(said("一"), ""), (said("二", "零零二"), "")]


def test_a_call_whose_turn_comes_too_late_is_told_and_not_said(voice):
    late = speak("2.d", "2", until_ms=voice.clock_ms + 1000)
    voice.offer(speak("1.d", "1"), late, speak("3.d", "3"))
    voice.program.wait_until("the first call", lambda state: state["speaking"])
    voice.clock_ms += 2000
    lost = voice.result(JobFailed, "2.d")
    assert lost.fault is Fault.TIMED_OUT
    voice.result(JobDone, "3.d")
    assert spoken(voice) == [(said("一"), ""), (said("三"), "")]


def test_a_power_cut_in_the_middle_loses_that_call_alone(voice):
    voice.offer(speak("1.d", "1"), speak("2.d", "2"))
    voice.program.wait_until("the first call", lambda state: state["speaking"])
    voice.program.ask("power_cut")
    assert voice.result(JobFailed, "1.d").fault is Fault.OFFLINE
    voice.result(JobDone, "2.d")
    assert spoken(voice) == [(said("一"), "power"), (said("二"), "")]


def test_a_module_that_is_away_is_told_and_the_call_waits_for_it(voice):
    voice.program.ask("fault", name="dead")
    voice.clock.leap()
    voice.report(DeviceState.AWAY, Fault.NO_ANSWER)
    voice.offer(speak("1.d", "1"))
    voice.program.ask("clear")
    voice.result(JobDone, "1.d")
    assert spoken(voice) == [(said("一"), "")]


def test_a_call_that_is_given_again_and_again_is_said_once(voice):
    job = speak("1.d", "1")
    voice.offer(job)
    voice.result(JobDone, "1.d")
    voice.offer(job)
    voice.offer(job, speak("2.d", "2"))
    voice.result(JobDone, "2.d")
    assert spoken(voice) == [(said("一"), ""), (said("二"), "")]


def test_windows_that_a_voice_cannot_call_are_told_when_the_process_starts(tmp_path, caplog):
    config = msgspec.structs.replace(
        test_host.config(
            DevicePart("A.voice", "voice.wav", "var/a", zone="A"),
            DevicePart("hall.voice", "voice.wav", "var/b", zone="A", zones=("B",)),
            DevicePart("B.voice", "voice.syn6288", "/dev/nothing", zone="B"),
        ),
        zones=(ZonePart("A", "甲"), ZonePart("B", "乙")),
        windows=(
            WindowPart("w1", "A", "1", ("A",)),
            WindowPart("w2", "B", "综合1", ("A",)),
            WindowPart("w3", "B", "B1000", ("A",)),
        ),
    )
    Host(config, "devices-1", test_host.Clock(), tmp_path)
    (told,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert told.startswith("hall.voice: cannot call to the windows 综合1, B1000")
