"""A command that was accepted is known by its id for ever and acts once, also one that found nothing to change."""

from hall.bus import wire
from hall.bus.wire import new_id
from hall.contract.calling import Calling, CallingSet, SetCalling
from hall.contract.devices import HostAlive
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket, TicketIssued
from hall.contract.unions import Ask, Done, NothingChanged, Refused
from tests.hall.controller.test_loop import raw_dealer, take
from tests.hall.house import House, until


def test_a_repeated_id_gets_the_first_answer_and_no_second_effect(house: House):
    with house.running() as loop, house.client("kiosk-1") as kiosk, house.client("kiosk-2") as other:
        own = wire.new_id(house.site.clock.now_ms())
        first = kiosk.ask(take(1), again=own)
        seq = loop.journal.last
        assert kiosk.ask(take(1), again=own) == first
        assert kiosk.ask(take(2), again=own) == first
        assert loop.journal.last == seq
        stolen = other.ask(take(3, "kiosk-2"), again=own)
        assert isinstance(stolen, Refused)
        assert stolen.code == "id_taken"


def test_a_repeated_id_is_known_after_a_restart_too(house: House):
    own = wire.new_id(house.site.clock.now_ms())
    with house.running(), house.client("kiosk-1") as kiosk:
        first = kiosk.ask(take(1), again=own)
        kiosk.ask(take(2))
    with house.running() as loop, house.client("kiosk-1") as kiosk:
        seq = loop.journal.last
        assert kiosk.ask(take(1), again=own) == first
        assert loop.journal.last == seq
        assert kiosk.ask(take(3)).events[0].event.number == "A003"


def test_the_same_id_twice_in_one_batch_counts_once(house: House):
    """A client that is impatient sends again before the hall has looked."""
    loop = house.loop()
    loop.second()
    loop.second()
    socket = raw_dealer(house, "kiosk-1")
    now = house.site.clock.now_ms()
    data = wire.encode(Ask(wire.new_id(now), now, now + 60_000, take(1)))
    for _ in range(3):
        socket.send(data)
    letters = []
    until(
        lambda: (
            loop.hub.wait(0.01) is not None
            and letters.extend(loop.hub.drain(9)) is None
            and len(letters) == 3
        )
    )
    loop.take(letters)
    got = [wire.decode_answer(socket.recv()) for _ in range(3)]
    socket.close()
    assert got[0] == got[1] == got[2]
    assert isinstance(got[0], Done)
    assert loop.memory.hall.facts.issued == 1
    loop.hub.close()
    loop.journal.close()


def calling_of(house: House) -> list[Calling]:
    return [x.event.calling for x in house.events() if isinstance(x.event, CallingSet)]


def test_what_changed_nothing_changes_nothing_later_either(house: House):
    """Asked for what it is, then another wish, then the first id once more: after a crash too it has no effect."""
    with house.running(), house.client("kiosk-1") as kiosk:
        taken = kiosk.ask(TakeTicket("pension", PhoneAttest("13800000001"), "kiosk-1"))
        assert isinstance(taken, Done) and isinstance(taken.events[0].event, TicketIssued)
        issued = taken.events[0].event
        as_it_is = SetCalling(issued.calling, issued.ticket, token=issued.token)
        own = new_id(house.site.clock.now_ms())
        first = kiosk.ask(as_it_is, again=own)
        assert isinstance(first, Done) and [type(x.event) for x in first.events] == [NothingChanged]
        silent = kiosk.ask(SetCalling(Calling.SILENT, issued.ticket, token=issued.token))
        assert isinstance(silent, Done) and calling_of(house) == [Calling.SILENT]
        assert kiosk.ask(as_it_is, again=own) == first
    with house.running(), house.client("kiosk-1") as kiosk:
        assert kiosk.ask(as_it_is, again=own) == first
    assert calling_of(house) == [Calling.SILENT]


def test_a_host_that_says_it_lives_leaves_nothing_behind(house: House):
    with house.running(), house.client("kiosk-1") as kiosk:
        before = len(house.bodies())
        alive = kiosk.ask(HostAlive("kiosk-1"))
        assert isinstance(alive, Done)
        again = kiosk.ask(HostAlive("kiosk-1"))
        assert again == Done(again.id)
        told = {type(x.event).__name__ for x in house.events()[before:]}
    assert told <= {"HostBack"}
