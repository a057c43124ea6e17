"""XFS5152CE 科大讯飞: calls in Chinese and English. `voice.xfs5152ce`."""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import voice_xfs5152 as xfs
from devices.codecs.voice_bytes import Order
from devices.codecs.voice_segments import Unspeakable, chinese, english
from devices.drivers.base import OptionValue, options_of
from devices.drivers.voice_module import COMMON, ModuleVoice, level
from hall.contract.devices import Speak

OPTIONS: dict[str, OptionValue] = COMMON | {
    "english": False,  # say every call in English too
}


class Xfs5152Tongue:
    """See `voice_module.Tongue`."""

    wake = xfs.encode(Order(xfs.WAKE))
    decode = staticmethod(xfs.decode)

    def __init__(self, english: bool) -> None:
        self._english = english

    def texts(self, job: Speak) -> tuple[str, ...]:
        said = (chinese(job.number, job.window),)
        try:
            return (*said, english(job.number, job.window)) if self._english or job.english else said
        except Unspeakable:
            return said  # a window with words has no English

    def note(self, job: Speak) -> str:
        wished = self._english or job.english
        return (
            "" if not wished or len(self.texts(job)) > 1 else "in Chinese alone: this window has no English"
        )

    def speech(self, text: str, percent: int) -> bytes:
        return xfs.encode(xfs.speech(text, level(percent, xfs.LOUDEST)))

    def order(self, order: Order) -> bytes:
        return xfs.encode(order)


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> ModuleVoice:
    """A driver for one configured module; WrongOption when the options do not fit."""
    told = options_of(options, OPTIONS)
    return ModuleVoice(device, Xfs5152Tongue(bool(told["english"])), told)
