"""Bad input to the devices, each by its real way: the right sentence, the right state, and nothing else disturbed."""

import os
import tomllib

import msgspec
import pytest

from devices.runtime.host import Host
from devices.simulator.control import Program
from hall.bus.site import Site
from hall.contract.base import Text
from hall.contract.check import check
from hall.contract.devices import (
    DeviceReport,
    DeviceState,
    Fault,
    JobDone,
    JobFailed,
    PrintSlip,
    ReadCard,
    ShowOnPanel,
)
from hall.contract.people import FailReading, Present
from tests.devices import small_hall
from tests.devices.drivers.fault_cases import CASES, slip
from tests.devices.play import Play, Pretend

PANELS = ("led.onbon", "led.palh", "led.zhongyi", "led.ruize", "led.yinda", "led.yongtai", "led.template")
CALL, NEXT = "请A012号到3号窗口", "请A013号到3号窗口"


def device(id, make="led.palh", port="/dev/ttyUSB0", more=""):
    return f'[[devices]]\nid = "{id}"\nmake = "{make}"\nport = "{port}"\n{more}\n'


def show(id, text, device="d"):
    return ShowOnPanel(id, device, "call", (text,))


@pytest.fixture
def host(tmp_path):
    """The devices of a configuration, running: the reports of those that cannot, and the worker of the panel."""
    hosts = []

    def start(more):
        panel = Program("panel_strip", f"pty:{tmp_path}/panel", "--make", "palh", "--address", "3")
        hosts.append(panel)
        rows = device("panel", port=f"{tmp_path}/panel", more="address = 3") + more
        site = Site.load(small_hall.write(tmp_path, rows))
        made = Host(site.config, "devices-1", site.clock, tmp_path)
        for worker in made.workers:
            worker.begin()
            hosts.append(worker)
        return made, panel

    yield start
    for one in reversed(hosts):
        one.stop() if isinstance(one, Program) else one.end()


def works(host, panel):
    """The panel beside it shows a text."""
    worker = next(worker for worker in host.workers if worker.device_ids == ["panel"])
    worker.offer("panel", (show("1", CALL, "panel"),))
    panel.wait_until("the call", lambda state: state["text"] == CALL)


def reports(host, *ids):
    told = [report for worker in host.workers for report in worker.reports()] + host._wrong
    return {report.device: report for report in told if report.device in ids}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (device("odd", "led.plah", "/dev/ttyS9"), "make 'led.plah' is not known; did you mean 'led.palh'?"),
        (device("odd", "led.acme", "/dev/ttyS9"), "make 'led.acme' is not known"),
        (device("odd", port="/dev/ttyS9", more="options = { widht = 3 }"), "'widht' is not known (known:"),
        (device("odd", "printer.escpos", "tcp:10.0.0.9"), "tcp:HOST:NUMBER is meant"),
    ],
)
def test_a_device_that_is_configured_wrongly_is_told_as_faulty_and_the_others_work(host, more, words):
    made, panel = host(more)
    report = reports(made, "odd")["odd"]
    assert (report.state, report.fault) == (DeviceState.FAULTY, Fault.INTERNAL)
    assert report.detail.startswith("odd: configured wrongly: ") and words in report.detail
    works(made, panel)


def test_a_port_that_does_not_exist_is_away_and_the_others_work(host, tmp_path):
    made, panel = host(device("odd", port=f"{tmp_path}/nothing"))
    works(made, panel)
    panel.wait_until("both told", lambda _: len(reports(made, "odd")) == 1)
    report = reports(made, "odd")["odd"]
    assert (report.state, report.fault) == (DeviceState.AWAY, Fault.PORT_MISSING)
    assert f"odd on {tmp_path}/nothing: there is nothing at this port; check the plug" in report.detail


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("address = 4", "address = 4", True),
        ("", "address = 1", True),  # without an address a panel is the first
        ("address = 4", "address = 5", False),
        ("address = 4", 'address = 4\nhost = "devices-2"', False),  # another machine's /dev/ttyUSB0
    ],
)
def test_two_devices_on_one_address_are_told_with_both_names(first, second, same):
    base = small_hall.BASE.format(commands=5701, views=5702, window="1")
    raw = tomllib.loads(base + device("one", more=first) + device("two", more=second))
    problems = [str(problem) for problem in check(raw)[1]]
    if not same:
        assert problems == []
        return
    (words,) = problems
    assert words.startswith("devices[1].port: ") and "'one'" in words and "'two'" in words
    assert "give it its own port, or on a shared bus its own address" in words


def test_one_network_device_of_two_hosts_is_told():
    base = small_hall.BASE.format(commands=5701, views=5702, window="1")
    port = "tcp:10.0.0.9:9100"
    rows = device("one", "printer.escpos", port) + device("two", "printer.escpos", port, 'host = "devices-2"')
    assert len(check(tomllib.loads(base + rows))[1]) == 1


@pytest.fixture(scope="module")
def pretend(tmp_path_factory):
    folder, running = tmp_path_factory.mktemp("lines"), {}

    def of(make):
        if make not in running:
            running[make] = Pretend(str(folder), CASES[make], make)
        return running[make]

    yield of
    for one in running.values():
        one.close()


def on_panel(state):
    return state["areas"].get("0", "") if "areas" in state else state["text"]


@pytest.mark.parametrize("make", PANELS)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1a\x00\x07\x1b\x7f请A012号\xa5", "请A012号"),  # codes that would end, clear or command
        ("请䶮㛃𠮷女士", "请□□□女士"),
        ("王" * 200, ""),
    ],
    ids=["codes", "rare", "long"],
)
def test_a_strange_text_is_shown_as_far_as_the_panel_can_and_the_next_is_whole(pretend, make, text, shown):
    panel = pretend(make)
    id = f"{make} {text[-3:]!r}"
    panel.play.offer(show(id, text))
    done = panel.play.until("the text", lambda word: getattr(word, "job", "") == id)
    assert isinstance(done, JobDone)
    state = panel.program.wait_until("the text", lambda state: on_panel(state) not in ("", NEXT))
    seen = on_panel(state)
    if shown:
        assert seen.replace("¥", "").replace("□", "□").startswith(shown[:6]), seen
        assert "\x1a" not in seen and "\x00" not in seen
    else:
        assert set(seen) == {"王"} and 5 < len(seen) <= 200
    panel.play.offer(show(f"{id} next", NEXT))
    panel.play.until("the next", lambda word: getattr(word, "job", "") == f"{id} next")
    panel.program.wait_until("the next", lambda state: on_panel(state) == NEXT)


@pytest.mark.parametrize(
    "name", ["䶮㛃𠮷", "王" * 200, "\x1b@\x1dV\x00王\x10\x04\x01"], ids=["rare", "long", "codes"]
)
def test_a_strange_name_on_a_slip_neither_commands_the_printer_nor_stops_it(pretend, name):
    printer = pretend("printer.escpos")
    before = printer.program.ask("state")["cuts"]
    plain = slip(700 + len(name))
    strange = msgspec.structs.replace(plain.slip, service=Text(name))
    job = PrintSlip(plain.id, plain.device, plain.ticket, strange)
    printer.play.offer(job)
    told = printer.play.until("the slip", lambda word: getattr(word, "job", "") == job.id)
    assert isinstance(told, JobDone) and told.confirmed
    state = printer.program.ask("state")
    assert state["cuts"] == before + 1 and state["unknown"] == {}


def test_a_panel_that_answers_for_another_confirms_nothing_for_it(tmp_path):
    """Two panels of one line; each answers under the other's address."""
    with Program(
        "panel_strip", f"pty:{tmp_path}/line", "--make", "palh", "--address", "2", "--panels", "2"
    ) as line:
        play = Play(line.port, "led.palh", {"answer_s": 0.9, "gap_ms": 5}, {"a": 2, "b": 3})
        try:
            play.settle(DeviceState.READY, device="a")
            play.settle(DeviceState.READY, device="b")
            line.ask("fault", name="wrong_address")
            mark = len(play.since(0))
            for id in "ab":
                play.offer(show(id, CALL, id), device=id)
            for id in "ab":
                assert (
                    "check power, wiring and address"
                    in play.state(DeviceState.AWAY, Fault.NO_ANSWER, mark, id).detail
                )
            assert not [word for word in play.since(mark) if isinstance(word, JobDone)]
            line.ask("clear")
            for id in "ab":
                play.until(id, lambda word, id=id: isinstance(word, JobDone) and word.job == id, mark)
        finally:
            play.worker.end()


@pytest.mark.parametrize(
    ("make", "fault", "value"),
    [("card.sdt", "pulled", 1), ("card.sdt", "pulled_late", 1), ("card.social", "pulled", 3)],
)
def test_a_card_pulled_in_the_middle_is_told_and_the_reader_stays_ready(tmp_path, make, fault, value):
    reader = Pretend(str(tmp_path), CASES[make], make)
    try:
        pulled(reader, fault, value)
    finally:
        reader.close()


def pulled(reader, fault, value):
    reader.play.settle(DeviceState.READY)
    reader.program.ask("fault", name=fault, value=value, times=1)
    reader.program.ask("lay", name="测试甲", born="19900307", order=1)
    reader.play.offer(ReadCard(f"{fault} 1", "d", f"{fault} r1", 0))
    told = reader.play.until("pulled", lambda word: getattr(word, "reading", "") == f"{fault} r1")
    assert isinstance(told, FailReading) and told.fault in (
        Fault.CARD_PULLED.value,
        Fault.CARD_UNREADABLE.value,
    )
    assert "9999" not in told.detail and told.detail
    number = reader.program.ask("lay", name="测试乙", born="19900307", order=2)["number"]
    reader.program.ask("take")
    reader.play.offer(ReadCard(f"{fault} 2", "d", f"{fault} r2", 0))
    mark = len(reader.play.since(0))
    reader.program.wait_until(
        "a look without a card", lambda state, seen=[]: len(seen) > 20 or seen.append(1)
    )
    reader.program.ask("lay", name="测试乙", born="19900307", order=2)
    again = reader.play.until("the next", lambda word: getattr(word, "reading", "") == f"{fault} r2", mark)
    assert isinstance(again, Present) and again.attest.number == number
    reports = [word for word in reader.play.since(0) if isinstance(word, DeviceReport)]
    assert {report.state for report in reports} == {DeviceState.READY}


def test_a_job_for_another_kind_of_device_is_refused_and_the_next_is_done(pretend):
    panel = pretend("led.palh")
    panel.play.offer(slip(1))
    told = panel.play.until("refused", lambda word: getattr(word, "job", "") == slip(1).id)
    assert isinstance(told, JobFailed) and told.fault is Fault.INTERNAL
    panel.play.offer(show("after", NEXT))
    assert isinstance(panel.play.until("done", lambda word: getattr(word, "job", "") == "after"), JobDone)


def test_a_port_that_is_a_file_or_a_folder_is_no_port(tmp_path):
    (tmp_path / "file").write_text("x")
    for name in ("file", ""):
        play = Play(str(tmp_path / name), "led.palh", {})
        try:
            report = play.state(DeviceState.AWAY, Fault.PORT_MISSING)
            assert "there is nothing at this port" in report.detail
        finally:
            play.worker.end()
    assert os.listdir(tmp_path) == ["file"]
