"""Where this hall lives: its configuration, folders, addresses and clock, loaded once at a process's start."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from hall.bus.clock import Clock
from hall.bus.keys import Keys
from hall.contract.check import Problem, check
from hall.contract.config import HallConfig


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
        try:
            raw = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise BadConfig(
                path, (Problem("file", f"cannot be read: {error.strerror}", "check the path"),)
            ) from None
        except UnicodeDecodeError:
            raise BadConfig(path, (Problem("file", "is not UTF-8", "save it as UTF-8"),)) from None
        except tomllib.TOMLDecodeError as error:
            raise BadConfig(path, (Problem("file", f"is not TOML: {error}"),)) from None
        config, problems = check(raw)
        if config is None:
            raise BadConfig(path, problems)
        folder = path.parent
        return cls(
            path=path,
            config=config,
            store=folder / config.store.path,
            keys=Keys(Path(keys).absolute() if keys else folder / config.store.keys),
            clock=Clock.from_env(),
        )

    @property
    def commands(self) -> str:
        """Where a client connects its DEALER."""
        return reachable(self.config.bus.commands)

    @property
    def views(self) -> str:
        """Where a client connects its SUB."""
        return reachable(self.config.bus.views)


def reachable(endpoint: str) -> str:
    """An address to listen on as an address to connect to: "every interface" becomes this machine."""
    for anywhere in ("tcp://*:", "tcp://0.0.0.0:", "tcp://[::]:"):
        if endpoint.startswith(anywhere):
            return "tcp://127.0.0.1:" + endpoint.removeprefix(anywhere)
    return endpoint
