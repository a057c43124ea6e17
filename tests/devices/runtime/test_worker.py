"""Workers against pretend devices: told at once, redrawn, never twice, and back by themselves."""

from devices.catalog import open_line
from devices.simulator.control import Program
from hall.contract.base import Text
from hall.contract.devices import (
    DeviceReport,
    DeviceState,
    Fault,
    JobDone,
    JobFailed,
    PrintSlip,
    ReadCard,
    ShowOnPanel,
    Slip,
)
from hall.contract.people import FailReading, Present, PressButton
from hall.contract.sensing import Measured, Quantity, ReadSensors
from tests.devices.runtime.leaping import Leaping

SLIP = Slip(
    Text("厅"), "A001", Text("事"), Text("处"), Text(""), 0, 0, 0, False, False, 1_795_222_800_000, "TOKEN"
)


def show(id, text="请A001号到3号窗口", device="d"):
    return ShowOnPanel(id, device, "call", (text,))


def test_a_panel_is_drawn_unplugged_and_drawn_again_by_itself(play):
    panel = play("panel_onbon", "led.onbon")
    panel.offer(show("1"))
    panel.report(DeviceState.READY)
    panel.result(JobDone, "1")
    panel.report(DeviceState.READY, shows="1")
    panel.program.ask("unplug")
    panel.report(DeviceState.AWAY, Fault.UNPLUGGED, shows="")
    panel.offer(show("2", "请A002号到3号窗口"))
    panel.program.ask("power_cut")
    panel.program.ask("plug")
    panel.result(JobDone, "2")
    panel.report(DeviceState.READY, shows="2")
    assert panel.program.ask("state")["areas"] == {"0": "请A002号到3号窗口"}


def test_a_panel_that_lost_its_power_is_drawn_again(play):
    panel = play("panel_onbon", "led.onbon")
    panel.offer(show("1"))
    panel.result(JobDone, "1")
    panel.program.ask("power_cut")
    panel.clock.leap()
    panel.program.wait_until("drawn again", lambda state: state["areas"] == {"0": "请A001号到3号窗口"})
    panel.report(DeviceState.READY, shows="1")


def test_a_silent_panel_is_away_and_comes_back(play):
    panel = play("panel_onbon", "led.onbon", answer_s=0.2)
    panel.report(DeviceState.READY)
    panel.program.ask("fault", name="dead")
    panel.clock.leap()
    report = panel.report(DeviceState.AWAY, Fault.NO_ANSWER)
    assert "no answer" in report.detail
    panel.offer(show("1"))
    panel.program.ask("clear")
    panel.clock.leap()
    panel.result(JobDone, "1")
    panel.report(DeviceState.READY, shows="1")


def test_trouble_that_lasts_is_told_once(play):
    panel = play("panel_onbon", "led.onbon", answer_s=0.1)
    panel.report(DeviceState.READY)
    panel.program.ask("unplug")
    panel.report(DeviceState.AWAY, Fault.UNPLUGGED)
    tries = panel.worker._tries
    panel.leap_until(lambda: panel.worker._tries >= tries + 4)
    assert panel.told_meanwhile == []


def test_a_refused_text_is_told_once_and_tried_anew_after_a_reconnection(play):
    panel = play("panel_onbon", "led.onbon")
    panel.report(DeviceState.READY)
    panel.program.ask("fault", name="nack_text", value=4, times=1)
    panel.offer(show("1"))
    assert panel.result(JobFailed, "1").fault is Fault.REFUSED
    assert not [word for word in panel.settled() if isinstance(word, JobFailed | JobDone)]
    panel.program.ask("unplug")
    panel.program.ask("plug")
    panel.result(JobDone, "1")


def test_two_panels_on_one_line_the_silent_one_does_not_stop_the_other(play):
    bus = play(
        "panel_onbon", "led.onbon", "--address", "1", "--multidrop", devices={"d": 1, "e": 2}, answer_s=0.2
    )
    bus.report(DeviceState.AWAY, Fault.NO_ANSWER, device="e")
    bus.offer(show("1"))
    bus.result(JobDone, "1")
    bus.offer(show("2"))
    bus.result(JobDone, "2")


def bus(play, make, **options):
    """Three strips of a make on one RS-485 line, each with a call."""
    three = {"d": 3, "e": 4, "f": 5}
    line = play(
        "panel_strip", f"led.{make}", "--make", make, "--address", "3", "--panels", "3",
        devices=three, answer_s=0.2, gap_ms=5, **options,
    )  # fmt: skip
    for device, number in three.items():
        line.offer(show(device, f"请A00{number}号到{number}号窗口", device), device=device)
    return line


def shown(line):
    return {address: panel["text"] for address, panel in line.program.ask("state")["panels"].items()}


CALLS = {n: f"请A00{n}号到{n}号窗口" for n in "345"}


def test_three_strips_on_one_line_a_dead_one_is_away_alone_and_drawn_again(play):
    line = bus(play, "palh")
    for device in "def":
        line.result(JobDone, device)
    assert shown(line) == CALLS
    line.program.ask("cut", address=4)
    line.clock.leap()
    line.report(DeviceState.AWAY, Fault.NO_ANSWER, device="e")
    line.offer(show("d2", "请A009号到3号窗口"))
    line.result(JobDone, "d2")
    line.program.ask("join", address=4)
    line.clock.leap()
    line.result(JobDone, "e")
    line.report(DeviceState.READY, shows="e", device="e")
    assert shown(line) == CALLS | {"3": "请A009号到3号窗口"}


def test_a_strip_that_confirms_nothing_is_ready_while_it_is_there_and_shows_nothing_for_sure(play):
    line = bus(play, "ruize")
    assert not line.result(JobDone, "e").confirmed
    line.program.ask("cut", address=4)
    line.clock.leap()
    line.report(DeviceState.AWAY, Fault.NO_ANSWER, shows="", device="e")
    line.program.ask("join", address=4)
    line.clock.leap()
    line.report(DeviceState.READY, shows="", device="e")
    line.program.wait_until("the call again", lambda state: state["panels"]["4"]["text"] == CALLS["4"])


def test_a_mute_strip_is_never_ready_and_its_text_comes_back_after_a_power_cut(play):
    line = bus(play, "yongtai")
    line.report(DeviceState.UNKNOWN, shows="", device="e")
    line.program.wait_until("all calls", lambda _: shown(line) == CALLS)
    line.program.ask("cut", address=4)
    line.program.ask("join", address=4)
    line.clock.leap()
    line.program.wait_until("the call again", lambda _: shown(line) == CALLS)
    assert not [
        word for word in line.told.words if isinstance(word, DeviceReport) and word.state is DeviceState.READY
    ]


def test_a_slip_is_printed_once_however_often_the_mailbox_comes(play):
    printer = play("printer", "printer.escpos")
    job = PrintSlip("7.0", "d", "t", SLIP)
    for _ in range(3):
        printer.offer(job)
    printer.result(JobDone, "7.0")
    printer.offer(job)
    assert not [word for word in printer.settled() if isinstance(word, JobDone)]
    assert printer.program.ask("state")["cuts"] == 1


def test_no_paper_is_told_for_the_slip_and_the_printer_and_mended_by_a_refill(play):
    printer = play("printer", "printer.escpos")
    printer.report(DeviceState.READY)
    printer.program.ask("paper", state="end")
    printer.report(DeviceState.FAULTY, Fault.PAPER_END)
    printer.offer(PrintSlip("7.0", "d", "t", SLIP))
    assert printer.result(JobFailed, "7.0").fault is Fault.PAPER_END
    printer.program.ask("paper", state="ok")
    printer.report(DeviceState.READY, Fault.NONE)
    printer.offer(PrintSlip("8.0", "d", "t", SLIP))
    printer.result(JobDone, "8.0")
    assert printer.program.ask("state")["cuts"] == 1


def test_a_slip_does_not_wait_for_ever_for_a_printer_that_is_away(play):
    printer = play("printer", "printer.escpos")
    printer.report(DeviceState.READY)
    printer.program.ask("unplug")
    printer.report(DeviceState.AWAY)
    printer.offer(PrintSlip("7.0", "d", "t", SLIP))
    printer.leap_until(lambda: printer.worker._devices[0].waiting_since_s or printer.told_meanwhile)
    printer.leap_until(lambda: printer.told_meanwhile)
    (failed,) = printer.told_meanwhile
    assert (failed.job, failed.fault) == ("7.0", Fault.UNPLUGGED)
    printer.program.ask("plug")
    printer.report(DeviceState.READY)
    assert printer.program.ask("state")["cuts"] == 0


def test_a_slip_that_is_over_is_never_begun_and_those_after_it_are(play):
    printer = play("printer", "printer.escpos")
    printer.report(DeviceState.READY)
    over = PrintSlip("7.0", "d", "t", SLIP, printer.clock_ms - 1)
    printer.offer(over, PrintSlip("8.0", "d", "t", SLIP, printer.clock_ms + 60_000))
    printer.result(JobDone, "8.0")
    assert not [word for word in printer.settled() if getattr(word, "job", "") == "7.0"]
    assert printer.program.ask("state")["cuts"] == 1


def test_cards_are_read_only_while_asked(play):
    reader = play("card_reader", "card.sdt", poll_ms=20)
    reader.report(DeviceState.READY)
    reader.program.ask("lay", name="测试甲", born="19900307")
    assert reader.program.ask("state")["reads"] == 0
    job = ReadCard("5.0", "d", "r1", reader.clock_ms + 60_000)
    reader.offer(job)
    assert reader.until(lambda word: isinstance(word, Present)).reading == "r1"
    reader.offer(job)
    assert not [word for word in reader.settled() if isinstance(word, Present)]
    assert reader.program.ask("state")["reads"] == 1


def test_a_reading_that_is_over_is_left(play):
    reader = play("card_reader", "card.sdt", poll_ms=20)
    reader.report(DeviceState.READY)
    reader.offer(ReadCard("5.0", "d", "r1", reader.clock_ms + 60_000))
    reader.program.wait_until("looking for a card", lambda state: state["finds"] > 3)
    reader.offer()
    reader.settled()
    finds = reader.program.ask("state")["finds"]
    reader.settled()
    assert reader.program.ask("state")["finds"] == finds
    reader.offer(ReadCard("6.0", "d", "r2", reader.clock_ms + 100))
    reader.clock_ms += 101
    reader.settled()
    reader.program.ask("lay", name="测试甲", born="19900307")
    assert not [word for word in reader.settled() if isinstance(word, Present)]


def test_a_visitor_is_told_when_the_reader_goes_away(play):
    reader = play("card_reader", "card.sdt", poll_ms=20)
    reader.report(DeviceState.READY)
    reader.offer(ReadCard("5.0", "d", "r1", reader.clock_ms + 60_000))
    reader.program.wait_until("looking for a card", lambda state: state["finds"] > 1)
    reader.program.ask("unplug")
    reader.report(DeviceState.AWAY)
    reader.clock.leap()
    got = reader.until(lambda word: isinstance(word, FailReading))
    assert (got.reading, got.fault) == ("r1", Fault.UNPLUGGED.value)


AIR = {"temperature": "holding 1 int16 0.1 -10 45", "co2": "holding 2 uint16 1 300 5000"}


def test_two_sensors_on_one_line_tell_what_they_measure_and_what_is_not_known(play):
    line = play("sensor", "sensor.modbus", "--units", "1,2", devices={"a": 1, "b": 2}, answer_s=0.2, **AIR)

    def read(device, **values):
        def says(word):
            known = isinstance(word, ReadSensors) and word.device == device
            return known and {x.quantity.value: x.value for x in word.values} == values

        return line.until(says)

    for device in "ab":
        read(device, temperature=21.0, co2=520.0)
    line.program.ask("cut", unit=2)
    line.program.ask("set", unit=1, quantity="co2", value=900)
    moved = (Measured(Quantity.TEMPERATURE, 21.0), Measured(Quantity.CO2, 900.0))
    line.leap_until(lambda: ReadSensors("a", moved) in line.told_meanwhile)
    line.leap_until(lambda: _away(line.told_meanwhile, "b"))
    assert not _away(line.told_meanwhile, "a")
    unknown = [Measured(x.quantity, None, Fault.NO_ANSWER) for x in moved]
    assert ReadSensors("b", tuple(unknown)) in line.told_meanwhile


def _away(told, device):
    return [
        x for x in told if isinstance(x, DeviceReport) and (x.device, x.state) == (device, DeviceState.AWAY)
    ]


def test_a_sensor_that_falls_silent_is_away_after_three_polls_and_comes_back(play):
    line = play("sensor", "sensor.modbus", answer_s=0.2, **AIR)
    line.report(DeviceState.READY)
    line.program.ask("fault", name="silent")
    for _ in range(3):
        line.clock.leap()
    line.leap_until(lambda: any(isinstance(x, DeviceReport) for x in line.told_meanwhile))
    (gone,) = [x for x in line.told_meanwhile if isinstance(x, DeviceReport)]
    assert (gone.state, gone.fault) == (DeviceState.AWAY, Fault.NO_ANSWER)
    last = [x for x in line.told_meanwhile if isinstance(x, ReadSensors)][-1]
    assert {x.why for x in last.values} == {Fault.NO_ANSWER}
    line.program.ask("clear")
    line.clock.leap()
    line.report(DeviceState.READY)


def test_a_key_is_told_as_soon_as_it_is_pressed(play):
    board = play("buttons", "buttons.input", KEY_1="service:shbz", KEY_F1="help")
    board.report(DeviceState.READY)
    for key, action in (("KEY_1", "service:shbz"), ("KEY_F1", "help")):
        board.program.ask("press", key=key)
        assert board.until(lambda word: isinstance(word, PressButton)) == PressButton("d", action)


def test_a_port_that_is_not_there_or_taken(tmp_path):
    with Program("scanner", f"pty:{tmp_path}/line") as program:
        holder = open_line("scan.line", program.port, 0)
        holder.open()
        playing = Leaping(program, "scan.line")
        playing.report(DeviceState.AWAY, Fault.PORT_TAKEN)
        holder.close()
        playing.report(DeviceState.READY)
        playing.worker.end()
    playing = Leaping(program, "scan.line")
    playing.report(DeviceState.AWAY, Fault.PORT_MISSING)
    playing.worker.end()


def test_a_mistake_in_a_driver_is_told_and_the_worker_lives(play):
    panel = play("panel_onbon", "led.onbon")
    panel.report(DeviceState.READY)
    driver = panel.worker._devices[0].driver
    whole, driver.check = driver.check, lambda line: 1 / 0
    panel.clock.leap()
    report = panel.report(DeviceState.FAULTY, Fault.INTERNAL)
    assert "ZeroDivisionError" in report.detail
    driver.check = whole
    panel.clock.leap()
    panel.report(DeviceState.READY)


def test_a_mistake_in_one_driver_leaves_the_others_of_its_line_alone(play):
    devices = {f"d{at}": at for at in (1, 2, 3, 4)}
    line = play(
        "panel_strip", "led.palh", "--make", "palh", "--address", "1", "--panels", "4", devices=devices
    )
    line.report(DeviceState.READY, device="d4")
    driver = line.worker._devices[0].driver  # the first is asked before the others
    whole, driver.check = driver.check, lambda line: 1 / 0
    line.clock.leap()
    line.report(DeviceState.FAULTY, Fault.INTERNAL, device="d1")
    for at in (2, 3, 4):
        line.offer(show(f"s{at}", device=f"d{at}"), device=f"d{at}")
        line.result(JobDone, f"s{at}")
        line.report(DeviceState.READY, device=f"d{at}", shows=f"s{at}")
    assert not [
        one
        for one in line.told.words
        if getattr(one, "fault", Fault.NONE) is not Fault.NONE and one.device != "d1"
    ]
    driver.check = whole
    line.clock.leap()
    line.report(DeviceState.READY, device="d1")


def test_a_silent_onbon_line_is_tried_at_its_other_speed_and_both_are_named(play):
    panel = play("panel_onbon", "led.onbon", silent=True)
    told = panel.until(lambda word: isinstance(word, DeviceReport) and "57600 or 9600 baud" in word.detail)
    assert (told.state, told.fault) == (DeviceState.AWAY, Fault.NO_ANSWER)
    panel.program.ask("clear")
    panel.report(DeviceState.READY)
    (found,) = panel.worker._line.port.speeds
    assert found in (57600, 9600)
    panel.program.ask("fault", name="silent")
    panel.clock.leap()
    told = panel.report(DeviceState.AWAY, Fault.NO_ANSWER)
    assert f"no answer at {found} baud" in told.detail, "what was found is not looked for again"
