"""Linux input devices (`/dev/input/event…`), and FIFOs that carry the same records. Only read, never written."""

from __future__ import annotations

import errno
import fcntl
import os
import select
import stat

from devices.ports.port import PortGone, Trouble

_GRAB = 0x40044590  # EVIOCGRAB: no screen, console or input method gets the keys meanwhile
_CHUNK = 4096


class InputPort:
    """One input device, held for this process alone where the kernel allows it."""

    def __init__(self, path: str) -> None:
        self.name = path
        self.byte_s = 0.0
        self._file = -1

    def open(self) -> None:
        self.close()
        try:
            kind = os.stat(self.name).st_mode
            # A FIFO that is opened for both never ends when the writer leaves.
            way = os.O_RDWR if stat.S_ISFIFO(kind) else os.O_RDONLY
            self._file = os.open(self.name, way | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
            if stat.S_ISCHR(kind):
                fcntl.ioctl(self._file, _GRAB, 1)
        except OSError as error:
            self.close()
            raise _gone(self.name, error) from error

    def read(self, timeout_s: float) -> bytes:
        if self._file < 0:
            raise PortGone(Trouble.GONE, f"{self.name}: not open")
        try:
            if not select.select([self._file], [], [], max(0.0, timeout_s))[0]:
                return b""
            data = os.read(self._file, _CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:  # ENODEV: pulled out
            raise PortGone(Trouble.GONE, f"{self.name}: {os.strerror(error.errno or 0)}") from error
        if not data:
            raise PortGone(Trouble.GONE, f"{self.name}: ended")
        return data

    def write(self, data: bytes) -> None:
        raise ValueError(f"{self.name} takes no bytes")

    def fileno(self) -> int:
        """To wait for bytes on, beside something else."""
        return self._file

    def close(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            try:
                os.close(file)
            except OSError:
                pass  # it is gone either way


def _gone(name: str, error: OSError) -> PortGone:
    """Why it could not be opened, and what helps."""
    if isinstance(error, PermissionError):
        return PortGone(
            Trouble.BARRED,
            f"this program may not read the keys of {name}: add its user to the group input"
            " (usermod -aG input USER) and start it anew",
        )
    if error.errno == errno.EBUSY:
        return PortGone(Trouble.TAKEN, f"{name}: another program holds the keys")
    if error.errno in (errno.ENOTTY, errno.EINVAL):
        return PortGone(
            Trouble.BARRED,
            f"{name} is no input device: choose one of /dev/input/by-id/*-event-kbd as the port",
        )
    return PortGone(Trouble.MISSING, f"{name}: {os.strerror(error.errno or 0)}")
