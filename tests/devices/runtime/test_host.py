"""The host: mailboxes in, results out, nothing lost while the hall is silent, wrong configuration told."""

import threading
from collections import deque

import pytest

from devices.runtime.host import AGAIN_S, PRESENT_S, PRESS_S, TOGETHER, Host
from hall.bus.client import NoAnswer
from hall.contract.callers import Key, PressKey
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
from hall.contract.devices import DeviceReport, DeviceReports, DeviceState, Fault, HostAlive, JobDone, Speak
from hall.contract.people import CodeAttest, Present, PressButton
from hall.contract.sensing import Measured, Quantity, ReadSensors
from hall.contract.unions import Done
from hall.contract.views_host import HostMail, HostView, Mailbox


class Clock:
    """Both of a host's clocks. They stand until a test moves them."""

    def __init__(self):
        self.seconds = 1000.0

    def now_ms(self):
        return 1_795_222_800_000

    def now_s(self):
        return self.seconds


class Bus:
    """A hall that remembers what it was told and asked in vain, and can be silent."""

    def __init__(self):
        self.told, self.tried, self.topics, self.ids = [], [], [], []
        self.views = deque()
        self.silent = False
        self._news = threading.Condition()

    def ask(self, command, timeout_s=5.0, again=""):
        with self._news:
            self._news.notify_all()
            if self.silent:
                self.tried.append(command)
                raise NoAnswer("没有回应", "no answer", again or f"id-{type(command).__name__}")
            self.told.append(command)
            self.ids.append(again)
            return Done("x", ())

    def follow(self, *topics, after=None):
        self.topics += topics

    def poll(self, timeout_s):
        with self._news:
            self._news.wait_for(lambda: self.views, timeout_s)
            found = list(self.views)
            self.views.clear()
            for word in found:
                if isinstance(word, Exception):
                    raise word
            return found

    def show(self, *views):
        with self._news:
            self.views.extend(views)
            self._news.notify_all()

    def until(self, test, where="told"):
        """The first word told (or tried in vain) for which `test` is true."""

        def first():
            return next((word for word in getattr(self, where) if test(word)), None)

        with self._news:
            assert self._news.wait_for(first, 20), f"never {where}: {getattr(self, where)}"
            return first()


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
def clock():
    return Clock()


@pytest.fixture
def run(tmp_path, clock):
    running = []

    def start(*devices):
        bus, stopping = Bus(), threading.Event()
        host = Host(config(*devices), "devices-1", clock, tmp_path, clock.now_s)
        thread = threading.Thread(target=host.run, args=(bus, bus, stopping))
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
    bus.show(HostView("devices-1", 1, 0, (Mailbox("zone-A.voice", (speak(),)),)))
    bus.until(lambda word: isinstance(word, JobDone) and word.job == "9.0")
    assert len(list((tmp_path / "var/voice/A").glob("*.wav"))) == 1


def test_mail_brings_a_job_and_the_view_behind_it_brings_no_second(run, tmp_path):
    _, bus = run(VOICE)
    bus.until(lambda word: isinstance(word, DeviceReport) and word.state is DeviceState.READY)
    box = Mailbox("zone-A.voice", (speak(),))
    bus.show(HostMail("devices-2", 1, (Mailbox("zone-A.voice", (speak("1.0"),)),)))
    bus.show(HostMail("devices-1", 1, (box, Mailbox("of-another-hall", ()))))
    bus.until(lambda word: isinstance(word, JobDone) and word.job == "9.0")
    bus.show(HostView("devices-1", 1, 0, (box,)))
    bus.show(HostMail("devices-1", 2, (Mailbox("zone-A.voice", (speak("10.0"),)),)))
    bus.until(lambda word: isinstance(word, JobDone) and word.job == "10.0")
    assert [word.job for word in bus.told if isinstance(word, JobDone)] == ["9.0", "10.0"]


def test_other_hosts_views_are_not_ours(run, tmp_path):
    _, bus = run(VOICE)
    bus.until(lambda word: isinstance(word, DeviceReport))
    bus.show(HostView("devices-2", 1, 0, (Mailbox("zone-A.voice", (speak("1.0"),)),)))
    bus.show(HostView("devices-1", 2, 0, (Mailbox("zone-A.voice", (speak("2.0"),)),)))
    bus.until(lambda word: isinstance(word, JobDone) and word.job == "2.0")
    assert not [word for word in bus.told if isinstance(word, JobDone) and word.job == "1.0"]


def of(kind):
    return lambda word: isinstance(word, kind)


def test_results_wait_for_a_silent_hall_under_the_same_id(run):
    _, bus = run(VOICE)
    bus.until(of(DeviceReport))
    bus.silent = True
    bus.show(HostView("devices-1", 1, 0, (Mailbox("zone-A.voice", (speak(),)),)))
    bus.until(of(JobDone), "tried")
    bus.silent = False
    done = bus.until(of(JobDone))
    assert bus.ids[bus.told.index(done)] == "id-JobDone"
    assert sum(isinstance(word, JobDone) for word in bus.told) == 1


def test_only_the_newest_report_of_a_device_waits(run):
    host, bus = run()
    bus.until(of(HostAlive))
    bus.silent = True
    for turn in range(50):
        host.tell(DeviceReport("d", DeviceState.AWAY, Fault.NO_ANSWER, f"turn {turn}"))
    bus.until(lambda word: isinstance(word, DeviceReport) and word.detail == "turn 49", "tried")
    bus.silent = False
    assert bus.until(of(DeviceReport)).detail == "turn 49"
    assert sum(isinstance(word, DeviceReport) for word in bus.told) == 1


def test_only_the_newest_reading_of_a_sensor_waits(run):
    host, bus = run()
    bus.until(of(HostAlive))
    bus.silent = True
    for turn in range(50):
        host.tell(ReadSensors("d", (Measured(Quantity.CO2, 400.0 + turn),)))
        host.tell(ReadSensors("e", (Measured(Quantity.CO2, 500.0),)))
    bus.until(lambda word: isinstance(word, ReadSensors) and word.values[0].value == 449.0, "tried")
    bus.silent = False
    bus.until(lambda word: isinstance(word, ReadSensors) and word.device == "e")
    bus.until(lambda word: isinstance(word, ReadSensors) and word.device == "d")
    assert sorted(x.device for x in bus.told if isinstance(x, ReadSensors)) == ["d", "e"]


@pytest.mark.parametrize("press", [PressButton("d", "home"), PressKey("d", Key.CALL)])
@pytest.mark.parametrize(("seconds", "told"), [(PRESS_S - 1, True), (PRESS_S + 1, False)])
def test_a_pressed_key_does_not_turn_the_page_much_later_nor_call_anybody(run, clock, press, seconds, told):
    host, bus = run()
    bus.until(of(HostAlive))
    bus.silent = True
    host.tell(press)
    host.tell(JobDone("d", "1"))
    bus.until(of(type(press)), "tried")
    clock.seconds += seconds
    bus.silent = False
    bus.until(of(JobDone))
    assert bus.told.count(press) == told


def test_a_report_that_waits_beside_other_news_ends_nothing(run):
    """Seen in the demo: the hall was silent, something else waited too, and the program of all devices fell over."""
    host, bus = run()
    bus.until(of(HostAlive))
    bus.silent = True
    host.tell(DeviceReport("d", DeviceState.READY))
    host.tell(JobDone("e", "1"))
    bus.until(of(DeviceReport), "tried")
    bus.silent = False
    bus.until(lambda word: isinstance(word, DeviceReport) and word.device == "d")
    bus.until(of(JobDone))


@pytest.mark.parametrize(("seconds", "told"), [(PRESENT_S - 1, True), (PRESENT_S + 1, False)])
def test_who_a_visitor_is_does_not_wait_for_long(run, clock, seconds, told):
    host, bus = run()
    bus.until(of(HostAlive))
    bus.silent = True
    host.tell(Present("d", "r1", CodeAttest("secret")))
    host.tell(JobDone("d", "1"))
    bus.until(of(Present), "tried")
    clock.seconds += seconds
    bus.silent = False
    bus.until(of(JobDone))
    assert any(isinstance(word, Present) for word in bus.told) is told


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


def test_of_devices_that_cannot_share_a_line_the_first_runs_and_the_others_are_told(run):
    wire = "/dev/nothing"
    host, bus = run(
        DevicePart("a", "led.onbon", wire, address=1), DevicePart("b", "led.palh", wire, address=2)
    )
    report = bus.until(lambda word: isinstance(word, DeviceReport) and word.device == "b")
    assert report.state is DeviceState.FAULTY and report.detail.startswith("b: configured wrongly: led.palh")
    assert "'a' (led.onbon)" in report.detail
    assert [worker.device_ids for worker in host.workers] == [["a"]]


def test_every_report_is_repeated_for_a_hall_that_forgot(run, clock):
    _, bus = run(VOICE)
    bus.until(lambda word: isinstance(word, DeviceReport) and word.state is DeviceState.READY)
    for _ in range(3):
        del bus.told[:], bus.ids[:]
        clock.seconds += AGAIN_S
        bus.until(lambda word: isinstance(word, DeviceReports) and word.reports[0].device == "zone-A.voice")


def test_many_devices_are_repeated_a_few_at_a_time(run, clock):
    """Each of a hall's hundreds of devices asked for an answer of its own, ten times a minute."""
    devices = [
        DevicePart(f"d{n}", "led.palh", f"/dev/nowhere-{n // 10}", address=n % 10 + 1) for n in range(60)
    ]
    _, bus = run(*devices, DevicePart("wrong", "led.acme", "/dev/x"))
    for one in (*devices, DevicePart("wrong", "led.acme", "/dev/x")):
        bus.until(lambda word, id=one.id: isinstance(word, DeviceReport) and word.device == id)
    del bus.told[:], bus.ids[:]
    clock.seconds += AGAIN_S
    for first in ("d0", "d20", "d40", "wrong"):
        bus.until(lambda word, id=first: isinstance(word, DeviceReports) and word.reports[0].device == id)
    told = [[one.device for one in word.reports] for word in bus.told if isinstance(word, DeviceReports)]
    assert sorted(x for some in told for x in some) == sorted([*(one.id for one in devices), "wrong"])
    assert sorted(map(len, told)) == [1, 20, 20, 20]
    assert max(map(len, told)) <= TOGETHER


def test_a_hall_that_lost_the_host_is_told_of_every_device_at_once(run):
    """The clock stands: no report is due again."""
    _, bus = run(VOICE, DevicePart("d", "led.acme", "/dev/x"))
    bus.until(lambda word: isinstance(word, DeviceReport) and word.state is DeviceState.READY)
    bus.until(lambda word: isinstance(word, DeviceReport) and word.device == "d")
    del bus.told[:], bus.ids[:]
    bus.show(HostView("devices-1", 1, 0, (), resync=1))
    bus.until(lambda word: isinstance(word, DeviceReports) and word.reports[0].device == VOICE.id)
    bus.until(lambda word: isinstance(word, DeviceReports) and word.reports[0].device == "d")
    bus.show(HostView("devices-1", 2, 0, (Mailbox(VOICE.id, (speak(),)),), resync=1))
    bus.until(of(JobDone))
    assert sum(isinstance(word, DeviceReports) for word in bus.told) == 2, "once for each return"


def test_a_host_that_can_take_no_mailbox_any_more_ends_and_says_so(tmp_path, clock, caplog):
    """Seen in an audit: its heart went on beating, its devices stayed ready, and no call was ever made again."""
    bus, stopping, ended = Bus(), threading.Event(), []
    host = Host(config(VOICE), "devices-1", clock, tmp_path, clock.now_s)

    def run():
        with pytest.raises(RuntimeError, match="mailboxes") as caught:
            host.run(bus, bus, stopping)
        ended.append(caught.value)

    thread = threading.Thread(target=run)
    thread.start()
    bus.until(of(HostAlive))
    bus.show(ZeroDivisionError("a mistake"))
    thread.join(20)
    assert not thread.is_alive() and stopping.is_set() and ended
    assert "devices-1 takes no mailboxes any more" in caplog.text
