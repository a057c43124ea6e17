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
from hall.bus.keys import Keys, Secret
from hall.bus.wire import decode_answer, encode
from hall.cli.bench_history import SERVICES
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket, TicketIssued
from hall.contract.unions import Ask, Done

CLIENTS = [f"client-{n}".encode() for n in range(64)]
PATIENCE_S = 10.0  # without any answer
# As plain numbers and without the library's convenience, as the hub does it: the load must not be what is measured.
_send = zmq.backend.Socket.send
_NOW, _MORE = int(zmq.NOBLOCK), int(zmq.NOBLOCK | zmq.SNDMORE)
MOST = {1: 15_000, 2: 60_000}  # questions a second that are prepared for one client, and for more


PHONES = (
    150_000_000  # for each line: two of them may lead to one hall, and nobody takes two tickets of a kind
)


class Line:
    """Up to 64 connections to one controller, under the key of its kiosk; `first` is where its phones begin.

    Each connection is a client: its own session, its own keys of the wire, one question on its way. One socket holds
    the ends of them all, so that 64 clients cost the machine their connections, not 64 of the library's mailboxes too.
    """

    def __init__(self, folder: Path, address: str, clock: Clock, first: int) -> None:
        self._clock = clock
        self._phone = first
        secret = Keys(folder).secret("kiosk-1")
        self._one = _socket(zmq.DEALER, secret)
        self._one.connect(address)
        self._many = _socket(zmq.ROUTER, secret)
        self._many.router_mandatory = True
        for own in CLIENTS:
            self._many.connect_routing_id = own
            self._many.connect(address)

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
        receive, socket = self._many.recv, self._many
        waiting = self.questions(most)
        waiting.reverse()
        since: dict[bytes, float] = {}
        took: list[float] = []
        answers: list[bytes] = []
        clock = time.perf_counter
        socket.rcvtimeo = int(PATIENCE_S * 1000)
        began = clock()
        end = began + seconds
        for own in CLIENTS[:clients]:
            since[own] = clock()
            _send(socket, own, _MORE)
            _send(socket, waiting.pop(), _NOW)
        out = clients
        while out:
            try:
                own = receive()
            except zmq.Again:
                raise SystemExit("the controller does not answer") from None
            answers.append(receive(_NOW))
            now = clock()
            took.append(now - since[own])
            if now < end and waiting:
                since[own] = now
                _send(socket, own, _MORE)
                _send(socket, waiting.pop(), _NOW)
            else:
                out -= 1
        passed = clock() - began
        _must_be_done(answers)
        return took, passed

    def _alone(self, seconds: float, most: int) -> tuple[list[float], float]:
        """The same with one client, which needs no poller."""
        socket = self._one
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


def _socket(kind: int, secret: Secret) -> zmq.Socket[bytes]:
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(kind)
    socket.linger = 0
    socket.curve_serverkey = secret.server.encode()
    socket.curve_publickey = secret.public.encode()
    socket.curve_secretkey = secret.secret.encode()
    return socket


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
