"""Spoken calls from recorded pieces, joined without gaps, one after another for each zone. The make is `voice.wav`.

The volume scales the samples: a folder or sound card may have no other, and two zones may share a card.

The port is a folder, where each call becomes a WAV file, or `aplay:DEVICE` for a sound card (Debian alsa-utils).
"""

from __future__ import annotations

import functools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

import numpy as np

from devices.codecs.voice_segments import Unspeakable, is_speakable, plan_call
from devices.drivers.base import READY, Line, OptionValue, Result, Status, WrongOption, options_of, whole_of
from hall.contract.devices import DeviceState, Fault, Job, JobDone, JobFailed, Speak

OPTIONS: dict[str, OptionValue] = {
    "english": False,  # say every call in English too
    "pieces": "",  # folder of recordings; "" the ones that come with the project
    "keep": 200,  # calls kept in the folder; older ones are removed
}
PIECES = pathlib.Path(__file__).resolve().parents[1] / "voice"
HERE = ZoneInfo("Asia/Shanghai")
CHANNELS, WIDTH, RATE = 1, 2, 16_000
SLACK_S = 5.0  # a sound card that takes this much longer than the call lasts is stuck


class Voice:
    """One loudspeaker zone. A call is done when it was written, or played to its end; nobody can confirm hearing."""

    health_s = 30.0
    idle_s = 30.0
    shows = ""
    confirms = False  # neither a folder nor a sound card says anything

    def __init__(self, device: str, address: int, options: Mapping[str, OptionValue]) -> None:
        told = options_of(options, OPTIONS)
        self._device = device
        self._english, self._keep = bool(told["english"]), whole_of(told, "keep", 1, 100_000)
        self._pieces = pathlib.Path(str(told["pieces"])) if told["pieces"] else PIECES
        if not self._pieces.is_dir():
            raise WrongOption(f"'pieces': there is no folder {self._pieces}")
        self._playing: subprocess.Popen[bytes] | None = None
        self._file: pathlib.Path | None = None
        self._until_s = 0.0
        self._detail = ""

    def can_say(self, window: str) -> bool:
        """Are there pieces for this window?"""
        return is_speakable(window)

    def connect(self, line: Line) -> Status:
        return self.check(line)

    def check(self, line: Line) -> Status:
        card = _sound_card(line.port.name)
        if card is not None:
            if shutil.which("aplay") is None:
                return Status(DeviceState.FAULTY, Fault.PORT_MISSING, "aplay is missing; install alsa-utils")
            return READY
        try:
            folder = pathlib.Path(line.port.name)
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return Status(
                DeviceState.FAULTY, Fault.PORT_MISSING, f"the folder cannot be made: {error.strerror}"
            )
        return READY

    def idle(self, line: Line, now_ms: int) -> Status | None:
        line.pause(0.05)
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, Speak):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a voice only speaks")
        try:
            names = plan_call(job.number, job.window, job.english or self._english, job.repeat)
            sound = b"".join(_piece(str(self._pieces / f"{name}.wav")) for name in names)
            sound = louder(sound, job.volume)
        except (Unspeakable, OSError, EOFError, wave.Error, ValueError) as error:
            return JobFailed(self._device, job.id, Fault.INTERNAL, f"the call cannot be spoken: {error}")
        seconds = len(sound) / (RATE * WIDTH)
        self._detail = f"{len(names)} pieces, {seconds:.1f} s"
        card = _sound_card(line.port.name)
        if card is None:
            return self._write(job, pathlib.Path(line.port.name), sound, now_ms)
        handle, name = tempfile.mkstemp(prefix="call-", suffix=".wav")
        self._file = pathlib.Path(name)
        with os.fdopen(handle, "wb") as file:
            _write_wav(file, sound)
        self._playing = subprocess.Popen(
            ["aplay", "-q", *(["-D", card] if card else []), name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._until_s = line.now_s() + seconds + SLACK_S
        return None

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if self._playing is None:
            return JobFailed(self._device, job.id, Fault.INTERNAL, "nothing is playing")
        code = self._playing.poll()
        if code is None and line.now_s() < self._until_s:
            line.pause(0.05)
            return None
        self.stop(line)
        if code is None:
            return JobFailed(self._device, job.id, Fault.BUSY, "the sound card does not come to the end")
        if code:
            return JobFailed(
                self._device, job.id, Fault.OFFLINE, f"aplay ended with {code}; check the sound card"
            )
        return JobDone(self._device, job.id, confirmed=False, detail=self._detail)

    def stop(self, line: Line) -> None:
        """A call is not cut off for the next; this only clears what is left of one that is over or stuck."""
        playing, self._playing = self._playing, None
        if playing is not None:
            if playing.poll() is None:
                playing.kill()
            playing.wait()
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            self._file = None

    def _write(self, job: Speak, folder: pathlib.Path, sound: bytes, now_ms: int) -> Result:
        stamp = f"{datetime.fromtimestamp(now_ms / 1000, HERE):%H%M%S}"
        safe = re.sub(r"[^A-Za-z0-9]", "", f"{job.number}") + "-" + re.sub(r"[^A-Za-z0-9]", "", job.window)
        path = folder / f"{stamp}-{safe}.wav"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(".part")
            with half.open("wb") as file:
                _write_wav(file, sound)
            half.replace(path)
            for old in sorted(folder.glob("*.wav"))[: -self._keep]:
                old.unlink(missing_ok=True)
        except OSError as error:
            return JobFailed(self._device, job.id, Fault.INTERNAL, f"cannot write the call: {error.strerror}")
        return JobDone(self._device, job.id, confirmed=False, detail=self._detail)


def louder(sound: bytes, percent: int) -> bytes:
    """16-bit samples at 1 to 100 percent of their amplitude; 50 is 6 dB less."""
    share = max(1, min(100, percent)) / 100
    return sound if share == 1 else (np.frombuffer(sound, "<i2") * share).astype("<i2").tobytes()


def _write_wav(file: BinaryIO, sound: bytes) -> None:
    with wave.open(file, "wb") as out:
        out.setnchannels(CHANNELS)
        out.setsampwidth(WIDTH)
        out.setframerate(RATE)
        out.writeframes(sound)


def _sound_card(name: str) -> str | None:
    """The card of an `aplay:…` port ("" the usual one); None for a folder."""
    return name.removeprefix("aplay").removeprefix(":") if re.match(r"aplay(:|$)", name) else None


@functools.lru_cache(maxsize=256)
def _piece(path: str) -> bytes:
    """The samples of one piece; ValueError when it is not in the one format that can be joined."""
    with wave.open(path) as sound:
        if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != (CHANNELS, WIDTH, RATE):
            raise ValueError(f"{path} is not 16 kHz, 16 bit, mono")
        return sound.readframes(sound.getnframes())


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> Voice:
    """A driver for one configured voice; WrongOption when the options do not fit."""
    return Voice(device, address, options)
