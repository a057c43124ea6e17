"""Strangers, revoked keys and plain clients: refused, counted, seen; the hall serves on."""

import contextlib
import socket as tcp

import pytest
import zmq

from hall.bus.client import Client, NoAnswer
from hall.bus.keys import Keys
from hall.contract.base import Role
from hall.contract.devices import AccessRefused, HostAlive
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket
from hall.contract.unions import Done, Refused
from hall.contract.views_kiosk import KioskView
from tests.hall.house import House, until


def reasons(house: House) -> set[str]:
    return {r.event.reason for r in house.events() if isinstance(r.event, AccessRefused)}


def take(n: int) -> TakeTicket:
    return TakeTicket("pension", PhoneAttest(f"138{n:08d}"), "kiosk-1")


def test_a_stranger_is_refused_and_seen(house: House, tmp_path):
    with house.running(), house.client("kiosk-1") as kiosk:
        foreign = Keys(tmp_path / "foreign")
        made = foreign.make("kiosk-9", Role.KIOSK, 1)
        own = house.site.keys.secret("kiosk-1")
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.linger = 0
        socket.curve_serverkey = (
            own.server.encode()
        )  # it knows the hall's public key, but nobody knows its own
        socket.curve_publickey = made.public.encode()
        socket.curve_secretkey = made.secret.encode()
        socket.connect(house.site.commands)
        with contextlib.suppress(
            zmq.Again
        ):  # on a busy machine it was turned away before it could say a word
            socket.send(b"let me in", zmq.NOBLOCK)
        until(lambda: "stranger" in reasons(house))
        assert not socket.poll(100)
        socket.close()
        assert isinstance(kiosk.ask(take(1)), Done)


def test_a_plain_client_is_refused_and_seen(house: House):
    with house.running(), house.client("kiosk-1") as kiosk:
        context = zmq.Context.instance()
        with context.socket(zmq.DEALER) as dealer, context.socket(zmq.SUB) as sub:
            dealer.linger = sub.linger = 0
            dealer.connect(house.site.commands)
            dealer.send(b"hello")
            sub.subscribe(b"")
            sub.connect(house.site.views)
            # On a busy machine the client breaks off before the hall has told the two mechanisms apart.
            until(lambda: reasons(house) & {"plain", "garbage"})
            assert not dealer.poll(50)
            assert not sub.poll(1200)  # not even a beat
        assert isinstance(kiosk.ask(take(1)), Done)


def test_noise_on_the_port_is_counted(house: House):
    port = int(house.site.commands.rsplit(":", 1)[1])
    with house.running(), house.client("kiosk-1") as kiosk:
        with tcp.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: hall\r\n\r\n" + b"\0" * 200)
            until(lambda: "garbage" in reasons(house))
        assert isinstance(kiosk.ask(take(1)), Done)


def test_a_revoked_key_is_refused_also_on_a_live_connection(house: House):
    with house.running() as loop, house.client("kiosk-1") as kiosk, house.client("kiosk-2") as other:
        other.follow("kiosk/kiosk-2")
        kiosk.follow("kiosk/kiosk-1")
        got: list[object] = []
        until(lambda: got.extend(kiosk.poll(0.05)) or got)
        assert isinstance(kiosk.ask(take(1)), Done)
        house.site.keys.revoke("kiosk-1", 2)
        answers: list[object] = []
        until(lambda: answers.append(kiosk.ask(HostAlive("kiosk-1"))) or isinstance(answers[-1], Refused))
        refused = answers[-1]
        assert isinstance(refused, Refused)
        assert refused.code == "key"
        assert "密钥" in refused.text.zh
        until(lambda: "revoked" in reasons(house))
        # Its views stop, the others' go on. (A SUB socket sends its subscriptions again when it is looked at.)
        seen: list[object] = []
        kiosk.poll(0.05)
        until(lambda: seen.extend(other.poll(0.05)) or "kiosk/kiosk-2" in loop.hub.followed)
        assert "kiosk/kiosk-1" not in loop.hub.followed
        kiosk.poll(0.05)
        assert kiosk.poll(1.2) == []
        until(lambda: seen.extend(other.poll(0.05)) or any(isinstance(v, KioskView) for v in seen))
    # A new connection is not even made; the words name the key.
    with house.running():
        _write_back(house)
        with house.client("kiosk-1") as kiosk:
            until(lambda: "refuses the key 'kiosk-1'" in _silence(kiosk))


def _silence(client: Client) -> str:
    """Why there is no answer; a busy machine does not come to the handshake at once."""
    with pytest.raises(NoAnswer) as caught:
        client.ask(take(2), timeout_s=1.5)
    return str(caught.value)


def _write_back(house: House) -> None:
    """The thief kept a copy of the secret file."""
    import msgspec

    from hall.bus.keys import Secret

    public = next(e.public for e in house.site.keys.register().keys if e.name == "kiosk-1")
    pair = zmq.curve_keypair()
    fake = Secret(
        "kiosk-1", Role.KIOSK, pair[0].decode(), pair[1].decode(), house.site.keys.register().server
    )
    assert public != fake.public
    (house.site.keys.folder / "kiosk-1.secret").write_bytes(msgspec.json.encode(fake))


def test_a_key_made_while_the_hall_runs_is_good_at_once(house: House):
    with house.running():
        house.site.keys.revoke("kiosk-2", 1)
        house.site.keys.make("kiosk-2", Role.KIOSK, 2)
        with house.client("kiosk-2") as kiosk:
            assert isinstance(kiosk.ask(HostAlive("kiosk-2")), Done)


def test_a_flood_of_strangers_is_one_line_of_the_journal(house: House):
    with house.running() as loop:
        for _ in range(30):
            loop.hub.refusals.note("stranger", "10.0.0.9")
        until(lambda: "stranger" in reasons(house))
        for _ in range(30):
            loop.hub.refusals.note("stranger", "10.0.0.9")
        loop.hub.refusals.note("plain", "10.0.0.9")
        until(lambda: "plain" in reasons(house))
        told = [r.event for r in house.events() if isinstance(r.event, AccessRefused)]
        assert sum(e.reason == "stranger" for e in told) <= 2
        assert loop.hub.refusals.total == 61


def test_a_registry_that_cannot_be_read_keeps_the_last_good_one(house: House):
    with house.running() as loop, house.client("kiosk-1") as kiosk:
        path = house.site.keys.folder / "registry.json"
        good = path.read_bytes()
        path.write_bytes(b"{")
        until(lambda: loop.hub.look.trouble)
        assert isinstance(kiosk.ask(HostAlive("kiosk-1")), Done)
        path.write_bytes(good)
        until(lambda: not loop.hub.look.trouble)


@pytest.mark.parametrize(
    ("story", "silent"),
    [
        ("+1 -1", [1]),
        ("+1 ! -1", []),
        ("+1 +2 ! -2 -1", [2]),  # a client's handshake ends while noise is on another connection
        ("+1 +2 ! -1 -2", [1]),
        ("+1 +2 ! ! -1 -2", []),
        ("+1 ! +1 -1", [1]),  # the number of a closed connection is used again
        ("+1 +2 -1 ! -2", [1]),
    ],
)
def test_who_came_and_went_without_a_handshake(story: str, silent: list[int]):
    from hall.bus.hub import _Fresh

    fresh = _Fresh()
    gone = []
    for step in story.split():
        if step == "!":
            fresh.spoke()
        elif step[0] == "+":
            fresh.came(int(step[1:]))
        elif fresh.went(int(step[1:])):
            gone.append(int(step[1:]))
    assert gone == silent
