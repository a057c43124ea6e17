"""The pretend printer against bytes of our own, python-escpos, and receiptio as a host of another maker."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import time

import pytest
from escpos.printer import Dummy
from PIL import Image

from devices.codecs import escpos_status as es
from devices.ports.address import port_for
from devices.simulator._escpos_stream import CLEAR_BUFFERS, Char, Order, RealTime, take
from devices.simulator.control import Program

RECEIPTIO = pathlib.Path(__file__).parents[3] / ".cache/peers/node_modules/receiptio/bin/cli.js"
CUT = b"\x1dVB\x00"


class Host:
    def __init__(self, program):
        self.program = program
        self.port = port_for(program.port)
        self.port.open()
        self.buffer = bytearray()

    def write(self, data):
        self.port.write(data)

    def hear(self, timeout_s=5.0):
        deadline = time.monotonic() + timeout_s
        while (answer := es.decode(self.buffer)) is None and time.monotonic() < deadline:
            self.buffer += self.port.read(0.05)
        return answer

    def print(self, data):
        self.write(data + es.PAPER_IN_ORDER)
        return self.hear()


@pytest.fixture
def host(tmp_path):
    with Program("printer", "tcp:127.0.0.1:0", "--picture-dir", str(tmp_path / "slips")) as program:
        made = Host(program)
        yield made
        made.port.close()


def gbk(text):
    return b"\x1c&" + text.encode("gbk") + b"\n"


def test_a_slip_is_printed_drawn_and_confirmed(host):
    code = Dummy()
    code.qr("TOKEN-123", native=True, size=6)
    answer = host.print(
        b"\x1b@" + gbk("滨海市政务服务中心") + b"\x1d!\x33A012\n\x1d!\x00" + code.output + b"\n" + CUT
    )
    assert answer == es.PaperByte(0)
    (slip,) = host.program.ask("slips")["slips"]
    assert slip["text"] == ["滨海市政务服务中心", "A012"]
    assert slip["qr"] == ["TOKEN-123"]
    with Image.open(slip["path"]) as picture:
        assert picture.size == (640, slip["height"])
        assert round(picture.info["dpi"][0]) == 203
    assert host.program.ask("state")["unknown"] == {}


def test_the_code_on_the_picture_can_be_scanned(host):
    cv2 = pytest.importorskip("cv2")
    code = Dummy()
    code.qr("TOKEN-123", native=True, size=8)
    host.print(b"\x1ba\x01" + code.output + b"\n\n" + CUT)
    (slip,) = host.program.ask("slips")["slips"]
    text, *_ = cv2.QRCodeDetector().detectAndDecode(cv2.imread(slip["path"]))
    assert text == "TOKEN-123"


def test_an_image_of_python_escpos_arrives_dot_by_dot(host, tmp_path):
    drawn = Image.new("1", (64, 32), 1)
    for at in range(32):
        drawn.putpixel((at * 2, at), 0)
    for impl in ("bitImageRaster", "graphics", "bitImageColumn"):
        encoder = Dummy()
        encoder.image(drawn.convert("RGB"), impl=impl)
        host.print(b"\x1b@" + encoder.output + b"\n" + CUT)
    slips = host.program.ask("slips")["slips"]
    for slip in slips:
        paper = Image.open(slip["path"]).convert("L").crop((32, 0, 32 + 64, slip["height"]))
        dark = [(x, y) for y in range(4, paper.height - 4) for x in range(64) if paper.getpixel((x, y)) < 100]
        first = min(y for _, y in dark)
        assert {(x, y - first) for x, y in dark} == {(at * 2, at) for at in range(32)}, slip["path"]


def test_paper_ends_in_the_middle_and_the_rest_comes_after_the_refill(host):
    host.write(es.ASB_ON)
    assert es.learn_auto(host.hear().raw).paper is es.Paper.OK
    host.program.ask("paper", mm=20)
    assert es.learn_auto(host.hear().raw).paper is es.Paper.NEAR_END
    assert host.print(b"\x1b@" + b"line\n" * 20 + CUT) == es.AutoStatus(bytes.fromhex("1C 00 0F 0F"))
    host.write(es.ask(4))
    assert es.learn(es.PrinterState(), 4, host.hear().value).paper is es.Paper.END
    host.write(es.ask(2))
    assert es.learn(es.PrinterState(), 2, host.hear().value).paper is es.Paper.END
    assert host.program.ask("state")["cuts"] == 0
    host.program.ask("paper", state="ok")
    assert isinstance(host.hear(), es.PaperByte | es.AutoStatus)
    (slip,) = host.program.ask("slips")["slips"]
    assert slip["text"] == ["line"] * 20


def test_cleared_buffers_are_not_printed_after_the_refill(host):
    host.program.ask("paper", state="end")
    host.write(b"old slip\n" + CUT)
    host.program.wait_until("bytes waiting", lambda state: state["waiting_bytes"] > 0)
    host.write(CLEAR_BUFFERS)
    host.program.wait_until("nothing waiting", lambda state: state["waiting_bytes"] == 0)
    host.program.ask("paper", state="ok")
    assert host.print(b"new slip\n" + CUT) == es.PaperByte(0)
    (slip,) = host.program.ask("slips")["slips"]
    assert slip["text"] == ["new slip"]


def test_cover_error_and_cutter(host):
    host.program.ask("cover", open=True)
    host.write(es.ask(2))
    assert es.learn(es.PrinterState(), 2, host.hear().value).cover_open
    host.program.ask("cover", open=False)
    host.program.ask("cutter", broken=True)
    host.write(b"x\n" + CUT)
    host.program.wait_until("the cutter's fault", lambda state: state["cutter_error"])
    host.write(es.ask(3))
    assert es.learn(es.PrinterState(), 3, host.hear().value).cutter_error


def test_a_board_that_answers_nothing(host):
    host.program.ask("fault", name="no_status")
    host.write(es.ask(1) + es.ask(4))
    assert host.hear(0.3) is None


def test_real_time_questions_inside_image_data_are_answered(host):
    raster = b"\x1dv0\x00\x04\x00\x01\x00" + b"\x10\x04\x01\x00"
    host.write(raster)
    assert host.hear() == es.StatusByte(0x12)


def test_streams_split_anywhere():
    stream = (
        b"\x1b@\x1c&" + "请A".encode("gbk") + b"\x1d!\x11\x1dv0\x00\x01\x00\x02\x00ab\x1d(k\x03\x001C\x04\n"
    )
    whole, byte_wise = [], []
    buffer = bytearray(stream)
    while (one := take(buffer, True)) is not None:
        whole.append(one)
    buffer = bytearray()
    for byte in stream:
        buffer.append(byte)
        while (one := take(buffer, True)) is not None:
            byte_wise.append(one)
    assert byte_wise == whole
    assert whole[2:4] == [Char("请".encode("gbk")), Char(b"A")]
    assert whole[-1] == Order("\n")
    realtime = RealTime()
    data = b"\x10\x10\x04\x01\x10\x04\x04\x10\x05\x01" + CLEAR_BUFFERS
    got = [event for byte in data for event in realtime.events(bytes((byte,)))]
    assert got == [("status", 1), ("status", 4), ("recover", 1), ("clear", 1)]


def receiptio(address, *arguments, path=""):
    done = subprocess.run(
        ["node", str(RECEIPTIO), "-d", address, "-p", "escpos", "-l", "zh-hans", "-c", "42", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"},
    )
    return done.stderr.strip()


with_receiptio = pytest.mark.skipif(
    shutil.which("node") is None or not RECEIPTIO.exists(),
    reason="node or receiptio is not installed: run tests/peers/install_npm.sh",
)


@with_receiptio
@pytest.mark.skipif(
    not (RECEIPTIO.parents[2] / "serialport").exists(),
    reason="serialport is missing: run tests/peers/install_npm.sh",
)
def test_receiptio_prints_over_a_serial_line_and_sees_faults_there(tmp_path):
    line = tmp_path / "line"
    lister = tmp_path / "bin/udevadm"  # serialport asks udev which ports there are, and a pty is none of them
    lister.parent.mkdir()
    lister.write_text(f"#!/bin/sh\nprintf 'P: /devices/pretend/ttyS0\\nN: ttyS0\\nE: DEVNAME={line}\\n\\n'\n")
    lister.chmod(0o755)
    receipt = tmp_path / "slip.receipt"
    receipt.write_text("^^^滨海市政务服务中心\n\n^^A012\n")
    with Program("printer", f"pty:{line}", "--picture-dir", str(tmp_path)) as printer:

        def host(*arguments):
            return receiptio(str(line), *arguments, path=lister.parent)

        assert host("-q") == "online"
        assert host(str(receipt)) == "success"
        (slip,) = printer.ask("slips")["slips"]
        assert [text.strip() for text in slip["text"] if text.strip()] == ["滨海市政务服务中心", "A012"]
        printer.ask("paper", state="end")
        assert host(str(receipt)) == "paperempty"
        printer.ask("paper", state="ok")
        printer.ask("cover", open=True)
        assert host(str(receipt)) == "coveropen"


@with_receiptio
def test_receiptio_prints_and_sees_every_fault(tmp_path):
    receipt = tmp_path / "slip.receipt"
    receipt.write_text(
        "^^^滨海市政务服务中心\n\n^^A012\n\n社会保险 | 请等候\n---\n{code:TOKEN-123; option:qrcode,6,M}\n"
    )
    address = free_loopback()
    with Program("printer", f"tcp:{address}:9100", "--picture-dir", str(tmp_path)) as printer:
        assert receiptio(address, str(receipt)) == "success"
        (slip,) = printer.ask("slips")["slips"]
        assert [line.strip() for line in slip["text"] if line.strip()] == [
            "滨海市政务服务中心",
            "A012",
            "社会保险\t\t请等候",
            "─" * 42,
        ]
        assert slip["images"] == 1
        assert printer.ask("state")["unknown"] == {}
        assert receiptio(address, "-q") == "online"
        printer.ask("paper", state="end")
        assert receiptio(address, str(receipt)) == "paperempty"
        printer.ask("paper", state="ok")
        printer.ask("cover", open=True)
        assert receiptio(address, str(receipt)) == "coveropen"
        printer.ask("cover", open=False)
        printer.ask("error", on=True)
        assert receiptio(address, "-q") == "error"
        printer.ask("error", on=False)
        assert printer.ask("state")["cuts"] == 1


def free_loopback():
    """receiptio always calls port 9100, so a loopback address where it is free is looked for."""
    for last in range(20, 250):
        address = f"127.0.0.{last}"
        with contextlib.suppress(OSError), socket.create_server((address, 9100)):
            return address
    pytest.skip("port 9100 is taken on every loopback address tried")
