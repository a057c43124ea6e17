"""A slip that did not come: offered again here or near by, one at a time, marked truthfully, never a second number."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract import devices as d
from hall.contract import tickets as t
from hall.contract.access import MAY_SEND
from hall.contract.base import Role
from hall.contract.views_kiosk import SlipState
from hall.domain import machine, views
from hall.domain.snapshot import freeze
from tests.hall.domain.conftest import Stage, small_hall

OWN, SPARE = "k1.printer", "guide.printer"


@pytest.fixture
def stage():
    """A kiosk whose slips may also come out of the guide desk's printer; both printers work."""
    plain = small_hall()
    desk = c.DevicePart(
        SPARE,
        "printer.escpos",
        "pty:desk",
        host="desk",
        name="导办台打印机",
        name_en="the guide desk's printer",
    )
    kiosk = msgspec.structs.replace(plain.kiosks[0], spare=SPARE)
    return Stage(msgspec.structs.replace(plain, kiosks=(kiosk,), devices=(*plain.devices, desk))).ready(
        OWN, SPARE
    )


def slips(stage, device=OWN):
    return [job for job in stage.hall.facts.devices[device].mailbox if isinstance(job, d.PrintSlip)]


def order(stage, device=OWN):
    """The newest slip a printer was told to print."""
    return slips(stage, device)[-1]


def end(stage, job, outcome):
    """What the device process says of a job: printed, unsure, or failed."""
    said = {
        "printed": d.JobDone(job.device, job.id),
        "unsure": d.JobDone(job.device, job.id, confirmed=False),
        "failed": d.JobFailed(job.device, job.id, d.Fault.PAPER_END),
    }[outcome]
    return stage.do(said, Role.DEVICE)


def shown(stage):
    (ticket,) = views.build("kiosk/k1", stage.hall, stage.now).tickets
    return ticket


def again(stage, ticket, spare=False):
    return stage.do(t.Reprint("k1", ticket, spare=spare), Role.KIOSK)


@pytest.mark.parametrize(("outcome", "copy"), [("failed", 0), ("unsure", 1), ("printed", 1)])
@pytest.mark.parametrize("spare", [False, True])
def test_only_a_slip_that_may_be_out_makes_the_next_one_a_copy(stage, outcome, copy, spare):
    ticket = stage.take()
    end(stage, order(stage), outcome)
    (asked,) = again(stage, ticket, spare)
    assert asked == t.SlipAsked(ticket, "k1", SPARE if spare else "", copy=bool(copy))
    job = order(stage, SPARE if spare else OWN)
    assert (job.ticket, job.slip.number, job.slip.copy) == (ticket, "B001", copy)
    end(stage, job, "printed")
    assert shown(stage).slip is SlipState.PRINTED
    assert stage.hall.facts.issued == 1, "never a second number"


def test_a_copy_that_fails_counts_once(stage):
    ticket = stage.take()
    end(stage, order(stage), "unsure")
    again(stage, ticket)
    end(stage, order(stage), "failed")
    again(stage, ticket, spare=True)
    assert order(stage, SPARE).slip.copy == 1


def test_while_a_slip_is_printed_no_second_one_is_ordered(stage):
    ticket = stage.take()
    for spare in (False, True):
        refusal = stage.refused(t.Reprint("k1", ticket, spare=spare), Role.KIOSK)
        assert refusal.code == "slip_printing"
    assert len(slips(stage)) + len(slips(stage, SPARE)) == 1


def test_what_waits_in_a_printer_that_is_away_is_taken_back_first(stage):
    ticket = stage.take()
    stage.do(d.DeviceReport(OWN, d.DeviceState.AWAY, d.Fault.UNPLUGGED), Role.DEVICE)
    again(stage, ticket, spare=True)
    assert slips(stage) == [], "it must not come out when the printer is back"
    assert order(stage, SPARE).slip.copy == 1, "nobody knows whether the first one came"


@pytest.mark.parametrize(("late", "words"), [("printed", "两张是同一个号"), ("failed", ""), ("unsure", "")])
def test_what_became_of_the_first_is_noted_when_it_is_heard_late(stage, late, words):
    ticket = stage.take()
    first = order(stage)
    stage.fold((d.HostLost("devices-1", stage.now),))
    stage.ready(SPARE)
    again(stage, ticket, spare=True)
    end(stage, order(stage, SPARE), "printed")
    (heard,) = end(stage, first, late)
    assert heard.job == first.id
    assert shown(stage).slip is SlipState.PRINTED
    assert words in shown(stage).why.zh and bool(words) == bool(shown(stage).why.zh)
    assert end(stage, first, late) == (), "said twice it is no news"
    assert freeze(stage.replayed()) == freeze(stage.hall) == freeze(stage.restarted())


def test_the_kiosk_offers_the_printer_near_by_only_while_that_helps(stage):
    ticket = stage.take()
    assert shown(stage).spare.zh == "", "it is being printed"
    end(stage, order(stage), "failed")
    assert (shown(stage).spare.zh, shown(stage).spare.en) == ("导办台打印机", "the guide desk's printer")
    stage.do(d.DeviceReport(SPARE, d.DeviceState.FAULTY, d.Fault.COVER_OPEN), Role.DEVICE)
    assert shown(stage).spare.zh == ""
    assert stage.refused(t.Reprint("k1", ticket, spare=True), Role.KIOSK).code == "no_spare"
    stage.ready(SPARE)
    again(stage, ticket, spare=True)
    assert (shown(stage).slip, shown(stage).slip_at.zh) == (SlipState.PRINTING, "导办台打印机")
    end(stage, order(stage, SPARE), "failed")
    again(stage, ticket)
    assert shown(stage).slip_at.zh == "", "back at this kiosk's own"


def test_a_kiosk_without_one_near_by_says_so(make_stage):
    stage = make_stage()
    ticket = stage.take()
    assert stage.refused(t.Reprint("k1", ticket, spare=True), Role.KIOSK).code == "no_spare"


def test_the_views_that_show_the_spare_are_published_when_it_changes(stage):
    def touched(event):
        rec = msgspec.structs.replace(stage.journal[-1], event=event)
        return views.touched(rec, stage.hall)

    assert "kiosk/k1" in touched(d.DeviceChanged(SPARE, d.DeviceState.AWAY))
    assert "host/desk" in touched(t.SlipAsked("x", "k1", SPARE))


def test_a_window_has_a_slip_printed_where_the_number_was_taken(stage):
    assert t.Reprint in MAY_SEND[Role.WINDOW]
    ticket = stage.take()
    end(stage, order(stage), "failed")
    (asked,) = stage.do(t.Reprint(ticket=ticket), Role.WINDOW)
    assert (asked.kiosk, order(stage).ticket) == ("k1", ticket)


def test_the_wall_says_where_slips_can_be_had_meanwhile(stage):
    stage.do(d.DeviceReport(OWN, d.DeviceState.FAULTY, d.Fault.PAPER_END), Role.DEVICE)
    stage.later(60).tick()
    said = [alert.facts.zh for alert in views.build("wall", stage.hall, stage.now).notices]
    assert "取号照常，小票可到导办台打印机打" in said


def test_a_machine_with_several_faults_says_it_too(stage):
    assert "照常打票" in machine.still(stage.hall, "k1").zh
    stage.do(d.DeviceReport(OWN, d.DeviceState.AWAY, d.Fault.UNPLUGGED), Role.DEVICE)
    assert "小票可到导办台打印机打" in machine.still(stage.hall, "k1").zh
    stage.do(d.DeviceReport(SPARE, d.DeviceState.FAULTY, d.Fault.COVER_OPEN), Role.DEVICE)
    assert "不打票，号在屏幕上" in machine.still(stage.hall, "k1").zh


def test_an_old_journal_has_copies_alone(stage):
    old = msgspec.json.decode(b'{"type":"SlipAsked","ticket":"x","kiosk":"k1"}', type=t.SlipAsked)
    assert (old.printer, old.copy) == ("", True)


# --- its time ---------------------------------------------------------------------------------------------------------


def given(stage, host="devices-1"):
    """What a device process that asks now is told to print."""
    boxes = views.build(f"host/{host}", stage.hall, stage.now).mailboxes
    return [job for box in boxes for job in box.jobs if isinstance(job, d.PrintSlip)]


def test_a_slip_is_wanted_for_a_minute(stage):
    stage.take()
    (job,) = given(stage)
    assert job.until_ms == stage.now + 60_000
    assert not [e for e in stage.later(80).tick() if isinstance(e, d.JobLost)], (
        "one begun in time is told of by then"
    )
    (lost,) = (e for e in stage.later(1).tick() if isinstance(e, d.JobLost))
    assert (lost.job, lost.fault) == (job.id, d.Fault.STALE)
    assert given(stage) == [] and [e for e in stage.tick() if isinstance(e, d.JobLost)] == []


def test_a_fast_clock_leaves_a_printer_its_minute(stage):
    stage.hall.pace = 60.0
    stage.take()
    (job,) = given(stage)
    assert job.until_ms == stage.now + 3_600_000
    assert not [e for e in stage.later(4800).tick() if isinstance(e, d.JobLost)]
    assert [e for e in stage.later(1).tick() if isinstance(e, d.JobLost)]
    assert freeze(stage.replayed()) == freeze(stage.hall)


def test_after_an_outage_of_the_device_process_no_slip_of_people_long_gone_comes_out(stage):
    """Seen in an audit: all of them came out, with the last four digits of their documents."""
    mine = [stage.take() for _ in range(3)]
    stage.fold((d.HostLost("devices-1", stage.now),))
    assert shown_of(stage, mine[0]).slip is SlipState.UNKNOWN and len(given(stage)) == 3, (
        "it may be back in time"
    )
    lost = [e for e in stage.later(1800).tick() if isinstance(e, d.JobLost)]
    assert [e.fault for e in lost] == [d.Fault.HOST_GONE] * 3
    stage.do(d.HostAlive("devices-1"), Role.DEVICE)
    stage.ready(OWN)
    assert given(stage) == []
    for ticket in mine:
        assert (shown_of(stage, ticket).slip, shown_of(stage, ticket).spare.zh) == (
            SlipState.UNKNOWN,
            "导办台打印机",
        )
    (asked,) = again(stage, mine[0])
    assert asked.copy, "nobody knows whether the first came out"
    end(stage, order(stage), "printed")
    assert shown_of(stage, mine[0]).slip is SlipState.PRINTED
    assert stage.hall.facts.issued == 3, "never a second number"


def shown_of(stage, ticket):
    return next(x for x in views.build("kiosk/k1", stage.hall, stage.now).tickets if x.ticket == ticket)


@pytest.mark.parametrize(
    ("late", "slip"),
    [("printed", SlipState.PRINTED), ("unsure", SlipState.UNKNOWN), ("failed", SlipState.FAILED)],
)
def test_what_became_of_a_slip_whose_time_is_over_is_noted_when_it_is_heard(stage, late, slip):
    ticket = stage.take()
    job = order(stage)
    stage.fold((d.HostLost("devices-1", stage.now),))
    stage.later(81).tick()
    assert len(end(stage, job, late)) == 1
    stage.do(d.HostAlive("devices-1"), Role.DEVICE)
    stage.ready(OWN)
    assert shown(stage).slip is slip
    (asked,) = again(stage, ticket)
    assert asked.copy is (late != "failed")
    assert freeze(stage.replayed()) == freeze(stage.hall) == freeze(stage.restarted())


def test_a_slip_of_an_older_journal_has_no_end(stage):
    old = msgspec.json.encode(msgspec.structs.replace(make(stage), until_ms=0))
    assert b"until_ms" not in old and msgspec.json.decode(old, type=d.PrintSlip).until_ms == 0


def make(stage):
    stage.take()
    return order(stage)
