"""What every card reader must keep to, whatever it reads: one visitor never gets another one's card."""

import pytest

from devices.drivers.base import DeviceSaysNo
from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, Fault
from hall.contract.people import Present
from tests.devices.drivers.cards import (
    PROGRAMS,
    READING,
    connected,
    lay,
    looks,
    plugged_in_again,
    read,
    until_it_left,
)

MANNERS = [("card.sdt",), ("card.sdt", "--finds-again"), ("card.social",)]


@pytest.fixture(params=PROGRAMS)
def reader(request, rig):
    return connected(rig, request.param)


@pytest.mark.parametrize("manner", MANNERS)
def test_the_next_visitor_is_not_served_on_a_card_left_behind(rig, manner):
    reader = connected(rig, *manner)
    lay(reader)
    assert isinstance(read(reader), Present)
    assert looks(reader) == []  # it is still there
    reader.ask("take")
    assert looks(reader) == []
    number = lay(reader, "测试乙")
    assert read(reader).attest.number == number


@pytest.mark.parametrize("manner", MANNERS)
def test_a_card_that_was_there_before_the_visitor_asked_is_read(rig, manner):
    """Seen in the demo: between two visitors nobody asked for a card, so its going away was never noticed."""
    reader = connected(rig, *manner)
    lay(reader)
    assert isinstance(read(reader), Present)
    reader.ask("take")
    until_it_left(reader)
    number = lay(reader, "测试乙")
    assert read(reader).attest.number == number


@pytest.mark.parametrize(("make", "value"), [("card.sdt", 6), ("card.social", 3)])
def test_a_line_that_hangs_up_before_a_card_is_read_costs_no_card(rig, make, value):
    reader = connected(rig, make)
    lay(reader)
    reader.fault("hang_up_after", value=value, times=1)
    with pytest.raises(PortGone):
        read(reader)
    reader.state()  # answered once the line is there again
    plugged_in_again(reader)
    assert isinstance(read(reader), Present)


def test_a_reader_that_stops_listening_is_noticed_and_its_late_answers_are_not_taken(reader):
    lay(reader)
    reader.fault("deaf")
    for _ in range(3):
        with pytest.raises(DeviceSaysNo) as caught:
            reader.driver.go_on(READING, reader.line, 0)
        assert caught.value.fault is Fault.NO_ANSWER
    reader.ask("take")
    number = lay(reader, "测试乙")
    reader.clear()
    assert reader.driver.connect(reader.line).state is DeviceState.READY
    assert read(reader).attest.number == number


def test_a_reader_that_is_plugged_in_again_reads_on(reader):
    """The link is the same, what it leads to is not."""
    lay(reader)
    reader.ask("unplug")
    with pytest.raises(PortGone):
        read(reader)
    reader.ask("plug")
    plugged_in_again(reader)
    assert isinstance(read(reader), Present)


def test_unplugged_is_port_gone(reader):
    reader.ask("unplug")
    with pytest.raises(PortGone):
        read(reader)
