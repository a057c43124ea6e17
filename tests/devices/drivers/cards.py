"""What the tests of card readers do: connect one, lay a card, read it, look for one in vain."""

import time

from hall.contract.devices import DeviceState, ReadCard

READING = ReadCard("5.0", "device-1", "reading-1", 0)
PROGRAMS = {"card.sdt": "card_reader", "card.social": "social_reader"}
SWIFT = {"card.sdt": {"answer_s": 0.3, "read_s": 0.6}, "card.social": {"answer_s": 0.4}}
"""Options of drivers that give up soon, so that no test waits long for a silence."""


def connected(rig, make, *arguments):
    """A pretend reader and its swift driver, which is ready."""
    reader = rig(PROGRAMS[make], make, *arguments, poll_ms=20, **SWIFT[make])
    assert reader.driver.connect(reader.line).state is DeviceState.READY
    return reader


def plugged_in_again(reader):
    """The far end is there again: open the port and connect, as the worker does."""
    reader.line.port.open()
    reader.line.buffer.clear()
    assert reader.driver.connect(reader.line).state is DeviceState.READY


def lay(reader, name="测试甲", **more):
    """A card on the reader; its number."""
    return reader.ask("lay", name=name, born="19900307", **more)["number"]


def read(reader, timeout_s=5.0):
    """What came of a reading; None when nothing came in time."""
    result = reader.driver.start(READING, reader.line, 0)
    deadline = time.monotonic() + timeout_s
    while result is None and time.monotonic() < deadline:
        result = reader.driver.go_on(READING, reader.line, 0)
    return result


def looks(reader, times=5):
    """What came of so many looks for a card, one after the other."""
    first = reader.driver.start(READING, reader.line, 0)
    return [
        one for one in [first, *(reader.driver.go_on(READING, reader.line, 0) for _ in range(times))] if one
    ]


def until_it_left(reader, timeout_s=5.0):
    """Between two visitors: the worker lets the driver see that the card was taken away."""
    deadline = time.monotonic() + timeout_s
    while reader.driver._must_leave:
        assert time.monotonic() < deadline, "it is still thought to be there"
        reader.driver.idle(reader.line, 0)
