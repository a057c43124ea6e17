"""A ticket machine as a whole: one health, what it can still do, and one alert however many parts fail."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.base import Role, Text
from hall.contract.devices import DeviceReport, DeviceState, Fault, HostBack, HostLost, ReadCard
from hall.contract.people import (
    ButtonPressed,
    FailReading,
    HelpCalled,
    Identity,
    Present,
    PressButton,
    ReadingFailed,
    StartReading,
    Way,
)
from hall.contract.supervision import Acknowledge, FindingAcknowledged, FindingCode
from hall.contract.views_kiosk import Pressed
from hall.contract.views_wall import MachineState
from hall.domain.machine import machine
from hall.domain.views import build
from tests.hall.domain.conftest import Stage, small_hall

ALL = ("k1.printer", "k1.card", "k1.social", "k1.scanner", "k1.eye", "k1.keys")


@pytest.fixture
def stage():
    base = small_hall()
    kiosk = msgspec.structs.replace(base.kiosks[0], social="k1.social", buttons="k1.keys")
    more = (
        c.DevicePart("k1.social", "card.social", "pcsc:", kiosk="k1"),
        c.DevicePart("k1.keys", "buttons.input", "/dev/input/by-id/keys", kiosk="k1"),
    )
    return Stage(msgspec.structs.replace(base, kiosks=(kiosk,), devices=(*base.devices, *more)))


def report(stage, device, state, fault=Fault.NONE):
    stage.do(DeviceReport(device, state, fault, since_ms=stage.now), Role.DEVICE)


def k1(stage):
    found = machine(stage.hall, "k1")
    assert build("wall", stage.hall, stage.now).machines == (found,)
    return found


def notices(stage):
    return [n for n in build("wall", stage.hall, stage.now).notices if n.code is FindingCode.DEVICE_FAULT]


def test_before_anybody_was_heard_it_is_unknown_and_never_fine(stage):
    have = k1(stage)
    assert (have.state, have.prints, have.ways) == (MachineState.UNKNOWN, False, (Way.PHONE, Way.TYPED))
    assert words_of(have.why) and words_of(have.action)


def words_of(text):
    return bool(text.zh and text.en)


def test_everything_heard_and_well_is_working_since_the_last_came(stage):
    stage.ready(*ALL[:-1])
    have = k1(stage)
    assert have.state is MachineState.LIMITED, "one part nobody has heard of"
    assert have.worst == "k1.keys"
    stage.later(5).ready("k1.keys")
    have = k1(stage)
    assert (have.state, have.prints, have.worst, have.why) == (MachineState.WORKING, True, "", Text(""))
    assert have.ways == (Way.CARD, Way.CODE, Way.FACE, Way.PHONE, Way.TYPED)
    assert have.since_ms == stage.now


def test_little_paper_is_said_and_it_still_works(stage):
    stage.ready(*ALL)
    report(stage, "k1.printer", DeviceState.READY, Fault.PAPER_NEAR_END)
    have = k1(stage)
    assert (have.state, have.prints, have.worst) == (MachineState.WORKING, True, "k1.printer")
    assert have.action == Text("备好纸卷", "Have a roll ready")


def test_without_paper_numbers_are_given_without_slips(stage):
    stage.ready(*ALL)
    report(stage.later(9), "k1.printer", DeviceState.FAULTY, Fault.PAPER_END)
    have = k1(stage)
    assert (have.state, have.prints, have.worst, have.since_ms) == (
        MachineState.LIMITED,
        False,
        "k1.printer",
        stage.now,
    )
    assert have.why == Text("1 号取号机打印机没有纸了", "Kiosk 1 printer is out of paper")
    assert have.action == Text("去换纸", "Change the paper")


def test_the_ways_that_work_are_those_of_the_readers_that_answer(stage):
    stage.ready(*ALL)
    report(stage, "k1.card", DeviceState.AWAY, Fault.UNPLUGGED)
    assert Way.CARD in k1(stage).ways, "the second reader still reads cards"
    report(stage, "k1.social", DeviceState.AWAY, Fault.UNPLUGGED)
    report(stage, "k1.eye", DeviceState.UNKNOWN)
    assert k1(stage).ways == (Way.CODE, Way.PHONE, Way.TYPED)
    assert k1(stage).worst in ("k1.card", "k1.social"), "broken before unknown"


def test_without_its_screen_it_is_out_of_order_whatever_its_parts_say(stage):
    stage.ready(*ALL)
    silent = stage.now
    stage.later(12).fold((HostLost("k1", silent),))
    have = k1(stage)
    assert (have.state, have.ways, have.prints, have.worst, have.since_ms) == (
        MachineState.OUT,
        (),
        False,
        "k1",
        silent,
    )
    stage.fold((HostBack("k1"),))
    assert k1(stage).state is MachineState.WORKING


def test_several_faults_of_one_machine_are_one_alert_that_says_what_still_works(stage):
    stage.ready(*ALL)
    report(stage, "k1.printer", DeviceState.FAULTY, Fault.PAPER_END)
    stage.tick()
    (one,) = notices(stage)
    assert one.title.zh == "1 号取号机打印机没有纸了"
    report(stage, "k1.card", DeviceState.FAULTY, Fault.GARBLED)
    report(stage, "k1.scanner", DeviceState.FAULTY, Fault.GARBLED)
    stage.later(1).tick()
    (one,) = notices(stage)
    assert one.title.zh == "1 号取号机打印机没有纸了，还有 2 处"
    assert one.facts.zh == "还能刷卡、扫码、刷脸、输手机号、写姓名，不打票，号在屏幕上"
    assert one.action.zh == "去换纸"
    assert words_of(one.title)


def test_whoever_knows_of_a_machine_knows_of_all_its_faults(stage):
    stage.ready(*ALL)
    for device in ("k1.printer", "k1.card"):
        report(stage, device, DeviceState.FAULTY, Fault.GARBLED)
    stage.tick()
    (one,) = notices(stage)
    events = stage.do(Acknowledge(one.finding, "s10"), Role.MONITOR, "monitor-1")
    assert len([e for e in events if isinstance(e, FindingAcknowledged)]) == 2
    assert [n.known for n in notices(stage)] == [True]


def test_the_silent_process_of_its_eye_belongs_to_it_and_that_of_all_devices_does_not(stage):
    stage.ready(*ALL)
    report(stage, "k1.printer", DeviceState.FAULTY, Fault.PAPER_END)
    stage.fold((HostLost("eye-k1", stage.now),))
    stage.later(1).tick()
    assert len(notices(stage)) == 1
    stage.fold((HostLost("devices-1", stage.now),))
    stage.later(1).tick()
    assert len(notices(stage)) == 2


# --- two card readers -----------------------------------------------------------------------------------------------


def readers(stage):
    return [x for x in ALL if any(isinstance(j, ReadCard) for j in stage.hall.facts.devices[x].mailbox)]


def test_both_card_readers_look_and_the_first_card_counts(stage):
    stage.ready(*ALL)
    (started,) = stage.do(StartReading("k1", Way.CARD), Role.KIOSK, "k1")
    assert readers(stage) == ["k1.card", "k1.social"]
    stage.do(Present("k1.social", started.reading, Identity(Way.CARD, "p1")), Role.DEVICE)
    assert readers(stage) == []
    assert stage.hall.facts.readings["k1"].identity.person == "p1"


def test_a_reader_that_is_broken_does_not_end_the_reading_of_the_other(stage):
    stage.ready(*ALL)
    (started,) = stage.do(StartReading("k1", Way.CARD), Role.KIOSK, "k1")
    report(stage, "k1.card", DeviceState.AWAY, Fault.NO_ANSWER)
    assert stage.do(FailReading("k1.card", started.reading, "no_answer"), Role.DEVICE) == ()
    (failed,) = stage.do(FailReading("k1.social", started.reading, "card_pulled"), Role.DEVICE)
    assert isinstance(failed, ReadingFailed)


def test_the_last_reader_that_breaks_ends_the_reading(stage):
    stage.ready(*ALL)
    (started,) = stage.do(StartReading("k1", Way.CARD), Role.KIOSK, "k1")
    for device in ("k1.card", "k1.social"):
        report(stage, device, DeviceState.AWAY, Fault.NO_ANSWER)
    (failed,) = stage.do(FailReading("k1.card", started.reading, "no_answer"), Role.DEVICE)
    assert isinstance(failed, ReadingFailed)


def card_way(stage):
    return next(g for g in build("kiosk/k1", stage.hall, stage.now).ways if g.way is Way.CARD)


def test_the_visitor_is_told_which_cards_can_be_read(stage):
    stage.ready(*ALL)
    assert (card_way(stage).ready, card_way(stage).why.zh) == (True, "身份证或社保卡都行")
    report(stage, "k1.card", DeviceState.FAULTY, Fault.GARBLED)
    assert (card_way(stage).ready, card_way(stage).why.zh) == (True, "现在只能读社保卡")
    report(stage, "k1.social", DeviceState.AWAY, Fault.UNPLUGGED)
    assert (card_way(stage).ready, card_way(stage).why.zh) == (False, "读卡器坏了，请用别的办法")
    stage.ready("k1.card")
    assert (card_way(stage).ready, card_way(stage).why.zh) == (True, "现在只能读身份证")


def test_a_machine_with_one_reader_needs_no_word_about_it():
    plain = Stage(small_hall()).ready("k1.card")
    assert card_way(plain).why == Text("")


# --- keys -----------------------------------------------------------------------------------------------------------


def press(stage, action, device="k1.keys"):
    return stage.do(PressButton(device, action), Role.DEVICE, "devices-1")


def test_a_key_reaches_the_screen_once_for_each_press(stage):
    assert build("kiosk/k1", stage.hall, stage.now).pressed is None
    assert press(stage, "service:sbk") == (ButtonPressed("k1", "service:sbk"),)
    assert build("kiosk/k1", stage.hall, stage.now).pressed == Pressed(1, "service:sbk", stage.now)
    press(stage.later(3), "service:sbk")
    assert build("kiosk/k1", stage.hall, stage.now).pressed == Pressed(2, "service:sbk", stage.now)
    assert stage.replayed().facts.pressed == stage.hall.facts.pressed == stage.restarted().facts.pressed


def test_the_key_for_help_calls_a_guide_whatever_becomes_of_the_screen(stage):
    assert press(stage, "help") == (ButtonPressed("k1", "help"), HelpCalled("k1"))
    assert press(stage, "help") == (ButtonPressed("k1", "help"),)


@pytest.mark.parametrize(
    ("action", "device", "code"),
    [
        ("service:gone", "k1.keys", "no_service"),
        ("dance", "k1.keys", "no_action"),
        ("home", "k1.card", "no_kiosk"),
    ],
)
def test_a_key_that_means_nothing_here_is_refused_in_words(stage, action, device, code):
    assert stage.refused(PressButton(device, action), Role.DEVICE).code == code
