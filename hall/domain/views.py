"""The table of views: which topics there are, how each is built, and which an event may have changed."""

from functools import lru_cache

from hall.contract import bookings as b
from hall.contract import callers as k
from hall.contract import catalogue as c
from hall.contract import devices as d
from hall.contract import environment as v
from hall.contract import opening as o
from hall.contract import people as p
from hall.contract import posts as h
from hall.contract import ratings as r
from hall.contract import sensing as m
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.calling import CallingSet, QuietSet, WindowPullSet, WindowQueuesSet
from hall.contract.flow import FlowSeen
from hall.contract.legs import (
    LegResumed,
    ServiceAdded,
    TicketQueued,
    TicketReleased,
    TicketTransferred,
    TransferUndone,
)
from hall.contract.unions import Recorded
from hall.contract.views import View
from hall.contract.views_common import WindowState
from hall.contract.views_host import HostMail
from hall.domain.state import Hall
from hall.domain.supervision.host_lost import HOST
from hall.domain.views_catalogue import catalogue
from hall.domain.views_devices import devices
from hall.domain.views_host import host
from hall.domain.views_host import mail as host_mail
from hall.domain.views_kiosk import kiosk
from hall.domain.views_places import items, places
from hall.domain.views_wall import wall
from hall.domain.views_window import window

CATALOGUE = "catalogue"
PLACES = "places"
ITEMS = "items"
WALL = "wall"
DEVICES = "devices"
NONE: frozenset[str] = frozenset()
_WAITS = (s.FindingCode.WAIT_WARN, s.FindingCode.WAIT_OVER)


def topics(hall: Hall) -> tuple[str, ...]:
    """Every topic of this hall."""
    return _Topics.of(hall).all_in_order


def build(topic: str, hall: Hall, now: int) -> View:
    """The view of a topic at hall time `now` (ms). KeyError, with the topic, when the hall has none of that name."""
    if topic == WALL:
        return wall(hall, now)
    if topic == DEVICES:
        return devices(hall, now)
    if topic == CATALOGUE:
        return catalogue(hall)
    if topic == PLACES:
        return places(hall, now)
    if topic == ITEMS:
        return items(hall, now)
    kind, _, name = topic.partition("/")
    if kind == "kiosk" and name in hall.kiosks:
        return kiosk(hall, name, now)
    if kind == "window" and name in hall.windows:
        return window(hall, name, now)
    if kind == "host" and name in hall.hosts:
        return host(hall, name, now)
    raise KeyError(topic)


def mail(topic: str, hall: Hall, told: dict[str, list[d.Job]]) -> HostMail | None:
    """What goes out on a topic before its view does: changed mailboxes of a host (`views_host.mail`), else None."""
    kind, _, name = topic.partition("/")
    return host_mail(hall, name, told) if kind == "host" and name in hall.hosts else None


def touched(rec: Recorded, hall: Hall) -> frozenset[str]:
    """Topics whose view may have changed, asked after the event was folded. Rather one too many than one missed."""
    return _Topics.of(hall).touched(rec.event, hall)


class _Topics:
    """Sets of topics that depend on the configuration alone, made once for a hall."""

    def __init__(self, hall: Hall) -> None:
        self.kiosks = frozenset(f"kiosk/{k}" for k in hall.kiosks)
        self.windows = frozenset(f"window/{w}" for w in hall.windows)
        self.hosts = frozenset(f"host/{h}" for h in hall.hosts)
        self.all_in_order = (
            CATALOGUE,
            PLACES,
            ITEMS,
            *sorted(self.kiosks),
            *sorted(self.windows),
            WALL,
            DEVICES,
            *sorted(self.hosts),
        )
        self.all = frozenset(self.all_in_order)
        public = self.kiosks | {WALL}
        host_of = {x.id: f"host/{x.host}" for x in hall.config.devices}
        boxes = {w: {host_of[x] for x in ids} for w, ids in hall.callers.items()}
        self.of_queue = {
            q: public.union({f"window/{w}" for w in windows}, *(boxes.get(w, ()) for w in windows))
            for q, windows in hall.windows_of_queue.items()
        }
        self.of_window: dict[str, frozenset[str]] = {}
        for part in hall.config.windows:
            speaking = (
                *hall.panels_of_window[part.id],
                *hall.screens_of_zone.get(part.zone, ()),
                *hall.voices_of_zone.get(part.zone, ()),
                *hall.callers.get(part.id, ()),
                *((hall.evaluators[part.id],) if part.id in hall.evaluators else ()),
            )
            lines = [self.of_queue[q] for q in hall.serves[part.id] if q in self.of_queue]
            self.of_window[part.id] = frozenset(
                {f"window/{part.id}", *public, DEVICES, *(host_of[x] for x in speaking)}.union(*lines)
            )
        self.of_kiosk = {
            k.id: frozenset(
                {f"kiosk/{k.id}", WALL}
                | {
                    host_of[x]
                    for x in (k.printer, k.spare, k.card, k.social, k.scanner, k.eye)
                    if x in host_of
                }
            )
            for k in hall.config.kiosks
        }
        self.of_device = {
            x.id: frozenset(
                {WALL, DEVICES, host_of[x.id]}
                | ({f"kiosk/{x.kiosk}"} if x.kiosk in hall.kiosks else set())
                | {f"kiosk/{k.id}" for k in hall.config.kiosks if k.spare == x.id}
                | ({f"window/{x.window}"} if x.window in hall.windows else set())
            )
            for x in hall.config.devices
        }

    @staticmethod
    def of(hall: Hall) -> "_Topics":
        return _made(hall, hall.assigned)

    def touched(self, event: object, hall: Hall) -> frozenset[str]:
        if isinstance(event, t.TicketIssued):
            return self.of_queue.get(event.queue, NONE) | self.of_kiosk.get(event.kiosk, NONE)
        if isinstance(
            event, t.TicketCalled | t.TicketReturned | t.TicketStarted | t.TicketFinished | t.TicketPassed
        ):
            return self._ticket(event.ticket, hall) | self.of_window.get(event.window, NONE)
        if isinstance(event, t.TicketCancelled | t.TicketAbandoned | TicketReleased | t.TicketUnheld):
            ticket = hall.facts.tickets.get(event.ticket)
            return self._ticket(event.ticket, hall) | self.of_window.get(
                ticket.window if ticket else "", NONE
            )
        if isinstance(
            event,
            t.TicketHeld | TicketTransferred | TransferUndone | LegResumed | ServiceAdded | t.CaseLinked,
        ):
            return self._moved(event.ticket, hall) | self.of_window.get(event.window, NONE)
        if isinstance(
            event,
            TicketQueued | t.TicketReactivated | t.TicketPushed | t.TicketPrioritised | CallingSet,
        ):
            return self._moved(event.ticket, hall)
        if isinstance(
            event,
            (
                c.CatalogueImported
                | o.DayOpened
                | o.DayClosed
                | QuietSet
                | WindowQueuesSet
                | o.QueueClosed
                | o.QueueReopened
                | o.CalendarImported
            ),
        ):
            return self.all
        if isinstance(
            event,
            WindowPullSet
            | p.EmergencyRaised
            | p.EmergencyEnded
            | d.CallBackedUp
            | k.KeyRefused
            | r.VisitRated,
        ):
            return self.of_window.get(event.window, NONE) | {WALL}
        if isinstance(
            event,
            p.WindowSignedOn | p.WindowSignedOff | p.WindowPaused | p.WindowResumed | p.WindowRelieved,
        ):
            return self.of_window.get(event.window, NONE) | {PLACES}
        if isinstance(
            event,
            t.SlipAsked
            | p.ReadingStarted
            | p.IdentityPresented
            | p.ReadingFailed
            | p.TurnAsked
            | p.ReadingStopped
            | p.ButtonPressed
            | p.HelpCalled
            | p.HelpAnswered,
        ):
            return self.of_kiosk.get(event.kiosk, NONE)
        if isinstance(event, b.BookingsImported | b.BookingCancelled | b.BookingMissed | b.BookingEnded):
            return self.kiosks & {f"kiosk/{k}" for k in hall.facts.readings} | {WALL}
        if isinstance(event, d.DeviceChanged):  # its mailbox is the same as before
            return self.of_device.get(event.device, NONE) - self.hosts
        if isinstance(event, d.JobConfirmed | d.JobLost):
            views, device = self.of_device.get(event.device, NONE), hall.facts.devices.get(event.device)
            views |= self._spoken(event.device, hall)
            kept = device is not None and any(job.id == event.job for job in device.mailbox)
            return views - self.hosts if kept else views  # a display keeps its text
        if isinstance(
            event,
            m.SensorsRead
            | v.CrowdSeen
            | v.FloorJudged
            | FlowSeen
            | v.TroubleFound
            | v.TroubleGone
            | h.LeaveDeclared
            | h.LeaveEnded,
        ):
            return frozenset({WALL})
        if isinstance(event, v.TroubleExcused):  # its camera takes what it sees for the floor
            return self.hosts | {WALL}
        if isinstance(event, g.EmptyCaptured):
            return self.hosts
        if isinstance(event, d.HostLost | d.HostBack):
            return self._host(event.host)
        if isinstance(event, d.AccessRefused | g.SeatChanged | g.CameraChanged | g.EnvironmentRated):
            register = {DEVICES} if isinstance(event, g.CameraChanged) else NONE
            return self._seat(event, hall) | {WALL} | register
        if isinstance(
            event,
            s.FindingRaised | s.FindingRisen | s.FindingCleared | s.FindingAcknowledged | s.FindingJudged,
        ):
            return self._finding(event.finding, hall) | {WALL}
        return NONE

    def _spoken(self, voice: str, hall: Hall) -> frozenset[str]:
        """Windows whose call was made another way, by this voice or not: what the clerk reads may be another thing."""
        zones = (zone for zone, voices in hall.voices_of_zone.items() if voice in voices)
        windows = (hall.facts.windows[w] for zone in zones for w in hall.windows_of_zone[zone])
        called = (w for w in windows if w.state is WindowState.CALLED and w.backed_ms)
        return NONE.union(*(_window_topic(w.id, hall) for w in called))

    def _ticket(self, ticket_id: str, hall: Hall) -> frozenset[str]:
        ticket = hall.facts.tickets.get(ticket_id)
        return self.of_queue.get(ticket.queue, NONE) if ticket is not None else NONE

    def _moved(self, ticket_id: str, hall: Hall) -> frozenset[str]:
        """Everywhere the ticket stands, stood or will stand."""
        ticket = hall.facts.tickets.get(ticket_id)
        if ticket is None:
            return NONE
        queues = {ticket.queue, *(leg.queue for leg in ticket.others)}
        windows = {ticket.window, ticket.sent_by, *(leg.window for leg in ticket.others)}
        return NONE.union(
            *(self.of_queue.get(q, NONE) for q in queues), *(self.of_window.get(w, NONE) for w in windows)
        )

    def _host(self, host_id: str) -> frozenset[str]:
        """A silent host changes every view one of its devices stands in."""
        own = {x for x in (f"host/{host_id}", f"kiosk/{host_id}") if x in self.all}
        if host_id.startswith("window-") and f"window/{host_id[7:]}" in self.all:
            own.add(f"window/{host_id[7:]}")
        for views in self.of_device.values():
            if f"host/{host_id}" in views:
                own |= views
        return frozenset(own | {WALL, DEVICES})

    @staticmethod
    def _seat(event: object, hall: Hall) -> frozenset[str]:
        if isinstance(event, g.SeatChanged) and event.post in hall.posts:
            return _window_topic(hall.posts[event.post].window, hall)
        return NONE

    def _finding(self, finding_id: str, hall: Hall) -> frozenset[str]:
        finding = hall.facts.findings.get(finding_id)
        if finding is None:
            return NONE
        if finding.code in _WAITS:
            return self._ticket(finding.subject, hall) - self.kiosks
        if finding.code is s.FindingCode.EMERGENCY:
            return _window_topic(finding.subject, hall)
        if finding.code is s.FindingCode.OFF_POST and finding.subject in hall.posts:
            return _window_topic(hall.posts[finding.subject].window, hall)
        if finding.detail != HOST and finding.subject in hall.devices:
            return _window_topic(hall.devices[finding.subject].window, hall)
        return NONE


def _window_topic(window_id: str, hall: Hall) -> frozenset[str]:
    return frozenset({f"window/{window_id}"}) if window_id in hall.windows else NONE


@lru_cache(maxsize=4)
def _made(hall: Hall, assigned: int) -> _Topics:
    """Made anew when windows were given other queues."""
    return _Topics(hall)
