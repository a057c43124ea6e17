"""Signed one-time codes that stand for a person: what a visitor's phone shows and a scanner reads.

HALL1.<base64url msgpack {p, n, x, k}>.<base64url of the first 16 bytes of HMAC-SM3>: `p` the blind index of the
person, or of a booking where `k` is "b", `n` a nonce, `x` the expiry in ms. Nothing in it can be read back to a phone
number or a booking code.
"""

import base64
import binascii
import os
from hmac import compare_digest

import msgspec
from cryptography.hazmat.primitives import hashes, hmac

from hall.contract.base import Word

PREFIX = "HALL1"
BOOKING = "b"  # kind of a code that stands for a booking
_TAG = 16


class BadCode(Exception):
    """`fault` is what the kiosk says in words: code_unreadable, code_unknown or code_expired."""

    def __init__(self, fault: str, why: str) -> None:
        super().__init__(why)
        self.fault = fault


class Code(Word, frozen=True, tag=False):
    """The inside of a code, verified."""

    p: str
    n: bytes
    x: int
    k: str = ""


class Secrets:
    """Keys derived from the pepper of the hall, one for each purpose (HMAC-SM3 of its name)."""

    def __init__(self, pepper: bytes) -> None:
        self._blind = hmac.HMAC(_derive(pepper, b"blind index 1"), hashes.SM3())
        self._code = hmac.HMAC(_derive(pepper, b"code signature 1"), hashes.SM3())

    def blind(self, kind: str, value: str) -> str:
        """The blind index of a person: 32 hex digits, the same for the same value, useless without the pepper."""
        one = self._blind.copy()
        one.update(f"{kind}:{value}".encode())
        return one.finalize()[:16].hex()

    def sign(self, data: bytes) -> bytes:
        one = self._code.copy()
        one.update(data)
        return one.finalize()[:_TAG]

    def same(self, data: bytes, tag: bytes) -> bool:
        """In constant time."""
        return compare_digest(self.sign(data), tag)


def make(secrets: Secrets, phone: str, now_ms: int, valid_ms: int) -> str:
    """A code for the holder of this mobile number, good until now + valid_ms, to be used once."""
    return _signed(secrets, Code(secrets.blind("phone", phone), os.urandom(12), now_ms + valid_ms))


def make_booking(secrets: Secrets, code: str, now_ms: int, valid_ms: int) -> str:
    """The QR of a booking, without a phone or name in it; good until now + valid_ms, once."""
    index = secrets.blind("booking", code.strip().upper())
    return _signed(secrets, Code(index, os.urandom(12), now_ms + valid_ms, BOOKING))


def _signed(secrets: Secrets, code: Code) -> str:
    body = msgspec.msgpack.encode(code)
    return f"{PREFIX}.{_b64(body)}.{_b64(secrets.sign(body))}"


def read(secrets: Secrets, text: str, now_ms: int) -> Code:
    """The inside of a code that is ours and still good. Raises BadCode. The journal knows whether it was used."""
    prefix, _, rest = text.strip().partition(".")
    body_text, _, tag_text = rest.partition(".")
    if prefix != PREFIX or not body_text or not tag_text or len(text) > 512:
        raise BadCode("code_unknown", "not a code of this hall")
    try:
        body, tag = _unb64(body_text), _unb64(tag_text)
    except (binascii.Error, ValueError):
        raise BadCode("code_unreadable", "garbled") from None
    if not secrets.same(body, tag):
        raise BadCode("code_unknown", "signature does not match")
    try:
        code = msgspec.msgpack.decode(body, type=Code)
    except msgspec.MsgspecError:
        raise BadCode("code_unreadable", "garbled inside") from None
    if now_ms > code.x:
        raise BadCode("code_expired", "expired")
    return code


def _derive(pepper: bytes, purpose: bytes) -> bytes:
    one = hmac.HMAC(pepper, hashes.SM3())
    one.update(purpose)
    return one.finalize()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _unb64(text: str) -> bytes:
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _b64(data) != text:  # the last character has bits that mean nothing: one code, one text
        raise ValueError("not as it was written")
    return data
