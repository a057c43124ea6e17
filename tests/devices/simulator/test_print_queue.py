"""The pretend CUPS: its own driver prints through it, CUPS' own programs read it, and every fault of a line is told."""

import shutil
import subprocess

import pytest

from devices.catalog import find
from devices.codecs import ipp
from devices.drivers.base import BrokenOff, DeviceSaysNo, Line
from devices.ports.port import PortGone, Trouble
from devices.ports.print_queue import QueuePort
from devices.simulator.control import Program
from hall.contract.devices import DeviceState, Fault, JobDone, JobFailed
from tests.devices.drivers.test_printer_escpos import SLIP, job


class Rig:
    def __init__(self, folder, *arguments):
        self.program = Program("print_queue", "tcp:127.0.0.1:0", "--picture-dir", str(folder), *arguments)
        self.ask = self.program.ask
        self.host = self.program.port.removeprefix("tcp:")
        self.line = Line(QueuePort(f"cups:slip@{self.host}", timeout_s=1.5))
        self.line.port.open()
        self.driver = find("printer.cups").driver("device-1", 0, {"print_s": 3.0})
        self.driver.connect(self.line)

    def print(self, id="7.0"):
        return self.driver.start(job(id), self.line, 0)


@pytest.fixture
def rig(tmp_path):
    made = []

    def start(*arguments):
        made.append(Rig(tmp_path, *arguments))
        return made[-1]

    yield start
    for one in made:
        one.line.port.close()
        one.program.stop()


def test_a_slip_comes_out_and_is_confirmed(rig):
    queue = rig()
    assert queue.print() == JobDone("device-1", "7.0")
    (slip,) = queue.ask("slips")["slips"]
    assert slip["qr"] == [SLIP.qr]
    assert queue.ask("jobs")["jobs"] == [{"id": 1, "name": "slip 7.0", "state": ipp.COMPLETED}]


def test_a_dumb_printer_confirms_nothing(rig):
    queue = rig("--dumb")
    assert queue.driver.check(queue.line).state is DeviceState.UNKNOWN
    assert queue.print().confirmed is False


def test_without_paper_the_slip_fails_is_taken_out_and_never_comes(rig):
    queue = rig("--job-ms", "300")
    queue.ask("queue", reasons=["media-empty"])
    got = queue.print()
    assert (type(got), got.fault) == (JobFailed, Fault.PAPER_END)
    queue.ask("queue", reasons=[])
    assert queue.print("8.0") == JobDone("device-1", "8.0")
    assert [one["state"] for one in queue.ask("jobs")["jobs"]] == [ipp.CANCELED, ipp.COMPLETED]
    assert len(queue.ask("slips")["slips"]) == 1


@pytest.mark.parametrize("fault", ["split", "late"])
def test_slow_answers_are_understood(rig, fault):
    queue = rig()
    queue.ask("fault", name=fault, value=1 if fault == "split" else 50)
    assert queue.print() == JobDone("device-1", "7.0")


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [("silent", Trouble.STUCK), ("dead", Trouble.STUCK), ("deny", Trouble.BARRED), ("half", Trouble.STUCK)],
)
def test_answers_that_do_not_come_are_told(rig, fault, trouble):
    queue = rig()
    queue.ask("fault", name=fault)
    with pytest.raises(PortGone) as caught:
        queue.driver.check(queue.line)
    assert caught.value.trouble is trouble
    queue.ask("clear")
    queue.line.port.open()
    assert queue.driver.connect(queue.line).state is DeviceState.READY


@pytest.mark.parametrize("fault", ["noise_before", "noise_inside"])
def test_damaged_answers_are_never_fine(rig, fault):
    """A single wrong bit is TCP's to find; IPP has no check of its own."""
    queue = rig()
    queue.ask("fault", name=fault, value=9)
    with pytest.raises((PortGone, DeviceSaysNo)):
        queue.driver.check(queue.line)


def test_a_line_that_breaks_while_the_slip_is_sent_leaves_it_unknown(rig):
    queue = rig()
    queue.ask("fault", name="hang_up_after", value=1500)
    with pytest.raises((BrokenOff, PortGone)) as caught:
        queue.print()
    if isinstance(caught.value, BrokenOff):
        assert caught.value.result.confirmed is False
    queue.ask("clear")
    queue.line.port.open()
    queue.driver.connect(queue.line)
    assert queue.ask("state")["waiting"] == 0


def test_a_job_that_is_refused_or_kept_is_told(rig):
    queue = rig()
    queue.ask("fault", name="refuse", times=1)
    got = queue.print()
    assert (type(got), got.fault) == (JobFailed, Fault.REFUSED)
    queue.ask("fault", name="keep")
    queue.ask("queue", reasons=["offline"])
    got = queue.print("8.0")
    assert (type(got), got.confirmed) == (JobDone, False)


@pytest.mark.skipif(
    shutil.which("ipptool") is None, reason="ipptool is missing: apt-get install cups-ipp-utils"
)
def test_the_tool_of_cups_itself_reads_the_pretend_queue(rig, tmp_path):
    queue = rig()
    asked = tmp_path / "queue.test"
    asked.write_text(
        "{\nOPERATION Get-Printer-Attributes\nGROUP operation-attributes-tag\n"
        "ATTR charset attributes-charset utf-8\nATTR naturalLanguage attributes-natural-language en\n"
        "ATTR uri printer-uri $uri\nSTATUS successful-ok\nEXPECT printer-state OF-TYPE enum WITH-VALUE 3\n"
        "EXPECT printer-state-reasons OF-TYPE keyword WITH-VALUE none\n}\n"
    )
    told = subprocess.run(
        ["ipptool", "-V", "2.0", "-t", f"ipp://{queue.host}/printers/slip", str(asked)],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert told.returncode == 0, told.stdout
