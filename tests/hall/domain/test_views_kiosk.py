"""What a kiosk shows: ways that work, slips, numbers, readings."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.base import Text
from hall.contract.devices import DeviceReport, DeviceState, Fault, JobDone, JobFailed
from hall.contract.people import Age, FailReading, Identity, Present, StartReading, Way
from hall.contract.tickets import CallNext
from hall.contract.views_kiosk import ReadingState, SlipState
from tests.hall.domain.shown import printer, show, slip_job


def ways(stage):
    return {w.way: w for w in show(stage, "kiosk/k1").ways}


def test_unknown_devices_are_not_ready_and_say_so(stage) -> None:
    have = ways(stage)
    assert list(have) == list(Way), "the same ones, in the same order"
    assert [w for w in have if have[w].ready] == [Way.PHONE, Way.TYPED, Way.ASSISTED]
    assert have[Way.CARD].why.zh == "读卡器还没有回音，请用别的办法"


def test_a_way_is_ready_when_its_device_says_so(stage) -> None:
    stage.ready("k1.card", "k1.scanner")
    have = ways(stage)
    assert have[Way.CARD] == type(have[Way.CARD])(Way.CARD, True)
    assert have[Way.CODE].ready and not have[Way.FACE].ready


@pytest.mark.parametrize("state", [DeviceState.AWAY, DeviceState.FAULTY])
def test_a_broken_reader_says_use_another_way(stage, state) -> None:
    stage.do(DeviceReport("k1.card", state, Fault.NO_ANSWER))
    card = ways(stage)[Way.CARD]
    assert (card.ready, card.why) == (
        False,
        Text("读卡器坏了，请用别的办法", "The card reader is broken. Use another way."),
    )


def test_a_kiosk_without_a_reader_says_that_too(make_stage) -> None:
    config = make_stage().hall.config
    stage = make_stage(msgspec.structs.replace(config, kiosks=(c.KioskPart("k1", "A"),)))
    assert ways(stage)[Way.CARD].why.zh == "这台机器没有读卡器，请用别的办法"
    assert show(stage, "kiosk/k1").printer.zh


@pytest.mark.parametrize("state", list(DeviceState))
@pytest.mark.parametrize("fault", list(Fault))
def test_the_printer_is_fine_only_when_it_has_said_so(stage, state, fault) -> None:
    printer(stage, state, fault)
    sentence = show(stage, "kiosk/k1").printer
    assert bool(sentence.zh) == (state is not DeviceState.READY)
    if sentence.zh:
        assert "号照样有效" in sentence.zh


def test_a_slip_from_order_to_paper(stage) -> None:
    printer(stage)
    stage.take()
    (ticket,) = show(stage, "kiosk/k1").tickets
    assert (ticket.slip, ticket.why.zh) == (SlipState.PRINTING, "")
    stage.do(JobDone("k1.printer", slip_job(stage)))
    assert show(stage, "kiosk/k1").tickets[0].slip is SlipState.PRINTED


def test_a_slip_that_waits_for_paper_says_the_number_is_good(stage) -> None:
    printer(stage, DeviceState.FAULTY, Fault.PAPER_END)
    stage.take()
    (ticket,) = show(stage, "kiosk/k1").tickets
    assert (ticket.slip, ticket.why.zh) == (SlipState.FAILED, "没有纸了，号照样有效")
    printer(stage)
    assert show(stage, "kiosk/k1").tickets[0].slip is SlipState.PRINTING


def test_a_slip_nobody_heard_of_again_is_not_called_printed(stage) -> None:
    stage.take()
    assert show(stage, "kiosk/k1").tickets[0].slip is SlipState.UNKNOWN
    printer(stage)
    stage.do(JobDone("k1.printer", slip_job(stage), confirmed=False))
    ticket = show(stage, "kiosk/k1").tickets[0]
    assert (ticket.slip, "有效" in ticket.why.zh) == (SlipState.UNKNOWN, True)


def test_a_lost_slip_says_why(stage) -> None:
    printer(stage)
    stage.take()
    stage.do(JobFailed("k1.printer", slip_job(stage), Fault.CUTTER))
    ticket = show(stage, "kiosk/k1").tickets[0]
    assert (ticket.slip, "补打" in ticket.why.zh) == (SlipState.FAILED, True)


def test_tickets_stand_newest_first_and_know_where_they_are(stage) -> None:
    stage.sign_on("w3")
    first, second = stage.take(), stage.take()
    have = show(stage, "kiosk/k1").tickets
    assert [t.ticket for t in have] == [second, first]
    assert [t.ahead for t in have] == [1, 0]
    assert have[0].place.zh == "2楼 B区 2、3号窗口"
    stage.do(CallNext("w3"))
    called = show(stage, "kiosk/k1").tickets[1]
    assert (called.window, called.state.value, called.ahead) == ("3", "called", 0)


def test_a_reading_waits_is_presented_or_failed_with_words(stage) -> None:
    assert show(stage, "kiosk/k1").reading is None
    stage.ready("k1.card").do(StartReading("k1", Way.CARD))
    reading = show(stage, "kiosk/k1").reading
    assert reading.state is ReadingState.WAITING
    stage.do(FailReading("k1.card", reading.reading, "card_unreadable"))
    failed = show(stage, "kiosk/k1").reading
    assert (failed.state, failed.fault, failed.why.zh) == (
        ReadingState.FAILED,
        "card_unreadable",
        "卡没读出来。再放一次，或换个办法",
    )
    stage.do(StartReading("k1", Way.CARD))
    child = Identity(Way.CARD, "p", "李*", "410183********1234", Age.UNDER_14)
    stage.do(Present("k1.card", show(stage, "kiosk/k1").reading.reading, child))
    shown = show(stage, "kiosk/k1").reading
    assert (shown.state, shown.shown, shown.under_14) == (ReadingState.PRESENTED, "李*", True)


def test_a_queue_without_a_window_promises_no_time(stage) -> None:
    stage.take()
    view = show(stage, "kiosk/k1")
    queue = next(q for q in view.queues if q.queue == "B")
    assert (queue.waiting, queue.range.known) == (1, False)
    assert next(z for z in view.zones if z.zone == "B").range.known is False
    stage.sign_on("w3")
    view = show(stage, "kiosk/k1")
    assert next(z for z in view.zones if z.zone == "B").range.known
