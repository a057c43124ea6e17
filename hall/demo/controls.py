"""Lines of JSON to programs beside the hall: simulators' controls, and the remote hands of screens."""

import json
import socket
from typing import Any

SLACK_S = 30.0  # a busy machine draws a page late


class SaidNo(Exception):
    """The other end refused, or is gone; the words say what was asked and why not."""


class _Line:
    """One JSON object a line, one answer a line. Not thread safe."""

    def __init__(self, address: str, timeout_s: float) -> None:
        self.address = address
        self._timeout_s = timeout_s
        self._broken = False
        network = address.startswith("tcp:")
        host, _, port = address.removeprefix("tcp:").rpartition(":")
        if network and not (port.isascii() and port.isdigit()):
            raise SaidNo(f"{address!r} is no address: write tcp:HOST:PORT")
        where = (host, int(port)) if network else address.removeprefix("unix:")
        self._socket = socket.socket(socket.AF_INET if network else socket.AF_UNIX)
        try:
            self._socket.settimeout(timeout_s)
            self._socket.connect(where)
        except (OSError, OverflowError) as error:  # a port above 65535 overflows
            self._socket.close()
            raise SaidNo(f"{address}: {getattr(error, 'strerror', None) or error}") from None
        self._file = self._socket.makefile("rb")

    def tell(self, words: dict[str, Any], within_s: float = 0.0) -> dict[str, Any]:
        """`within_s`: how long the other end may take; after that the line is closed, since a late answer would be
        taken for that of the next question."""
        if self._broken:
            raise SaidNo(f"{words}: the line to {self.address} was given up after a silence")
        try:
            self._socket.settimeout(within_s or self._timeout_s)
            self._socket.sendall(json.dumps(words).encode() + b"\n")
            line = self._file.readline()
        except OSError as error:
            self._broken = True
            raise SaidNo(f"{words}: {error}") from None
        if not line:
            self._broken = True
            raise SaidNo(f"{words}: {self.address} is gone")
        answer: dict[str, Any] = json.loads(line)
        if not answer.pop("ok"):
            raise SaidNo(f"{words}: {answer.get('why', 'no reason given')}")
        return answer

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class Control(_Line):
    """The control channel of one simulator."""

    def __init__(self, address: str, timeout_s: float = 15.0) -> None:
        super().__init__(address, timeout_s)

    def ask(self, do: str, **words: Any) -> dict[str, Any]:
        return self.tell({"do": do, **words})

    def __enter__(self) -> "Control":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class RemoteHand(_Line):
    """A finger on a real screen (hall.uikit.hand). What is not there, covered or disabled is refused with words."""

    def __init__(self, path: str, timeout_s: float = 60.0) -> None:
        super().__init__(f"unix:{path}", timeout_s)

    def tap(self, name: str) -> None:
        self.tell({"tap": name})

    def type(self, text: str) -> None:
        self.tell({"type": text})

    def key(self, name: str) -> None:
        self.tell({"key": name})

    def wait(self, name: str, ms: int = 10_000, text: str = "") -> None:
        self.tell({"wait": name, "ms": ms, **({"text": text} if text else {})}, ms / 1000 + SLACK_S)

    def gone(self, name: str, ms: int = 10_000) -> None:
        self.tell({"gone": name, "ms": ms}, ms / 1000 + SLACK_S)

    def see(self, name: str) -> dict[str, Any]:
        return self.tell({"see": name})

    def swipe(self, name: str, dy: int) -> None:
        self.tell({"swipe": name, "dy": dy})

    def grab(self, path: str) -> None:
        self.tell({"grab": path})

    def page(self) -> str:
        return str(self.tell({"page": True})["text"])

    def names(self) -> list[str]:
        return list(self.tell({"names": True})["names"])

    def has(self, name: str) -> bool:
        """Is it on the page and visible? A missing item is an answer here, no error."""
        try:
            return bool(self.see(name)["visible"])
        except SaidNo:
            return False
