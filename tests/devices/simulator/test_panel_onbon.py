"""The pretend panel as a host sees it: answers, addresses, refusals, and what is lost with the power."""

import time

import pytest

from devices.codecs import led_onbon as led
from devices.codecs import led_onbon_messages as messages
from devices.ports.address import port_for
from devices.simulator.control import Program


class Host:
    def __init__(self, program):
        self.program = program
        self.port = port_for(program.port)
        self.port.open()
        self.buffer = bytearray()

    def hear(self, timeout_s=5.0):
        deadline = time.monotonic() + timeout_s
        while (frame := led.decode(self.buffer)) is None and time.monotonic() < deadline:
            self.buffer += self.port.read(0.05)
        return frame

    def send(self, request, dst=1):
        self.port.write(led.encode(led.Frame(messages.request_bytes(request), dst=dst)))

    def ask(self, request, dst=1):
        self.send(request, dst)
        frame = self.hear()
        return messages.parse_reply(frame.data) if isinstance(frame, led.Frame) else frame

    def unanswered(self, request, dst=1):
        """Nothing comes between this and the answer to the next question, and nothing after that."""
        self.send(request, dst)
        assert self.ask(messages.status()).group == messages.STATUS[0]
        self.program.wait_until("silence", lambda state: not state["unsent"])
        assert self.port.read(0) + bytes(self.buffer) == b""

    def show(self, text, **area):
        raw = messages.safe_text(text, 200)
        return self.ask(messages.dynamic(messages.Dynamic((messages.Area(raw, 128, 32, **area),))))


@pytest.fixture
def host(tmp_path):
    with Program("panel_onbon", f"pty:{tmp_path}/led") as program:
        made = Host(program)
        yield made
        made.port.close()


def test_a_call_is_shown_and_lost_with_the_power(host):
    assert host.ask(messages.ping()) == messages.ack()
    assert host.show("请A012号\n到3号窗口") == messages.ack()
    assert host.program.ask("state")["areas"] == {"0": "请A012号\n到3号窗口"}
    host.program.ask("power_cut")
    assert host.program.ask("state")["areas"] == {}
    assert host.ask(messages.ping()) == messages.ack()


def test_time_brightness_power_status_and_clear(host):
    assert host.ask(messages.set_time(2026, 11, 20, 8, 30, 0, 5)) == messages.ack()
    assert host.program.ask("state")["clock"].startswith("2026-11-20T08:30:0")
    assert host.ask(messages.brightness(7)) == messages.ack()
    assert host.ask(messages.power(False)) == messages.ack()
    host.show("一")
    status = host.ask(messages.status())
    assert (status.group, status.command, status.error) == (0xA1, 0x02, 0)
    assert status.data[:2] == bytes((2, 7))
    assert status.data[2:6] == bytes.fromhex("20 26 11 20")
    assert status.data[17:19] == bytes((1, 0))  # one dynamic area, number 0
    assert host.ask(messages.clear()) == messages.ack()
    assert host.program.ask("state")["areas"] == {}


def test_refusals(host):
    assert host.ask(messages.Request(0x77, 0)) == messages.nack(1)
    assert host.ask(messages.Request(0xA2, 0x77)) == messages.nack(2)
    assert host.ask(messages.Request(*messages.SET_TIME, b"\xff" * 8)) == messages.nack(14)
    assert host.ask(messages.Request(*messages.DYNAMIC, b"\x00\x05\x01")) == messages.nack(4)
    assert host.show("一", slot=7) == messages.nack(4)
    host.program.ask("fault", name="busy", times=1)
    assert host.ask(messages.ping()) == messages.nack(messages.BUSY)
    host.program.ask("fault", name="nack", value=9, times=1)
    assert host.ask(messages.ping()) == messages.nack(9)
    assert host.ask(messages.ping()) == messages.ack()


def test_damaged_frames_are_told(host):
    raw = bytearray(led.encode(led.Frame(messages.request_bytes(messages.ping()))))
    raw[-2] ^= 1
    host.port.write(bytes(raw))
    assert messages.parse_reply(host.hear().data) == messages.nack(messages.BAD_CHECKSUM)


def test_other_addresses_and_silent_broadcasts_get_no_answer(host):
    host.unanswered(messages.ping(), dst=2)
    host.unanswered(messages.brightness(3), dst=led.BROADCAST_SILENT)
    assert host.program.ask("state")["brightness"] == 3
    host.port.write(
        led.encode(led.Frame(messages.request_bytes(messages.ping()), dst=led.BROADCAST_ANSWERED))
    )
    assert host.hear().src == led.BROADCAST_ANSWERED


def test_no_reply_when_none_was_wished(host):
    request = messages.Request(*messages.BRIGHTNESS, bytes((1, 4)), reply=False)
    host.unanswered(request)
    assert host.program.ask("state")["brightness"] == 4


def test_refreshing_too_fast_is_counted(host):
    host.show("一")
    host.show("二")
    assert host.program.ask("state")["too_fast"] == 1


def test_the_picture_shows_the_dots(host, tmp_path):
    from PIL import Image

    host.program.ask("picture", path=str(tmp_path / "dark.png"))
    host.show("请A012号")
    host.program.ask("picture", path=str(tmp_path / "lit.png"))
    dark, lit = (Image.open(tmp_path / name).convert("RGB") for name in ("dark.png", "lit.png"))

    def red(picture):
        return sum(1 for r, g, b in picture.get_flattened_data() if r > 200 and g < 120)

    assert red(dark) == 0
    assert red(lit) > 2000


def test_a_timed_area_goes_by_itself(host):
    host.show("一", run_mode=messages.DELETE_AT_TIMEOUT, timeout_s=1)
    host.program.wait_until("the area's end", lambda state: state["areas"] == {}, 5)
