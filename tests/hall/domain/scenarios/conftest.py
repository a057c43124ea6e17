"""The scenarios of supervision.md §4: the pack xinmi-2021, sessions 09:00–12:00 and 13:00–17:00, days of 2026."""

import datetime as dt

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.packs import BUILT_IN
from hall.contract.supervision import FindingCode, FindingRaised
from tests.hall.domain.conftest import Stage, small_hall

MONDAY = dt.date(2026, 3, 9)
MACHINES = (FindingCode.PANEL_WRONG, FindingCode.DEVICE_FAULT)  # no device answers on this stage


def xinmi(**over) -> c.HallConfig:
    return small_hall(policy=BUILT_IN["xinmi-2021"], **over)


class Day(Stage):
    """A stage on one day, on which the hall's clock ticks every second that matters: `until` walks there."""

    def __init__(self, config: c.HallConfig | None = None, day: dt.date = MONDAY, at: str = "09:00") -> None:
        self.day = day
        super().__init__(config or xinmi(), at)

    def at(self, clock: str, day: dt.date | None = None) -> "Day":
        return super().at(clock, day or self.day)

    def next_day(self, day: dt.date, at: str = "09:00") -> "Day":
        self.day = day
        self.at("00:00:01").tick()
        return self.at(at)

    def until(self, clock: str, step_s: int = 1) -> list:
        """Every tick from now to then, and what was raised about people."""
        start, end = self.now, self.at(clock).now
        raised = []
        for now in range(start, end + 1, step_s * 1000):
            self.now = now
            raised += [e for e in self.tick() if isinstance(e, FindingRaised) and e.code not in MACHINES]
        return raised

    def findings(self, code: FindingCode) -> list:
        return [x for x in self.hall.facts.findings.values() if x.code is code]


@pytest.fixture
def day() -> Day:
    return Day()


def with_queue(config: c.HallConfig, queue: str, **over) -> c.HallConfig:
    queues = tuple(msgspec.structs.replace(q, **over) if q.id == queue else q for q in config.queues)
    return msgspec.structs.replace(config, queues=queues)
