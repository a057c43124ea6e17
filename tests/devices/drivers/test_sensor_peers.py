"""Modbus by other makers: mbpoll and minimalmodbus read our pretend sensors, pymodbus' server answers our driver."""

import pathlib
import shutil
import subprocess
import sys

import minimalmodbus
import pytest

from devices.drivers.base import Line
from devices.drivers.sensor_modbus import make
from devices.ports.address import port_for
from devices.simulator.control import Program
from hall.contract.devices import DeviceState, Fault
from tests.devices.drivers import modbus_server
from tests.ports import free_port

WORDS = [658, 0xFF9B, 640, 35, 521]


@pytest.fixture
def sensors(tmp_path):
    """Two pretend sensors on a pty, the second with the registers of the manual's answer."""
    with Program("sensor", f"pty:{tmp_path}/line", "--units", "1,2") as running:
        for register, value in enumerate(WORDS):
            running.ask("raw", unit=2, table="holding", register=register, value=value)
        yield running


@pytest.mark.skipif(shutil.which("mbpoll") is None, reason="mbpoll is not installed (apt-get install mbpoll)")
class TestMbpoll:
    def poll(self, sensors, unit, start, count):
        line = "-m rtu -b 9600 -P none -t 4 -0 -1 -q -o 0.5".split()
        what = ["-a", str(unit), "-r", str(start), "-c", str(count)]
        return subprocess.run(
            ["mbpoll", *line, *what, sensors.port], capture_output=True, text=True, timeout=30, check=False
        )

    def test_it_reads_the_registers(self, sensors):
        done = self.poll(sensors, 2, 0, 5)
        assert done.returncode == 0, done.stderr
        rows = [row.split(":")[1].split() for row in done.stdout.splitlines() if row.startswith("[")]
        assert [int(row[0]) for row in rows] == WORDS
        assert rows[1][1] == "(-101)"

    def test_it_understands_our_exception_and_our_silence(self, sensors):
        assert "Illegal data address" in self.poll(sensors, 2, 90, 1).stderr
        assert "timed out" in self.poll(sensors, 9, 0, 1).stderr


class TestMinimalmodbus:
    @pytest.fixture
    def instrument(self, sensors):
        made = minimalmodbus.Instrument(sensors.port, 2)
        made.serial.timeout = 1.0
        yield made
        made.serial.close()

    def test_it_reads_the_values(self, instrument):
        assert instrument.read_register(0, 1) == 65.8
        assert instrument.read_register(1, 1, signed=True) == -10.1
        assert instrument.read_registers(0, 5) == WORDS

    def test_it_understands_our_exceptions(self, instrument, sensors):
        with pytest.raises(minimalmodbus.IllegalRequestError):
            instrument.read_register(90)
        sensors.ask("fault", name="refuse", value=6, times=1)
        with pytest.raises(minimalmodbus.SlaveDeviceBusyError):
            instrument.read_register(0)


class TestPymodbusServer:
    @pytest.fixture
    def line(self):
        number = free_port()
        program = pathlib.Path(modbus_server.__file__)
        command = [sys.executable, str(program), str(number)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as running:
            assert running.stdout is not None and running.stdout.readline().strip() == "listening"
            port = port_for(f"tcp:127.0.0.1:{number}")
            port.open()
            yield Line(port)
            port.close()
            running.terminate()

    def test_it_answers_our_driver(self, line):
        options = {
            "humidity": "holding 500 int16 0.1 0 100",
            "temperature": "holding 501 int16 0.1 -10 45",
            "co2": "holding 502 uint16 1 300 5000",
            "pm25": "holding 503 uint32 1 0 1000",
            "noise": "input 2 float32 1 20 130",
        }
        sensor = make("sensor-1", 7, options)
        assert sensor.connect(line).state is DeviceState.READY
        (news,) = sensor.news()
        values = {x.quantity.value: x.value for x in news.values}
        assert values == {"humidity": 45.5, "temperature": 21.8, "co2": 640.0, "pm25": 35.0, "noise": 50.0}

    def test_its_exceptions_are_understood(self, line):
        status = make("sensor-1", 7, {"co2": "holding 100 uint16 1 300 5000"}).connect(line)
        assert (status.state, status.fault) == (DeviceState.FAULTY, Fault.REFUSED)
        assert "exception 2" in status.text
