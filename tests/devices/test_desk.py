"""A visitor is called, served and asked by a key box and its evaluator alone, through real programs on one bus."""

import contextlib

import pytest

from devices.simulator.control import Program
from hall.contract.base import Role
from hall.contract.callers import KeyRefused
from hall.contract.devices import DeviceState, JobConfirmed
from hall.contract.people import PhoneAttest, SignOn
from hall.contract.ratings import RatingLevel, VisitRated
from hall.contract.tickets import TakeTicket, TicketCalled, TicketFinished, TicketStarted
from tests.devices import small_hall
from tests.devices.small_hall import SmallHall

pytestmark = pytest.mark.timeout(180)

MORE = """
[[devices]]
id = "desk-1"
make = "caller+evaluator.ff68"
port = "{desks}"
address = 1
window = "1"
options = {{ ratings = "0=very_satisfied 1=satisfied 2=dissatisfied 3=very_dissatisfied" }}
[[devices]]
id = "desk-2"
make = "caller.ff68"
port = "{desks}"
address = 2
window = "2"
"""


class House(SmallHall):
    def __init__(self, folder, stack):
        self.desks = stack.enter_context(Program("caller", f"pty:{folder}/desks", "--units", "2"))
        super().__init__(
            small_hall.write(folder, small_hall.SECOND + MORE.format(desks=self.desks.port)), stack
        )
        self.controller = self.start("hall.controller")
        self.start("devices", "--host", "devices-1")

    def take(self, phone):
        self.ask("admin", TakeTicket("s", PhoneAttest(phone)))

    def press(self, key, unit=1):
        self.desks.ask("press", key=key, unit=unit)

    def unit(self, address=1):
        return self.desks.ask("state")["units"][str(address)]

    def until_digits(self, digits, address=1):
        self.until(f"digits {digits}", lambda: self.unit(address)["digits"] == digits)


@pytest.fixture
def house(tmp_path):
    with contextlib.ExitStack() as stack:
        yield House(tmp_path, stack)


def test_a_visit_by_keys_alone_ends_in_one_rating(house):
    house.until("both known as not yet heard", lambda: house.device("desk-2")[0] == DeviceState.UNKNOWN.value)
    house.press("0D")
    house.until("nobody is signed on", lambda: house.of(KeyRefused))
    house.until("the beep", lambda: house.unit()["beeps"])
    house.until("the box is ready", lambda: house.device("desk-1")[0] == DeviceState.READY.value)
    house.ask("window-1", SignOn("1", "s1"))
    house.take("13800000001"), house.take("13800000002")
    house.until_digits("  2   ")
    house.until_digits("  2   ", 2)
    house.press("0C")
    house.until("the call", lambda: house.of(TicketCalled))
    house.until_digits("  1001")
    house.until_digits("  1   ", 2)
    house.press("0F")
    house.until("the start", lambda: house.of(TicketStarted))
    house.press("0B")
    house.until("the end", lambda: house.of(TicketFinished))
    house.until(
        "the question is with the visitor",
        lambda: [x for x in house.of(JobConfirmed) if x.job.endswith(".rating")],
    )
    house.desks.ask("rate", value=1)
    house.until("the rating", lambda: house.of(VisitRated))
    (rated,) = house.of(VisitRated)
    assert (rated.level, rated.staff, rated.window) == (RatingLevel.SATISFIED, "s1", "1")
    pressed = next(x for x in house.events if isinstance(x.event, TicketCalled))
    assert (pressed.by.name, pressed.by.role) == ("devices-1", Role.DEVICE)
    house.until("the wall counts it", lambda: (house.wall.rated, house.wall.satisfied) == (1, 1.0))
    assert not house.unit()["given_up"]


def test_a_key_the_hall_did_not_take_beeps(house):
    house.until("the digits", lambda: house.unit()["digits"] == "  0   ")
    house.controller.kill()
    house.press("0C")
    house.desks.wait_until("the beep", lambda state: state["beeps"], 40.0)


def test_a_bus_that_was_pulled_comes_back_with_its_digits(house):
    house.take("13800000001")
    house.until_digits("  1   ")
    house.desks.ask("unplug")
    house.until("both away", lambda: {house.device(f"desk-{n}")[0] for n in (1, 2)} == {"away"})
    house.desks.ask("power_cut")
    house.take("13800000002")
    house.desks.ask("plug")
    house.until_digits("  2   ")
    house.until_digits("  2   ", 2)
