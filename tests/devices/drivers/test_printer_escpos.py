"""The printer driver against the pretend printer: printed, failed with a reason, or openly unknown. Never a guess."""

import pytest

from devices.drivers.base import BrokenOff, DeviceSaysNo, WrongOption
from devices.drivers.printer_escpos import make
from devices.ports.port import PortGone
from hall.contract.base import Text
from hall.contract.devices import DeviceState, Fault, JobDone, JobFailed, PrintSlip, Slip

SLIP = Slip(
    hall=Text("新密市政务服务中心", "Xinmi Government Service Centre"),
    number="A012",
    service=Text("社会保险", "Social insurance"),
    place=Text("2楼 B区 3–8号窗口", "2F Zone B, windows 3–8"),
    way=Text("出电梯右转", "Right from the lift"),
    ahead=3,
    low_min=10,
    high_min=25,
    known=True,
    rough=False,
    at=1_795_222_800_000,
    qr="HALL1.k3JxQ9vT2mWc8ZpL",
)


def job(id="7.0"):
    return PrintSlip(id, "device-1", "ticket-1", SLIP)


@pytest.fixture
def printer(rig):
    made = rig("printer", "printer.escpos", answer_s=0.4, print_s=4.0)
    assert made.driver.connect(made.line).state is DeviceState.READY
    return made


def print_it(printer, id="7.0"):
    return printer.driver.start(job(id), printer.line, 0)


def slips(printer):
    return printer.ask("slips")["slips"]


def test_a_slip_is_printed_and_confirmed(printer):
    assert print_it(printer) == JobDone("device-1", "7.0")
    (slip,) = slips(printer)
    assert "A012" in slip["text"]
    assert slip["qr"] == ["HALL1.k3JxQ9vT2mWc8ZpL"]
    assert printer.state()["unknown"] == {}


def test_confirmed_by_process_id(rig):
    printer = rig("printer", "printer.escpos", confirm="process_id")
    printer.driver.connect(printer.line)
    assert print_it(printer) == JobDone("device-1", "7.0")


@pytest.mark.parametrize("fault", ["split", "noise_before", "late"])
def test_slow_and_noisy_answers_are_understood_or_told(printer, fault):
    printer.fault(fault, value=20 if fault == "late" else 2)
    try:
        got = print_it(printer)
    except DeviceSaysNo:
        assert slips(printer) == []  # nothing was sent on a guess
        return
    assert isinstance(got, JobDone)
    assert len(slips(printer)) == 1


@pytest.mark.parametrize(
    ("words", "mended", "fault"),
    [
        ({"do": "paper", "state": "end"}, {"do": "paper", "state": "ok"}, Fault.PAPER_END),
        ({"do": "cover", "open": True}, {"do": "cover", "open": False}, Fault.COVER_OPEN),
        ({"do": "error", "on": True}, {"do": "error", "on": False}, Fault.OFFLINE),
        ({"do": "offline", "on": True}, {"do": "offline", "on": False}, Fault.OFFLINE),
    ],
)
def test_a_printer_that_cannot_print_is_told_at_once_and_nothing_is_sent(printer, words, mended, fault):
    printer.ask(**words)
    got = print_it(printer)
    assert isinstance(got, JobFailed)
    assert got.fault is fault
    assert printer.driver.check(printer.line).state is DeviceState.FAULTY
    printer.ask(**mended)
    assert print_it(printer, "8.0") == JobDone("device-1", "8.0")
    assert len(slips(printer)) == 1  # the refused slip does not come out later


def test_paper_that_ends_in_the_middle_is_told_and_the_rest_never_comes(printer):
    printer.ask("paper", mm=60)
    got = print_it(printer)
    assert isinstance(got, JobFailed)
    assert got.fault is Fault.PAPER_END
    printer.program.wait_until("the rest thrown away", lambda state: state["waiting_bytes"] == 0)
    printer.ask("paper", state="ok")
    assert print_it(printer, "8.0") == JobDone("device-1", "8.0")
    broken, whole = slips(printer)
    assert broken["qr"] == []
    assert whole["qr"] == ["HALL1.k3JxQ9vT2mWc8ZpL"]
    assert whole["text"].count("A012") == 1


def test_a_cutter_that_sticks_is_told(printer):
    printer.ask("cutter", broken=True)
    got = print_it(printer)
    assert (type(got), got.confirmed) == (JobDone, False)  # all of it is on the paper that hangs there
    assert "cutter" in got.detail
    status = printer.driver.check(printer.line)
    assert (status.state, status.fault) == (DeviceState.FAULTY, Fault.CUTTER)
    got = print_it(printer, "8.0")
    assert (type(got), got.fault) == (JobFailed, Fault.CUTTER)


def test_changes_are_heard_without_asking(printer):
    printer.ask("paper", state="near_end")
    status = next(filter(None, (printer.driver.idle(printer.line, 0) for _ in range(20))))
    assert (status.state, status.fault) == (DeviceState.READY, Fault.PAPER_NEAR_END)
    printer.ask("cover", open=True)
    status = next(filter(None, (printer.driver.idle(printer.line, 0) for _ in range(20))))
    assert (status.state, status.fault) == (DeviceState.FAULTY, Fault.COVER_OPEN)


def test_silence_is_never_fine(printer):
    printer.fault("silent")
    with pytest.raises(DeviceSaysNo) as caught:
        print_it(printer)
    assert caught.value.fault is Fault.NO_ANSWER
    assert slips(printer) == []


@pytest.mark.parametrize("board", ["simple", "simple_old"])
def test_a_board_that_tells_of_its_paper_alone_confirms_by_it(rig, board):
    printer = rig("printer", "printer.escpos", status="simple", answer_s=0.4, print_s=2.0)
    printer.fault(board)
    assert printer.driver.connect(printer.line).state is DeviceState.READY
    assert print_it(printer) == JobDone("device-1", "7.0")
    assert len(slips(printer)) == 1
    printer.ask("paper", state="near_end")
    assert printer.driver.check(printer.line).fault is Fault.PAPER_NEAR_END
    printer.ask("paper", state="end")
    assert printer.driver.check(printer.line).fault is Fault.PAPER_END
    got = print_it(printer, "8.0")
    assert (type(got), got.fault) == (JobFailed, Fault.PAPER_END)
    printer.ask("paper", state="ok")
    assert print_it(printer, "9.0") == JobDone("device-1", "9.0")
    assert len(slips(printer)) == 2  # what was refused does not come out later


def test_a_simple_board_that_runs_out_in_the_middle_is_not_believed(rig):
    printer = rig("printer", "printer.escpos", status="simple", answer_s=0.4, print_s=1.0)
    printer.fault("simple")
    printer.driver.connect(printer.line)
    printer.ask("paper", mm=60)
    got = print_it(printer)
    assert (type(got), got.confirmed) == (JobDone, False)


def test_a_simple_board_that_says_nothing_is_not_fine(rig):
    printer = rig("printer", "printer.escpos", status="simple", answer_s=0.2)
    printer.fault("no_status")
    with pytest.raises(DeviceSaysNo) as caught:
        printer.driver.connect(printer.line)
    assert caught.value.fault is Fault.NO_ANSWER


def test_a_board_without_status_stays_unknown_and_prints_unconfirmed(rig):
    printer = rig("printer", "printer.escpos", status=False)
    printer.fault("no_status")
    assert printer.driver.connect(printer.line).state is DeviceState.UNKNOWN
    got = print_it(printer)
    assert (type(got), got.confirmed) == (JobDone, False)
    printer.program.wait_until("the slip", lambda state: state["cuts"] == 1)


def test_a_confirmation_that_does_not_come_is_unknown_not_done(printer):
    printer.fault("no_marker")  # a board that ignores GS r
    for id in ("7.0", "8.0"):
        got = print_it(printer, id)
        assert (type(got), got.confirmed) == (JobDone, False)
    assert len(slips(printer)) == 2
    printer.clear()
    assert print_it(printer, "9.0") == JobDone("device-1", "9.0")


def test_a_line_that_breaks_while_printing_leaves_the_slip_unknown(printer):
    driver, marker = printer.driver, printer.driver._marker

    def pull_the_plug_first(now_ms):
        printer.ask("unplug")
        return marker(now_ms)

    driver._marker = pull_the_plug_first
    with pytest.raises((BrokenOff, PortGone)) as caught:
        print_it(printer)
    assert caught.value.result.confirmed is False


def test_58_mm_and_image_codes(rig):
    printer = rig("printer", "printer.escpos", "--width", "58", width=58, qr="image")
    printer.driver.connect(printer.line)
    assert print_it(printer) == JobDone("device-1", "7.0")
    (slip,) = slips(printer)
    assert slip["qr"] == []
    cv2 = pytest.importorskip("cv2")
    assert cv2.QRCodeDetector().detectAndDecode(cv2.imread(slip["path"]))[0] == "HALL1.k3JxQ9vT2mWc8ZpL"


@pytest.mark.parametrize(
    "options",
    [
        {"width": 76},
        {"confirm": "maybe"},
        {"qr": 3},
        {"speed": 1},
        {"status": "some"},
        {"layout": "nothing-here.toml"},
    ],
)
def test_wrong_options_are_told(options):
    with pytest.raises(WrongOption):
        make("device-1", 0, options)


def test_a_printer_that_stops_taking_bytes_is_not_waited_for_for_ever(rig):
    printer = rig("printer", "printer.escpos", status=False)
    printer.driver.connect(printer.line)
    printer.fault("deaf")
    outcomes = []
    for turn in range(400):  # until every buffer on the way is full
        try:
            outcomes.append(printer.driver.start(job(f"{turn}.0"), printer.line, 0))
        except BrokenOff as broken:
            outcomes.append(broken.result)
            break
    assert outcomes[-1].confirmed is False
    assert "broke" in outcomes[-1].detail
