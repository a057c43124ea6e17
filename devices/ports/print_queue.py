"""A print queue of CUPS, here or on another host: each IPP message that is written is one POST, its answer is read.

Messages have their length before them, four bytes, as `devices.codecs.ipp` writes them. CUPS on this host is reached by
its local socket. (No folder or module may be called `cups`: python-escpos would take it for pycups.)
"""

from __future__ import annotations

import http.client
import pathlib
import socket

from devices.ports.mail import Mail
from devices.ports.port import PortGone, Trouble

SOCKET = pathlib.Path("/run/cups/cups.sock")
_PORT = 631
_HINTS = "QUEUE, cups:QUEUE or cups:QUEUE@HOST is meant, with :PORT where it is not 631"


class QueuePort:
    """One queue. `name` is `cups:QUEUE@HOST:PORT`, or `cups:QUEUE` for a queue of this host."""

    def __init__(self, address: str, timeout_s: float = 5.0, local: pathlib.Path = SOCKET) -> None:
        self.queue, self._host, self._port = _parse(address)
        self.name = f"cups:{self.queue}" + (f"@{self._host}:{self._port}" if self._host else "")
        self.byte_s = 0.0
        self._timeout_s, self._local = timeout_s, local
        self._open = False
        self._mail = Mail(4)

    def open(self) -> None:
        """Nothing is held open between two questions; CUPS must be there all the same."""
        self.close()
        try:
            line = self._line()
            line.connect()
            line.close()
        except OSError as error:
            raise self._not_there(error) from error
        self._open = True

    def read(self, timeout_s: float) -> bytes:
        """The answer is there as soon as the question was written."""
        self._check()
        return self._mail.read(timeout_s)

    def write(self, data: bytes) -> None:
        self._check()
        for body in self._mail.written(data):
            self._mail.answer(self._post(body))

    def close(self) -> None:
        self._open = False
        self._mail.clear()

    def _post(self, body: bytes) -> bytes:
        line = self._line()
        headers = {"Content-Type": "application/ipp", "Host": self._host or "localhost"}
        try:
            line.request("POST", f"/printers/{self.queue}", body, headers)
            # Closed by itself: half an answer would hold the connection open.
            with line.getresponse() as answer:
                data = answer.read()
        except TimeoutError as error:
            raise PortGone(Trouble.STUCK, f"{self.name}: CUPS does not answer") from error
        except (OSError, http.client.HTTPException) as error:
            raise PortGone(Trouble.GONE, f"{self.name}: {error or type(error).__name__}") from error
        finally:
            line.close()
        if answer.status in (401, 403):
            words = f"CUPS does not let this program use {self.name}: lpadmin -p {self.queue} -u allow:all"
            raise PortGone(Trouble.BARRED, words)
        if answer.status != 200:
            raise PortGone(Trouble.GONE, f"{self.name}: CUPS answers {answer.status} {answer.reason}")
        return data

    def _line(self) -> http.client.HTTPConnection:
        if not self._host and self._local.exists():
            return _Local(self._local, self._timeout_s)
        return http.client.HTTPConnection(self._host or "localhost", self._port, timeout=self._timeout_s)

    def _not_there(self, error: OSError) -> PortGone:
        if self._host:
            return PortGone(Trouble.MISSING, f"{self.name}: {error.strerror or error}")
        words = "CUPS does not run on this host: apt-get install cups, and see that it runs"
        return PortGone(Trouble.BARRED, words)

    def _check(self) -> None:
        if not self._open:
            raise PortGone(Trouble.GONE, f"{self.name}: not open")


class _Local(http.client.HTTPConnection):
    """HTTP through a local socket."""

    def __init__(self, path: pathlib.Path, timeout_s: float) -> None:
        super().__init__("localhost", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(self.timeout)
        try:
            line.connect(str(self._path))
        except OSError:
            line.close()
            raise
        self.sock = line


def _parse(address: str) -> tuple[str, str, int]:
    queue, at, where = address.removeprefix("cups:").partition("@")
    host, _, number = where.rpartition(":") if ":" in where else (where, "", str(_PORT))
    sensible = queue and not set(queue) & set("/#?% \t") and number.isdigit() and 0 < int(number) < 65536
    if not sensible or (at and not host):
        raise ValueError(f"port {address!r}: {_HINTS}")
    return queue, host, int(number)
