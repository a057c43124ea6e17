"""One device as its worker sees it: where it stands, what it has to do, and when it is next to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from devices.drivers.base import Confirms, Driver, Line, Paced, Speaks, Status
from devices.runtime.rules import DISPLAYS, State, keep, order, too_late
from hall.contract.devices import DeviceReport, DeviceState, Job

NEVER, LONG_AGO = float("inf"), float("-inf")


@dataclass(slots=True)
class Served:
    """Times that end in _s are steady seconds, those in _ms are the hall's."""

    id: str
    port: str
    driver: Driver
    state: State = State.AWAY
    status: Status = field(default_factory=lambda: Status(DeviceState.UNKNOWN))
    tries: int = 0
    retry_s: float = 0.0
    check_s: float = 0.0
    idled_s: float = LONG_AGO
    been_ready: bool = False
    mailbox: tuple[Job, ...] = ()
    jobs: tuple[Job, ...] = ()  # of the mailbox, what mattered when it came
    urgent: bool = False  # somebody stands there and waits for one of them
    turn: tuple[float, int] | None = (
        None  # its place among those that wait: since when, and the order of its job then
    )
    done: set[str] = field(default_factory=set)
    refused: set[str] = field(
        default_factory=set
    )  # texts a display will not take before it is connected anew
    waiting_since_s: dict[str, float] = field(default_factory=dict)
    current: Job | None = None
    told: DeviceReport | None = None
    mark: int = 0  # what had come before this device was spoken to
    unanswered: int = 0  # questions in a row, to a device that is ready all the same
    heard_ms: int = 0
    every_ms: int = 0  # how often it is asked and answers; 0: its silence says nothing
    shown_ms: int = 0  # when it last answered while it showed a text
    paced: bool = False
    confirming: bool = False
    speaking: bool = False

    def __post_init__(self) -> None:
        self.paced = isinstance(self.driver, Paced)
        self.confirming = isinstance(self.driver, Confirms)
        self.speaking = isinstance(self.driver, Speaks)

    @property
    def confirms(self) -> bool:
        return bool(self.driver.confirms) if self.confirming else True  # type: ignore[attr-defined]

    def came(self, line: Line) -> int:
        """How much has come from it: what speaks by itself counts that, all others answer alone on the line."""
        return self.driver.said if self.speaking else line.heard  # type: ignore[attr-defined, no-any-return]

    def take(self, mailbox: tuple[Job, ...], now_ms: int) -> None:
        """The newest mailbox takes the place of the one before."""
        self.mailbox = mailbox
        self.jobs = keep(mailbox, self.done, now_ms)
        self.urgent = any(not isinstance(job, DISPLAYS) for job in mailbox)
        there = {job.id for job in mailbox}
        self.done &= there
        self.refused &= there
        self.waiting_since_s = {k: v for k, v in self.waiting_since_s.items() if k in there}

    def next_job(self, now_s: float, now_ms: int) -> Job | None:
        """What is to be begun, also where it has to wait a little (`begin_s`). None: nothing."""
        if not self.jobs or self.current is not None or self.state is not State.READY:
            return None
        job = next((job for job in self.jobs if self._is_due(job, now_ms)), None)
        if job is None:
            self.turn = None
        elif self.turn is None:
            self.turn = (now_s, order(job))  # a newer text does not lose it
        return job

    def _is_due(self, job: Job, now_ms: int) -> bool:
        if isinstance(job, DISPLAYS):
            return job.id != self.driver.shows and job.id not in self.refused
        return job.id not in self.done and not too_late(job, now_ms)

    @property
    def begin_s(self) -> float:
        """From when a display takes its next text; meanwhile only the newest waits, and others on the line go first."""
        return self.driver.not_before_s if self.paced else LONG_AGO  # type: ignore[attr-defined]

    @property
    def look_s(self) -> float:
        """When it is to be asked how it is."""
        if self.state is State.READY:
            return self.check_s
        return self.retry_s if self.state is State.BROKEN else LONG_AGO

    def listen_s(self, rest_s: float, speaking: bool) -> float:
        """When it is to be heard for what it says by itself: every `rest_s`, or as its driver wants it."""
        if self.state is not State.READY or self.current is not None:
            return NEVER
        every_s = rest_s if speaking else getattr(self.driver, "idle_s", rest_s)
        return self.idled_s + float(every_s)
