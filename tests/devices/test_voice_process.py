"""A call through real programs to a speaking module: the configured volume, said twice, confirmed in the journal."""

import contextlib

import pytest

from devices.simulator.control import Program
from hall.contract.devices import JobConfirmed
from hall.contract.people import PhoneAttest, SignOn
from hall.contract.tickets import CallNext, TakeTicket
from tests.devices import small_hall
from tests.devices.small_hall import SmallHall

pytestmark = pytest.mark.timeout(180)

MORE = """
[[staff]]
id = "s1"
name = "王一"
[[kiosks]]
id = "kiosk-1"
zone = "A"
[[volume]]
hours = "00:00-24:00"
percent = 50
[[devices]]
id = "voice"
make = "voice.syn6288"
port = "{port}"
zone = "A"
options = {{ char_ms = 62 }}
"""


def test_a_call_is_said_twice_as_loud_as_the_hour_allows(tmp_path):
    with contextlib.ExitStack() as stack:
        module = stack.enter_context(
            Program("voice_module", f"pty:{tmp_path}/line", "--make", "syn6288", "--speed", "4")
        )
        house = SmallHall(small_hall.write(tmp_path, MORE.format(port=module.port), window="3"), stack)
        house.start("hall.controller")
        house.start("devices", "--host", "devices-1")
        house.until("the voice ready", lambda: house.device("voice")[0] == "ready")
        house.ask("kiosk-1", TakeTicket("s", PhoneAttest("13800000000"), "kiosk-1"))
        house.ask("window-3", SignOn("3", "s1"))
        house.ask("window-3", CallNext("3"))
        house.until("the call confirmed", lambda: house.of(JobConfirmed))
        (told,) = house.of(JobConfirmed)
        assert told.confirmed and "nobody can confirm that it was heard" in told.detail
        once = {"text": "请A零零一号到三号窗口", "volume": 8, "cut": ""}
        assert module.ask("state")["spoken"] == [once, once]
