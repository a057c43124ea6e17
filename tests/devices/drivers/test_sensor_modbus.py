"""The sensor driver against pretend sensors on one line, with every fault of a line, and against other makers' ends."""

import math

import pytest

from devices.catalog import find
from devices.drivers.base import DeviceSaysNo
from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, Fault, JobFailed, ShowOnPanel
from hall.contract.sensing import Measured, Quantity, ReadSensors

OPTIONS = {
    "humidity": "holding 0 int16 0.1 0 100",
    "temperature": "holding 1 int16 0.1 -10 45",
    "co2": "holding 2 uint16 1 300 5000",
    "pm25": "holding 3 uint16 1 0 1000",
    "noise": "holding 4 uint16 0.1 20 130",
    "answer_s": 0.25,
}
FIRST = {"temperature": 21.0, "humidity": 45.0, "co2": 520.0, "pm25": 22.0, "noise": 48.0}


class Clock:
    """The driver's steady clock, moved on by hand beside the real one."""

    def __init__(self, line):
        self._real, self.ahead_s = line.now_s, 0.0
        line.now_s = lambda: self._real() + self.ahead_s


@pytest.fixture
def sensor(rig):
    def start(*arguments, address=1, **options):
        made = rig("sensor", "sensor.modbus", *arguments, address=address, **{**OPTIONS, **options})
        made.clock = Clock(made.line)
        return made

    return start


def told(sensor):
    """What the hall would be told now: value, or the fault, by quantity; None when nothing is worth telling."""
    news = sensor.driver.news()
    assert len(news) <= 1
    if not news:
        return None
    assert isinstance(news[0], ReadSensors)
    return {x.quantity.value: x.why if x.value is None else x.value for x in news[0].values}


def connected(sensor, *arguments, **options):
    made = sensor(*arguments, **options)
    assert made.driver.connect(made.line).state is DeviceState.READY
    assert told(made) == FIRST
    return made


def poll(made, after_s=30.0):
    made.clock.ahead_s += after_s
    return made.driver.check(made.line)


def polls(made, times):
    for _ in range(times):
        poll(made)


def test_all_quantities_are_read_with_one_question(sensor):
    made = connected(sensor)
    assert made.state()["units"]["1"]["asked"] == 1


def test_the_pair_of_the_manual(sensor):
    made = connected(sensor)
    made.ask("set", quantity="humidity", value=65.8)
    made.ask("set", quantity="temperature", value=-10.0)
    poll(made)
    assert told(made) == {**FIRST, "humidity": 65.8, "temperature": -10.0}


def test_only_what_moved_by_its_step_is_told_and_the_rest_once_a_minute(sensor):
    made = connected(sensor)
    made.ask("set", quantity="temperature", value=21.4)
    poll(made)
    assert told(made) is None
    made.ask("set", quantity="temperature", value=21.6)
    poll(made, 1)  # a minute has not passed since the first reading, but it moved
    assert told(made) == {**FIRST, "temperature": 21.6}
    poll(made, 10)
    assert told(made) is None
    poll(made, 60)
    assert told(made) == {**FIRST, "temperature": 21.6}, "a value keeps the figure it was told with"


def test_values_that_jump_about_are_told_three_times_a_minute_at_most(sensor):
    made = connected(sensor)
    count = 0
    for turn in range(12):
        made.ask("set", quantity="noise", value=50.0 + turn % 2 * 20)
        poll(made, 5)
        count += told(made) is not None
    assert 1 <= count <= 3


def test_noise_is_that_of_the_last_minute_and_not_of_one_cough(sensor):
    made = connected(sensor)
    made.ask("set", quantity="noise", value=53.0)
    for _ in range(6):
        poll(made, 9)
    made.ask("set", quantity="noise", value=63.0)
    poll(made, 9)
    level = 10 * math.log10((6 * 10**5.3 + 10**6.3) / 7)  # of the seven polls of the last minute
    assert told(made)["noise"] == pytest.approx(level, abs=0.05)


@pytest.mark.parametrize("fault", ["split", "echo", "noise_before", "merge"])
def test_slow_noisy_and_echoing_lines_do_not_matter(sensor, fault):
    made = connected(sensor)
    made.ask("set", quantity="co2", value=900)
    made.fault(fault, value=3, times=1 if fault == "merge" else None)
    assert poll(made).state is DeviceState.READY
    assert told(made)["co2"] == 900


@pytest.mark.parametrize(
    "fault", ["silent", "spoil", "half", "wrong_address", "short", "noise_inside", "dead"]
)
def test_one_bad_answer_is_asked_again(sensor, fault):
    made = connected(sensor)
    made.ask("set", quantity="co2", value=900)
    made.fault(fault, value=3, times=1)
    assert poll(made).state is DeviceState.READY
    assert told(made)["co2"] == 900


@pytest.mark.parametrize("fault", ["silent", "dead", "deaf", "half", "spoil", "wrong_address", "short"])
def test_after_three_polls_without_an_answer_nobody_knows_the_values(sensor, fault):
    made = connected(sensor)
    expected = Fault.GARBLED if fault == "spoil" else Fault.NO_ANSWER
    made.fault(fault)
    for _ in range(2):
        assert poll(made).state is DeviceState.READY
        assert told(made) is None
    with pytest.raises(DeviceSaysNo) as caught:
        poll(made)
    assert caught.value.fault is expected
    assert told(made) == dict.fromkeys(FIRST, expected)
    with pytest.raises(DeviceSaysNo):
        made.driver.connect(made.line)
    assert told(made) is None, "the same trouble is told once"
    made.clear()
    assert made.driver.connect(made.line).state is DeviceState.READY
    assert told(made) == FIRST


def test_a_sensor_that_was_never_heard_is_told_at_once(sensor):
    made = sensor(address=2)
    with pytest.raises(DeviceSaysNo, match="check power, wiring, address"):
        made.driver.connect(made.line)


def test_a_late_answer_is_not_taken_for_that_of_other_registers(sensor):
    """Both questions are for one register, and an answer does not say for which."""
    made = sensor(co2="", noise="", temperature="", pm25="holding 3 uint16 1 0 1000")
    made.driver.connect(made.line)
    assert told(made) == {"humidity": 45.0, "pm25": 22.0}
    made.ask("set", quantity="humidity", value=90)
    made.fault("late", value=400, times=2)
    assert poll(made).state is DeviceState.READY
    assert told(made) == {"humidity": 90.0, "pm25": 22.0}


def test_answers_that_all_come_too_late_are_no_answers(sensor):
    made = connected(sensor)
    made.fault("late", value=2000)
    with pytest.raises(DeviceSaysNo, match="no answer"):
        polls(made, 3)


def test_a_value_that_cannot_be_is_told_and_not_believed(sensor):
    made = connected(sensor)
    made.ask("raw", table="holding", register=1, value=0x7FFF)
    status = poll(made)
    assert (status.state, status.fault) == (DeviceState.READY, Fault.IMPLAUSIBLE)
    assert "temperature is not between -10 and 45" in status.text
    assert told(made) == {**FIRST, "temperature": Fault.IMPLAUSIBLE}
    made.fault("implausible")
    status = poll(made)
    assert (status.state, status.fault) == (DeviceState.FAULTY, Fault.IMPLAUSIBLE)
    assert set(told(made).values()) == {Fault.IMPLAUSIBLE}
    made.clear()
    made.ask("set", quantity="temperature", value=21.0)
    assert poll(made).state is DeviceState.READY
    assert told(made) == FIRST


def test_swapped_registers_are_noticed_where_the_limits_are_drawn_close(sensor):
    made = connected(sensor)
    made.ask("set", quantity="humidity", value=62.0)
    made.fault("swapped")
    assert poll(made).fault is Fault.IMPLAUSIBLE
    assert told(made)["temperature"] is Fault.IMPLAUSIBLE


def test_an_exception_is_told_in_words_and_the_other_registers_still_count(sensor):
    made = sensor(co2="input 9 uint16 1 300 5000")
    status = made.driver.connect(made.line)
    assert (status.state, status.fault) == (DeviceState.READY, Fault.REFUSED)
    assert "co2 was refused with exception 2: it has no such register" in status.text
    assert told(made) == {**FIRST, "co2": Fault.REFUSED}
    made.fault("refuse", value=4)
    status = made.driver.check(made.line)
    assert (status.state, status.fault) == (DeviceState.FAULTY, Fault.REFUSED)
    assert "it failed inside" in status.text


def test_units_on_one_line_answer_for_themselves(sensor):
    made = connected(sensor, "--units", "1,2,3")
    other = find("sensor.modbus").driver("device-2", 3, OPTIONS)
    made.ask("set", unit=3, quantity="co2", value=1500)
    assert other.connect(made.line).state is DeviceState.READY
    made.ask("cut", unit=3)
    other._missed = 2
    with pytest.raises(DeviceSaysNo):
        other.check(made.line)
    assert poll(made).state is DeviceState.READY
    made.ask("join", unit=3)
    assert other.connect(made.line).state is DeviceState.READY
    (news,) = other.news()
    assert Measured(Quantity.CO2, 1500.0) in news.values


def test_unplugged_is_port_gone(sensor):
    made = connected(sensor)
    made.ask("unplug")
    with pytest.raises(PortGone):
        polls(made, 20)


def test_a_hang_up_in_the_middle_is_port_gone(sensor):
    made = connected(sensor)
    made.fault("hang_up_after", value=5, times=1)
    with pytest.raises(PortGone):
        polls(made, 20)


def test_a_sensor_takes_no_orders(sensor):
    made = connected(sensor)
    got = made.driver.start(ShowOnPanel("1", "device-1", "call", ("A",)), made.line, 0)
    assert isinstance(got, JobFailed)


def test_values_of_a_morning_rise_and_stay_plausible(sensor):
    made = sensor("--day-s", "3")
    made.driver.connect(made.line)
    morning = made.program.wait_until("full hall", lambda s: s["units"]["1"]["co2"] > 700)
    assert 15 < morning["units"]["1"]["temperature"] < 30
