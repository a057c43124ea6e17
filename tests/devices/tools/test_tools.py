"""`hall devices` as a person calls it, at pretend devices on ptys: what is done, what is said, what is never shown."""

import json
import threading
import time

import pytest

from devices.catalog import DRIVERS, find, open_line
from devices.drivers.base import Line
from devices.ports.recorded import Recorded, Tap, head_of, tap_of
from devices.ports.wire_file import read
from devices.simulator.control import Program
from devices.tools import watch
from devices.tools.replay import replayed
from hall.__main__ import main
from hall.bus.site import Site
from hall.cli.devices import ACTS
from tests.devices import small_hall

ROWS = (
    ("strip", "led.palh", 3),
    ("printer", "printer.escpos", 0),
    ("card", "card.sdt", 0),
    ("gone", "scan.line", 0),
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """A hall's configuration, and its devices as programs."""
    folder = tmp_path_factory.mktemp("hall")
    programs = {
        "strip": Program("panel_strip", f"pty:{folder}/strip", "--make", "palh", "--address", "3"),
        "printer": Program("printer", f"pty:{folder}/printer", "--picture-dir", str(folder / "slips")),
        "card": Program("card_reader", f"pty:{folder}/card"),
    }
    rows = "".join(
        f'[[devices]]\nid = "{id}"\nmake = "{make}"\nport = "{folder}/{id}"\naddress = {address}\n'
        for id, make, address in ROWS
    )
    programs["config"] = str(small_hall.write(folder, rows + 'window = "1"\n'))
    yield programs
    for one in programs.values():
        if isinstance(one, Program):
            one.stop()


@pytest.fixture
def run(hall, capsys):
    def call(*words):
        code = main(["devices", *words, "--config", hall["config"]])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_slip_is_printed_by_a_queue(tmp_path, capsys):
    with Program("print_queue", "tcp:127.0.0.1:0", "--picture-dir", str(tmp_path)) as queue:
        row = '[[devices]]\nid = "queue"\nmake = "printer.cups"\nport = "cups:slip@{}"\nwindow = "1"\n'
        config = small_hall.write(tmp_path, row.format(queue.listen.removeprefix("tcp:")))
        assert main(["devices", "print", "queue", "--config", str(config)]) == 0
        assert "queue: done" in capsys.readouterr().out
        assert len(queue.ask("slips")["slips"]) == 1


def test_the_configured_devices_are_listed(run, capsys):
    code, out, _ = run("list")
    assert code == 0 and out.splitlines()[0].split() == ["id", "make", "port", "address", "host", "where"]
    assert "strip" in out and "@9600" in out and "window 1" in out
    assert main(["devices", "list", "--known"]) == 0
    known = capsys.readouterr().out
    assert all(f"{make} " in known for make in DRIVERS) and "silence_ms = 80" in known
    assert main(["devices", "list"]) == 2


def test_a_test_text_is_shown_and_the_session_can_be_replayed(hall, run, tmp_path):
    wire = tmp_path / "strip.wire"
    code, out, _ = run("show", "strip", "请A012号到3号窗口", "--wire", str(wire))
    assert code == 0 and "done, confirmed by the device" in out
    assert hall["strip"].ask("state")["text"] == "请A012号到3号窗口"
    assert replayed(read(wire)) == 2
    assert str(tmp_path) not in wire.read_text("utf-8")


def test_a_test_slip_is_no_number(hall, run):
    code, out, _ = run("print", "printer")
    assert code == 0 and "confirmed" in out
    slip = hall["printer"].ask("slips")["slips"][-1]
    assert "TEST" in slip["text"] and slip["qr"] == ["TEST"]


def test_a_printer_without_paper_says_so(hall, run):
    hall["printer"].ask("paper", state="end")
    code, _, err = run("print", "printer")
    hall["printer"].ask("paper", state="ok")
    assert code == 1 and "out of paper; put in a new roll" in err


def test_a_card_is_read_and_nothing_of_it_shown_or_written(hall, run, tmp_path):
    number = hall["card"].ask("lay", name="测试甲", born="19900307")["number"]
    wire = tmp_path / "card.wire"
    code, out, err = run("read", "card", "--wire", str(wire))
    assert code == 0 and "a number of 18 characters and a name of 3" in out
    raw = number.encode("utf-16-le").hex(" ").upper()
    for secret in (number, number[:10], "测试甲", raw[:23]):
        assert secret not in out + err + wire.read_text("utf-8")
    assert replayed(read(wire)) >= 2
    hall["card"].ask("take")


def test_no_card_is_told_after_the_time(run):
    code, _, err = run("read", "card", "--seconds", "0.3")
    assert code == 1 and "nothing within 0.3 s" in err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "strp", "x"), 2, "did you mean 'strip'?"),
        (("show", "printer", "x"), 2, "printer is a printer.escpos; `show` is for led"),
        (("read", "gone"), 1, "gone: there is nothing at this port; check the plug"),
        (("watch", "gone"), 1, "there is nothing at this port"),
        (("watch", "nobody"), 2, "no device 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_told(run, words, code, said):
    got, _, err = run(*words)
    assert got == code and said in err


def test_a_port_that_the_hall_holds_is_told(hall, run):
    holder = open_line("led.palh", hall["strip"].port, 0)
    holder.open()
    try:
        code, _, err = run("show", "strip", "x")
        assert code == 1 and "stop the devices process of the hall first" in err
        assert main(["devices", "probe", hall["strip"].port]) == 1
        assert main(["devices", "watch", hall["strip"].port, "--make", "led.palh", "--seconds", "0.1"]) == 2
    finally:
        holder.close()


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("strip", "led.palh", "answers at 9600 baud, address 3"),
        ("printer", "printer.escpos", "answers at 115200 baud"),
        ("card", "card.sdt", "answers at 115200 baud"),
    ],
)
def test_a_probe_finds_make_and_address_and_changes_nothing(hall, capsys, name, make, words):
    still = ("text", "draws", "cuts", "finds", "reads")
    before = {key: value for key, value in hall[name].ask("state").items() if key in still}
    assert main(["devices", "probe", hall[name].port, "--addresses", "3-3"]) == 0
    out = capsys.readouterr().out
    assert f"{make} {words}" in out and "sent" in out and "came" in out
    assert {key: value for key, value in hall[name].ask("state").items() if key in still} == before


def test_a_probe_of_nobody_and_of_nothing(hall, tmp_path, capsys):
    with Program("scanner", f"pty:{tmp_path}/line") as silent:
        assert (
            main(["devices", "probe", silent.port, "--addresses", "1-1", "--baud", "9600", "--verbose"]) == 1
        )
    said = capsys.readouterr()
    assert "nobody answered; check power" in said.err and "came nothing" in said.out
    assert main(["devices", "probe", "/dev/nowhere"]) == 1
    assert main(["devices", "probe", "/dev/nowhere", "--addresses", "x"]) == 2


class Driven:
    """The strip in the hands of a device process: its port recorded while somebody asks for it."""

    def __init__(self, hall):
        site = Site.load(hall["config"])
        part = site.config.devices[0]
        self.tap = Tap(
            tap_of(site.config, site.path.parent, part), head_of(part), lambda: time.monotonic() * 50
        )
        self.port = Recorded(open_line(part.make, part.port, part.baud), part.make, self.tap)
        self.port.open()
        self.line = Line(self.port)
        self.driver = find(part.make).driver(part.id, part.address, {"gap_ms": 1})
        self.path = tap_of(site.config, site.path.parent, part)

    def until(self, done):
        deadline = time.monotonic() + 20
        while not done():
            assert time.monotonic() < deadline
            self.driver.check(self.line)


@pytest.mark.parametrize("act", ["watch", "capture"])
def test_a_wire_is_seen_while_the_hall_drives_the_device(hall, tmp_path, capsys, act):
    driven, codes, file = Driven(hall), [], tmp_path / "strip.wire"
    words = ["devices", act, "strip", "--config", hall["config"], "--seconds", "2"]
    words += ["--to", str(file)] if act == "capture" else []
    person = threading.Thread(target=lambda: codes.append(main(words)))
    person.start()
    driven.until(lambda: not person.is_alive())
    driven.until(lambda: driven.tap() is None)
    driven.port.close()
    out = capsys.readouterr().out
    assert codes == [0] and not driven.path.exists(), "nobody watches: nothing is written any more"
    if act == "capture":
        wire = read(file)
        assert wire.head["make"] == "led.palh" and {"<", ">"} <= {row.direction for row in wire.lines}
        assert main(["devices", "replay", str(file)]) == 2
        return
    sent = [json.loads(line.split("→ ", 1)[1]) for line in out.splitlines() if "→ {" in line]
    came = [line for line in out.splitlines() if '← {"frame": "Standard"' in line]
    assert sent and sent[0]["command"] == 0x98 and came


def test_a_port_that_another_program_holds_is_told(hall, run, monkeypatch):
    monkeypatch.setattr(watch, "PATIENCE_S", 0.2)
    holder = open_line("led.palh", hall["strip"].port, 0)
    holder.open()
    try:
        code, _, err = run("watch", "strip")
    finally:
        holder.close()
    assert code == 1 and "no device process of this hall writes its wire down" in err


def test_every_word_has_its_help(capsys):
    for word in ACTS:
        with pytest.raises(SystemExit) as end:
            main(["devices", word, "--help"])
        assert end.value.code == 0
        assert f"hall devices {word}" in capsys.readouterr().out
