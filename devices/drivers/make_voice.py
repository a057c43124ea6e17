"""Makes the pieces of `devices/voice` with espeak-ng, once and offline: `python -m devices.drivers.make_voice`.

A hall that has a speaker of its own puts its recordings there instead: 16 kHz, 16 bit, mono, same names.
"""

from __future__ import annotations

import io
import math
import pathlib
import subprocess
import sys
import wave

import numpy as np

from devices.codecs.voice_segments import EN_WORDS, LETTERS, all_segments

RATE = 16_000
FOLDER = pathlib.Path(__file__).resolve().parents[1] / "voice"
PINYIN = {
    **dict(zip("0123456789", ("ling2", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3"), strict=True)),
    "qing": "qing3", "hao": "hao4", "dao": "dao4", "haochuangkou": "hao4 chuang1 kou3", "shi": "shi2", "bai": "bai3",
}  # fmt: skip
CHIME_S, PAUSE_S = 0.6, 0.35


def spoken(name: str) -> np.ndarray:
    """The samples of one piece, -1 to 1."""
    language, word = name.split("/")
    if word == "chime":
        return _chime()
    if word == "pause":
        return np.zeros(int(PAUSE_S * RATE))
    if language == "zh" and word not in LETTERS:
        return _espeak("cmn-latn-pinyin", PINYIN[word], 150)
    text = word.replace("_", " ") if word in EN_WORDS else word
    return _espeak("en-gb-x-rp", text, 150)


def _espeak(voice: str, text: str, words_a_minute: int) -> np.ndarray:
    command = ["espeak-ng", "-v", voice, "-s", str(words_a_minute), "-g", "0", "--stdout", text]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(raw)) as sound:
        rate = sound.getframerate()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16) / 32768
    return _levelled(_trimmed(_resampled(samples, rate)))


def _resampled(samples: np.ndarray, rate: int) -> np.ndarray:
    """Through the spectrum, so nothing above the new limit folds back."""
    size = int(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples)[: size // 2 + 1]
    return np.fft.irfft(spectrum, size) * size / len(samples)


def _trimmed(samples: np.ndarray) -> np.ndarray:
    """Without the silence at both ends, with soft edges."""
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    keep, edge = int(0.015 * RATE), int(0.008 * RATE)
    part = samples[max(0, loud[0] - keep) : loud[-1] + 2 * keep].copy()
    ramp = np.linspace(0, 1, edge)
    part[:edge] *= ramp
    part[-edge:] *= ramp[::-1]
    return part


def _levelled(samples: np.ndarray) -> np.ndarray:
    return samples / np.max(np.abs(samples)) * 0.7


def _chime() -> np.ndarray:
    """Two notes down, as before a call."""
    at = np.arange(int(CHIME_S * RATE)) / RATE
    out = np.zeros(len(at))
    for start, pitch in ((0.0, 783.99), (0.22, 659.25)):
        since = np.clip(at - start, 0, None)
        out += np.where(at >= start, np.sin(2 * math.pi * pitch * since) * np.exp(-since * 7), 0) * 0.35
    return out * np.minimum(1, (CHIME_S - at) * 20)


def main() -> None:
    """Write every piece."""
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name in all_segments():
        path = folder / f"{name}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes((np.clip(spoken(name), -1, 1) * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
