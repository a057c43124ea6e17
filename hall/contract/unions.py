"""The closed lists: every command, every event, every view. A new word is a struct plus one line here."""

from hall.contract import bookings as b
from hall.contract import callers as k
from hall.contract import calling as i
from hall.contract import catalogue as c
from hall.contract import devices as d
from hall.contract import environment as v
from hall.contract import flow as w
from hall.contract import legs as e
from hall.contract import opening as o
from hall.contract import people as p
from hall.contract import posts as h
from hall.contract import ratings as r
from hall.contract import sensing as m
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.base import Actor, Text, Word

Command = (
    t.TakeTicket
    | t.CallNext
    | t.Recall
    | t.Start
    | t.Finish
    | t.Pass
    | t.CallTicket
    | t.Reactivate
    | t.Hold
    | e.Transfer
    | e.UndoTransfer
    | e.AddService
    | e.SwitchService
    | t.LinkCase
    | t.PushToTop
    | t.Prioritise
    | i.SetCalling
    | i.SetQuiet
    | i.SetQueues
    | i.SetPull
    | t.Leave
    | t.Cancel
    | t.Reprint
    | o.OpenDay
    | o.CloseDay
    | o.CloseQueue
    | o.ReopenQueue
    | o.ImportCalendar
    | p.StartReading
    | p.StopReading
    | p.Identify
    | p.Present
    | p.FailReading
    | p.AskTurn
    | p.SignOn
    | p.SignOff
    | p.Relieve
    | p.RaiseEmergency
    | p.EndEmergency
    | c.ImportCatalogue
    | b.ImportBookings
    | b.CancelBooking
    | b.CheckIn
    | p.Pause
    | p.Resume
    | p.PressButton
    | p.CallForHelp
    | p.AnswerHelp
    | d.JobDone
    | d.JobFailed
    | d.DeviceReport
    | d.DeviceReports
    | d.HostAlive
    | k.PressKey
    | r.GiveRating
    | g.SeatSeen
    | g.CameraReport
    | g.RateEnvironment
    | g.CaptureEmpty
    | h.DeclareLeave
    | h.EndLeave
    | v.SeeTroubles
    | v.SeeCrowd
    | w.SeeFlow
    | v.ExcuseTrouble
    | m.ReadSensors
    | s.Tick
    | s.Acknowledge
    | s.JudgeFinding
)


class NothingChanged(Word, frozen=True):
    """A command was accepted and found everything as it wanted it. Journalled for its id alone: asked again it gets
    this answer, whatever has happened since. What hosts report is not: a report says how things are."""


Event = (
    NothingChanged
    | t.TicketIssued
    | t.TicketCalled
    | t.TicketReturned
    | t.TicketStarted
    | t.TicketFinished
    | e.TicketQueued
    | e.LegResumed
    | e.ServiceAdded
    | t.TicketPassed
    | t.TicketReactivated
    | t.TicketHeld
    | t.TicketUnheld
    | e.TicketTransferred
    | e.TransferUndone
    | e.TicketReleased
    | t.TicketPushed
    | t.TicketPrioritised
    | i.CallingSet
    | i.QuietSet
    | i.WindowQueuesSet
    | i.WindowPullSet
    | t.CaseLinked
    | t.TicketCancelled
    | t.TicketAbandoned
    | t.SlipAsked
    | o.DayOpened
    | o.DayClosed
    | o.QueueClosed
    | o.QueueReopened
    | o.CalendarImported
    | p.ConsentGiven
    | p.ReadingStarted
    | p.IdentityPresented
    | p.ReadingFailed
    | p.TurnAsked
    | p.ReadingStopped
    | p.WindowSignedOn
    | p.WindowSignedOff
    | p.WindowRelieved
    | p.EmergencyRaised
    | p.EmergencyEnded
    | c.CatalogueImported
    | b.BookingsImported
    | b.BookingCancelled
    | b.BookingMissed
    | b.BookingEnded
    | p.WindowPaused
    | p.WindowResumed
    | p.ButtonPressed
    | p.HelpCalled
    | p.HelpAnswered
    | d.JobConfirmed
    | d.JobLost
    | d.DeviceChanged
    | d.CallBackedUp
    | d.HostLost
    | d.HostBack
    | d.AccessRefused
    | k.KeyRefused
    | r.VisitRated
    | g.SeatChanged
    | g.CameraChanged
    | g.EnvironmentRated
    | g.EmptyCaptured
    | h.LeaveDeclared
    | h.LeaveEnded
    | v.TroubleFound
    | v.TroubleGone
    | v.TroubleExcused
    | v.CrowdSeen
    | v.FloorJudged
    | w.FlowSeen
    | m.SensorsRead
    | s.FindingRaised
    | s.FindingRisen
    | s.FindingCleared
    | s.FindingAcknowledged
    | s.FindingJudged
)


class Recorded(Word, frozen=True):
    """An event in the journal. `seq` counts from 1 without gaps; `by` sent the command with id `cmd` (hex, "" for the
    hall's own ticks); `device_ms` is the sender's clock, kept beside the server's `at`."""

    seq: int
    at: int
    by: Actor
    cmd: str
    event: Event
    device_ms: int = 0


# --- what goes over the bus ---------------------------------------------------------------------------------------


class Ask(Word, frozen=True):
    """One question on the DEALER/ROUTER line. `id` is 32 hex digits, chosen once and kept over resends. The hall
    refuses an ask that arrives after `deadline_ms`, so a late resend can have no second effect."""

    id: str
    sent_ms: int
    deadline_ms: int
    command: Command


class Done(Word, frozen=True):
    """The answer to an accepted command: its events, durable before this was sent."""

    id: str
    events: tuple[Recorded, ...] = ()

    @property
    def changed(self) -> bool:
        """Is anything other than before?"""
        return any(not isinstance(x.event, NothingChanged) for x in self.events)


class Refused(Word, frozen=True):
    """Nothing happened. `code` is stable for programs, `text` is for people; `hint` holds facts such as the ticket
    the person already has."""

    id: str
    code: str
    text: Text
    hint: str = ""


class ReadJournal(Word, frozen=True):
    """Gap recovery: events with seq > `after`, at most `limit` (≤ 1000)."""

    id: str
    after: int
    limit: int = 500


class JournalPage(Word, frozen=True):
    """`last` is the newest seq of the journal when this was read."""

    id: str
    events: tuple[Recorded, ...]
    last: int


Question = Ask | ReadJournal
Answer = Done | Refused | JournalPage
