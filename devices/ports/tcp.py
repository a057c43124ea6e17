"""A TCP line to a device or to a raw serial server."""

from __future__ import annotations

import socket

from devices.ports.port import PortGone, Trouble


class TcpPort:
    """One connection; small packets leave at once, a dead peer is noticed by keep-alive within about a minute."""

    def __init__(
        self, host: str, port: int, connect_timeout_s: float = 3.0, write_timeout_s: float = 2.0
    ) -> None:
        self.name = f"tcp:{host}:{port}"
        self.byte_s = 0.0
        self._address = (host, port)
        self._connect_timeout_s = connect_timeout_s
        self._write_timeout_s = write_timeout_s
        self._socket: socket.socket | None = None

    def open(self) -> None:
        self.close()
        try:
            line = socket.create_connection(self._address, timeout=self._connect_timeout_s)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            for option, value in (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
                if hasattr(socket, option):
                    line.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
        except OSError as error:
            raise PortGone(Trouble.MISSING, f"{self.name}: {error}") from error
        self._socket = line

    def read(self, timeout_s: float) -> bytes:
        line = self._opened()
        try:
            line.settimeout(max(timeout_s, 0.0001))
            data = line.recv(4096)
        except TimeoutError:
            return b""
        except BlockingIOError:
            return b""
        except OSError as error:
            raise PortGone(Trouble.GONE, f"{self.name}: {error}") from error
        if not data:
            raise PortGone(Trouble.GONE, f"{self.name}: the other side hung up")
        return data

    def write(self, data: bytes) -> None:
        line = self._opened()
        try:
            line.settimeout(self._write_timeout_s)
            line.sendall(data)
        except TimeoutError as error:
            raise PortGone(
                Trouble.STUCK, f"{self.name}: takes no bytes for {self._write_timeout_s} s"
            ) from error
        except OSError as error:
            raise PortGone(Trouble.GONE, f"{self.name}: {error}") from error

    def fileno(self) -> int:
        """To wait for bytes on, beside something else. PortGone when the line is not open."""
        return self._opened().fileno()

    def close(self) -> None:
        line, self._socket = self._socket, None
        if line is not None:
            try:
                line.close()
            except OSError:
                pass  # it is gone either way

    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise PortGone(Trouble.GONE, f"{self.name}: not open")
        return self._socket
