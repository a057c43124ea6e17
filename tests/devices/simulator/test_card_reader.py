"""The pretend card reader: the whole cycle, laying and taking, every refusal, synthetic numbers only."""

import time

import pytest

from devices.codecs import card_sdt as sdt
from devices.codecs import card_text
from devices.ports.address import port_for
from devices.simulator.control import Program, SimulatorSaidNo


class Host:
    def __init__(self, program):
        self.program = program
        self.port = port_for(program.port, 115200)
        self.port.open()

    def ask(self, command):
        self.port.write(sdt.encode(sdt.command_packet(command)))
        buffer, deadline = bytearray(), time.monotonic() + 5
        while (packet := sdt.decode(buffer)) is None:
            assert time.monotonic() < deadline, "no answer"
            buffer += self.port.read(0.05)
        return sdt.reply_of(packet)


@pytest.fixture
def host(tmp_path):
    with Program("card_reader", f"pty:{tmp_path}/card") as program:
        made = Host(program)
        yield made
        made.port.close()


def lay(host, **more):
    return host.program.ask("lay", **{"name": "测试甲", "born": "19900307", "order": 461, **more})


def test_the_whole_cycle(host):
    assert host.ask(sdt.FIND).status == sdt.NO_CARD
    number = lay(host)["number"]
    assert host.ask(sdt.FIND).status == sdt.FOUND
    assert host.ask(sdt.SELECT).status == sdt.OK
    reply = host.ask(sdt.READ)
    card = card_text.parse(sdt.record_of(reply.data).text)
    assert (card.name, card.number, card.birth) == ("测试甲", number, "19900307")
    assert number.startswith("999999")
    assert host.ask(sdt.FIND).status == sdt.NO_CARD  # read once; it must be taken and laid again
    host.program.ask("take")
    lay(host)
    assert host.ask(sdt.FIND).status == sdt.FOUND


def test_steps_out_of_order_are_refused(host):
    assert host.ask(sdt.SELECT).status == sdt.SELECT_FAILED
    assert host.ask(sdt.READ).status == sdt.READ_FAILED
    lay(host)
    assert host.ask(sdt.READ).status == sdt.READ_FAILED


@pytest.mark.parametrize("step", ["find", "select", "read"])
def test_each_step_can_be_refused(host, step):
    lay(host)
    host.program.ask("fault", name=f"refuse_{step}", value=0x41, times=1)
    statuses = [host.ask(command).status for command in (sdt.FIND, sdt.SELECT, sdt.READ)]
    assert statuses[("find", "select", "read").index(step)] == 0x41


def test_a_card_pulled_in_between(host):
    lay(host)
    host.program.ask("fault", name="pulled", times=1)
    host.ask(sdt.FIND)
    host.ask(sdt.SELECT)
    assert host.ask(sdt.READ).status == sdt.READ_FAILED
    assert not host.program.ask("state")["card"]


def test_old_modules_do_not_know_fingerprints(host):
    assert host.ask(sdt.READ_WITH_FINGERPRINT).status == sdt.UNKNOWN_COMMAND


def test_damaged_commands_are_told(host):
    raw = bytearray(sdt.encode(sdt.command_packet(sdt.FIND)))
    raw[-1] ^= 0xFF
    host.port.write(bytes(raw))
    buffer, deadline = bytearray(), time.monotonic() + 5
    while (packet := sdt.decode(buffer)) is None and time.monotonic() < deadline:
        buffer += host.port.read(0.05)
    assert sdt.reply_of(packet).status == sdt.BAD_CHECKSUM


def test_real_areas_are_refused(host):
    number = "11010519491231002X"  # the example of GB 11643
    with pytest.raises(SimulatorSaidNo, match="999999"):
        host.program.ask(
            "lay", kind="resident", name="测试", sex="1", nation="01", birth="19491231", number=number
        )
    assert not host.program.ask("state")["card"]
