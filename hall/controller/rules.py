"""The rules as the loop sees them: a handful of functions. The real ones are bound here; tests may bring small ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hall.contract.base import Actor
from hall.contract.config import HallConfig
from hall.contract.devices import DeviceReport, DeviceReports, Job
from hall.contract.sightings import CameraReport
from hall.contract.unions import Command, Event, Recorded
from hall.contract.views import View
from hall.contract.views_host import HostMail


@dataclass(frozen=True, slots=True)
class Rules:
    """`hall` stands for the folded state, whatever its type; it has `pulse`, `heard`, `pictures` and `pace`
    (hall.domain.state)."""

    new: Callable[[HallConfig], Any]
    decide: Callable[[Command, Any, int, Actor, str], tuple[Event, ...]]
    evolve: Callable[[Recorded, Any], None]
    settle: Callable[[Any, int], tuple[Event, ...]]
    alive: Callable[[Any, str, int], None]
    heard: Callable[[Any, DeviceReport | DeviceReports | CameraReport], None]
    freeze: Callable[[Any], bytes]
    thaw: Callable[[bytes, HallConfig], Any]
    build: Callable[[str, Any, int], View]
    touched: Callable[[Recorded, Any], frozenset[str]]
    topics: Callable[[Any], tuple[str, ...]]
    mail: Callable[[str, Any, dict[str, list[Job]]], HostMail | None]


def domain() -> Rules:
    """The rules of the house."""
    from hall.domain import decide, evolve, snapshot, state, views

    return Rules(
        new=state.Hall,
        decide=decide.decide,
        evolve=evolve.evolve,
        settle=decide.settle,
        alive=state.alive,
        heard=state.heard,
        freeze=snapshot.freeze,
        thaw=snapshot.thaw,
        build=views.build,
        touched=views.touched,
        topics=views.topics,
        mail=views.mail,
    )
