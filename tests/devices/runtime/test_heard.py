"""How a worker says that it knows: when a device was heard, what cannot be asked, when its own thread moved last."""

import threading

from devices.catalog import find, open_line
from devices.runtime.worker import Worker
from hall.contract.devices import (
    DeviceReport,
    DeviceState,
    Fault,
    JobDone,
    ReadCard,
)
from hall.contract.people import PressButton
from tests.devices.runtime.test_worker import AIR, show

# --- what the hall needs to judge the truth of a display --------------------------------------------------------------


def test_a_report_says_when_the_device_itself_answered_and_how_often_it_is_asked(play):
    panel = play("panel_onbon", "led.onbon")
    first = panel.report(DeviceState.READY)
    assert (first.confirms, first.heard_ms, first.every_ms) == (True, panel.clock_ms, 3000)
    panel.clock_ms += 60_000
    panel.settled()
    (again,) = panel.worker.reports()
    assert again.heard_ms == panel.clock_ms, "repeated reports tell the newest"
    panel.program.ask("fault", name="silent")
    panel.clock_ms += 60_000
    away = panel.report(DeviceState.AWAY, Fault.NO_ANSWER)
    assert away.heard_ms == panel.clock_ms - 60_000


def test_a_text_that_is_lost_is_told_with_when_it_was_last_certain(play):
    panel = play("panel_onbon", "led.onbon")
    panel.offer(show("1"))
    panel.report(DeviceState.READY, shows="1")
    certain = panel.clock_ms
    panel.program.ask("unplug")
    panel.clock_ms += 5000
    assert panel.report(DeviceState.AWAY, shows="").shown_ms in (certain, certain + 5000)


def test_a_mute_make_is_said_to_be_one_and_its_silence_is_not_an_age(play):
    strip = play("panel_strip", "led.yinda", "--make", "yinda")
    told = strip.report(DeviceState.UNKNOWN)
    assert (told.confirms, told.heard_ms, told.every_ms) == (False, 0, 0)
    strip.settled()
    (again,) = strip.worker.reports()
    assert (again.heard_ms, again.every_ms) == (0, 0)


def test_a_strip_that_answers_but_not_the_text_is_heard_and_does_not_confirm(play):
    strip = play("panel_strip", "led.ruize", "--make", "ruize")
    strip.offer(show("1"))
    told = strip.report(DeviceState.READY)
    assert (told.confirms, told.every_ms) == (False, 3000)
    assert strip.result(JobDone, "1").confirmed is False


def test_a_big_screen_draws_the_newest_text_alone_and_never_too_often(play):
    screen = play("panel_onbon", "led.onbon")
    screen.report(DeviceState.READY)
    for n in range(1, 40):
        screen.offer(show(str(n), f"B{n:03d}"))
    screen.result(JobDone, "39")
    state = screen.program.ask("state")
    assert state["areas"] == {"0": "B039"}
    assert state["too_fast"] == 0 and state["draws"] <= 3


def test_a_reader_that_looks_for_a_card_for_long_is_heard_meanwhile(play):
    reader = play("card_reader", "card.sdt")
    reader.report(DeviceState.READY)
    reader.offer(ReadCard("r1", "d", "reading-1", reader.clock_ms + 600_000))
    reader.clock_ms += 60_000
    reader.leap_until(lambda: reader.worker.reports()[0].heard_ms == reader.clock_ms)


# --- what speaks by itself, and whoever hangs -------------------------------------------------------------------------


def heard_ms(playing, device="d"):
    return next(one.heard_ms for one in playing.worker.reports() if one.device == device)


def test_a_board_of_keys_is_heard_when_a_key_is_pressed(play):
    """Seen in an audit: three presses were delivered, and the wall said 还没回过话 for ever."""
    board = play("buttons", "buttons.input", KEY_1="service:s", KEY_2="help")
    board.report(DeviceState.READY)
    board.settled()
    assert heard_ms(board) == 0, "nobody has heard it: an open port says nothing"
    for key in ("KEY_1", "KEY_2"):
        board.clock_ms += 60_000
        board.program.ask("press", key=key)
        board.until(lambda word: isinstance(word, PressButton))
        board.leap_until(lambda: heard_ms(board) == board.clock_ms)
    (told,) = board.worker.reports()
    assert told.every_ms == 0, "it cannot be asked"


def test_a_scanner_is_heard_by_a_code_and_not_by_noise(play):
    scanner = play("scanner", "scan.line")
    scanner.report(DeviceState.READY)
    scanner.clock_ms += 60_000
    scanner.program.ask("raw", hex="0d0a0d")
    scanner.settled()
    assert heard_ms(scanner) == 0
    scanner.program.ask("scan", text="HALL1")
    scanner.leap_until(lambda: heard_ms(scanner) == scanner.clock_ms)


def test_of_key_boxes_on_one_line_the_one_that_was_pressed_is_heard_each_time(play):
    desks = play("caller", "caller.ff68", "--units", "2", devices={"d": 1, "e": 2})
    desks.report(DeviceState.UNKNOWN, device="e")
    for turn in range(3):
        desks.clock_ms += 60_000
        desks.clock.leap(2.0)
        desks.program.ask("press", key="0C", unit=1)
        desks.leap_until(lambda: heard_ms(desks) == desks.clock_ms)
        assert heard_ms(desks, "e") == 0, turn
    assert {one.every_ms for one in desks.worker.reports()} == {0}


def test_a_sound_card_or_folder_confirms_nothing(tmp_path):
    told = []
    driver = find("voice.wav").driver("d", 0, {})
    worker = Worker(open_line("voice.wav", str(tmp_path), 0), [("d", driver)], told.append, lambda: 1)
    worker._turn()
    (report,) = (word for word in told if isinstance(word, DeviceReport))
    assert (report.state, report.confirms, report.heard_ms) == (DeviceState.READY, False, 0)
    worker._close()


def test_a_thread_that_hangs_in_its_driver_leaves_its_stamp_behind(play):
    """Its process goes on beating and repeats its reports; the hall judges their stamp (`turn_ms`)."""
    desks = play("caller", "caller.ff68")
    desks.report(DeviceState.UNKNOWN)
    desks.clock_ms += 60_000
    desks.leap_until(lambda: desks.worker.reports()[0].turn_ms == desks.clock_ms)
    hanging, on = threading.Event(), threading.Event()

    def idle(line, now_ms):
        hanging.set()
        on.wait(20)

    desks.worker._devices[0].driver.idle = idle
    desks.leap_until(hanging.is_set)
    hung_ms = desks.clock_ms
    desks.clock_ms += 600_000
    assert desks.worker.reports()[0].turn_ms == hung_ms
    on.set()
    desks.leap_until(lambda: desks.worker.reports()[0].turn_ms == desks.clock_ms)


def test_a_sensor_that_missed_one_question_is_still_one_that_is_asked(play):
    sensor = play("sensor", "sensor.modbus", answer_s=0.2, **AIR)
    sensor.report(DeviceState.READY)
    sensor.settled()
    sensor.program.ask("fault", name="silent")
    sensor.leap_until(lambda: sensor.worker._devices[0].unanswered)
    (told,) = sensor.worker.reports()
    assert told.every_ms == 10_000
