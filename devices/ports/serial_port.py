"""Serial lines through pyserial, and its `socket://` addresses. Only here are pyserial's many exceptions known."""

from __future__ import annotations

import errno
import termios
import threading

import serial

from devices.ports.port import PortGone, Trouble

_TROUBLES = (serial.SerialException, OSError, termios.error)  # termios.error is no OSError
_CHUNK = 4096


class SerialPort:
    """8N1 without flow control, opened for this process alone. `address` is a path or a `socket://host:port`."""

    def __init__(self, address: str, baud: int = 9600, write_timeout_s: float = 2.0) -> None:
        self.name = address
        self.byte_s = 0.0 if "://" in address else 10 / baud  # a start bit, eight of data, a stop bit
        self._baud = baud
        self._write_timeout_s = write_timeout_s
        self._line: serial.Serial | None = None

    def open(self) -> None:
        self.close()
        try:
            line = serial.serial_for_url(self.name, do_not_open=True)
            line.baudrate = self._baud
            line.timeout = 0
            line.write_timeout = self._write_timeout_s
            line.exclusive = True
            line.open()
        except _TROUBLES as error:
            raise PortGone(_why_closed(error), f"{self.name}: {_words(error)}") from error
        except ValueError as error:  # an address pyserial does not understand, a baud rate the driver refuses
            raise PortGone(Trouble.MISSING, f"{self.name}: {error}") from error
        self._line = line

    def read(self, timeout_s: float) -> bytes:
        line = self._opened()
        try:
            if line.timeout != timeout_s:
                line.timeout = timeout_s
            data = line.read(1)
            while data and len(data) < _CHUNK and (waiting := line.in_waiting):
                data += line.read(min(waiting, _CHUNK - len(data)))
        except _TROUBLES as error:
            raise PortGone(Trouble.GONE, f"{self.name}: {_words(error)}") from error
        return bytes(data)

    def write(self, data: bytes) -> None:
        line = self._opened()
        try:
            line.write(data)
        except serial.SerialTimeoutException as error:
            raise PortGone(
                Trouble.STUCK, f"{self.name}: takes no bytes for {self._write_timeout_s} s"
            ) from error
        except _TROUBLES as error:
            raise PortGone(Trouble.GONE, f"{self.name}: {_words(error)}") from error

    def close(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return

        def let_go() -> None:
            try:
                line.close()
            except _TROUBLES:
                pass  # it is gone either way

        closer = threading.Thread(target=let_go, name=f"close {self.name}", daemon=True)
        closer.start()
        closer.join(1.0)  # closing a line that still has bytes to send may hang in the kernel

    def _opened(self) -> serial.Serial:
        if self._line is None:
            raise PortGone(Trouble.GONE, f"{self.name}: not open")
        return self._line


def _why_closed(error: Exception) -> Trouble:
    number = getattr(error, "errno", None)
    if number in (errno.EAGAIN, errno.EBUSY) or "exclusively lock" in str(error):
        return Trouble.TAKEN
    return Trouble.MISSING


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
