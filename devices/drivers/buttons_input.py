"""Keys beside the screen of a ticket machine, as a Linux input device. The make is `buttons.input`.

    KEY_1 = "service:shbz"    KEY_F1 = "help"    KEY_HOME = "home"

Names are those of linux/input-event-codes.h. The device is held for this process alone, so that the desktop gets none
of the keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from devices.codecs import scan_wedge as keys
from devices.drivers.base import READY, Line, OptionValue, Result, Status, WrongOption
from hall.contract.devices import Fault, Job, JobFailed
from hall.contract.people import PressButton

OPTIONS: dict[str, OptionValue] = {}  # every option is a key
BOUNCE_US = 300_000  # a key that chatters, or is hit twice by a trembling hand, counts once
_ROWS = {2: "1234567890", 16: "QWERTYUIOP", 30: "ASDFGHJKL", 44: "ZXCVBNM"}
NAMES: dict[str, int] = {
    **{f"KEY_{char}": first + at for first, row in _ROWS.items() for at, char in enumerate(row)},
    **{f"KEY_F{n}": 58 + n for n in range(1, 11)},
    "KEY_F11": 87,
    "KEY_F12": 88,
    **{f"KEY_KP{first + at}": code + at for first, code in ((7, 71), (4, 75), (1, 79)) for at in range(3)},
    "KEY_KP0": 82,
    "KEY_ESC": 1,
    "KEY_BACKSPACE": 14,
    "KEY_TAB": 15,
    "KEY_ENTER": 28,
    "KEY_SPACE": 57,
    "KEY_KPENTER": 96,
    "KEY_HOME": 102,
    "KEY_UP": 103,
    "KEY_PAGEUP": 104,
    "KEY_LEFT": 105,
    "KEY_RIGHT": 106,
    "KEY_END": 107,
    "KEY_DOWN": 108,
    "KEY_PAGEDOWN": 109,
    "KEY_HELP": 138,
    **{f"BTN_{n}": 0x100 + n for n in range(10)},
    **{f"BTN_TRIGGER_HAPPY{n}": 0x2BF + n for n in range(1, 41)},  # key boards of slot machines and kiosks
}
_ACTION = re.compile(r"service:[A-Za-z0-9][A-Za-z0-9_.-]{0,39}|help|home")


class Buttons:
    """One board of keys. A key held down is one press; what was pressed before the board was opened is forgotten."""

    health_s = 60.0
    idle_s = 60.0
    hears = True
    shows = ""

    def __init__(self, device: str, address: int, options: Mapping[str, OptionValue]) -> None:
        self._device = device
        self._actions = actions_of(options)
        self._pressed_us: dict[int, int] = {}
        self.said = 0
        self._news: list[PressButton] = []

    def connect(self, line: Line) -> Status:
        line.forget()
        self._news.clear()
        return READY

    def check(self, line: Line) -> Status:
        return READY

    def idle(self, line: Line, now_ms: int) -> Status | None:
        line.listen(0.2)
        while (event := keys.decode(line.buffer)) is not None:
            self.said += event.type == keys.KEY
            action = self._actions.get(event.code, "")
            if event.type != keys.KEY or event.value != keys.DOWN or not action:
                continue
            before_us = self._pressed_us.get(event.code)
            self._pressed_us[event.code] = event.at_us
            if before_us is None or not 0 <= event.at_us - before_us < BOUNCE_US:
                self._news = [
                    PressButton(self._device, action)
                ]  # of several at once the last is what is wanted
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return JobFailed(self._device, job.id, Fault.INTERNAL, "keys take no orders")

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return None

    def stop(self, line: Line) -> None:
        pass

    def news(self) -> tuple[PressButton, ...]:
        """See `base.Tells`."""
        news, self._news = tuple(self._news), []
        return news


def actions_of(options: Mapping[str, OptionValue]) -> dict[int, str]:
    """What each key code stands for; WrongOption tells every wrong option at once."""
    found: dict[int, str] = {}
    wrong = []
    for name, action in options.items():
        if name not in NAMES:
            wrong.append(f"{name!r} is no key (KEY_1, KEY_F1, KEY_HOME, BTN_0 and the like are)")
        elif not isinstance(action, str) or not _ACTION.fullmatch(action):
            wrong.append(f"{name!r} must be service:ID, help or home, not {action!r}")
        else:
            found[NAMES[name]] = action
    if not options:
        wrong.append('no key is named; write e.g. KEY_1 = "service:ID", KEY_F1 = "help"')
    if wrong:
        raise WrongOption("; ".join(wrong))
    return found


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> Buttons:
    """A driver for one configured board of keys; WrongOption names all that is wrong."""
    return Buttons(device, address, options)
