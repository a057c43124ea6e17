"""One ticket through real programs: controller, device process and pretend devices, on ptys and TCP; then kill −9."""

import contextlib
import signal
import socket
import subprocess
import sys
import time

import pytest

from devices.simulator.control import Program
from hall.bus.client import Client
from hall.bus.site import Site
from hall.contract.people import HeldAttest, SignOn, StartReading, Way
from hall.contract.tickets import CallNext, TakeTicket
from hall.contract.unions import Done
from hall.contract.views import KioskView, SlipState, WallView

pytestmark = pytest.mark.timeout(180)

HALL = """
[hall]
id = "t"
name = "测试大厅"
name_en = "Test hall"
days = [1, 2, 3, 4, 5, 6, 7]
sessions = ["00:00-23:59"]
[bus]
commands = "tcp://127.0.0.1:{commands}"
views = "tcp://127.0.0.1:{views}"
[[zones]]
id = "A"
name = "综合区"
[[queues]]
id = "A"
letter = "A"
zone = "A"
name = "综合"
[[groups]]
id = "g"
name = "全部"
[[services]]
id = "s"
group = "g"
queue = "A"
name = "社会保险"
[[windows]]
id = "3"
zone = "A"
number = "3"
queues = ["A"]
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


class House:
    """The programs of a small hall and what its screens would be shown."""

    def __init__(self, folder, stack):
        self.folder, self._stack = folder, stack
        self.printer = stack.enter_context(Program("printer", "tcp:127.0.0.1:0"))
        self.panel = stack.enter_context(Program("panel_onbon", f"pty:{folder}/panel", "--width", "160"))
        self.card = stack.enter_context(Program("card_reader", f"pty:{folder}/card"))
        self.scanner = stack.enter_context(Program("scanner", f"pty:{folder}/scanner"))
        commands, views = free_ports(2)
        ports = {name: getattr(self, name).port for name in ("printer", "panel", "card", "scanner")}
        self.config = folder / "hall.toml"
        self.config.write_text(HALL.format(commands=commands, views=views, **ports), "utf-8")
        self.site = Site.load(self.config)
        self.site.keys.make_all(self.site.config, self.site.clock.now_ms())
        self.controller = self.start("hall.controller")
        self.devices = self.start("devices", "--host", "devices-1")
        self.admin = stack.enter_context(Client(self.site, "admin"))
        self.admin.follow("wall", "kiosk/kiosk-1")
        self.wall, self.kiosk = None, None
        self.card_number = ""

    def start(self, module, *options):
        log = (self.folder / f"{module}.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", module, "--config", str(self.config), *options], stdout=log, stderr=log
        )
        log.close()
        self._stack.callback(end, process)
        return process

    def until(self, what, test, timeout_s=30.0):
        """Follow the views until `test()` is true."""
        deadline = time.monotonic() + timeout_s
        while not test():
            if time.monotonic() > deadline:
                logs = "\n".join(path.read_text()[-3000:] for path in self.folder.glob("*.log"))
                pytest.fail(f"{what} did not happen\n{self.wall}\n{self.kiosk}\n{logs}")
            for word in self.admin.poll(0.1):
                if isinstance(word, WallView):
                    self.wall = word
                elif isinstance(word, KioskView):
                    self.kiosk = word

    def device(self, id):
        """(state, fault) of a device on the wall."""
        found = [one for one in self.wall.devices if one.device == id] if self.wall else []
        return (found[0].state, found[0].fault) if found else ("", "")

    def ask(self, who, command):
        with Client(self.site, who) as client:
            answer = client.ask(command, 15.0)
        assert isinstance(answer, Done), answer
        return answer

    def shown(self):
        return self.panel.ask("state")["areas"].get("0", "")


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


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
    house.devices.kill()
    house.devices.wait(5)
    house.panel.ask("power_cut")
    house.devices = house.start("devices", "--host", "devices-1")
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
