"""What displays really show, through real programs: a silent call whose panel is gone, a power cut, a mute make."""

import contextlib

import pytest

from devices.simulator.control import Program
from hall.bus.client import Client
from hall.contract import tickets as t
from hall.contract.calling import SetQuiet
from hall.contract.devices import CallBackedUp
from hall.contract.people import AssistedAttest, SignOn
from hall.contract.supervision import FindingCleared, FindingCode, FindingRaised
from hall.contract.views_devices import DevicesView
from tests.devices import small_hall
from tests.devices.small_hall import SmallHall

pytestmark = pytest.mark.timeout(180)

MORE = """
[[devices]]
id = "panel"
make = "led.onbon"
port = "{panel}"
window = "1"
[[devices]]
id = "mute"
make = "led.yinda"
port = "{mute}"
window = "2"
[[devices]]
id = "screen"
make = "led.onbon"
port = "{screen}"
zone = "A"
rows = 4
options = {{ width = 320, height = 128 }}
[[devices]]
id = "voice"
make = "voice.wav"
port = "voice"
zone = "A"
"""


class House(SmallHall):
    """A silent hall with a panel that confirms, one that cannot, and a big screen over both."""

    def __init__(self, folder, stack):
        self.panel = stack.enter_context(Program("panel_onbon", f"pty:{folder}/panel", "--width", "160"))
        self.mute = stack.enter_context(Program("panel_strip", f"pty:{folder}/mute", "--make", "yinda"))
        size = ("--width", "320", "--height", "128")
        self.screen = stack.enter_context(Program("panel_onbon", "tcp:127.0.0.1:0", *size))
        ports = {name: getattr(self, name).port for name in ("panel", "mute", "screen")}
        super().__init__(small_hall.write(folder, small_hall.SECOND + MORE.format(**ports)), stack)
        self.start("hall.controller")
        self.start("devices", "--host", "devices-1")
        self.until("the displays", lambda: [self.truth(x) for x in ("panel", "mute", "screen")]
                   == ["shows", "sent", "shows"])  # fmt: skip
        self.ask("admin", SetQuiet(True, "A", staff="s1"))
        for n in (1, 2):
            self.ask(f"window-{n}", SignOn(str(n), f"s{n}"))
            self.ask("admin", t.TakeTicket("s", AssistedAttest("s1")))

    def truth(self, device):
        found = [x.truth for x in self.wall.devices if x.device == device] if self.wall else []
        return found[0] if found else ""

    def shown(self, program):
        return program.ask("state")["areas"].get("0", "")

    def found_wrong(self, device):
        """Findings of this display that are still open."""
        over = {e.finding for e in self.of(FindingCleared)}
        return [
            e for e in self.of(FindingRaised)
            if (e.code, e.subject) == (FindingCode.PANEL_WRONG, device) and e.finding not in over
        ]  # fmt: skip

    def spoken(self):
        return sorted(p.name.partition("-")[2] for p in (self.folder / "voice").glob("*.wav"))


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with contextlib.ExitStack() as stack:
        yield House(tmp_path_factory.mktemp("truth"), stack)


def test_a_day_of_displays(house):
    """One story: each part stands on the one before."""
    house.ask("window-1", t.CallNext("1"))
    house.until("the call on panel and screen", lambda: house.shown(house.panel) == "请A001号到1号窗口"
                and house.shown(house.screen) == "A001  请到 1号窗口")  # fmt: skip
    assert house.spoken() == [] and house.of(CallBackedUp) == []

    house.panel.ask("unplug")
    house.until("the wall knows", lambda: house.found_wrong("panel"), 15)
    house.until("the call is made another way", lambda: house.of(CallBackedUp), 15)
    (event,) = house.of(CallBackedUp)
    assert (event.window, event.voices, event.screens, event.spoken) == ("1", ("voice",), ("screen",), False)
    house.until("it is spoken", lambda: house.spoken() == ["A001-1.wav"])
    house.until("it is marked", lambda: house.shown(house.screen) == "A001★请到 1号窗口")
    assert house.truth("panel") == "wrong"

    house.panel.ask("plug")
    house.until("the panel is right again", lambda: house.truth("panel") == "shows", 15)
    house.until("and the finding over", lambda: not house.found_wrong("panel"), 15)

    draws = house.panel.ask("state")["draws"]
    house.panel.ask("power_cut")
    house.screen.ask("power_cut")
    house.until("both are drawn again after a power cut", lambda: house.shown(house.panel) == "请A001号到1号窗口"
                and house.shown(house.screen) == "A001★请到 1号窗口", 20)  # fmt: skip
    assert house.panel.ask("state")["draws"] > draws
    house.until("nothing is wrong", lambda: not house.found_wrong("panel") + house.found_wrong("screen"), 15)

    house.ask("window-2", t.CallNext("2"))
    house.until("the mute panel was sent the call", lambda: house.truth("mute") == "sent")
    house.until("the screen has both", lambda: house.shown(house.screen).count("\n") == 1)
    assert house.found_wrong("mute") == [] and len(house.of(CallBackedUp)) == 1
    assert house.device("mute")[0] == "unknown"

    with Client(house.site, "monitor-1") as monitor:
        monitor.follow("devices")
        view = next(x for _ in range(200) for x in monitor.poll(0.1) if isinstance(x, DevicesView))
    lines = {x.device: x for x in view.devices}
    assert 0 < view.at - lines["panel"].heard_ms < 60_000 and lines["panel"].last_fault.zh == "线掉了"
    assert (lines["mute"].heard_ms, lines["mute"].confirms, lines["mute"].lines) == (
        0, False, ("请A002号到2号窗口",),
    )  # fmt: skip
    assert lines["screen"].shown == lines["screen"].lines and lines["screen"].kind == "screen"
