"""Visitors who have just been served and are asked what they think of it: they press a key of the evaluator, or go."""

import random
import threading

from hall.contract.config import DevicePart, HallConfig, kinds_of
from hall.demo.clerks import LOOK_S
from hall.demo.controls import Control, SaidNo
from hall.demo.watch import Trouble, Watch

FIRST = (
    1,
    None,
    2,
)  # so that every morning has a good one, a silent one and a bad one, if enough people come
VALUES = (0, 1, 2, 3, None)
WEIGHTS = (0.4, 0.3, 0.06, 0.02, 0.22)
THINKS_S = (2.0, 12.0)  # of the hall's clock


def desks(config: HallConfig) -> dict[str, DevicePart]:
    """Window -> the unit on its desk that is key box and evaluator in one."""
    return {d.window: d for d in config.devices if {"caller", "evaluator"} <= kinds_of(d.make)}


class Raters:
    """Whoever stands before the evaluator at `unit` of a line, in a thread of its own."""

    def __init__(
        self, window: str, unit: int, control: str, watch: Watch, seed: int, troubles: list[str]
    ) -> None:
        self._window, self._unit, self._control = window, unit, control
        self._watch, self._troubles = watch, troubles
        self._dice = random.Random(f"{seed}/ratings/{window}")
        self._stop = threading.Event()
        self._asked = 0
        self.thread = threading.Thread(target=self._run, name=f"raters {window}", daemon=True)

    def stop(self) -> None:
        self._stop.set()
        self.thread.join(10)

    def _run(self) -> None:
        number = ""
        try:
            with Control(self._control) as control:
                while not self._stop.wait(LOOK_S):
                    view = self._watch.windows.get(self._window)
                    if view is None or view.rating != "asked" or view.rating_number == number:
                        continue
                    if control.ask("state")["units"][str(self._unit)]["asking"]:
                        number = view.rating_number
                        self._answer(control)
        except (Trouble, SaidNo) as error:
            self._troubles.append(f"the evaluator of window {self._window}: {error}")

    def _answer(self, control: Control) -> None:
        value = self._dice.choices(VALUES, WEIGHTS)[0]
        if self._asked < len(FIRST):
            value = FIRST[self._asked]
        self._asked += 1
        thinks_ms = int(self._dice.uniform(*THINKS_S) * 1000)
        self._watch.sleep_until(self._watch.now_ms() + thinks_ms, self._stop)
        if value is not None:
            control.ask("rate", value=value, unit=self._unit)
