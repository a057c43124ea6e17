"""One ticket through real programs: controller, device process and pretend devices, on ptys and TCP; then kill −9."""

import contextlib
import subprocess
import sys

import pytest

from devices.simulator.control import Program
from hall.contract.people import HeldAttest, SignOn, StartReading, Way
from hall.contract.tickets import CallNext, TakeTicket
from hall.contract.views_kiosk import SlipState
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
printer = "printer"
card = "card"
scanner = "scanner"
[[devices]]
id = "printer"
make = "printer.escpos"
port = "{printer}"
kiosk = "kiosk-1"
[[devices]]
id = "card"
make = "card.sdt"
port = "{card}"
kiosk = "kiosk-1"
[[devices]]
id = "scanner"
make = "scan.line"
port = "{scanner}"
kiosk = "kiosk-1"
[[devices]]
id = "panel"
make = "led.onbon"
port = "{panel}"
window = "3"
[[devices]]
id = "voice"
make = "voice.wav"
port = "voice"
zone = "A"
"""


class House(SmallHall):
    """The small hall with a pretend device of each kind."""

    def __init__(self, folder, stack):
        self.printer = stack.enter_context(Program("printer", "tcp:127.0.0.1:0"))
        self.panel = stack.enter_context(Program("panel_onbon", f"pty:{folder}/panel", "--width", "160"))
        self.card = stack.enter_context(Program("card_reader", f"pty:{folder}/card"))
        self.scanner = stack.enter_context(Program("scanner", f"pty:{folder}/scanner"))
        ports = {name: getattr(self, name).port for name in ("printer", "panel", "card", "scanner")}
        super().__init__(small_hall.write(folder, MORE.format(**ports), window="3"), stack)
        self.controller = self.start("hall.controller")
        self.driving = self.start("devices", "--host", "devices-1")
        self.card_number = ""

    def shown(self):
        return self.panel.ask("state")["areas"].get("0", "")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with contextlib.ExitStack() as stack:
        yield House(tmp_path_factory.mktemp("house"), stack)


def call_somebody(house):
    """A card is laid, a number taken and printed, and called: once for this hall. Gives the card's number."""
    if house.card_number:
        return house.card_number
    names = ("printer", "card", "scanner", "panel", "voice")
    house.until("all devices ready", lambda: {house.device(name)[0] for name in names} == {"ready"})
    house.ask("kiosk-1", StartReading("kiosk-1", Way.CARD))
    house.card_number = house.card.ask("lay", name="测试甲", born="19900307")["number"]
    house.until(
        "the card", lambda: house.kiosk is not None and house.kiosk.reading and house.kiosk.reading.handle
    )
    house.card.ask("take")
    house.ask("kiosk-1", TakeTicket("s", HeldAttest(house.kiosk.reading.handle), "kiosk-1"))
    house.until(
        "a printed slip", lambda: house.kiosk.tickets and house.kiosk.tickets[0].slip is SlipState.PRINTED
    )
    house.ask("window-3", SignOn("3", "s1"))
    house.ask("window-3", CallNext("3"))
    house.until("the call on the panel", lambda: house.shown() == "请A001号到3号窗口")
    return house.card_number


def test_a_ticket_travels_from_the_card_to_the_panel(house):
    number = call_somebody(house)
    (slip,) = house.printer.ask("slips")["slips"]
    assert "A001" in slip["text"]
    assert number not in "".join(slip["text"] + slip["qr"])
    house.until("the voice", lambda: len(list((house.folder / "voice").glob("*-A001-3.wav"))) == 1)
    for log in house.folder.glob("*.log"):
        assert number not in log.read_text(), log


def test_a_killed_device_process_comes_back_and_shows_the_truth(house):
    call_somebody(house)
    house.driving.kill()
    house.driving.wait(5)
    house.panel.ask("power_cut")
    house.driving = house.start("devices", "--host", "devices-1")
    house.until("the panel drawn again", lambda: house.shown() == "请A001号到3号窗口")
    assert house.printer.ask("state")["cuts"] == 1  # what was printed is not printed again


def test_trouble_reaches_the_wall_and_leaves_it(house):
    call_somebody(house)
    house.printer.ask("paper", state="end")
    house.until("no paper on the wall", lambda: house.device("printer") == ("faulty", "paper_end"))
    house.panel.ask("unplug")
    house.until("the panel away", lambda: house.device("panel") == ("away", "unplugged"))
    house.printer.ask("paper", state="ok")
    house.panel.ask("plug")
    house.until("all well", lambda: {house.device(name)[0] for name in ("printer", "panel")} == {"ready"})
    house.until("the call again", lambda: house.shown() == "请A001号到3号窗口")


def test_the_wire_of_a_device_is_watched_while_the_hall_drives_it(house):
    """The panel is asked every other second; its process writes that down for whoever watches."""
    call_somebody(house)
    words = ("devices", "watch", "panel", "--config", str(house.config), "--seconds", "6")
    seen = subprocess.run([sys.executable, "-m", "hall", *words], capture_output=True, text=True, timeout=60)
    assert (seen.returncode, seen.stderr) == (0, "")
    assert '→ {"frame": "Frame"' in seen.stdout and '← {"frame": "Frame"' in seen.stdout
    assert not list(house.folder.rglob("*.wire")), "when nobody watches, nothing is written"
    words = ("devices", "show", "panel", "x", "--config", str(house.config))
    held = subprocess.run([sys.executable, "-m", "hall", *words], capture_output=True, text=True, timeout=60)
    assert held.returncode == 1 and "stop the devices process of the hall first" in held.stderr
    assert house.shown() == "请A001号到3号窗口"


def test_a_wrong_configuration_ends_the_process_with_words(house, tmp_path):
    bad = tmp_path / "hall.toml"
    bad.write_text(house.config.read_text("utf-8").replace('port = "voice"', 'prt = "voice"'), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "devices", "--config", str(bad), "--host", "devices-1"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "prt" in done.stderr
