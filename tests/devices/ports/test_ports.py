"""Every port alike: bytes through, nothing in time, unplugged, taken, stuck. Real ptys and sockets."""

import os
import socket
import threading
import time
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from devices.ports import serial_port
from devices.ports.address import port_for
from devices.ports.memory import null_modem
from devices.ports.port import Port, PortGone, Trouble
from devices.ports.serial_port import SerialPort
from devices.ports.tcp import TcpPort


@dataclass
class Line:
    """A port under test and the far end's three powers."""

    port: Port
    send: callable
    receive: callable
    unplug: callable


def pty_line(write_timeout_s=0.3):
    master, slave = os.openpty()
    tty.setraw(slave)
    open_fds = [master, slave]

    def unplug():
        while open_fds:
            os.close(open_fds.pop())

    port = SerialPort(os.ttyname(slave), 115200, write_timeout_s)
    return Line(port, lambda data: os.write(master, data), lambda: os.read(master, 65536), unplug)


def tcp_line(serial_url=False, write_timeout_s=0.3):
    server = socket.create_server(("127.0.0.1", 0))
    number = server.getsockname()[1]
    far: list[socket.socket] = []

    def accepted() -> socket.socket:
        if not far:
            far.append(server.accept()[0])
        return far[0]

    def unplug():
        if server.fileno() >= 0:
            accepted().close()
            server.close()

    name = f"socket://127.0.0.1:{number}" if serial_url else f"tcp:127.0.0.1:{number}"
    port = port_for(name, write_timeout_s=write_timeout_s)
    return Line(
        port,
        lambda data: accepted().sendall(data),
        lambda: accepted().recv(65536),
        lambda: (accepted(), unplug()),
    )


def memory_line():
    ours, theirs = null_modem(write_timeout_s=0.3)
    theirs.open()
    return Line(ours, theirs.write, lambda: theirs.read(1), theirs.unplug)


MAKERS = {
    "pty": pty_line,
    "tcp": tcp_line,
    "socket-url": lambda: tcp_line(serial_url=True),
    "memory": memory_line,
}


@pytest.fixture(params=MAKERS)
def line(request) -> Iterator[Line]:
    made = MAKERS[request.param]()
    made.port.open()
    yield made
    made.port.close()
    made.unplug()


def read_all(port: Port, size: int) -> bytes:
    got, deadline = b"", time.monotonic() + 30
    while len(got) < size and time.monotonic() < deadline:
        got += port.read(0.2)
    return got


def test_bytes_arrive_unchanged_both_ways(line):
    everything = bytes(range(256))
    line.port.write(everything)
    assert line.receive() == everything
    line.send(everything)
    assert read_all(line.port, 256) == everything


def test_silence_is_no_bytes_and_no_error(line):
    assert line.port.read(0.05) == b""


def test_waiting_bytes_come_at_once(line):
    line.send(b"abc")
    started = time.monotonic()
    got = line.port.read(60.0)
    assert time.monotonic() - started < 40, "it did not wait for more"
    assert got and b"abc".startswith(got)


def test_unplugged_is_port_gone(line):
    line.send(b"x")
    assert read_all(line.port, 1) == b"x"
    line.unplug()
    with pytest.raises(PortGone) as caught:
        read_all(line.port, 1)
    assert caught.value.trouble is Trouble.GONE
    line.port.close()
    with pytest.raises(PortGone):
        line.port.write(b"x")


def test_closed_twice_is_harmless_and_unopened_is_gone(line):
    line.port.close()
    line.port.close()
    with pytest.raises(PortGone, match="not open"):
        line.port.read(0)


@pytest.mark.parametrize("address", ["/dev/nothing-here", "tcp:127.0.0.1:1", "socket://127.0.0.1:1"])
def test_nothing_there_is_missing(address):
    with pytest.raises(PortGone) as caught:
        port_for(address).open()
    assert caught.value.trouble is Trouble.MISSING
    assert address.split(":")[0] in str(caught.value)


@pytest.mark.parametrize("address", ["", "tcp:", "tcp:host", "tcp:host:0", "tcp:host:99999", "tcp::5005"])
def test_a_wrong_address_is_told(address):
    with pytest.raises(ValueError, match="is meant"):
        port_for(address)


def test_a_serial_line_belongs_to_one():
    line = pty_line()
    line.port.open()
    second = SerialPort(line.port.name)
    with pytest.raises(PortGone) as caught:
        second.open()
    assert caught.value.trouble is Trouble.TAKEN
    line.port.close()
    line.unplug()


@pytest.mark.parametrize("maker", ["pty", "memory"])
def test_a_peer_that_stops_reading_is_stuck_not_for_ever(maker):
    line = MAKERS[maker]()
    line.port.open()
    started = time.monotonic()
    with pytest.raises(PortGone) as caught:
        line.port.write(bytes(1_000_000))
    assert caught.value.trouble is Trouble.STUCK
    assert time.monotonic() - started < 60
    line.port.close()
    line.unplug()


def test_tcp_peer_that_stops_reading_is_stuck():
    server = socket.create_server(("127.0.0.1", 0))
    port = TcpPort(*server.getsockname(), write_timeout_s=0.2)
    port.open()
    far, _ = server.accept()
    with pytest.raises(PortGone) as caught:
        port.write(bytes(100_000_000))
    assert caught.value.trouble is Trouble.STUCK
    port.close()
    far.close()
    server.close()


def test_reading_and_writing_from_two_sides_at_once():
    ours, theirs = null_modem()
    ours.open()
    theirs.open()
    sent = bytes(range(256)) * 40
    got = bytearray()

    def far_end():
        while len(got) < len(sent):
            got.extend(theirs.read(1))

    reader = threading.Thread(target=far_end)
    reader.start()
    ours.write(sent)
    reader.join(5)
    assert bytes(got) == sent


def test_a_long_slip_on_a_slow_line_is_not_taken_for_stuck(monkeypatch):
    line, clock_s, wire = pty_line(write_timeout_s=0.3), [0.0], bytearray()
    line.port.open()

    def slow_wire(file, data):
        """Every other try finds the line busy; what it takes then takes its time, less than the time-out."""
        if clock_s[0] % 0.5 == 0:
            clock_s[0] += 0.25
            raise BlockingIOError
        clock_s[0] += 0.25
        wire.extend(data[:100])
        return min(100, len(data))

    monkeypatch.setattr(serial_port, "time", SimpleNamespace(monotonic=lambda: clock_s[0]))
    monkeypatch.setattr(serial_port, "_ready", lambda file, what, left_s: left_s > 0)
    monkeypatch.setattr(os, "write", slow_wire)
    line.port.write(bytes(1000))
    assert len(wire) == 1000 and clock_s[0] > 1
    monkeypatch.undo()
    line.port.close()
    line.unplug()
