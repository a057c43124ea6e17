"""Who may connect at all: the answers to libzmq's ZAP questions (RFC 27), by public key. No thread of its own.

A CURVE handshake asks here once; the `User-Id` of every later message on that connection is then the public key.
"""

import zmq
from zmq.utils import z85

from hall.bus.keys import Look
from hall.bus.refusals import Refusals

ENDPOINT = "inproc://zeromq.zap.01"
DOMAIN = b"hall"


class Zap:
    """Answers one request at a time from the loop that owns the hub."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], look: Look, refusals: Refusals) -> None:
        self.socket = context.socket(zmq.ROUTER)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.bind(ENDPOINT)
        self._look = look
        self._refusals = refusals

    def serve(self) -> None:
        """Answer every request that has come."""
        while True:
            try:
                frames = self.socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            peer, empty, version, request, _domain, address, _identity, mechanism, *credentials = frames
            user, code, text = self._judge(mechanism, credentials, address.decode("ascii", "replace"))
            reply = [peer, empty, version, request, code, text, user, b""]
            self.socket.send_multipart(reply)

    def _judge(self, mechanism: bytes, credentials: list[bytes], address: str) -> tuple[bytes, bytes, bytes]:
        if mechanism != b"CURVE" or len(credentials) != 1 or len(credentials[0]) != 32:
            self._refusals.note("plain", address)
            return b"", b"400", b"only CURVE"
        key = z85.encode(credentials[0])
        public = key.decode("ascii")
        self._look.reload()
        if public in self._look.actors:
            return key, b"200", b"OK"
        if public in self._look.revoked:
            self._refusals.note("revoked", f"{self._look.revoked[public]} {address}")
            return b"", b"400", b"key revoked"
        self._refusals.note("stranger", address)
        return b"", b"400", b"key unknown"

    def close(self) -> None:
        self.socket.close(0)
