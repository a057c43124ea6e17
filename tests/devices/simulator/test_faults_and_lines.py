"""The fault plan's effect on bytes, and lines that are pulled, put back and broken off."""

import json
import os
import time

import pytest

from devices.ports.address import port_for
from devices.ports.port import PortGone
from devices.simulator._faults import Faults
from devices.simulator._line import line_for
from devices.simulator.control import Program, SimulatorSaidNo


def sent(faults: Faults, data: bytes = b"ABCDEFGH") -> bytes:
    return b"".join(piece for _, piece in faults.answer(data))


def test_without_faults_the_answer_leaves_as_it_is():
    assert Faults().answer(b"ABCDEFGH") == [(0.0, b"ABCDEFGH")]


def test_silence_counted():
    faults = Faults()
    faults.set("silent", times=2)
    assert [sent(faults), sent(faults), sent(faults)] == [b"", b"", b"ABCDEFGH"]


def test_half_spoilt_noisy_late_split_merged():
    faults = Faults()
    faults.set("half", times=1)
    assert sent(faults) == b"ABCD"
    faults.set("spoil", times=1)
    assert sent(faults) != b"ABCDEFGH"
    faults.set("noise_before", 5, times=1)
    assert sent(faults)[5:] == b"ABCDEFGH"
    faults.set("noise_inside", 3, times=1)
    noisy = sent(faults)
    assert (noisy[:4], noisy[7:]) == (b"ABCD", b"EFGH")
    faults.set("late", 800, times=1)
    assert faults.answer(b"AB") == [(0.8, b"AB")]
    faults.set("split", 10, times=1)
    assert faults.answer(b"AB") == [(0.0, b"A"), (0.01, b"B")]
    faults.set("merge", times=1)
    assert sent(faults, b"one") == b""
    assert sent(faults, b"two") == b"onetwo"


def test_an_unknown_fault_is_named():
    with pytest.raises(KeyError, match="silent"):
        Faults().set("sleepy")


@pytest.mark.parametrize("address", ["", "pty:", "usb:1", "tcp"])
def test_a_wrong_listen_address_is_told(address):
    with pytest.raises(ValueError, match="is meant"):
        line_for(address)


@pytest.fixture(params=["pty", "tcp"])
def scanner(request, tmp_path):
    listen = f"pty:{tmp_path}/line" if request.param == "pty" else "tcp:127.0.0.1:0"
    with Program("scanner", listen) as program:
        yield program


def read_until(port, end: bytes, timeout_s: float = 5.0) -> bytes:
    got, deadline = b"", time.monotonic() + timeout_s
    while not got.endswith(end):
        assert time.monotonic() < deadline, got
        got += port.read(0.1)
    return got


def test_codes_arrive_and_the_line_comes_back_at_the_same_address(scanner):
    port = port_for(scanner.port)
    port.open()
    port.write(b"?")  # a TCP line is accepted before the first scan
    scanner.ask("scan", text="令牌-1")
    assert read_until(port, b"\r") == "令牌-1\r".encode()
    scanner.ask("unplug")
    with pytest.raises(PortGone):
        read_until(port, b"never")
    port.close()
    with pytest.raises(PortGone):
        port.open()
    scanner.ask("plug")
    port.open()
    port.write(b"?")
    scanner.ask("scan", text="2", end="crlf")
    assert read_until(port, b"\n") == b"2\r\n"
    port.close()


def test_hang_up_in_the_middle_of_what_is_heard(scanner):
    port = port_for(scanner.port)
    port.open()
    scanner.ask("fault", name="hang_up_after", value=10, times=1)
    port.write(bytes(50))
    with pytest.raises(PortGone):
        read_until(port, b"never")
    port.close()
    assert scanner.ask("state")["plugged"]  # answered between two turns: the line is back
    port.open()
    port.close()


def test_echo_and_true_line_timing(tmp_path):
    with Program("scanner", f"pty:{tmp_path}/line", "--baud", "1200") as scanner:
        port = port_for(scanner.port, 1200)
        port.open()
        started = time.monotonic()
        scanner.ask("scan", text="x" * 120)
        read_until(port, b"\r")
        assert time.monotonic() - started > 0.8  # 121 bytes of ten bits at 1200 baud take a second
        scanner.ask("fault", name="echo")
        port.write(b"hello")
        assert read_until(port, b"hello") == b"hello"
        port.close()


def test_control_answers_nonsense_and_lives(tmp_path):
    with Program("scanner", f"pty:{tmp_path}/line", "--control", f"unix:{tmp_path}/control") as scanner:
        for words in ({"do": "dance"}, {"do": "fault", "name": "x"}, {}, {"do": "picture"}):
            with pytest.raises(SimulatorSaidNo):
                scanner.ask(**{"do": "", **words})
        scanner.control._socket.sendall(b"not json\n")
        assert json.loads(scanner.control._file.readline())["ok"] is False
        assert scanner.ask("state")["scans"] == 0


def test_the_link_and_the_socket_are_gone_afterwards(tmp_path):
    with Program("scanner", f"pty:{tmp_path}/line", "--control", f"unix:{tmp_path}/control"):
        assert os.readlink(tmp_path / "line").startswith("/dev/pts/")
    assert list(tmp_path.iterdir()) == []
