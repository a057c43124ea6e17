"""A ticket machine outside the hall, with nobody beside it (R088): what it may not do and what it shows, who hears."""

import datetime as dt

import msgspec
import pytest

from hall.contract import bookings as b
from hall.contract import config as c
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role, Text
from hall.contract.devices import HostLost, JobDone, PrintSlip
from hall.contract.supervision import FindingCode
from hall.contract.views_wall import MachineState
from hall.domain import recordings
from hall.domain.machine import machine
from hall.domain.views import build
from tests.hall.domain.conftest import FRIDAY, Stage, small_hall

PHONE = p.Identity(p.Way.PHONE, "blind", masked="138****5678")
GUIDE = p.Identity(p.Way.ASSISTED, "", staff="s1")
RING = "0371-69880000"


def outside(**hall):
    """The small hall, and k2 in a township; `hall` changes the hall itself."""
    base = small_hall()
    k2 = c.KioskPart(
        "k2", printer="k2.printer", card="k2.card", remote=True, place="大隗镇便民服务站",
        place_en="Dawei Township", phone=RING,
    )  # fmt: skip
    devices = (
        c.DevicePart("k2.printer", "printer.escpos", "pty:printer2", kiosk="k2"),
        c.DevicePart("k2.card", "card.sdt", "pty:card2", kiosk="k2"),
    )
    return msgspec.structs.replace(
        base,
        hall=msgspec.structs.replace(base.hall, **hall),
        kiosks=(*base.kiosks, k2),
        devices=(*base.devices, *devices),
        services=tuple(
            msgspec.structs.replace(x, slot=4, slot_min=30) if x.id == "sbk" else x for x in base.services
        ),
    )


@pytest.fixture
def stage():
    return Stage(outside())


def view(stage, kiosk="k2"):
    return build(f"kiosk/{kiosk}", stage.hall, stage.now)


def book(stage, slot):
    start = Stage(outside()).at(slot, FRIDAY).now
    row = b.BookingRow("bk1", "sbk", start, identity=PHONE)
    stage.do(b.ImportBookings("test", (row,)))


# --- what it may not do ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kiosk", "refused"), [("k1", False), ("k2", True)])
def test_a_guides_pin_is_taken_only_where_a_guide_can_be(stage, kiosk, refused):
    for command in (p.Identify(kiosk, GUIDE), t.TakeTicket("sbk", GUIDE, kiosk=kiosk)):
        if refused:
            assert stage.refused(command, Role.KIOSK).code == "no_guide"
        else:
            assert stage.do(command, Role.KIOSK)


def test_a_person_may_say_who_he_is_there(stage):
    assert stage.do(p.Identify("k2", PHONE), Role.KIOSK)


@pytest.mark.parametrize(
    ("slot", "at", "kiosk", "booked", "refused"),
    [
        ("10:00", "09:50", "k1", True, ""),
        ("10:00", "09:50", "k2", False, "booked_there"),
        ("10:00", "10:20", "k2", False, ""),  # late: an ordinary number, as in the hall
        ("15:00", "09:50", "k2", False, ""),  # too early to be checked in for
    ],
)
def test_a_number_taken_there_uses_no_booking_up(stage, slot, at, kiosk, booked, refused):
    book(stage, slot)
    command = t.TakeTicket("sbk", PHONE, kiosk=kiosk)
    stage.at(at)
    if refused:
        assert "到大厅签到" in (found := stage.refused(command, Role.KIOSK)).text.zh
        assert (found.code, "10:00–10:30" in found.text.zh) == (refused, True)
        return
    (issued,) = stage.do(command, Role.KIOSK)
    assert bool(issued.booking) is booked


def test_checking_in_is_in_the_hall_and_says_so(stage):
    book(stage, "10:00")
    stage.at("09:50")
    command = b.CheckIn("k2", PHONE)
    assert stage.refused(command, Role.KIOSK).text == Text(
        "签到要到大厅，在那里的取号机上签", "Check in at the hall, at a ticket machine there."
    )
    assert stage.do(msgspec.structs.replace(command, kiosk="k1"), Role.KIOSK)


# --- what it shows --------------------------------------------------------------------------------------------------


def test_it_says_where_it_stands_who_helps_and_where_the_hall_is():
    stage = Stage(outside(address="溱水路东段 1 号", address_en="1 Zhenshui Road East"))
    have = view(stage).remote
    assert (have.place, have.phone) == (Text("大隗镇便民服务站", "Dawei Township"), RING)
    assert have.where == Text("新密市政务服务中心，溱水路东段 1 号", "Xinmi Hall, 1 Zhenshui Road East")
    assert view(stage, "k1").remote is None


def test_without_an_address_the_name_of_the_hall_must_do(stage):
    assert view(stage).remote.where == Text("新密市政务服务中心", "Xinmi Hall")


def test_nobody_is_offered_who_is_not_there(stage):
    assert p.Way.ASSISTED in {x.way for x in view(stage, "k1").ways}
    assert {x.way for x in view(stage).ways} == set(p.Way) - {p.Way.ASSISTED}


MONDAY = FRIDAY + dt.timedelta(days=3)


@pytest.mark.parametrize(
    ("at", "day", "shut"),
    [
        ("09:30", FRIDAY, ""),
        ("12:10", FRIDAY, "现在没开，今天 13:00 开"),
        ("20:00", FRIDAY, "现在没开，下周一 9:00 开"),
        ("03:00", MONDAY, "现在没开，今天 9:00 开"),
    ],
)
def test_out_of_hours_it_says_when_numbers_are_given_again(stage, at, day, shut):
    stage.at(at, day)
    have = view(stage).remote
    assert have.shut.zh == shut
    assert bool(have.shut.en) is bool(shut)


def test_out_of_hours_one_may_still_ask_for_ones_number_and_its_slip(stage):
    stage.ready("k2.printer")
    (issued,) = stage.do(t.TakeTicket("sbk", PHONE, kiosk="k2"), Role.KIOSK)
    assert len(printed(stage, "k2.printer")) == 1
    stage.at("20:00").do(p.Identify("k2", PHONE), Role.KIOSK)
    assert [x.ticket for x in view(stage).reading.tickets] == [issued.ticket]
    stage.do(t.Reprint("k2", ticket=issued.ticket), Role.KIOSK)
    assert [x.copy for x in printed(stage, "k2.printer")] == [1]


def printed(stage, printer):
    """The slips that come out of it now."""
    jobs = [x for x in stage.hall.facts.devices[printer].mailbox if isinstance(x, PrintSlip)]
    for job in jobs:
        stage.do(JobDone(printer, job.id), Role.DEVICE)
    return [x.slip for x in jobs]


def test_its_number_and_its_slip_say_where_the_hall_is_and_the_halls_own_do_not(stage):
    stage.ready("k1.printer", "k2.printer")
    (issued,) = stage.do(t.TakeTicket("sbk", PHONE, kiosk="k2"), Role.KIOSK)
    stage.take("sbk")
    assert view(stage).tickets[0].route == Text("新密市政务服务中心", "Xinmi Hall")
    assert [x.where.zh for x in printed(stage, "k2.printer")] == ["新密市政务服务中心"]
    assert [x.where for x in printed(stage, "k1.printer")] == [Text("")]
    stage.do(p.Identify("k1", PHONE), Role.KIOSK)
    stage.do(t.Reprint("k1", ticket=issued.ticket), Role.KIOSK)
    assert [(x.number, x.where) for x in printed(stage, "k1.printer")] == [(issued.number, Text(""))]


# --- who hears of it ------------------------------------------------------------------------------------------------


def notice(stage, code):
    (found,) = [n for n in build("wall", stage.hall, stage.now).notices if n.code is code]
    return found


def test_a_call_for_help_tells_the_wall_the_place_and_the_phone(stage):
    stage.do(p.CallForHelp("k2"), Role.KIOSK)
    stage.tick()
    said = notice(stage, FindingCode.HELP)
    assert said.title == Text(
        "大隗镇便民服务站 2 号取号机有人要帮忙", "Help wanted at kiosk 2 at Dawei Township"
    )
    assert said.facts.zh == f"刚按的，屏幕上请他打 {RING}"
    assert said.action == Text(f"请接电话 {RING}", f"Answer {RING}")


def test_a_guide_is_sent_to_a_machine_of_the_hall(stage):
    stage.do(p.CallForHelp("k1"), Role.KIOSK)
    stage.tick()
    assert notice(stage, FindingCode.HELP).action.zh == "请导办过去"


def test_out_of_order_it_is_told_with_its_place(stage):
    stage.fold((HostLost("k2", stage.now),))
    stage.tick()
    assert notice(stage, FindingCode.DEVICE_FAULT).title.zh == "大隗镇便民服务站 2 号取号机没有回音"
    have = machine(stage.hall, "k2")
    assert (have.state, have.name.zh, have.place.zh) == (MachineState.OUT, "2 号取号机", "大隗镇便民服务站")
    assert have.why.zh == "大隗镇便民服务站 2 号取号机屏幕没有回音"
    assert machine(stage.hall, "k1").place == Text("")


def test_no_camera_of_the_hall_is_shown_for_what_happens_there(stage):
    for code, subject in ((FindingCode.HELP, "k2"), (FindingCode.DEVICE_FAULT, "k2.card")):
        assert recordings.cameras(stage.hall, code, subject, "") is None
    assert recordings.cameras(stage.hall, FindingCode.HELP, "k1", "A") is not None
