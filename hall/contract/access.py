"""Which role may send which command, and follow which topic. One table; the hub enforces it by CURVE key."""

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
from hall.contract.base import Role

MAY_SEND: dict[Role, frozenset[type]] = {
    Role.KIOSK: frozenset(
        {
            t.TakeTicket,
            t.Cancel,
            t.Leave,
            t.Reactivate,
            i.SetCalling,
            t.Reprint,
            b.CheckIn,
            p.StartReading,
            p.StopReading,
            p.Identify,
            p.CallForHelp,
            d.HostAlive,
        }
    ),
    Role.WINDOW: frozenset(
        {
            p.SignOn,
            p.SignOff,
            p.Pause,
            p.Resume,
            p.Relieve,
            p.RaiseEmergency,
            p.EndEmergency,
            t.CallTicket,
            t.Reactivate,
            t.Hold,
            e.Transfer,
            e.UndoTransfer,
            e.AddService,
            e.SwitchService,
            t.LinkCase,
            t.Prioritise,
            i.SetCalling,
            i.SetPull,
            t.Reprint,
            t.Leave,
            t.CallNext,
            t.Recall,
            t.Start,
            t.Finish,
            t.Pass,
            s.Acknowledge,
            d.HostAlive,
        }
    ),
    Role.MONITOR: frozenset(
        {
            t.PushToTop,
            t.Prioritise,
            i.SetQueues,
            i.SetQuiet,
            o.CloseQueue,
            o.ReopenQueue,
            p.EndEmergency,
            s.Acknowledge,
            s.JudgeFinding,
            g.RateEnvironment,
            g.CaptureEmpty,
            h.DeclareLeave,
            h.EndLeave,
            v.ExcuseTrouble,
            p.AnswerHelp,
            d.HostAlive,
        }
    ),
    Role.DEVICE: frozenset(
        {
            p.Present,
            p.FailReading,
            p.PressButton,
            d.JobDone,
            d.JobFailed,
            d.DeviceReport,
            d.DeviceReports,
            k.PressKey,
            r.GiveRating,
            m.ReadSensors,
            d.HostAlive,
        }
    ),
    Role.CAMERA: frozenset(
        {
            p.Present,
            p.FailReading,
            p.AskTurn,
            d.JobDone,
            d.JobFailed,
            d.DeviceReport,
            g.SeatSeen,
            g.CameraReport,
            v.SeeTroubles,
            v.SeeCrowd,
            w.SeeFlow,
            d.HostAlive,
        }
    ),
    Role.GATEWAY: frozenset(
        {
            t.Cancel,
            t.Leave,
            t.Reactivate,
            i.SetCalling,
            b.ImportBookings,
            b.CancelBooking,
            r.GiveRating,
            d.HostAlive,
        }
    ),
    Role.ADMIN: frozenset(
        {
            t.TakeTicket,
            t.Cancel,
            t.Leave,
            t.Reactivate,
            t.Reprint,
            o.CloseDay,
            t.PushToTop,
            t.Prioritise,
            i.SetCalling,
            i.SetQuiet,
            i.SetQueues,
            i.SetPull,
            c.ImportCatalogue,
            o.CloseQueue,
            o.ReopenQueue,
            o.ImportCalendar,
            b.ImportBookings,
            b.CancelBooking,
            b.CheckIn,
            p.EndEmergency,
            p.SignOff,
            p.Pause,
            p.Resume,
            p.AnswerHelp,
            g.RateEnvironment,
            g.CaptureEmpty,
            v.ExcuseTrouble,
            s.Acknowledge,
            s.JudgeFinding,
            d.HostAlive,
        }
    ),
    Role.CONTROLLER: frozenset({s.Tick, o.OpenDay, o.CloseDay}),
}
"""A key named after its place (kiosk-1, window-3) may speak for that place only; the door checks it."""

MAY_FOLLOW: dict[Role, tuple[str, ...]] = {
    Role.KIOSK: ("kiosk/", "catalogue"),
    Role.WINDOW: ("window/", "places", "items"),
    Role.MONITOR: ("wall", "places", "devices"),
    Role.DEVICE: ("host/",),
    Role.CAMERA: ("host/",),
    Role.GATEWAY: ("event", "catalogue"),
    Role.ADMIN: ("event", "wall", "devices", "catalogue", "places", "items", "kiosk/", "window/", "host/"),
    Role.CONTROLLER: (),
}
"""Topic prefixes a role may subscribe to. A kiosk or window follows only its own topic."""

MAY_READ_JOURNAL = frozenset({Role.GATEWAY, Role.ADMIN})
