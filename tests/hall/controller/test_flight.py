"""One batch becomes durable while the next is decided upon it: nobody is told anything ahead of the disk."""

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from hall.bus import wire
from hall.bus.hub import Letter
from hall.contract.base import Actor, Role
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket, TicketIssued
from hall.contract.unions import Ask, Command, Done, JournalPage, ReadJournal, Refused
from hall.controller import journal as journal_module
from hall.controller.loop import BATCH, BESIDE, PART, SLOW_S, Loop
from hall.controller.rules import domain
from tests.hall.house import House

KIOSK, OTHER, GATEWAY = (
    Actor("kiosk-1", Role.KIOSK),
    Actor("kiosk-2", Role.KIOSK),
    Actor("gateway-1", Role.GATEWAY),
)


class Disk:
    """The journal's connection, with a COMMIT that can be held up or made to fail."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.go = threading.Event()
        self.go.set()
        self.trouble: sqlite3.OperationalError | None = None

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if sql == "COMMIT":
            assert self.go.wait(20), "nobody let the commit go"
            trouble, self.trouble = self.trouble, None
            if trouble is not None:
                raise trouble
        return self._connection.execute(sql, *values)

    def fail(self, code: int) -> None:
        self.trouble = sqlite3.OperationalError("as the test wants it")
        self.trouble.sqlite_errorcode = code  # type: ignore[misc]

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


class Bench:
    """A loop without clients: letters are put in by hand; what is sent is noted, with what is durable then."""

    def __init__(self, house: House, decide: Callable[[Command], None] = lambda command: None) -> None:
        good = domain()

        def watched(command, hall, now, by, fresh):
            decide(command)
            return good.decide(command, hall, now, by, fresh)

        self.house = house
        self.loop: Loop = house.loop(replace(good, decide=watched))
        self.loop.second()
        self.loop.second()
        self.disk = Disk(self.loop.journal._connection)
        self.loop.journal._connection = self.disk  # type: ignore[assignment]
        self.told: list[tuple[bytes, Done | Refused | JournalPage]] = []
        self.at: dict[bytes, int] = {}  # newest seq on the disk when this one was told
        self.early: list[object] = []  # told before the disk had it
        self.more = True
        self.loop.hub.more = lambda: self.more  # type: ignore[method-assign]
        self.loop.hub.answer = self._answer  # type: ignore[method-assign]

    def _answer(self, peer: bytes, data: bytes) -> None:
        answer = wire.decode_answer(data)
        self.told.append((peer, answer))
        self.at[peer] = durable = self.durable()
        if isinstance(answer, Done) and not {x.seq for x in answer.events} <= set(range(1, durable + 1)):
            self.early.append(answer)

    def durable(self) -> int:
        return len(self.house.bodies())

    def ask(self, command: Command, peer: bytes, by: Actor = KIOSK, own: str = "") -> Letter:
        now = self.loop.now()
        return Letter(peer, by, wire.encode(Ask(own or wire.new_id(now), now, now + 60_000, command)))

    def some(self, first: int, count: int = BESIDE) -> list[Letter]:
        return [self.ask(take(first + n), b"%d" % (first + n)) for n in range(count)]

    def numbers(self) -> list[str]:
        return [number_of(x) if isinstance(x, Done) else x.code for _, x in self.told]

    def close(self) -> None:
        self.disk.go.set()
        self.loop.hub.close()
        self.loop.journal.close()


def take(n: int, kiosk: str = "kiosk-1") -> TakeTicket:
    return TakeTicket("pension", PhoneAttest(f"138{n:08d}"), kiosk)


def number_of(answer: Done) -> str:
    issued = answer.events[0].event
    assert isinstance(issued, TicketIssued)
    return issued.number


@pytest.fixture
def bench(house: House):
    made = Bench(house)
    yield made
    made.close()


def test_alone_nobody_waits_for_a_second_thread(bench: Bench):
    bench.more = False
    bench.loop.take(bench.some(1, 9))
    assert len(bench.told) == 9
    bench.more = True
    bench.loop.take(bench.some(10, 1))
    assert bench.numbers()[-1] == "A010"
    assert bench.loop.counts.beside == 0
    assert bench.early == []


def test_nothing_of_a_batch_in_flight_is_told_before_the_disk_has_it(bench: Bench):
    bench.disk.go.clear()
    before = bench.durable()
    bench.loop.take(bench.some(1))
    assert bench.told == []
    assert bench.durable() == before
    bench.disk.go.set()
    bench.loop.finish()
    assert bench.numbers() == [f"A00{n}" for n in range(1, BESIDE + 1)]
    assert bench.early == []
    assert bench.loop.counts.beside == 1


def test_the_next_batch_is_decided_meanwhile_and_answered_after(house: House):
    seen: list[int] = []

    def decide(command: Command) -> None:
        if isinstance(command, TakeTicket) and command.attest.masked == "138****0100":  # type: ignore[union-attr]
            seen.append(len(bench.told))
            bench.disk.go.set()

    bench = Bench(house, decide)
    bench.disk.go.clear()
    bench.loop.take(bench.some(1))
    bench.loop.take(bench.some(100))  # its first one lets the commit of the other batch go
    bench.loop.finish()
    assert seen == [0]
    assert bench.numbers() == [f"A{n:03d}" for n in range(1, 2 * BESIDE + 1)]
    assert bench.early == []
    assert bench.loop.counts.beside == 2
    bench.close()


def test_a_rush_is_cut_small_for_a_quick_disk_and_not_for_a_slow_one(bench: Bench):
    limits: list[int] = []

    def drain(limit: int) -> list[Letter]:
        limits.append(limit)
        return []

    bench.loop.hub.drain = drain  # type: ignore[method-assign]
    for flush_s in (0.0, SLOW_S / 2, SLOW_S, 1.0):
        bench.loop.take(bench.some(10 * len(limits)))
        bench.loop.journal.join()
        bench.loop.journal.flush_s = flush_s
        bench.loop.turn()
    assert limits == [PART, PART, BATCH, BATCH]


def test_how_long_the_disk_took_is_known(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    moments = iter([10.0, 10.5])
    monkeypatch.setattr(journal_module, "machine_s", lambda: next(moments))
    bench.loop.take(bench.some(1))
    bench.loop.finish()
    assert bench.loop.journal.flush_s == 0.5


def test_a_refusal_is_not_told_ahead_of_the_state_it_saw(bench: Bench):
    bench.disk.go.clear()
    bench.loop.take(bench.some(1))
    threading.Timer(0.0, bench.disk.go.set).start()
    bench.loop.take([bench.ask(take(1), b"again"), *bench.some(50)])
    bench.loop.finish()
    assert dict(bench.told)[b"again"].code == "already"  # type: ignore[union-attr]
    assert [peer for peer, _ in bench.told].index(b"again") == BESIDE
    assert bench.at[b"again"] == bench.loop.memory.seq


def test_full_in_the_middle_takes_back_what_was_decided_upon_it(bench: Bench):
    before = bench.durable()
    bench.disk.fail(sqlite3.SQLITE_FULL)
    bench.loop.take(bench.some(1))
    bench.loop.take([bench.ask(take(1), b"again"), *bench.some(50)])
    # The number that the second visitor of the same phone was shown to have never came to be: told is the disk.
    assert [x.code for _, x in bench.told] == ["disk_full"] * (2 * BESIDE + 1)  # type: ignore[union-attr]
    assert bench.told[0][0] == b"1"
    assert bench.durable() == before == bench.loop.memory.seq == bench.loop.journal.last
    assert bench.loop.full_since
    bench.loop.second()  # there is room
    bench.told.clear()
    bench.loop.take(bench.some(1))
    bench.loop.finish()
    assert bench.numbers() == [f"A00{n}" for n in range(1, BESIDE + 1)]
    assert bench.early == []


def test_full_met_by_who_asks_the_journal_leaves_nobody_without_an_answer(bench: Bench):
    bench.disk.fail(sqlite3.SQLITE_FULL)
    bench.loop.take(bench.some(1))
    page = Letter(b"page", GATEWAY, wire.encode(ReadJournal("ab" * 16, 0, 100)))
    bench.loop.take([*bench.some(50), page, *bench.some(60)])
    told = dict(bench.told)
    assert len(told) == 3 * BESIDE + 1
    assert isinstance(told.pop(b"page"), JournalPage)
    assert {x.code for x in told.values()} == {"disk_full"}  # type: ignore[union-attr]


def test_other_trouble_with_the_disk_ends_it_and_tells_nobody(bench: Bench):
    bench.disk.fail(sqlite3.SQLITE_IOERR)
    bench.loop.take(bench.some(1))
    with pytest.raises(sqlite3.OperationalError):
        bench.loop.take(bench.some(50))
    assert bench.told == []


def test_a_resend_of_what_is_in_flight_waits_for_that_answer(bench: Bench):
    own = wire.new_id(bench.loop.now())
    bench.loop.take([bench.ask(take(1), b"first", own=own), *bench.some(2)])
    stolen = bench.ask(take(9, "kiosk-2"), b"thief", OTHER, own)
    bench.loop.take([bench.ask(take(1), b"second", own=own), stolen, *bench.some(50)])
    bench.loop.finish()
    told = dict(bench.told)
    assert told[b"first"] == told[b"second"]
    assert isinstance(told[b"first"], Done)
    assert told[b"thief"].code == "id_taken"  # type: ignore[union-attr]
    peers = [peer for peer, _ in bench.told]
    assert peers.index(b"first") < min(peers.index(b"second"), peers.index(b"thief"))
    assert bench.loop.memory.hall.facts.issued == 1 + 2 * BESIDE


def test_a_resend_of_what_could_not_be_written_is_told_so(bench: Bench):
    own = wire.new_id(bench.loop.now())
    bench.disk.fail(sqlite3.SQLITE_FULL)
    bench.loop.take([bench.ask(take(1), b"first", own=own), *bench.some(2)])
    bench.loop.take([bench.ask(take(1), b"second", own=own)])
    assert {peer: x.code for peer, x in bench.told if peer in (b"first", b"second")} == {  # type: ignore[union-attr]
        b"first": "disk_full",
        b"second": "disk_full",
    }
    bench.loop.second()
    bench.loop.take([bench.ask(take(1), b"third", own=own)])
    assert number_of(dict(bench.told)[b"third"]) == "A001"  # type: ignore[arg-type]


def test_a_page_of_the_journal_ends_with_what_is_durable(bench: Bench):
    bench.disk.go.clear()
    bench.loop.take(bench.some(1))
    threading.Timer(0.0, bench.disk.go.set).start()
    bench.loop.take([Letter(b"page", GATEWAY, wire.encode(ReadJournal("ab" * 16, 0, 100)))])
    page = dict(bench.told)[b"page"]
    assert isinstance(page, JournalPage)
    assert page.last == page.events[-1].seq == bench.durable()


def test_a_fault_of_a_rule_does_not_touch_what_is_in_flight(house: House):
    good = domain()

    def evolve(recorded, hall):
        if isinstance(recorded.event, TicketIssued) and recorded.event.identity.masked == "138****0051":
            hall.facts.issued += 100  # half done
            raise ZeroDivisionError
        good.evolve(recorded, hall)

    bench = Bench(house)
    bench.loop.rules = replace(bench.loop.rules, evolve=evolve)
    bench.loop.take(bench.some(1))
    bench.loop.take(bench.some(50))
    bench.loop.finish()
    told = dict(bench.told)
    assert isinstance(told[b"1"], Done)
    assert told[b"51"].code == "internal"  # type: ignore[union-attr]
    assert bench.loop.memory.hall.facts.issued == 2 * BESIDE - 1
    assert bench.loop.memory.seq == bench.loop.journal.last == bench.durable()
    assert bench.early == []
    bench.close()


@pytest.mark.parametrize("step", ["second", "save"])
def test_the_second_and_the_snapshot_come_after_what_is_in_flight(bench: Bench, step: str):
    bench.disk.go.clear()
    bench.loop.take(bench.some(1))
    threading.Timer(0.0, bench.disk.go.set).start()
    getattr(bench.loop, step)()
    assert len(bench.told) == BESIDE
    assert bench.loop.memory.seq == bench.loop.journal.last == bench.durable()
    if step == "save":
        assert bench.loop.memory.snapshot_seq == bench.durable()


def test_views_and_events_show_what_is_durable(bench: Bench):
    published: list[tuple[str, int]] = []
    bench.loop.hub.publish = lambda topic, data: published.append((topic, bench.durable()))  # type: ignore[method-assign]
    bench.loop.hub.followed.update({"event": 1, "wall": 1})
    bench.loop.hub.drain = lambda limit: []  # type: ignore[method-assign]
    bench.loop._publisher.mark(["wall"])
    bench.loop.take(bench.some(1))
    assert published == []
    bench.loop.turn()
    durable = bench.durable()
    assert [x for x in published if x[0] == "event"] == [("event", durable)] * BESIDE
    assert ("wall", durable) in published
    assert bench.loop.memory.seq == durable


def test_a_view_that_is_due_does_not_wait_for_the_end_of_a_rush(bench: Bench):
    published: list[tuple[str, int]] = []
    bench.loop.hub.publish = lambda topic, data: published.append((topic, bench.durable()))  # type: ignore[method-assign]
    bench.loop.hub.followed["wall"] = 1
    bench.loop._publisher.mark(["wall"])
    rush = iter([bench.some(1), bench.some(50)])
    bench.loop.take(bench.some(100))
    bench.loop.hub.drain = lambda limit: next(rush)  # type: ignore[method-assign]
    bench.loop.turn()
    assert ("wall", bench.loop.memory.seq) in published
