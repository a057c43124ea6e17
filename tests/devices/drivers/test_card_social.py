"""The social-security card driver: against the pretend reader with every fault, and by PC/SC through pcscd and vpcd."""

import contextlib
import importlib.util
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import threading
import time

import pytest

from devices.catalog import find, open_line
from devices.codecs import card_social as social
from devices.drivers.base import DeviceSaysNo, Line
from devices.ports.port import PortGone, Trouble
from devices.simulator.card_reader import synthetic
from devices.simulator.social_reader import CARD_ATR, SocialCard
from hall.contract.devices import DeviceState, Fault
from hall.contract.people import CardAttest, FailReading, Present
from tests.devices.drivers.cards import READING, connected, lay, looks, plugged_in_again, read, until_it_left
from tests.devices.drivers.conftest import Rig


@pytest.fixture
def reader(rig):
    return connected(rig, "card.social")


@pytest.mark.parametrize("manner", [(), ("--whole",), ("--bare",), ("--whole", "--bare")])
def test_a_card_is_read_whatever_its_manner(rig, manner):
    reader = connected(rig, "card.social", *manner)
    assert looks(reader) == []
    number = lay(reader)
    assert read(reader) == Present(
        "device-1", "reading-1", CardAttest(number, "测试甲", "19900307", "resident")
    )
    reader.program.wait_until("the card without power", lambda state: not state["card_powered"])


def test_a_foreigners_card_is_read(reader):
    lay(reader, "SPECIMEN", number="XXX999990030700123")
    assert read(reader).attest == CardAttest("XXX999990030700123", "SPECIMEN", "19900307", "foreigner_social")


@pytest.mark.parametrize("command", range(1, 8))
def test_a_card_pulled_at_any_command(reader, command):
    """Seven commands read a card that parts its answers."""
    lay(reader)
    reader.fault("pulled", value=command, times=1)
    got = read(reader)
    assert isinstance(got, FailReading) and got.fault == Fault.CARD_PULLED.value
    assert looks(reader, 1) == []
    number = lay(reader, "测试乙")
    assert read(reader).attest.number == number


@pytest.mark.parametrize(
    ("fault", "value", "words"),
    [("other_card", 1, "no social-security card"), ("refuse", 0x6982, "wants a key")],
)
def test_a_card_of_another_kind_is_told_without_any_number(reader, fault, value, words):
    number = lay(reader)
    reader.fault(fault, value=value, times=1)
    got = read(reader)
    assert isinstance(got, FailReading) and got.fault == Fault.CARD_UNREADABLE.value
    assert words in got.detail and number not in got.detail
    reader.ask("take")
    assert looks(reader) == []
    lay(reader)
    assert isinstance(read(reader), Present)


@pytest.mark.parametrize("fault", ["split", "echo"])
def test_slow_and_echoing_lines_do_not_matter(reader, fault):
    number = lay(reader)
    reader.fault(fault, value=1)
    assert read(reader).attest.number == number


@pytest.mark.parametrize(
    "fault", ["silent", "dead", "half", "noise_before", "noise_inside", "spoil", "merge"]
)
def test_one_bad_answer_gives_no_wrong_card(reader, fault):
    number = lay(reader)
    reader.fault(fault, value=3, times=1)
    try:
        result = read(reader, 3)
    except DeviceSaysNo:
        assert reader.driver.connect(reader.line).state is DeviceState.READY
        result = read(reader)
    if isinstance(result, FailReading):
        reader.ask("take")
        looks(reader)
        number = lay(reader)
        result = read(reader)
    assert result.attest.number == number


@pytest.mark.parametrize("fault", ["silent", "dead", "half"])
def test_a_silence_in_the_middle_is_told_and_the_card_must_be_put_in_again(reader, fault):
    lay(reader)
    line, sent = reader.line, reader.line.send

    def send(data):
        if data[2:5] == b"\x00\xb2\x09":
            reader.fault(fault, times=1)
        sent(data)

    line.send = send
    got = read(reader)
    line.send = sent
    assert isinstance(got, FailReading) and got.fault == Fault.CARD_UNREADABLE.value
    assert looks(reader) == []
    reader.ask("take")
    assert looks(reader) == []
    number = lay(reader, "测试乙")
    assert read(reader).attest.number == number


@pytest.mark.parametrize(
    ("fault", "expected"), [("silent", Fault.NO_ANSWER), ("dead", Fault.NO_ANSWER), ("half", None)]
)
def test_lasting_trouble_has_its_name(reader, fault, expected):
    lay(reader)
    reader.fault(fault)
    with pytest.raises(DeviceSaysNo) as caught:
        reader.driver.check(reader.line)
    assert expected is None or caught.value.fault is expected
    reader.clear()
    assert reader.driver.connect(reader.line).state is DeviceState.READY


def test_a_late_answer_is_not_taken_for_the_next_card(reader):
    first = lay(reader)
    reader.fault("late", value=700, times=2)
    with contextlib.suppress(DeviceSaysNo):
        reader.driver.start(READING, reader.line, 0)
    reader.ask("take")
    second = lay(reader, "测试乙")
    assert first != second
    reader.program.wait_until("everything sent", lambda state: not state["unsent"])
    for _ in range(3):
        try:
            result = read(reader)
        except DeviceSaysNo:
            continue
        if isinstance(result, Present):
            break
        reader.ask("take")
        looks(reader)
        second = lay(reader, "测试丙")
    assert result.attest.number == second


def test_a_line_that_hangs_up_while_a_card_is_read_asks_for_it_anew(reader):
    lay(reader)
    reader.fault("hang_up_after", value=12, times=1)
    with pytest.raises(PortGone):
        read(reader)
    reader.state()  # answered once the line is there again
    plugged_in_again(reader)
    assert looks(reader) == []
    reader.ask("take")
    assert looks(reader) == []
    lay(reader)
    assert isinstance(read(reader), Present)


def test_nothing_of_a_card_is_logged(reader, caplog):
    caplog.set_level("DEBUG")
    number = lay(reader)
    read(reader)
    for text in (number, "测试甲", "19900307"):
        assert text not in caplog.text


# -- PC/SC ------------------------------------------------------------------------------------------------------------

VPCD = pathlib.Path("/etc/reader.conf.d/vpcd")
VPCD_PORT = 35963


def test_without_pyscard_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "smartcard", None)
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    with pytest.raises(PortGone, match="pip install pyscard") as caught:
        open_line("card.social", "pcsc:", 0).open()
    assert caught.value.trouble is Trouble.BARRED


def _lacking():
    if importlib.util.find_spec("smartcard") is None:
        return "pyscard is not installed"
    if shutil.which("pcscd") is None or not VPCD.exists():
        return "pcscd or vsmartcard-vpcd is not installed"
    if os.geteuid() != 0:
        return "only root may start pcscd"
    if pathlib.Path("/run/pcscd/pcscd.comm").exists() and _listening():
        return "another pcscd runs"
    return ""


def _listening():
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex("/run/pcscd/pcscd.comm") == 0


needs_pcsc = pytest.mark.skipif(bool(_lacking()), reason=_lacking() or "here")


class Slot:
    """The card's end of vpcd: a card that is put in is a connection, and taking it out ends it."""

    def __init__(self):
        self._line = None

    def put_in(self, card):
        self._line = socket.create_connection(("127.0.0.1", VPCD_PORT), timeout=10)
        self._line.settimeout(None)
        threading.Thread(target=self._serve, args=(self._line, card), daemon=True).start()

    def take_out(self):
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()

    def _serve(self, line, card):
        buffer = bytearray()
        with contextlib.suppress(OSError):
            while data := line.recv(4096):
                buffer += data
                while (message := social.decode(buffer)) is not None:
                    if message == social.ATR:
                        line.sendall(social.encode(CARD_ATR))
                    elif len(message) == 1:
                        card.reset()
                    elif (answer := card.answer(message)) is None:
                        self.take_out()
                    else:
                        line.sendall(social.encode(answer))


@contextlib.contextmanager
def service():
    daemon = subprocess.Popen(["pcscd", "--foreground"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    try:
        while not _listening() or not _vpcd_listens():
            assert time.monotonic() < deadline and daemon.poll() is None, "pcscd did not start"
            with contextlib.suppress(subprocess.TimeoutExpired):
                daemon.wait(0.05)
        yield Slot()
    finally:
        daemon.terminate()
        daemon.wait(10)


def _vpcd_listens():
    lines = pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]
    tcp6 = pathlib.Path("/proc/net/tcp6")
    lines += tcp6.read_text().splitlines()[1:] if tcp6.exists() else []
    return any(line.split()[1].endswith(f":{VPCD_PORT:04X}") and line.split()[3] == "0A" for line in lines)


def card_of(name, parted=True):
    said = synthetic(name, "19900307")
    return said.number, SocialCard(said.number, name, "19900307", parted)


@needs_pcsc
def test_cards_by_pcsc():
    """One test, because a machine has one pcscd."""
    address = "pcsc:Virtual PCD"
    with pytest.raises(PortGone, match="pcscd") as caught:
        open_line("card.social", address, 0).open()
    assert caught.value.trouble is Trouble.BARRED
    with service() as slot:
        with pytest.raises(PortGone, match="Virtual PCD") as caught:
            open_line("card.social", "pcsc:ACS ACR38", 0).open()
        assert caught.value.trouble is Trouble.MISSING
        line = Line(open_line("card.social", address, 0))
        line.port.open()
        try:
            cards_are_read(slot, line)
        finally:
            line.port.close()
        line.port.open()
    try:
        with pytest.raises(PortGone):  # the service ended
            line.port.write(social.encode(social.ATR))
    finally:
        line.port.close()


def cards_are_read(slot, line):
    driver = find("card.social").driver("device-1", 0, {"poll_ms": 50})
    reader = Rig(slot, driver, line)
    assert driver.connect(line).state is DeviceState.READY
    assert driver.start(READING, line, 0) is None  # nothing in it
    for name, parted in (("测试甲", True), ("测试乙", False)):
        number, card = card_of(name, parted)
        slot.put_in(card)
        assert read(reader, 15.0) == Present(
            "device-1", "reading-1", CardAttest(number, name, "19900307", "resident")
        )
        assert driver.start(READING, line, 0) is None  # left in the reader
        slot.take_out()
        until_it_left(reader, 15.0)
    number, card = card_of("测试丙")
    card.answer = lambda apdu: None if apdu[:2] == b"\x00\xb2" else SocialCard.answer(card, apdu)
    slot.put_in(card)
    got = read(reader, 15.0)
    assert isinstance(got, FailReading) and got.fault == Fault.CARD_PULLED.value
    assert number not in got.detail
