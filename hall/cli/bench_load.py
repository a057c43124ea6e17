"""The load of `hall bench commands`: many clients in a process of their own, each with one question on its way.

Told by lines on stdin, `<name> <clients> <seconds>`, it answers each with one JSON line: how many tickets were
answered, the seconds it took and two ranks of the latencies. It speaks the same wire as any client.
"""

import json
import os
import sys
import time
from pathlib import Path

import zmq

from hall.bus.clock import Clock
from hall.bus.keys import Keys
from hall.bus.wire import encode
from hall.cli.bench_history import SERVICES
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket
from hall.contract.unions import Ask

CLIENTS = 64
MOST = {1: 15_000, 2: 60_000}  # questions a second that are prepared for one client, and for more


PHONES = (
    150_000_000  # for each line: two of them may lead to one hall, and nobody takes two tickets of a kind
)


class Line:
    """Up to 64 connections to one controller, under the key of its kiosk; `first` is where its phones begin."""

    def __init__(self, folder: Path, address: str, clock: Clock, first: int) -> None:
        self._clock = clock
        secret = Keys(folder).secret("kiosk-1")
        self._phone = first
        self.sockets = []
        for _ in range(CLIENTS):
            socket = zmq.Context.instance().socket(zmq.DEALER)
            socket.linger = 0
            socket.curve_serverkey = secret.server.encode()
            socket.curve_publickey = secret.public.encode()
            socket.curve_secretkey = secret.secret.encode()
            socket.connect(address)
            self.sockets.append(socket)

    def questions(self, count: int) -> list[bytes]:
        """Prepared before the clock runs, so that the load costs the machine as little as it can."""
        now = self._clock.now_ms()
        chance = os.urandom(10 * count).hex()
        made = []
        for n in range(count):
            self._phone += 1
            phone = PhoneAttest(f"13{self._phone:09d}")
            command = TakeTicket(SERVICES[self._phone % len(SERVICES)], phone, "kiosk-1")
            own = f"{now + n // 1000:012x}{chance[20 * n : 20 * n + 20]}"
            made.append(encode(Ask(own, now, now + 300_000, command)))
        return made

    def run(self, clients: int, seconds: float, most: int) -> tuple[list[float], float]:
        """Every client asks, waits for its answer and asks again; returns the latencies (s) and the seconds passed."""
        if clients == 1:
            return self._alone(seconds, most)
        sockets = self.sockets[:clients]
        poller = zmq.Poller()
        for socket in sockets:
            poller.register(socket, zmq.POLLIN)
        waiting = self.questions(most)
        waiting.reverse()
        since = dict.fromkeys(sockets, 0.0)
        took: list[float] = []
        clock = time.perf_counter
        began = clock()
        end = began + seconds
        for socket in sockets:
            since[socket] = clock()
            socket.send(waiting.pop())
        out = len(sockets)
        while out:
            ready = poller.poll(10_000)
            if not ready:
                raise SystemExit("the controller does not answer")
            for socket, _ in ready:
                data = socket.recv()
                now = clock()
                if data[7:11] != b"Done":
                    raise SystemExit(f"the controller refused: {data[:300]!r}")
                took.append(now - since[socket])
                if now < end and waiting:
                    since[socket] = now
                    socket.send(waiting.pop())
                else:
                    out -= 1
        return took, clock() - began

    def _alone(self, seconds: float, most: int) -> tuple[list[float], float]:
        """The same with one client, which needs no poller."""
        socket = self.sockets[0]
        socket.rcvtimeo = 10_000
        took: list[float] = []
        clock = time.perf_counter
        questions = self.questions(most)
        began = now = clock()
        for question in questions:
            since = now
            socket.send(question)
            data = socket.recv()
            now = clock()
            if data[7:11] != b"Done":
                raise SystemExit(f"the controller refused: {data[:300]!r}")
            took.append(now - since)
            if now - began > seconds:
                break
        return took, now - began


def main(argv: list[str]) -> int:
    """Arguments: one `name=keys folder=address=clock` for each controller."""
    lines: dict[str, Line] = {}
    for n, given in enumerate(argv):
        name, folder, address, clock = given.split("=", 3)
        os.environ["HALL_CLOCK"] = clock
        lines[name] = Line(Path(folder), address, Clock.from_env(), n * PHONES)
    print("ready", flush=True)
    for order in sys.stdin:
        name, clients, seconds = order.split()
        took, passed = lines[name].run(
            int(clients), float(seconds), int(MOST[min(int(clients), 2)] * float(seconds)) + int(clients)
        )
        took.sort()
        rank = {q: took[min(len(took) - 1, int(q * len(took)))] * 1000 for q in (0.5, 0.99)}
        print(json.dumps({"n": len(took), "s": passed, "p50": rank[0.5], "p99": rank[0.99]}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
