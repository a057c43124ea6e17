"""SYN6288 宇音天下: calls in Chinese. It reads English letter by letter, so it is given none. `voice.syn6288`."""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import voice_syn6288 as syn
from devices.codecs.voice_bytes import Order
from devices.codecs.voice_segments import chinese
from devices.drivers.base import OptionValue, WrongOption, options_of
from devices.drivers.voice_module import COMMON, ModuleVoice, level
from hall.contract.devices import Speak

OPTIONS: dict[str, OptionValue] = COMMON | {
    "music": 0,  # background music behind a call, 1 to 15; 0 none
    "english": False,  # cannot be had of this make
}
NO_ENGLISH = "the SYN6288 reads English letter by letter and says Chinese only"


class Syn6288Tongue:
    """See `voice_module.Tongue`."""

    wake = b""
    decode = staticmethod(syn.decode)

    def __init__(self, music: int) -> None:
        self._music = music

    def texts(self, job: Speak) -> tuple[str, ...]:
        return (chinese(job.number, job.window),)

    def note(self, job: Speak) -> str:
        return f"in Chinese alone: {NO_ENGLISH}" if job.english else ""

    def speech(self, text: str, percent: int) -> bytes:
        return syn.encode(syn.speech(text, level(percent, syn.LOUDEST), music=self._music))

    def order(self, order: Order) -> bytes:
        return syn.encode(order)


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> ModuleVoice:
    """A driver for one configured module; WrongOption when the options do not fit."""
    told = options_of(options, OPTIONS)
    if told["english"]:
        raise WrongOption(f"'english': {NO_ENGLISH}; voice.xfs5152ce and voice.wav say both")
    music = int(told["music"])
    if not 0 <= music <= syn.MUSIC:
        raise WrongOption(f"'music': {music} is no piece of music; 1 to {syn.MUSIC}, or 0 for none")
    return ModuleVoice(device, Syn6288Tongue(music), told)
