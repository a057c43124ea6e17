"""Where this hall lives: its configuration, folders, addresses and clock, loaded once at a process's start."""

import functools
import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from hall.bus.clock import Clock
from hall.bus.include import read
from hall.bus.keys import Keys
from hall.contract import calendar_table
from hall.contract.check import Problem, check
from hall.contract.config import HallConfig, YearPart


class BadConfig(Exception):
    """The file is no hall. `problems` holds all that is wrong with it."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        self.path = path
        self.problems = problems
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        super().__init__("\n".join([f"{path}: {count}", *(f"  {p}" for p in problems)]))


@dataclass(frozen=True, slots=True)
class Site:
    """`path` is the configuration file; relative paths inside it start at its folder."""

    path: Path
    config: HallConfig
    store: Path
    keys: Keys
    clock: Clock

    @classmethod
    def load(cls, config_path: str | Path, keys: str | Path | None = None) -> "Site":
        """Read and check the file; raises BadConfig with every problem, ValueError for a bad HALL_CLOCK."""
        path = Path(config_path).absolute()
        raw, sources, unread = read(path)
        if unread:
            raise BadConfig(path, unread)
        config, problems = check(raw)
        if config is None:
            raise BadConfig(path, tuple(sources.place(p) for p in problems))
        folder = path.parent
        config = with_calendar(config)
        return cls(
            path=path,
            config=config,
            store=folder / config.store.path,
            keys=Keys(Path(keys).absolute() if keys else folder / config.store.keys),
            clock=Clock.from_env(),
        )

    @property
    def commands(self) -> str:
        """Where a client connects its DEALER: the hall's local line when it stands, else TCP."""
        return nearest(self.config.bus.commands, self.local_commands)

    @property
    def views(self) -> str:
        """Where a client connects its SUB."""
        return nearest(self.config.bus.views, self.local_views)

    @property
    def local_commands(self) -> str:
        """Where the controller listens for the processes of its own machine; "" when it cannot."""
        return local_line(self.store, "commands")

    @property
    def local_views(self) -> str:
        return local_line(self.store, "views")


CALENDAR = Path(__file__).parent.parent / "data" / "calendar.csv"


@functools.cache
def shipped_calendar() -> tuple[YearPart, ...]:
    """The years that come with the programs. BadTable when somebody has changed the file into nonsense."""
    return calendar_table.read(CALENDAR.read_bytes())


def with_calendar(config: HallConfig) -> HallConfig:
    """The shipped years beside those the configuration writes itself, which stand."""
    own = {part.year for part in config.calendar}
    more = tuple(part for part in shipped_calendar() if part.year not in own)
    return msgspec.structs.replace(config, calendar=(*config.calendar, *more))


IPC = "ipc://"
_PATH_BYTES = 107  # sockaddr_un holds 108 with the closing zero, unix(7)
_HERE = ("tcp://127.", "tcp://localhost:", "tcp://[::1]:")


def local_line(store: Path, line: str) -> str:
    """A socket beside the journal, for the processes of this machine; "" where its path is longer than a socket's name
    may be. Keys, roles and CURVE hold on it as they do on TCP."""
    path = f"{store}-{line}"
    return IPC + path if len(os.fsencode(path)) <= _PATH_BYTES else ""


def nearest(endpoint: str, local: str) -> str:
    """The local line, if the hall is on this machine by its very address and we may use the socket; else `endpoint`.
    A controller that is not there yet has no socket: then it is TCP, which comes to the same."""
    endpoint = reachable(endpoint)
    if local and endpoint.startswith(_HERE) and os.access(local.removeprefix(IPC), os.W_OK):
        return local
    return endpoint


def reachable(endpoint: str) -> str:
    """An address to listen on as an address to connect to: "every interface" becomes this machine."""
    for anywhere in ("tcp://*:", "tcp://0.0.0.0:", "tcp://[::]:"):
        if endpoint.startswith(anywhere):
            return "tcp://127.0.0.1:" + endpoint.removeprefix(anywhere)
    return endpoint
