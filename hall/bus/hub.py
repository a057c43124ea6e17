"""The server side of the wire: two CURVE sockets, who sent what, who follows what. One owner; decides nothing."""

import contextlib
import os
import time
from collections.abc import Iterable
from typing import NamedTuple

import msgspec
import zmq

from hall.bus.keys import CONTROLLER, Keys, KeyTrouble, Look
from hall.bus.monitor import next_event
from hall.bus.refusals import Refusals
from hall.bus.site import IPC
from hall.bus.wire import BEAT, END, MAX_FRAME, topic_frame, unpack
from hall.bus.zap import DOMAIN, Zap
from hall.contract.access import MAY_FOLLOW
from hall.contract.base import Actor, Role

Socket = zmq.Socket[bytes]
_WATCHED = (
    zmq.EVENT_ACCEPTED
    | zmq.EVENT_DISCONNECTED
    | zmq.EVENT_HANDSHAKE_SUCCEEDED
    | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
    | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
    | zmq.EVENT_HANDSHAKE_FAILED_AUTH
)


BUSY_MS = 5
# As plain numbers: operators of enumerations cost more than the calls they are for.
# And `send` as the library has it below its convenience: half the cost of an answer lies above.
_send, _get = zmq.backend.Socket.send, zmq.backend.Socket.get
_EVENTS = int(zmq.EVENTS)
_USER = b"User-Id"  # the property of a frame, as bytes: a string would be encoded each time
_NOW, _MORE, _READY = int(zmq.NOBLOCK), int(zmq.SNDMORE | zmq.NOBLOCK), int(zmq.POLLIN)
_ADMIN = Role.ADMIN  # bound once: an enum's member costs a look-up each time
_WHY: dict[int, str] = {
    int(zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH): "plain",
    int(zmq.PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC): "stranger",  # it does not even know the hall's own key
}


class Taken(Exception):
    """An address that cannot be listened on; the words say which."""


class Letter(msgspec.Struct, frozen=True, gc=False):
    """One question as it came in. `sender` is None when its key is not valid any more."""

    peer: bytes
    sender: Actor | None
    data: bytes


class _Fresh:
    """Connections that came and of which no handshake is known. The library tells which one comes and goes, but not
    whose handshake ended, so ends are counted and settled when the others have gone."""

    def __init__(self) -> None:
        self._open: set[int] = set()
        self._spoken = 0

    def came(self, connection: int) -> None:
        self._open.add(connection)

    def spoke(self) -> None:
        self._spoken += 1
        self._settle()

    def went(self, connection: int) -> bool:
        """True when it has gone without a handshake, as far as one can know."""
        if connection not in self._open:
            return False
        self._open.remove(connection)
        silent = len(self._open) >= self._spoken
        if not silent:
            self._spoken -= 1
        self._settle()
        return silent

    def _settle(self) -> None:
        if self._spoken >= len(self._open):
            self._open.clear()
            self._spoken = 0


class Line(NamedTuple):
    """Where one line is listened on: TCP for every machine, and a local socket for this one ("": none)."""

    tcp: str
    local: str = ""


class Hub:
    """Listens on `commands` (ROUTER) and `views` (XPUB). `followed` counts the followers of each topic."""

    def __init__(self, commands: Line, views: Line, keys: Keys, topics: Iterable[str] = ()) -> None:
        """Raises Taken, or KeyTrouble when there are no keys. `topics` are those that exist."""
        self._lines = (commands, views)
        self._secret = keys.secret(CONTROLLER)
        self.look = Look(keys)
        # Later the last good state would stand; now there is none, and nobody could come in.
        if self.look.trouble:
            raise KeyTrouble(self.look.trouble)
        self.refusals = Refusals()
        self.topics = frozenset(topics) | {BEAT}
        self.followed: dict[str, int] = {}
        self.joined: list[str] = []
        self._turned_away: dict[str, int] = {}
        self._busy = False
        self._first: bytes | None = None  # who sent the question that a busy wait has begun to take
        self._served_s = 0.0
        self._fresh: dict[Socket, _Fresh] = {}  # by monitor
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._context.set(zmq.MAX_SOCKETS, 4096)
        self._zap = Zap(self._context, self.look, self.refusals)
        self._poller = zmq.Poller()
        self._poller.register(self._zap.socket, zmq.POLLIN)
        try:
            self._router = self._listen(zmq.ROUTER, commands)
            self._views = self._listen(zmq.XPUB, views)
        except BaseException:
            self._context.destroy(0)
            raise

    def _listen(self, kind: int, line: Line) -> tuple[Socket, Socket]:
        socket = self._context.socket(kind)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.SNDHWM, 2000)
        socket.setsockopt(zmq.RCVHWM, 2000)
        socket.setsockopt(zmq.MAXMSGSIZE, MAX_FRAME)
        socket.setsockopt(zmq.BACKLOG, 512)
        socket.setsockopt(zmq.HEARTBEAT_IVL, 5000)
        socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, 15000)
        if kind == zmq.ROUTER:
            socket.setsockopt(zmq.RCVTIMEO, BUSY_MS)
        if kind == zmq.XPUB:
            socket.setsockopt(zmq.XPUB_MANUAL, 1)
        socket.setsockopt(zmq.ZAP_DOMAIN, DOMAIN)
        socket.setsockopt(zmq.CURVE_SERVER, 1)
        socket.setsockopt(zmq.CURVE_SECRETKEY, self._secret.secret.encode())
        socket.setsockopt(zmq.CURVE_PUBLICKEY, self._secret.public.encode())
        monitor = socket.get_monitor_socket(_WATCHED)
        try:
            socket.bind(line.tcp)
        except zmq.ZMQError as error:
            self._close((socket, monitor))
            raise Taken(f"cannot listen on {line.tcp}: {error.strerror}; is another hall running?") from None
        if line.local:
            try:
                socket.bind(line.local)
            except zmq.ZMQError:  # a file system without sockets: nobody may find one there, all take TCP
                _remove(line.local)
        self._poller.register(socket, zmq.POLLIN)
        self._poller.register(monitor, zmq.POLLIN)
        return socket, monitor

    # --- the loop's three calls ----------------------------------------------------------------------------------

    def wait(self, timeout_s: float) -> bool:
        """Sleep until something comes; serve handshakes and subscriptions. True when questions are there."""
        if self._busy:
            return self._wait_busy()
        ready = dict(self._poller.poll(max(0, int(timeout_s * 1000))))
        if not ready:
            return False
        self._serve(ready)
        self._busy = self._router[0] in ready
        return self._busy

    def _wait_busy(self) -> bool:
        """While questions come one after another, wait for the next on its own socket: polling all five costs a third
        of a round trip. The others are looked at every few ms, and when no question comes."""
        try:
            self._first = self._router[0].recv()  # at most BUSY_MS, see _listen
        except zmq.Again:
            self._busy = False
        now = time.monotonic()
        if not self._busy or now - self._served_s > BUSY_MS / 1000:
            self._serve(dict(self._poller.poll(0)))
            self._served_s = now
        return self._busy

    def _serve(self, ready: dict[Socket, int]) -> None:
        if self._zap.socket in ready:
            self._zap.serve()
        for monitor in (self._router[1], self._views[1]):
            if monitor in ready:
                self._watch(monitor)
        if self._views[0] in ready:
            self._subscriptions()

    def drain(self, limit: int) -> list[Letter]:
        """Every question that has come, at most `limit`."""
        found: list[Letter] = []
        receive = self._router[0].recv
        actors = self.look.actors
        peer, self._first = self._first, None
        while len(found) < limit:
            if peer is None:
                # Asking first is cheaper than being told by an exception, for the one question of a quiet hall.
                if len(found) == 1 and not _get(self._router[0], _EVENTS) & _READY:
                    break
                try:
                    peer = receive(_NOW)
                except zmq.Again:
                    break
            frame = receive(_NOW, copy=False)
            sender = actors.get(str(frame.get(_USER)))
            if frame.more:
                self._drop_rest()
                self.refusals.note("garbage", sender.name if sender else "")
                found.append(Letter(peer, sender, b""))
            else:
                data = frame.bytes
                if sender is not None and sender.role is _ADMIN:
                    data = unpack(data)
                found.append(Letter(peer, sender, data))
            peer = None
        return found

    def answer(self, peer: bytes, data: bytes) -> None:
        """Send an answer; one for a client that has gone meanwhile is dropped by the ROUTER."""
        socket = self._router[0]
        try:
            _send(socket, peer, _MORE)
            _send(socket, data, _NOW)
        except zmq.Again:  # this one reads nothing: it will ask again with the same id
            pass

    def publish(self, topic: str, data: bytes) -> None:
        """Send to whoever follows the topic now."""
        if self.followed.get(topic):
            self._views[0].send_multipart((topic_frame(topic), data), zmq.NOBLOCK)

    # --- keys ----------------------------------------------------------------------------------------------------

    def reload_keys(self) -> None:
        """Look at the registry again. When a key was revoked, the views socket is opened anew: every follower comes
        back by itself except the revoked one. Its commands are refused one by one, because its name is gone."""
        self.look.reload()
        if self.look.lost:
            self.look.lost = False
            self._poller.unregister(self._views[0])
            self._poller.unregister(self._views[1])
            self._close(self._views)
            self.followed.clear()
            self._turned_away.clear()
            self._views = self._listen_again(self._lines[1])

    def _listen_again(self, line: Line) -> tuple[Socket, Socket]:
        """The old socket lets go of its port in the background; wait for it, at most two seconds."""
        for _ in range(200):
            try:
                return self._listen(zmq.XPUB, line)
            except Taken:
                time.sleep(0.01)
        return self._listen(zmq.XPUB, line)

    # --- inside --------------------------------------------------------------------------------------------------

    def _drop_rest(self) -> None:
        while self._router[0].getsockopt(zmq.RCVMORE):
            self._router[0].recv(zmq.NOBLOCK)

    def _subscriptions(self) -> None:
        socket = self._views[0]
        while True:
            try:
                frame = socket.recv(zmq.NOBLOCK, copy=False)
            except zmq.Again:
                return
            data = frame.bytes
            if data[:1] not in (b"\0", b"\1"):
                self.refusals.note("garbage", "a message on the views socket")
                continue
            topic = data[1:].removesuffix(END).decode("utf-8", "replace")
            if data[0] == 1:
                self._join(topic, data[1:], frame)
            else:
                self._leave(topic)

    def _join(self, topic: str, raw: bytes, frame: zmq.Frame) -> None:
        actor = self.look.actors.get(str(frame.get("User-Id")))
        if actor is None or topic not in self.topics or not raw.endswith(END) or not may_follow(actor, topic):
            who = actor.name if actor else "a key that is not valid"
            self.refusals.note("role", f"{who} wanted to follow {topic[:60]!r}")
            self._turned_away[topic] = self._turned_away.get(topic, 0) + 1
            return
        self._views[0].setsockopt(zmq.SUBSCRIBE, raw)
        self.followed[topic] = self.followed.get(topic, 0) + 1
        self.joined.append(topic)

    def _leave(self, topic: str) -> None:
        """The socket does not say who left. When somebody was turned away from this topic it may be that one, so the
        count rather stays too high: publishing to nobody is harmless, forgetting a follower is not."""
        for counts in (self._turned_away, self.followed):
            if topic in counts:
                counts[topic] -= 1
                if not counts[topic]:
                    del counts[topic]
                return

    def _watch(self, monitor: Socket) -> None:
        """Handshakes that fail before ZAP is asked. Bytes that are no ZMTP at all end without any word of the library:
        such a connection is known by coming and going with nothing in between."""
        fresh = self._fresh.setdefault(monitor, _Fresh())
        while (event := next_event(monitor)) is not None:
            kind, value = event
            if kind == zmq.EVENT_ACCEPTED:
                fresh.came(value)
            elif kind == zmq.EVENT_DISCONNECTED:
                if fresh.went(value):
                    self.refusals.note("garbage", "no ZMTP")
            else:
                fresh.spoke()
                if kind == zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL:
                    self.refusals.note(_WHY.get(int(value), "garbage"), "handshake")
                elif kind == zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL:
                    self.refusals.note("garbage", "handshake broken off")

    def _close(self, pair: tuple[Socket, Socket]) -> None:
        self._fresh.pop(pair[1], None)
        pair[0].disable_monitor()
        pair[1].close(0)
        pair[0].close(0)

    def close(self) -> None:
        """Close everything at once; what was not sent is dropped."""
        self._close(self._router)
        self._close(self._views)
        self._zap.close()
        self._context.term()
        for line in self._lines:
            _remove(line.local)


def _remove(local: str) -> None:
    """The library leaves the socket's file behind; who finds none takes TCP."""
    if local:
        with contextlib.suppress(OSError):
            os.unlink(local.removeprefix(IPC))


def may_follow(actor: Actor, topic: str) -> bool:
    """By the table of roles; a kiosk, a window and a host follow their own topic only (R: hall.contract.access)."""
    if topic == BEAT:
        return True
    own = {
        Role.KIOSK: f"kiosk/{actor.name}",
        Role.WINDOW: f"window/{actor.name.removeprefix('window-')}",
        Role.DEVICE: f"host/{actor.name}",
        Role.CAMERA: f"host/{actor.name}",
    }.get(actor.role)
    if "/" in topic and own is not None and topic != own:
        return False
    return topic.startswith(MAY_FOLLOW[actor.role])
