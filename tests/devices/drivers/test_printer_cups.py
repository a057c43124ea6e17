"""Slips through a print queue: believed only as far as CUPS can know, and never left behind to print by themselves."""

import pathlib
import shutil
import tempfile

import pytest

from devices.catalog import find, open_line
from devices.codecs import ipp
from devices.drivers.base import BrokenOff, DeviceSaysNo, Line, WrongOption
from devices.drivers.printer_cups import make
from devices.ports.port import PortGone, Trouble
from devices.ports.print_queue import QueuePort
from devices.simulator.control import Program
from hall.contract.devices import DeviceState, Fault, JobDone, JobFailed
from tests.devices.drivers.cups_server import BACKENDS, CUPSD, Pretend, Real
from tests.devices.drivers.test_printer_escpos import SLIP, job

DUMB = "socket://10.0.0.7:9100"


@pytest.fixture
def cups():
    server = Pretend()
    yield server
    server.close()


class Clock:
    """Time passes only while the driver pauses."""

    def __init__(self):
        self.now_s = 0.0

    def pause(self, seconds):
        self.now_s += seconds


@pytest.fixture
def printer(cups):
    """`printer(**options)`: a driver and its line, connected."""

    def connected(**options):
        clock = Clock()
        line = Line(open_line("printer.cups", f"cups:slip@{cups.host}", 0), lambda: clock.now_s, clock.pause)
        line.port.open()
        driver = find("printer.cups").driver("device-1", 0, options)
        driver.connect(line)
        return driver, line

    return connected


def print_it(driver, line, id="7.0"):
    return driver.start(job(id), line, 0)


def test_a_slip_is_printed_and_confirmed_by_a_printer_that_speaks_ipp(cups, printer):
    cups.plan = [ipp.PENDING, ipp.PROCESSING, ipp.PROCESSING, ipp.COMPLETED]
    driver, line = printer()
    assert driver.check(line).state is DeviceState.READY
    assert print_it(driver, line) == JobDone("device-1", "7.0")
    _, who, name, data, _ = cups.jobs[1]
    assert (who, name) == ("service-hall", "slip 7.0")
    assert "社会保险".encode("gbk") in data and SLIP.qr.encode() in data


def test_completed_is_no_proof_where_cups_only_hands_bytes_over(cups, printer):
    cups.queue["device-uri"] = (DUMB,)
    driver, line = printer()
    assert driver.check(line).state is DeviceState.UNKNOWN
    got = print_it(driver, line)
    assert (type(got), got.confirmed) == (JobDone, False)
    driver, line = printer(confirm="completed")  # the hall says that this queue is to be believed
    assert driver.check(line).state is DeviceState.READY
    assert print_it(driver, line, "8.0") == JobDone("device-1", "8.0")
    cups.queue["device-uri"] = ("ipp://printer.example",)
    driver, line = printer(confirm="none")
    assert print_it(driver, line, "9.0").confirmed is False


@pytest.mark.parametrize(
    ("reasons", "fault"),
    [
        (("media-empty-error",), Fault.PAPER_END),
        (("media-needed",), Fault.PAPER_END),
        (("media-low-warning", "cover-open-error"), Fault.COVER_OPEN),
        (("media-jam",), Fault.OFFLINE),
        (("offline-report",), Fault.OFFLINE),
        (("spool-area-full-error",), Fault.OFFLINE),
    ],
)
def test_trouble_while_it_prints_fails_the_slip_and_takes_it_out_of_the_queue(cups, printer, reasons, fault):
    cups.plan = [ipp.PROCESSING]
    cups.on_job = lambda: cups.queue.update({"printer-state-reasons": reasons})
    driver, line = printer()
    got = print_it(driver, line)
    assert (type(got), got.fault) == (JobFailed, fault)
    assert cups.jobs[1][0] == ipp.CANCELED
    assert driver.check(line).fault is fault


def test_the_trouble_of_the_last_slip_does_not_bar_the_next(cups, printer):
    """CUPS asks an idle printer nothing: only a new job shows that the paper is back."""
    cups.queue["printer-state-reasons"] = ("media-empty-error",)
    cups.on_job = lambda: cups.queue.update({"printer-state-reasons": ("none",)})
    driver, line = printer()
    assert driver.check(line).fault is Fault.PAPER_END
    assert print_it(driver, line) == JobDone("device-1", "7.0")
    cups.plan, cups.on_job = [ipp.PROCESSING], lambda: None
    cups.queue["printer-state-reasons"] = ("media-empty-error",)
    got = print_it(driver, line, "8.0")
    assert (type(got), got.fault) == (JobFailed, Fault.PAPER_END)
    assert cups.jobs[2][0] == ipp.CANCELED


def test_little_paper_is_a_warning(cups, printer):
    cups.queue["printer-state-reasons"] = ("media-low-report",)
    driver, line = printer()
    status = driver.check(line)
    assert (status.state, status.fault) == (DeviceState.READY, Fault.PAPER_NEAR_END)
    assert print_it(driver, line) == JobDone("device-1", "7.0")


@pytest.mark.parametrize("end", [ipp.ABORTED, ipp.CANCELED, ipp.STOPPED])
def test_a_job_that_cups_gives_up_has_failed_and_is_gone(cups, printer, end):
    cups.plan = [ipp.PROCESSING, end]
    cups.queue["printer-state-message"] = ("The printer is not responding.",)
    driver, line = printer()
    got = print_it(driver, line)
    assert (type(got), got.fault) == (JobFailed, Fault.OFFLINE)
    assert "not responding" in got.detail
    assert cups.jobs[1][0] in (ipp.ABORTED, ipp.CANCELED)


@pytest.mark.parametrize(
    "change",
    [{"printer-state": (5,), "printer-state-reasons": ("paused",)}, {"printer-is-accepting-jobs": (False,)}],
)
def test_a_queue_that_is_stopped_gets_no_job(cups, printer, change):
    driver, line = printer()
    cups.queue.update(change)
    got = print_it(driver, line)
    assert (type(got), got.fault) == (JobFailed, Fault.OFFLINE)
    assert "cups" in got.detail
    assert cups.jobs == {}


def test_a_slip_the_queue_never_began_is_taken_back_and_known_to_have_failed(cups, printer):
    cups.plan = [ipp.PENDING]
    got = print_it(*printer())
    assert (type(got), got.fault) == (JobFailed, Fault.BUSY)
    assert cups.jobs[1][0] == ipp.CANCELED


def test_a_slip_that_is_being_printed_for_ever_is_taken_back_and_nobody_knows(cups, printer):
    cups.plan = [ipp.PROCESSING]
    got = print_it(*printer())
    assert (type(got), got.confirmed) == (JobDone, False)
    assert cups.jobs[1][0] == ipp.CANCELED


def test_what_cannot_be_taken_back_is_not_called_failed(cups, printer):
    cups.plan, cups.cancels = [ipp.PENDING], False
    got = print_it(*printer())
    assert (type(got), got.confirmed) == (JobDone, False)
    assert "may still come out" in got.detail


def test_a_slip_that_comes_out_while_it_is_taken_back_is_done(cups, printer):
    cups.plan, cups.cancels = [ipp.PENDING], False
    driver, line = printer(print_s=0.5)
    looks = []
    cups.on_job = lambda: looks.append(1) or (len(looks) == 3 and cups.jobs[1][4].append(ipp.COMPLETED))
    assert print_it(driver, line) == JobDone("device-1", "7.0")


def test_what_an_earlier_process_left_behind_is_taken_out_and_only_that(cups, printer):
    cups.jobs = {
        1: [ipp.PENDING, "service-hall", "slip 3.0", b"", []],
        2: [ipp.PENDING, "li", "letter", b"", []],
    }
    printer()
    assert [one[0] for one in cups.jobs.values()] == [ipp.CANCELED, ipp.PENDING]


def test_cups_that_dies_in_the_middle_leaves_the_slip_unknown(cups, printer):
    cups.plan = [ipp.PROCESSING]
    cups.on_job = lambda: setattr(cups, "silent", True)
    with pytest.raises(BrokenOff) as caught:
        print_it(*printer())
    assert caught.value.result == JobDone(
        "device-1", "7.0", confirmed=False, detail=caught.value.result.detail
    )


def test_a_queue_that_is_not_there_is_told(cups):
    line = Line(open_line("printer.cups", f"nothing@{cups.host}", 0))
    line.port.open()
    with pytest.raises(DeviceSaysNo, match="no queue 'nothing'") as caught:
        find("printer.cups").driver("device-1", 0, {}).connect(line)
    assert caught.value.fault is Fault.PORT_MISSING


@pytest.mark.parametrize("garbage", [b"<html>not IPP</html>", b"\x02\x00\x00\x00\x00\x00\x00\x63\x01\x03"])
def test_what_is_no_cups_is_told(cups, printer, garbage):
    driver, line = printer()
    cups.garbage = garbage
    with pytest.raises(DeviceSaysNo) as caught:
        driver.check(line)
    assert caught.value.fault is Fault.GARBLED


@pytest.mark.parametrize(
    ("status", "trouble"), [(403, Trouble.BARRED), (401, Trouble.BARRED), (500, Trouble.GONE)]
)
def test_what_cups_forbids_is_told(cups, printer, status, trouble):
    driver, line = printer()
    cups.http_status = status
    with pytest.raises(PortGone) as caught:
        driver.check(line)
    assert caught.value.trouble is trouble


@pytest.mark.parametrize(
    "options", [{"confirm": "maybe"}, {"width": 76}, {"layout": "nothing.toml"}, {"baud": 1}]
)
def test_wrong_options_are_told(options):
    with pytest.raises(WrongOption):
        make("device-1", 0, options)


@pytest.mark.parametrize(
    "address", ["", "cups:", "cups:slip@", "cups:slip@host:0", "cups:a b", "slip@host:x", "a/b"]
)
def test_an_address_that_is_none_is_told(address):
    with pytest.raises(ValueError, match="is meant"):
        QueuePort(address)


def test_without_cups_on_this_host_it_is_said_what_to_install(tmp_path):
    shut = QueuePort("slip", local=tmp_path / "cups.sock")
    (tmp_path / "cups.sock").write_text("")  # there, and nobody behind it
    with pytest.raises(PortGone, match="apt-get install cups") as caught:
        shut.open()
    assert caught.value.trouble is Trouble.BARRED
    with pytest.raises(PortGone) as caught:
        QueuePort("slip@127.0.0.1:1").open()
    assert caught.value.trouble is Trouble.MISSING


# --- a real CUPS ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real():
    if CUPSD is None or shutil.which("lpadmin") is None or not (BACKENDS / "socket").exists():
        pytest.skip("CUPS is not installed: apt-get install cups")
    with tempfile.TemporaryDirectory(
        prefix="hall-cups-"
    ) as folder:  # pytest's own is closed to the user of backends
        server = Real(pathlib.Path(folder))
        yield server
        server.close()


def real_printer(real, queue, **options):
    """Connected to a queue of the real scheduler, which may still be starting."""
    line = Line(open_line("printer.cups", f"cups:{queue}@{real.host}", 0))
    line.port.open()
    driver = find("printer.cups").driver("device-1", 0, {"print_s": 15.0, **options})
    driver.connect(line)
    return driver, line


def started(real):
    """Wait for the scheduler to answer at all."""
    real.process.poll()
    line = Line(open_line("printer.cups", f"cups:any@{real.host}", 0))
    for _ in range(200):
        try:
            line.port.open()
            return
        except PortGone:
            line.pause(0.05)
    pytest.fail("cupsd did not start")


@pytest.mark.slow
def test_a_real_cups_prints_a_slip_and_keeps_none_that_failed(real, tmp_path):
    started(real)
    with Program("printer", "tcp:127.0.0.1:0", "--picture-dir", str(tmp_path)) as paper:
        real.add("slip", f"socket://{paper.port.removeprefix('tcp:')}")
        driver, line = real_printer(real, "slip", confirm="completed")
        assert print_it(driver, line) == JobDone("device-1", "7.0")
        (slip,) = paper.ask("slips")["slips"]
        assert slip["qr"] == [SLIP.qr] and "A012" in slip["text"]
        real.run("cupsdisable", "slip")
        got = print_it(driver, line, "8.0")
        assert (type(got), got.fault) == (JobFailed, Fault.OFFLINE)
        real.run("cupsenable", "slip")
        paper.ask("unplug")
        driver, line = real_printer(real, "slip", confirm="completed", print_s=2.0)
        got = print_it(driver, line, "9.0")
        assert (type(got), got.confirmed) == (JobDone, False)
        assert real.open_jobs("slip") == [], "nothing is left to print by itself"
        paper.ask("plug")
        assert print_it(driver, line, "10.0") == JobDone("device-1", "10.0")
        assert len(paper.ask("slips")["slips"]) == 2


@pytest.mark.slow
@pytest.mark.parametrize(("queue", "exit_code"), [("aborts", "1"), ("stops", "4"), ("retries", "6")])
def test_a_real_cups_whose_printer_has_no_paper(real, queue, exit_code):
    """The backend says media-empty and gives the job up, stops the queue, or tries for ever."""
    started(real)
    policy = ("-o", "printer-error-policy=abort-job") if queue == "aborts" else ()
    real.add(queue, f"pretend:/media-empty-error/{exit_code}", *policy)
    driver, line = real_printer(real, queue)
    got = print_it(driver, line)
    assert (type(got), got.fault) == (JobFailed, Fault.PAPER_END)
    assert real.open_jobs(queue) == []
    assert driver.check(line).fault is Fault.PAPER_END
