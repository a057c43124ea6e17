"""Folds a day's events into what happened to whom: one branch for each kind of event. Sums are made elsewhere."""

from dataclasses import dataclass, field, replace

import msgspec

from hall.contract import devices as d
from hall.contract import environment as v
from hall.contract import people as p
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.flow import FlowSeen
from hall.contract.opening import DayClosed
from hall.contract.posts import LeaveDeclared, LeaveEnded
from hall.contract.ratings import VisitRated
from hall.contract.recording import Footage
from hall.contract.unions import Recorded
from hall.domain import recordings
from hall.domain.calendar import open_seconds
from hall.domain.state import Hall
from hall.domain.supervision.rating_bad import service_of
from hall.reports.leaves import Leave, add_leave
from hall.reports.shapes import FindingLine, TroubleLine, Visit


@dataclass
class Fold:
    visits: dict[str, Visit] = field(default_factory=dict)
    calls: dict[tuple[str, str], int] = field(
        default_factory=dict
    )  # (ticket, window) -> its newest first call
    spans: dict[tuple[str, str], int] = field(default_factory=dict)  # (kind, window) -> since
    open_ms: dict[str, int] = field(default_factory=dict)
    paused_ms: dict[str, int] = field(default_factory=dict)
    staff: dict[str, list[str]] = field(default_factory=dict)
    findings: dict[str, FindingLine] = field(default_factory=dict)
    troubles: dict[tuple[str, str], TroubleLine] = field(default_factory=dict)
    over: list[TroubleLine] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    jobs: dict[str, set[str]] = field(
        default_factory=lambda: {k: set() for k in ("slip", "lost", "panel", "voice")}
    )
    readings: dict[str, list[int]] = field(default_factory=dict)
    reading_way: dict[str, str] = field(default_factory=dict)
    ratings: dict[tuple[str, int], VisitRated] = field(default_factory=dict)  # the newest of each service
    flows: list[FlowSeen] = field(default_factory=list)
    consents: int = 0
    refused: int = 0
    closed: bool = False


def add(fold: Fold, one: Recorded, hall: Hall) -> None:
    event, at = one.event, one.at
    visits = fold.visits
    match event:
        case t.TicketIssued():
            fc = event.forecast
            visits[event.ticket] = Visit(
                event.ticket, event.number, event.queue, event.service, event.identity.way.value, event.klass.value,
                at, fc.known, fc.low_s, fc.high_s,
            )  # fmt: skip
        case t.TicketCalled() if event.ticket in visits:
            visit = visits[event.ticket]
            if event.times == 1:
                fold.calls[event.ticket, event.window] = at
            first = visit.called_ms or at
            wait = open_seconds(hall, visit.queue, visit.issued_ms, first)
            visits[event.ticket] = replace(
                visit, called_ms=first, wait_s=wait, window=event.window, times=max(visit.times, event.times)
            )
        case t.TicketReturned() if event.ticket in visits:
            visits[event.ticket] = replace(visits[event.ticket], window="", times=0)
        case t.TicketStarted() if event.ticket in visits:
            visits[event.ticket] = replace(visits[event.ticket], started_ms=at, window=event.window)
        case t.TicketFinished() if event.ticket in visits:
            visits[event.ticket] = replace(visits[event.ticket], ended_ms=at, end="done", window=event.window)
        case t.TicketPassed() if event.ticket in visits:
            visits[event.ticket] = replace(
                visits[event.ticket], ended_ms=at, end="passed", window=event.window
            )
        case t.TicketCancelled() if event.ticket in visits:
            visits[event.ticket] = replace(visits[event.ticket], ended_ms=at, end="cancelled")
        case DayClosed():
            fold.closed = True
            for ticket in event.expired:
                if ticket in visits:
                    visits[ticket] = replace(visits[ticket], ended_ms=at, end="expired")
        case p.WindowSignedOn():
            fold.spans["open", event.window] = at
            names = fold.staff.setdefault(event.window, [])
            if event.staff not in names:
                names.append(event.staff)
        case p.WindowSignedOff():
            end_span(fold, "open", event.window, at)
            end_span(fold, "paused", event.window, at)
        case p.WindowPaused():
            fold.spans["paused", event.window] = at
        case p.WindowResumed():
            end_span(fold, "paused", event.window, at)
        case p.ConsentGiven():
            fold.consents += 1
        case p.ReadingStarted():
            fold.reading_way[event.reading] = event.way.value
        case p.IdentityPresented():
            way = fold.reading_way.get(event.reading, event.identity.way.value)
            fold.readings.setdefault(way, [0, 0])[0] += 1
        case p.ReadingFailed():
            fold.readings.setdefault(event.way.value, [0, 0])[1] += 1
        case LeaveDeclared() | LeaveEnded():
            add_leave(fold.leaves, event, at)
        case FlowSeen():
            fold.flows.append(event)
        case VisitRated():
            fold.ratings[event.ticket, event.leg] = event
        case d.AccessRefused():
            fold.refused = max(fold.refused, event.count)
        case d.JobConfirmed():
            _job(fold, event, hall)
        case d.JobLost():
            if _make(hall, event.device).startswith("printer."):
                fold.jobs["lost"].add(event.job)
        case _:
            _findings(fold, one, hall)
            _troubles(fold, one)


def _job(fold: Fold, event: d.JobConfirmed, hall: Hall) -> None:
    make = _make(hall, event.device)
    for prefix, name in (("printer.", "slip"), ("led.", "panel"), ("voice.", "voice")):
        if make.startswith(prefix):
            fold.jobs[name].add(event.job)


def _make(hall: Hall, device: str) -> str:
    part = hall.devices.get(device)
    return part.make if part else ""


def end_span(fold: Fold, kind: str, window: str, at: int) -> None:
    since = fold.spans.pop((kind, window), 0)
    if since:
        totals = fold.open_ms if kind == "open" else fold.paused_ms
        totals[window] = totals.get(window, 0) + at - since


def _findings(fold: Fold, one: Recorded, hall: Hall) -> None:
    event, at, have = one.event, one.at, fold.findings
    match event:
        case s.FindingRaised():
            have[event.finding] = FindingLine(
                event.finding, event.code.value, event.level.value, event.subject, event.zone, event.since_ms or at,
                at, 0, event.told, 0, "", "", event.detail, _footage(fold, event, event.since_ms or at, hall),
            )  # fmt: skip
        case s.FindingRisen() if event.finding in have:
            have[event.finding] = replace(have[event.finding], level=event.level.value)
        case s.FindingCleared() if event.finding in have:
            line = have[event.finding]
            have[event.finding] = replace(line, cleared_ms=at, footage=_ended(line.footage, at))
        case s.FindingAcknowledged() if event.finding in have:
            line = have[event.finding]
            if not line.acknowledged_ms:
                have[event.finding] = replace(line, acknowledged_ms=at, acknowledged_by=event.staff)
        case s.FindingJudged() if event.finding in have:
            judged = "confirmed" if event.confirmed else "dismissed"
            have[event.finding] = replace(have[event.finding], judged=judged)


def _footage(fold: Fold, event: s.FindingRaised, since: int, hall: Hall) -> Footage | None:
    """As `recordings.of_finding`, of events alone."""
    seen = recordings.cameras(hall, event.code, event.subject, event.zone)
    if seen is None:
        return None
    if event.code is not s.FindingCode.RATING_BAD:
        return Footage(seen[0], since, 0, seen[1])
    ticket, _ = service_of(event.finding)
    return Footage(seen[0], fold.calls.get((ticket, event.subject), since), since, seen[1])


def _ended(footage: Footage | None, at: int) -> Footage | None:
    return footage if footage is None or footage.end_ms else msgspec.structs.replace(footage, end_ms=at)


def _troubles(fold: Fold, one: Recorded) -> None:
    event, at = one.event, one.at
    match event:
        case d.DeviceChanged():
            bad = event.state is not d.DeviceState.READY or event.fault is not d.Fault.NONE
            _trouble(
                fold,
                "device",
                event.device,
                event.state.value,
                event.fault.value,
                event.since_ms or at,
                at,
                bad,
            )
        case g.CameraChanged():
            bad = event.state is not g.CameraState.OK
            _trouble(
                fold, "camera", event.camera, event.state.value, event.detail, event.since_ms or at, at, bad
            )
        case g.SeatChanged():
            bad = event.seat is g.Seat.ABSENT
            _trouble(fold, "seat", event.post, event.seat.value, event.note, event.since_ms or at, at, bad)
        case g.EnvironmentRated():
            _trouble(fold, "environment", event.zone, "poor", event.item, at, at, event.poor)
        case v.TroubleFound():
            line = TroubleLine("environment", event.zone, "poor", event.cause.value, event.since_ms, 0)
            fold.troubles["environment", event.record] = line
        case v.TroubleGone() | v.TroubleExcused():
            over = fold.troubles.pop(("environment", event.record), None)
            if over is not None:
                fold.over.append(replace(over, until_ms=max(at, over.from_ms)))
        case d.HostLost():
            _trouble(fold, "host", event.host, "lost", "", event.since_ms or at, at, True)
        case d.HostBack():
            _trouble(fold, "host", event.host, "", "", at, at, False)


def _trouble(
    fold: Fold, kind: str, subject: str, state: str, what: str, since: int, at: int, bad: bool
) -> None:
    """Close the trouble this subject had, and open the new one when it is not well."""
    key = (kind, subject)
    old = fold.troubles.get(key)
    if old is not None and bad and (old.state, old.what) == (state, what):
        return
    if old is not None:
        fold.over.append(replace(fold.troubles.pop(key), until_ms=max(since, old.from_ms)))
    if bad:
        fold.troubles[key] = TroubleLine(kind, subject, state, what, since, 0)
