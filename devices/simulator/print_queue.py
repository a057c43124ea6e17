"""A pretend CUPS with one queue: takes slips over IPP, prints them on pretend paper, and can have every trouble of one.

Run as `python -m devices.simulator.print_queue --listen tcp:127.0.0.1:8631 --picture-dir slips`; its port is then
`cups:slip@127.0.0.1:8631`.
"""

from __future__ import annotations

import pathlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.codecs import ipp
from devices.simulator._faults import Faults
from devices.simulator._station import Words, parser, serve
from devices.simulator.printer import Printer

NAME = "slip"
MOST = 2 << 20  # bytes of one request; a longer one is thrown away
DIRECT, DUMB = "ipp://pretend.invalid/ipp", "socket://pretend.invalid:9100"
HINDERING = ("media-empty", "media-needed", "cover-open", "door-open", "media-jam", "offline")
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.I | re.M)


@dataclass(slots=True)
class _Job:
    number: int
    user: str
    name: str
    data: bytes
    state: int = ipp.PENDING
    since_s: float = 0.0


class Queue:
    """One queue and its printer. `job_s` is how long a slip takes."""

    def __init__(self, paper: Printer, job_s: float, dumb: bool) -> None:
        self.faults = Faults(
            {"refuse": "takes no job", "keep": "gives no job back", "deny": "lets nobody in (HTTP 403)"}
        )
        self.send: Callable[[bytes], None] = lambda data: None
        self._paper, self._job_s = paper, job_s
        self._uri = DUMB if dumb else DIRECT
        self._stopped, self._accepting = False, True
        self._reasons: tuple[str, ...] = ()
        self._jobs: list[_Job] = []
        self._heard = bytearray()

    # -- what the line says ------------------------------------------------------------------------------------

    def hear(self, data: bytes) -> None:
        if data.startswith(b"POST "):
            self._heard.clear()  # a new connection; what was left of the last one is nobody's
        self._heard += data
        head = self._heard.find(b"\r\n\r\n")
        length = _LENGTH.search(self._heard[: max(head, 0)])
        if len(self._heard) > MOST or (head >= 0 and length is None):
            self._heard.clear()
            return
        if length is None or len(self._heard) < (end := head + 4 + int(length[1])):
            return
        body = bytes(self._heard[head + 4 : end])
        self._heard.clear()
        self.tick(time.monotonic())
        self._answer(ipp.decode(bytearray(len(body).to_bytes(4, "big") + body)))

    def tick(self, now_s: float) -> None:
        """One job after the other, while nothing hinders the printer."""
        job = next((one for one in self._jobs if one.state in (ipp.PENDING, ipp.PROCESSING)), None)
        if job is None or self._stopped:
            return
        if job.state == ipp.PENDING:
            job.state, job.since_s = ipp.PROCESSING, now_s
        elif now_s - job.since_s >= self._job_s and not set(self._reasons) & set(HINDERING):
            self._paper.hear(job.data)
            job.state = ipp.COMPLETED

    def _answer(self, asked: ipp.Message | ipp.Damaged | None) -> None:
        if not isinstance(asked, ipp.Message):
            self._http(400, b"")
            return
        if self.faults.on("deny"):
            self._http(403, b"")
            return
        head = {"attributes-charset": ("utf-8",), "attributes-natural-language": ("en",)}
        code, groups = self._obeyed(asked)
        self._http(200, ipp.encode(ipp.Message(code, asked.request, head, groups))[4:])

    def _http(self, status: int, body: bytes) -> None:
        head = (
            f"HTTP/1.1 {status} PRETEND\r\nContent-Type: application/ipp\r\nContent-Length: {len(body)}\r\n"
        )
        self.send(f"{head}Connection: close\r\n\r\n".encode() + body)

    def _obeyed(self, asked: ipp.Message) -> tuple[int, tuple[ipp.Attributes, ...]]:
        wish = asked.operation
        where, user = str(wish.get("printer-uri", ("",))[0]), str(wish.get("requesting-user-name", ("",))[0])
        number = wish.get("job-id", (0,))[0]
        job = next((one for one in self._jobs if one.number == number), None)
        if not where.endswith(f"/printers/{NAME}"):
            return ipp.NOT_FOUND, ()
        if asked.code == ipp.GET_PRINTER:
            return ipp.OK, (self._told(),)
        if asked.code == ipp.GET_JOBS:
            mine = [one for one in self._jobs if one.user == user and one.state < ipp.CANCELED]
            return ipp.OK, tuple(_told(one) for one in mine)
        if asked.code == ipp.PRINT_JOB:
            if not self._accepting or self.faults.take("refuse"):
                return ipp.NOT_ACCEPTING, ()
            name = str(wish.get("job-name", ("",))[0])
            self._jobs.append(_Job(len(self._jobs) + 1, user, name, asked.data))
            return ipp.OK, (_told(self._jobs[-1]),)
        if job is None:
            return ipp.NOT_FOUND, ()
        if asked.code == ipp.CANCEL_JOB:
            if job.state >= ipp.CANCELED or self.faults.on("keep"):
                return ipp.NOT_POSSIBLE, ()
            job.state = ipp.CANCELED
        return ipp.OK, (_told(job),)

    def _told(self) -> ipp.Attributes:
        reasons = (*self._reasons, *(("paused",) if self._stopped else ()))
        return {
            "printer-state": (ipp.QUEUE_STOPPED if self._stopped else 3,),
            "printer-state-reasons": reasons or ("none",),
            "printer-state-message": ("",),
            "printer-is-accepting-jobs": (self._accepting,),
            "device-uri": (self._uri,),
        }

    # -- what the control channel does ---------------------------------------------------------------------------

    def obey(self, words: Words) -> Words | None:
        """`queue` [stopped] [accepting] [reasons], `end` state (of the job at hand), `slips`, and `jobs`."""
        match words["do"]:
            case "queue":
                self._stopped = bool(words.get("stopped", self._stopped))
                self._accepting = bool(words.get("accepting", self._accepting))
                self._reasons = tuple(words.get("reasons", self._reasons))
            case "end":
                for job in self._jobs:
                    if job.state in (ipp.PENDING, ipp.PROCESSING):
                        job.state = int(words["state"])
            case "jobs":
                return {
                    "jobs": [{"id": one.number, "name": one.name, "state": one.state} for one in self._jobs]
                }
            case "slips":
                return self._paper.obey(words)
            case _:
                return None
        return self.state()

    def state(self) -> Words:
        return {
            "stopped": self._stopped,
            "accepting": self._accepting,
            "reasons": list(self._reasons),
            "jobs": len(self._jobs),
            "waiting": sum(one.state in (ipp.PENDING, ipp.PROCESSING) for one in self._jobs),
        }

    def power_cut(self) -> None:
        """Jobs are on CUPS' disk; only the request that was under way is lost."""
        self._heard.clear()

    def draw(self, path: pathlib.Path) -> None:
        """The paper that hangs out of the printer now."""
        self._paper.draw(path)


def _told(job: _Job) -> ipp.Attributes:
    return {"job-id": (job.number,), "job-state": (job.state,), "job-name": (job.name,)}


def main() -> None:
    """The program."""
    options = parser("print_queue", __doc__ or "")
    options.add_argument("--width", type=int, default=80, choices=(58, 80), help="paper width in mm")
    options.add_argument("--job-ms", type=int, default=0, help="how long a slip takes")
    options.add_argument(
        "--dumb", action="store_true", help="the printer speaks no IPP: completed proves nothing"
    )
    told = options.parse_args()
    folder = pathlib.Path(told.picture_dir) if told.picture_dir else None
    serve(Queue(Printer(told.width, folder, 60_000, 0), told.job_ms / 1000, told.dumb), told)


if __name__ == "__main__":
    main()
