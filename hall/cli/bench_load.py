"""The load of `hall bench commands`: many clients in a process of their own, each with one question on its way.

Told by lines on stdin, `<name> <clients> <seconds>`, it answers each with one JSON line: how many tickets were
answered, the seconds it took and two ranks of the latencies. It speaks the same wire as any client.
"""

import json
import os
import select
import sys
import time
from pathlib import Path

import zmq

from hall.bus.clock import Clock
from hall.bus.keys import Keys
from hall.bus.wire import decode_answer, encode
from hall.cli.bench_history import SERVICES
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket, TicketIssued
from hall.contract.unions import Ask, Done

CLIENTS = 64
PATIENCE_S = 10.0  # without any answer
# As plain numbers and without the library's convenience, as the hub does it: the load must not be what is measured.
_send, _get = zmq.backend.Socket.send, zmq.backend.Socket.get
_NOW, _EVENTS = int(zmq.NOBLOCK), int(zmq.EVENTS)
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
        # The library's own poll asks each socket in turn; the kernel tells which ones have something.
        sockets = {socket.fd: socket for socket in self.sockets[:clients]}
        poll = select.epoll()
        for own in sockets:
            poll.register(own, select.EPOLLIN)
        waiting = self.questions(most)
        waiting.reverse()
        since = dict.fromkeys(sockets, 0.0)
        took: list[float] = []
        answers: list[bytes] = []
        clock = time.perf_counter
        began = clock()
        end = began + seconds
        for own, socket in sockets.items():
            since[own] = clock()
            _ask(socket, waiting.pop())
        out = len(sockets)
        while out:
            ready = poll.poll(PATIENCE_S)
            if not ready:
                raise SystemExit("the controller does not answer")
            for own, _ in ready:
                socket = sockets[own]
                try:
                    answers.append(socket.recv(_NOW))
                except zmq.Again:  # the library had something to tell itself
                    continue
                now = clock()
                took.append(now - since[own])
                if now < end and waiting:
                    since[own] = now
                    _ask(socket, waiting.pop())
                else:
                    out -= 1
        passed = clock() - began
        poll.close()
        _must_be_done(answers)
        return took, passed

    def _alone(self, seconds: float, most: int) -> tuple[list[float], float]:
        """The same with one client, which needs no poller."""
        socket = self.sockets[0]
        socket.rcvtimeo = 10_000
        took: list[float] = []
        answers: list[bytes] = []
        clock = time.perf_counter
        questions = self.questions(most)
        began = now = clock()
        for question in questions:
            since = now
            socket.send(question)
            answers.append(socket.recv())
            now = clock()
            took.append(now - since)
            if now - began > seconds:
                break
        _must_be_done(answers)
        return took, now - began


def _ask(socket: zmq.Socket[bytes], question: bytes) -> None:
    """Ask, and be told by the kernel when the answer is there: it is for a socket that was found empty before."""
    _get(socket, _EVENTS)
    _send(socket, question, _NOW)


def _must_be_done(answers: list[bytes]) -> None:
    """Every answer is decoded, once the clock stands still: each one is a ticket of its own."""
    tickets = set()
    for data in answers:
        answer = decode_answer(data)
        if not isinstance(answer, Done):
            raise SystemExit(f"the controller refused: {answer}")
        tickets.update(x.event.ticket for x in answer.events if isinstance(x.event, TicketIssued))
    if len(tickets) != len(answers):
        raise SystemExit(f"{len(answers)} answers, but {len(tickets)} tickets")


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
