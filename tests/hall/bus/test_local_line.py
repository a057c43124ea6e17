"""The line for processes of the hall's own machine: the same keys, roles and refusals, without TCP."""

import os
from pathlib import Path

import pytest
import zmq

from hall.bus.client import Client
from hall.bus.keys import Keys
from hall.bus.site import Site, local_line, nearest
from hall.contract.base import Role
from hall.contract.devices import AccessRefused, HostAlive
from hall.contract.people import PhoneAttest
from hall.contract.tickets import CallNext, TakeTicket
from hall.contract.unions import Done, Refused
from hall.contract.views_kiosk import KioskView
from tests.hall.house import House, stop, until

TCP = "tcp://127.0.0.1:5701"


def take(n: int, kiosk: str = "kiosk-1") -> TakeTicket:
    return TakeTicket("pension", PhoneAttest(f"138{n:08d}"), kiosk)


def reasons(house: House) -> set[str]:
    return {r.event.reason for r in house.events() if isinstance(r.event, AccessRefused)}


@pytest.fixture
def lines(house: House) -> House:
    """A house whose folder is not too deep for a local socket."""
    assert house.site.local_commands, "the temporary folder of this run is too deep"
    return house


@pytest.mark.parametrize("endpoint", [TCP, "tcp://*:5701", "tcp://0.0.0.0:5701", "tcp://localhost:5701"])
def test_a_socket_that_is_there_is_the_nearest_way(tmp_path: Path, endpoint: str):
    line = local_line(tmp_path / "hall.db", "commands")
    assert line.startswith("ipc://")
    assert nearest(endpoint, line).startswith("tcp://")  # no controller yet
    (tmp_path / "hall.db-commands").touch()
    assert nearest(endpoint, line) == line


def test_a_hall_on_another_machine_is_reached_by_tcp(tmp_path: Path):
    """A socket file that was copied along with the folder leads nowhere."""
    (tmp_path / "hall.db-commands").touch()
    far = "tcp://10.0.0.5:5701"
    assert nearest(far, local_line(tmp_path / "hall.db", "commands")) == far


def test_a_path_too_long_for_a_socket_is_none(tmp_path: Path):
    assert local_line(Path("/" + "x" * 97), "commands") == "ipc:///" + "x" * 97 + "-commands"  # 107 bytes
    assert local_line(Path("/" + "x" * 98), "commands") == ""
    assert local_line(Path("/" + "大" * 33), "commands") == ""  # bytes count, not letters
    assert nearest(TCP, "") == TCP


def test_processes_of_this_machine_take_the_local_line(lines: House):
    with lines.running():
        assert lines.site.commands == lines.site.local_commands
        assert lines.site.views == lines.site.local_views
        with lines.client("kiosk-1") as kiosk, lines.client("window-1") as window:
            kiosk.follow("kiosk/kiosk-1")
            assert isinstance(kiosk.ask(take(1)), Done)
            assert any(isinstance(v, KioskView) for v in kiosk.poll(5))
            refused = window.ask(CallNext("2"))
            assert isinstance(refused, Refused)
            assert refused.code == "place"
    assert lines.site.commands == lines.site.config.bus.commands  # the socket goes with the hall


def test_both_lines_serve_at_once(lines: House, monkeypatch: pytest.MonkeyPatch):
    with lines.running(), lines.client("kiosk-1") as near:
        monkeypatch.setattr("hall.bus.site.local_line", lambda *_: "")
        site = Site.load(lines.config)
        assert site.commands.startswith("tcp://")
        with Client(site, "kiosk-2") as far:
            far.follow("kiosk/kiosk-2")
            first, second = near.ask(take(1)), far.ask(take(2, "kiosk-2"))
            assert isinstance(first, Done)
            assert isinstance(second, Done)
            assert [a.events[0].event.number for a in (first, second)] == ["A001", "A002"]
            assert any(isinstance(v, KioskView) for v in far.poll(5))


def test_a_stranger_and_a_plain_client_are_refused_here_too(lines: House, tmp_path: Path):
    with lines.running(), lines.client("kiosk-1") as kiosk:
        made = Keys(tmp_path / "foreign").make("kiosk-9", Role.KIOSK, 1)
        own = lines.site.keys.secret("kiosk-1")
        context = zmq.Context.instance()
        with context.socket(zmq.DEALER) as stranger, context.socket(zmq.DEALER) as plain:
            stranger.linger = plain.linger = 0
            stranger.curve_serverkey = own.server.encode()
            stranger.curve_publickey = made.public.encode()
            stranger.curve_secretkey = made.secret.encode()
            for socket in (stranger, plain):
                socket.connect(lines.site.local_commands)
                socket.send(b"let me in")
            until(lambda: "stranger" in reasons(lines) and reasons(lines) & {"plain", "garbage"})
            assert not stranger.poll(50)
            assert not plain.poll(50)
        assert isinstance(kiosk.ask(take(1)), Done)


def test_a_revoked_key_loses_its_local_views_and_the_others_keep_theirs(lines: House):
    """The views socket is opened anew; its file must not go away with the old one."""
    with lines.running() as loop, lines.client("kiosk-1") as kiosk, lines.client("kiosk-2") as other:
        kiosk.follow("kiosk/kiosk-1")
        other.follow("kiosk/kiosk-2")
        seen: list[object] = []
        until(lambda: kiosk.poll(0.05) and seen.extend(other.poll(0.05)) is None and seen)
        lines.site.keys.revoke("kiosk-1", 2)
        until(lambda: isinstance(kiosk.ask(HostAlive("kiosk-1")), Refused))
        seen.clear()
        until(lambda: seen.extend(other.poll(0.05)) or any(isinstance(v, KioskView) for v in seen))
        assert "kiosk/kiosk-1" not in loop.hub.followed
        assert os.path.exists(lines.site.local_views.removeprefix("ipc://"))


def test_a_socket_left_by_a_killed_controller_is_taken_over(lines: House):
    process = lines.start()
    with lines.client("kiosk-1") as kiosk:
        assert isinstance(kiosk.ask(take(1)), Done)
        stop(process, 9)
        assert lines.site.commands == lines.site.local_commands  # its file is still there
        again = lines.start()
        assert isinstance(kiosk.ask(take(2), timeout_s=10), Done)
        with lines.client("kiosk-2") as late:
            assert isinstance(late.ask(take(3, "kiosk-2"), timeout_s=10), Done)
    assert stop(again) == 0
