"""The host: mailboxes in, results out, nothing lost while the hall is silent, wrong configuration told."""

import threading
import time
from collections import deque

import pytest

from devices.runtime import host as host_module
from devices.runtime.host import Host
from hall.bus.client import NoAnswer
from hall.contract.config import (
    DevicePart,
    GroupPart,
    HallConfig,
    HallPart,
    QueuePart,
    ServicePart,
    WindowPart,
    ZonePart,
)
from hall.contract.devices import DeviceReport, DeviceState, Fault, HostAlive, JobDone, Speak
from hall.contract.people import CodeAttest, Present
from hall.contract.unions import Done
from hall.contract.views import HostView, Mailbox


class Clock:
    def now_ms(self):
        return 1_795_222_800_000


class Bus:
    """A hall that remembers what it was told, and can be silent."""

    def __init__(self):
        self.told, self.topics, self.ids = [], [], []
        self.views = deque()
        self.silent = threading.Event()

    def ask(self, command, timeout_s=5.0, again=""):
        if self.silent.is_set():
            time.sleep(0.01)
            raise NoAnswer("没有回应", "no answer", again or f"id-{type(command).__name__}")
        self.told.append(command)
        self.ids.append(again)
        return Done("x", ())

    def follow(self, *topics, after=None):
        self.topics += topics

    def poll(self, timeout_s):
        time.sleep(0.01)
        found = list(self.views)
        self.views.clear()
        return found

    def until(self, test, timeout_s=10.0):
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            for word in list(self.told):
                if test(word):
                    return word
            time.sleep(0.01)
        raise AssertionError(f"never told: {self.told}")


def config(*devices):
    return HallConfig(
        hall=HallPart("h", "厅"),
        zones=(ZonePart("A", "区"),),
        queues=(QueuePart("A", "A", "A", "队"),),
        groups=(GroupPart("g", "组"),),
        services=(ServicePart("s", "g", "A", "事"),),
        windows=(WindowPart("1", "A", "1", ("A",)),),
        devices=devices,
    )


@pytest.fixture
def run(tmp_path):
    running = []

    def start(*devices):
        bus, stopping = Bus(), threading.Event()
        host = Host(config(*devices), "devices-1", Clock(), tmp_path)
        thread = threading.Thread(target=host.run, args=(bus, stopping))
        thread.start()
        running.append((stopping, thread))
        return host, bus

    yield start
    for stopping, thread in running:
        stopping.set()
        thread.join(10)
        assert not thread.is_alive()


def speak(id="9.0"):
    return Speak(id, "zone-A.voice", "A012", "3")


VOICE = DevicePart("zone-A.voice", "voice.wav", "var/voice/A", zone="A")


def test_a_job_goes_in_and_its_result_comes_out(run, tmp_path):
    _, bus = run(VOICE)
    bus.until(lambda word: isinstance(word, HostAlive) and word.host == "devices-1")
    assert bus.topics == ["host/devices-1"]
    bus.until(lambda word: isinstance(word, DeviceReport) and word.state is DeviceState.READY)
    bus.views.append(HostView("devices-1", 1, 0, (Mailbox("zone-A.voice", (speak(),)),)))
    bus.until(lambda word: isinstance(word, JobDone) and word.job == "9.0")
    assert len(list((tmp_path / "var/voice/A").glob("*.wav"))) == 1


def test_other_hosts_views_are_not_ours(run, tmp_path):
    _, bus = run(VOICE)
    bus.until(lambda word: isinstance(word, DeviceReport))
    bus.views.append(HostView("devices-2", 1, 0, (Mailbox("zone-A.voice", (speak("1.0"),)),)))
    bus.views.append(HostView("devices-1", 2, 0, (Mailbox("zone-A.voice", (speak("2.0"),)),)))
    bus.until(lambda word: isinstance(word, JobDone) and word.job == "2.0")
    assert not [word for word in bus.told if isinstance(word, JobDone) and word.job == "1.0"]


def test_results_wait_for_a_silent_hall_under_the_same_id(run):
    _, bus = run(VOICE)
    bus.until(lambda word: isinstance(word, DeviceReport))
    bus.views.append(HostView("devices-1", 1, 0, (Mailbox("zone-A.voice", (speak(),)),)))
    bus.silent.set()
    host_queue_filled = time.monotonic() + 0.5
    while time.monotonic() < host_queue_filled:
        time.sleep(0.01)
    bus.silent.clear()
    done = bus.until(lambda word: isinstance(word, JobDone))
    assert bus.ids[bus.told.index(done)] in ("", "id-JobDone")
    assert sum(isinstance(word, JobDone) for word in bus.told) == 1


def test_only_the_newest_report_of_a_device_waits(run):
    host, bus = run()
    bus.until(lambda word: isinstance(word, HostAlive))
    bus.silent.set()
    for turn in range(50):
        host.tell(DeviceReport("d", DeviceState.AWAY, Fault.NO_ANSWER, f"turn {turn}"))
    bus.silent.clear()
    bus.until(lambda word: isinstance(word, DeviceReport) and word.detail == "turn 49")
    assert sum(isinstance(word, DeviceReport) for word in bus.told) <= 3


def test_a_report_that_waits_beside_other_news_ends_nothing(run):
    """Seen in the demo: the hall was silent, something else waited too, and the program of all devices fell over."""
    host, bus = run()
    bus.until(lambda word: isinstance(word, HostAlive))
    bus.silent.set()
    host.tell(DeviceReport("d", DeviceState.READY))
    host.tell(JobDone("e", "1"))
    tried = time.monotonic() + 0.3
    while time.monotonic() < tried:
        time.sleep(0.01)
    bus.silent.clear()
    bus.until(lambda word: isinstance(word, DeviceReport) and word.device == "d")
    bus.until(lambda word: isinstance(word, JobDone))


def test_who_a_visitor_is_does_not_wait_for_long(run, monkeypatch):
    monkeypatch.setattr(host_module, "PRESENT_S", 0.2)
    host, bus = run()
    bus.until(lambda word: isinstance(word, HostAlive))
    bus.silent.set()
    host.tell(Present("d", "r1", CodeAttest("secret")))
    host.tell(JobDone("d", "1"))
    forgotten = time.monotonic() + 0.5
    while time.monotonic() < forgotten:
        time.sleep(0.01)
    bus.silent.clear()
    bus.until(lambda word: isinstance(word, JobDone))
    assert not [word for word in bus.told if isinstance(word, Present)]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (DevicePart("d", "led.acme", "/dev/x"), "led.onbon"),
        (DevicePart("d", "led.onbon", "/dev/x", options={"colr": "red"}), "'colr' is not known"),
        (DevicePart("d", "led.onbon", "tcp:nowhere"), "tcp:HOST:NUMBER is meant"),
    ],
)
def test_a_device_configured_wrongly_is_told_and_the_others_run(run, part, words):
    _, bus = run(part, VOICE)
    report = bus.until(lambda word: isinstance(word, DeviceReport) and word.device == "d")
    assert (report.state, report.fault) == (DeviceState.FAULTY, Fault.INTERNAL)
    assert words in report.detail
    bus.until(lambda word: isinstance(word, DeviceReport) and word.device == "zone-A.voice")


def test_every_report_is_repeated_for_a_hall_that_forgot(run, monkeypatch):
    monkeypatch.setattr(host_module, "AGAIN_S", 0.2)
    _, bus = run(VOICE)
    ready = [False, False]
    deadline = time.monotonic() + 10
    while not all(ready) and time.monotonic() < deadline:
        count = sum(isinstance(word, DeviceReport) for word in bus.told)
        ready = [count >= 1, count >= 3]
        time.sleep(0.01)
    assert all(ready)


def test_the_catalogue_names_every_make_of_the_manual():
    from devices.catalog import DRIVERS

    assert set(DRIVERS) == {"printer.escpos", "led.onbon", "card.sdt", "scan.line", "voice.wav"}
