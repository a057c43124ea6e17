"""What tests of views ask of a stage: the view as it arrives, and what makes it change."""

import msgspec

from hall.contract.devices import (
    DeviceReport,
    DeviceState,
    Fault,
    HostBack,
    HostLost,
    JobDone,
    JobFailed,
    PrintSlip,
)
from hall.contract.people import Age, CallForHelp, FailReading, Identity, Present, SignOff, StartReading, Way
from hall.contract.sightings import CameraReport, CameraState, RateEnvironment, Seat, SeatSeen
from hall.contract.tickets import CallNext, Cancel, Finish, Recall, Reprint, Start
from hall.contract.views import View
from hall.domain.supervision import judge
from hall.domain.views import build


def show(stage, topic):
    """The view as it arrives: through the wire's encoding and back."""
    view = build(topic, stage.hall, stage.now)
    back = msgspec.msgpack.decode(msgspec.msgpack.encode(view), type=View)
    assert back == view
    return back


def printer(stage, state=DeviceState.READY, fault=Fault.NONE):
    stage.do(DeviceReport("k1.printer", state, fault))


def slip_job(stage):
    return next(j for j in stage.hall.facts.devices["k1.printer"].mailbox if isinstance(j, PrintSlip)).id


def judged(stage):
    """The rules at this moment, folded."""
    return stage.fold(judge(stage.hall, stage.now))


def full_day(stage):
    """A bit of everything, so that every kind of event is in the journal."""
    stage.ready("k1.printer", "k1.card", "k1.eye", "w3.led", "B.voice").sign_on("w1", "w2", "w3")
    stage.do(StartReading("k1", Way.CARD))
    reading = stage.hall.facts.readings["k1"].reading
    stage.do(Present("k1.card", reading, Identity(Way.CARD, "p1", "张*", "410183********1234", Age.ADULT)))
    stage.take("sbk")
    tickets = [stage.take("sbk") for _ in range(5)]
    stage.do(StartReading("k1", Way.FACE, consent=True))
    stage.do(FailReading("k1.eye", stage.hall.facts.readings["k1"].reading, "no_face"))
    stage.later(5).do(CallNext("w3"))
    stage.later(25).do(Recall("w3"))
    stage.later(5).do(Start("w3"))
    stage.later(300).do(Finish("w3"))
    stage.do(Cancel(ticket=tickets[-1], reason="visitor"))
    stage.do(JobDone("k1.printer", stage.hall.facts.tickets[tickets[2]].slip_job))
    stage.do(Reprint("k1", ticket=tickets[2]))
    stage.do(CallForHelp("k1"))
    stage.do(CameraReport("cam1", CameraState.OK, stage.now))
    stage.do(SeatSeen("cam1", "p3", Seat.ABSENT, stage.now))
    stage.do(RateEnvironment("B", True, "hygiene", "地面有水"))
    stage.do(JobFailed("k1.printer", slip_job(stage), Fault.PAPER_END))
    stage.fold((HostLost("devices-1", stage.now),))
    stage.later(1900)
    judged(stage)
    stage.fold((HostBack("devices-1"),))
    stage.do(SignOff("w1"))
