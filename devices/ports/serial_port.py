"""Serial lines through pyserial, and its `socket://` addresses. Only here are pyserial's many exceptions known.

pyserial finds, opens, sets up and closes the line; bytes go by its file descriptor, which it keeps non-blocking: its
own read costs five calls of the kernel where two do, and goes by select, which knows no descriptor above 1023.
"""

from __future__ import annotations

import errno
import os
import select
import termios
import threading
import time

import serial

from devices.ports.port import PortGone, Trouble

_TROUBLES = (serial.SerialException, OSError, termios.error)  # termios.error is no OSError
_CHUNK = 4096


class SerialPort:
    """8N1 without flow control, opened for this process alone. `address` is a path or a `socket://host:port`.

    Where nobody said the speed and the make knows `others`, each opening takes the next one until somebody answered
    (`settle`); from then on it stays.
    """

    def __init__(
        self, address: str, baud: int = 9600, write_timeout_s: float = 2.0, others: tuple[int, ...] = ()
    ) -> None:
        self.name = address
        self._has_speed = "://" not in address
        self._waiting = (
            (*others, baud) if self._has_speed and others else ()
        )  # speeds to be tried, in a circle
        self._usual = baud
        self._set(baud)
        self.speeds: tuple[int, ...] = ()  # tried so far, or the one at which somebody answered
        self._write_timeout_s = write_timeout_s
        self._line: serial.Serial | None = None

    def settle(self) -> bool:
        """Somebody answers at this speed. True when another one than the first was found."""
        found = bool(self._waiting) and self._baud != self._usual
        self._waiting, self.speeds = (), (self._baud,) if self._has_speed else ()
        return found

    def _set(self, baud: int) -> None:
        self._baud = baud
        self.byte_s = 10 / baud if self._has_speed else 0.0  # a start bit, eight of data, a stop bit

    def open(self) -> None:
        self.close()
        if self._waiting and self.speeds:
            self._set(self._waiting[0])
            self._waiting = (*self._waiting[1:], self._waiting[0])
        try:
            line = serial.serial_for_url(self.name, do_not_open=True)
            line.baudrate = self._baud
            line.timeout = 0
            line.exclusive = True
            line.open()
        except _TROUBLES as error:
            raise PortGone(_why_closed(error), f"{self.name}: {_words(error)}") from error
        except ValueError as error:  # an address pyserial does not understand, a baud rate the driver refuses
            raise PortGone(Trouble.MISSING, f"{self.name}: {error}") from error
        self._line = line
        if self._has_speed and self._baud not in self.speeds:
            self.speeds = (*self.speeds, self._baud)

    def read(self, timeout_s: float) -> bytes:
        file = self.fileno()
        try:
            if not _ready(file, select.POLLIN, timeout_s):
                return b""
            data = os.read(file, _CHUNK)
        except BlockingIOError:
            return b""
        except _TROUBLES as error:
            raise PortGone(Trouble.GONE, f"{self.name}: {_words(error)}") from error
        if not data:
            raise PortGone(Trouble.GONE, f"{self.name}: it hung up, or another program reads it too")
        return data

    def write(self, data: bytes) -> None:
        file, left = self.fileno(), memoryview(data)
        until_s = time.monotonic() + self._write_timeout_s
        try:
            while left:
                try:
                    left = left[os.write(file, left) :]
                    until_s = time.monotonic() + self._write_timeout_s  # slow is not stuck
                except BlockingIOError:
                    if not _ready(file, select.POLLOUT, until_s - time.monotonic()):
                        words = f"{self.name}: takes no bytes for {self._write_timeout_s} s"
                        raise PortGone(Trouble.STUCK, words) from None
        except _TROUBLES as error:
            raise PortGone(Trouble.GONE, f"{self.name}: {_words(error)}") from error

    def fileno(self) -> int:
        """To wait for bytes on, beside something else. PortGone when the line is not open."""
        if self._line is None:
            raise PortGone(Trouble.GONE, f"{self.name}: not open")
        file: int = self._line.fileno()
        return file

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


def _ready(file: int, what: int, timeout_s: float) -> bool:
    poll = select.poll()
    poll.register(file, what)
    return bool(poll.poll(max(0.0, timeout_s) * 1000))


def _why_closed(error: Exception) -> Trouble:
    number = getattr(error, "errno", None)
    if number in (errno.EAGAIN, errno.EBUSY) or "exclusively lock" in str(error):
        return Trouble.TAKEN
    return Trouble.MISSING


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
