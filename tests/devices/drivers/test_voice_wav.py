"""The voice: gapless calls of the right length, every piece there, one after another."""

import array
import os
import pathlib
import stat
import time
import wave

import pytest

from devices.codecs.voice_segments import all_segments, plan_call
from devices.drivers.base import Line, WrongOption
from devices.drivers.voice_wav import PIECES, make
from devices.ports.none import NoPort
from hall.contract.devices import DeviceState, Fault, JobDone, JobFailed, Speak

NOW = 1_795_222_800_000


def speak(number="A012", window="3", id="9.0", **more):
    return Speak(id, "zone-A.voice", number, window, **more)


def frames(path):
    with wave.open(str(path)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 16000)
        return sound.readframes(sound.getnframes())


def test_every_piece_is_there_in_the_right_format_and_audible():
    for name in all_segments():
        data = frames(PIECES / f"{name}.wav")
        seconds = len(data) / 32000
        assert 0.1 < seconds < 3, name
        loudest = max(abs(value) for value in array.array("h", data))
        assert (loudest > 3000) is (name != "zh/pause"), name


def test_a_call_becomes_its_pieces_without_gaps(tmp_path):
    line = Line(NoPort(str(tmp_path / "A")))
    voice = make("zone-A.voice", 0, {})
    assert voice.connect(line).state is DeviceState.READY
    got = voice.start(speak(repeat=2, english=True), line, NOW)
    assert (type(got), got.confirmed) == (JobDone, False)
    (path,) = (tmp_path / "A").glob("*.wav")
    assert path.name == "090000-A012-3.wav"
    expected = b"".join(frames(PIECES / f"{name}.wav") for name in plan_call("A012", "3", True, 2))
    assert frames(path) == expected


@pytest.mark.parametrize(("percent", "share"), [(100, 1.0), (50, 0.5), (1, 0.01), (0, 0.01), (200, 1.0)])
def test_the_volume_scales_every_sample_and_no_call_is_silent(tmp_path, percent, share):
    line = Line(NoPort(str(tmp_path)))
    make("zone-A.voice", 0, {}).start(speak(repeat=1, volume=percent), line, NOW)
    (path,) = tmp_path.glob("*.wav")
    loud = array.array("h", b"".join(frames(PIECES / f"{name}.wav") for name in plan_call("A012", "3")))
    got = array.array("h", frames(path))
    assert len(got) == len(loud)
    assert max(abs(quiet - share * full) for quiet, full in zip(got, loud, strict=True)) <= 1
    assert max(map(abs, got)) > 100


def test_old_calls_are_removed(tmp_path):
    line = Line(NoPort(str(tmp_path)))
    voice = make("zone-A.voice", 0, {"keep": 2})
    for turn in range(5):
        voice.start(speak(repeat=1), line, NOW + turn * 1000)
    assert len(list(tmp_path.glob("*.wav"))) == 2


def test_what_cannot_be_spoken_or_written_is_told(tmp_path):
    voice = make("zone-A.voice", 0, {})
    got = voice.start(speak(number="张三"), Line(NoPort(str(tmp_path))), NOW)
    assert isinstance(got, JobFailed)
    (tmp_path / "file").write_text("")
    line = Line(NoPort(str(tmp_path / "file" / "sub")))
    assert voice.connect(line).state is DeviceState.FAULTY
    assert isinstance(voice.start(speak(), line, NOW), JobFailed)
    with pytest.raises(WrongOption):
        make("zone-A.voice", 0, {"pieces": "/nothing/here"})


@pytest.fixture
def fake_aplay(tmp_path, monkeypatch):
    """A program called aplay on the path that swallows sound, and ends as the test says."""

    def install(script):
        program = tmp_path / "bin" / "aplay"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    return install


def played(voice, line, job):
    result = voice.start(job, line, NOW)
    deadline = time.monotonic() + 10
    while result is None and time.monotonic() < deadline:
        result = voice.go_on(job, line, NOW)
    return result


def test_a_sound_card_plays_to_the_end(fake_aplay, tmp_path):
    fake_aplay(f'echo "$@" > {tmp_path}/args; cp "$4" {tmp_path}/sound.wav')
    voice, line = make("zone-A.voice", 0, {}), Line(NoPort("aplay:plughw:1"))
    assert voice.connect(line).state is DeviceState.READY
    assert isinstance(played(voice, line, speak(repeat=1)), JobDone)
    assert "-D plughw:1" in pathlib.Path(tmp_path, "args").read_text()
    expected = b"".join(frames(PIECES / f"{name}.wav") for name in plan_call("A012", "3"))
    assert frames(tmp_path / "sound.wav") == expected
    assert not pathlib.Path(pathlib.Path(tmp_path, "args").read_text().split()[-1]).exists()


def test_a_sound_card_that_refuses_is_told(fake_aplay):
    fake_aplay("exit 1")
    voice, line = make("zone-A.voice", 0, {}), Line(NoPort("aplay"))
    got = played(voice, line, speak())
    assert isinstance(got, JobFailed)
    assert got.fault is Fault.OFFLINE
