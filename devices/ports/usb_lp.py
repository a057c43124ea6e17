"""USB printers by the kernel's own driver, usblp: `/dev/usb/lp0`. A character device that is no terminal."""

from __future__ import annotations

import errno
import os
import select
import time

from devices.ports.port import PortGone, Trouble

_CHUNK = 4096
_EMPTY_S = 0.01
_HANG_UP = 0  # poll tells of it unasked
_BROKEN = select.POLLHUP | select.POLLERR | select.POLLNVAL


class LpPort:
    """One printer. The kernel lets one program hold it; nothing here waits for a printer that takes no bytes."""

    def __init__(self, path: str, write_timeout_s: float = 2.0) -> None:
        self.name = path
        self.byte_s = 0.0
        self._write_timeout_s = write_timeout_s
        self._file = -1

    def open(self) -> None:
        self.close()
        try:
            self._file = os.open(self.name, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            raise _not_open(self.name, error) from error

    def read(self, timeout_s: float) -> bytes:
        until_s = time.monotonic() + timeout_s
        while self._wait(select.POLLIN, until_s):
            try:
                if data := os.read(self.fileno(), _CHUNK):
                    return data
            except BlockingIOError:
                pass
            except OSError as error:
                if error.errno == errno.EINVAL:  # without a way back: never an answer, and no trouble
                    self._wait(_HANG_UP, until_s)
                    return b""
                raise self._gone(error) from error
            if time.monotonic() >= until_s:
                break
            # Some printers send empty packets: nothing came, and it is still there.
            self._wait(_HANG_UP, min(until_s, time.monotonic() + _EMPTY_S))
        return b""

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        until_s = time.monotonic() + self._write_timeout_s
        while left:
            if not self._wait(select.POLLOUT, until_s):
                raise self._stuck()
            try:
                left = left[os.write(self.fileno(), left[:_CHUNK]) :]
                until_s = time.monotonic() + self._write_timeout_s
            except BlockingIOError:
                pass
            except OSError as error:
                raise (self._stuck() if error.errno == errno.ENOSPC else self._gone(error)) from error

    def close(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            try:
                os.close(file)
            except OSError:
                pass  # it is gone either way

    def fileno(self) -> int:
        """To wait for bytes on, beside something else. PortGone when the port is not open."""
        if self._file < 0:
            raise PortGone(Trouble.GONE, f"{self.name}: not open")
        return self._file

    def _wait(self, what: int, until_s: float) -> bool:
        poll = select.poll()
        poll.register(self.fileno(), what)
        ready = dict(poll.poll(max(0.0, until_s - time.monotonic()) * 1000))
        happened = ready.get(self._file, 0)
        if happened & _BROKEN:
            raise PortGone(Trouble.GONE, f"{self.name}: unplugged or switched off")
        return bool(happened)

    def _stuck(self) -> PortGone:
        return PortGone(Trouble.STUCK, f"{self.name}: takes no bytes for {self._write_timeout_s} s")

    def _gone(self, error: OSError) -> PortGone:
        return PortGone(Trouble.GONE, f"{self.name}: {os.strerror(error.errno or 0)}")


def _not_open(name: str, error: OSError) -> PortGone:
    """Why it could not be opened, and what helps."""
    if isinstance(error, PermissionError):
        return PortGone(
            Trouble.BARRED,
            f"this program may not use {name}: add its user to the group lp (usermod -aG lp USER) and start it anew",
        )
    if error.errno == errno.EBUSY:
        return PortGone(Trouble.TAKEN, f"{name}: another program holds the printer")
    return PortGone(Trouble.MISSING, f"{name}: {os.strerror(error.errno or 0)}")
