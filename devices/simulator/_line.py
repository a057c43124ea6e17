"""The device's end of a line: a pty under a link, or a TCP port for one host at a time. Bytes only."""

from __future__ import annotations

import os
import pathlib
import select
import socket
import tty
from collections.abc import Callable
from typing import Protocol

MAX_UNREAD = 65536  # what a line keeps for a host that does not read; the rest is lost, as on a real wire


class Line(Protocol):
    """One line that can be pulled and put back."""

    address: str

    def plug(self) -> None: ...

    def unplug(self) -> None: ...

    def hang_up(self) -> None:
        """Break the present connection only (a pty has no other than the plug)."""

    def sources(self) -> list[int]:
        """File descriptors worth waking up for."""

    def read(self, limit: int) -> bytes: ...

    def write(self, data: bytes) -> None: ...


class PtyLine:
    """A pseudo terminal whose slave is reachable under a fixed link, like /dev/serial/by-id."""

    def __init__(self, link: str) -> None:
        self.address = f"pty:{link}"
        self._link = pathlib.Path(link)
        self._master = self._slave = -1
        self._unread = bytearray()

    def plug(self) -> None:
        if self._master >= 0:
            return
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)  # held open: the master would report a hang-up between two hosts
        os.set_blocking(self._master, False)
        self._link.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._link.with_name(f".{self._link.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self._link)

    def unplug(self) -> None:
        if self._master < 0:
            return
        if self._link.is_symlink() and os.readlink(self._link) == os.ttyname(self._slave):
            self._link.unlink()
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1
        self._unread.clear()

    def hang_up(self) -> None:
        self.unplug()
        self.plug()

    def sources(self) -> list[int]:
        return [self._master] if self._master >= 0 else []

    def read(self, limit: int) -> bytes:
        if self._master < 0 or not select.select([self._master], [], [], 0)[0]:
            return b""
        try:
            return os.read(self._master, limit)
        except (BlockingIOError, OSError):
            return b""

    def write(self, data: bytes) -> None:
        self._unread += data
        del self._unread[MAX_UNREAD:]
        try:
            while self._unread and self._master >= 0:
                del self._unread[: os.write(self._master, self._unread)]
        except BlockingIOError:
            pass  # nobody reads; what fits waits
        except OSError:
            self._unread.clear()


class TcpLine:
    """A listening port; one host is served, the next one waits, as most devices do."""

    def __init__(self, host: str, port: int) -> None:
        self.address = f"tcp:{host}:{port}"
        self._host, self._port = host, port
        self._server: socket.socket | None = None
        self._client: socket.socket | None = None
        self._unread = bytearray()

    def plug(self) -> None:
        if self._server is not None:
            return
        self._server = socket.create_server((self._host, self._port))
        self._server.setblocking(False)
        self._port = self._server.getsockname()[1]  # port 0: the same one again after an unplug
        self.address = f"tcp:{self._host}:{self._port}"

    def unplug(self) -> None:
        self.hang_up()
        if self._server is not None:
            self._server.close()
            self._server = None

    def hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
        self._unread.clear()

    def sources(self) -> list[int]:
        return [one.fileno() for one in (self._client or self._server,) if one is not None]

    def read(self, limit: int) -> bytes:
        if self._client is None:
            if self._server is None:
                return b""
            try:
                self._client, _ = self._server.accept()
            except (BlockingIOError, OSError):
                return b""
            self._client.setblocking(False)
            self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            data = self._client.recv(limit)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self.hang_up()
        return data

    def write(self, data: bytes) -> None:
        if self._client is None:
            return
        self._unread += data
        del self._unread[MAX_UNREAD:]
        try:
            while self._unread:
                del self._unread[: self._client.send(self._unread)]
        except BlockingIOError:
            pass
        except OSError:
            self.hang_up()


def line_for(address: str) -> Line:
    """`pty:/path/link` or `tcp:HOST:PORT` (port 0: any free one)."""
    makers: dict[str, Callable[[str], Line]] = {"pty": PtyLine, "tcp": _tcp}
    kind, _, rest = address.partition(":")
    if kind not in makers or not rest:
        raise ValueError(f"{address!r}: pty:/path/link or tcp:HOST:PORT is meant")
    return makers[kind](rest)


def _tcp(rest: str) -> Line:
    host, _, number = rest.rpartition(":")
    return TcpLine(host or "127.0.0.1", int(number))
