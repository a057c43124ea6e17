"""A command that was accepted is known by its id for ever, also one that found nothing to change."""

from hall.bus.wire import new_id
from hall.contract.calling import Calling, CallingSet, SetCalling
from hall.contract.devices import HostAlive
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket, TicketIssued
from hall.contract.unions import Done, NothingChanged
from tests.hall.house import House


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
