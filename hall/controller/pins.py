"""PINs of the staff: sealed with scrypt, checked at sign-on, and held back after wrong tries."""

import hashlib
import hmac
import os
from dataclasses import dataclass, field

from hall.domain.refusal import Refusal

# 2^13 costs some 20 ms once per sign-on in the controller's loop; a PIN is guessed at the console, not off-line.
_N, _R, _P = 1 << 13, 8, 1
TRIES = 5
WAIT_MS = 60_000


def seal(pin: str) -> str:
    """`scrypt$<salt hex>$<hash hex>`, as it stands in the configuration."""
    salt = os.urandom(16)
    return f"scrypt${salt.hex()}${_hash(pin, salt).hex()}"


def matches(pin: str, sealed: str) -> bool:
    """Is this the PIN? An unknown way of sealing never matches."""
    scheme, _, rest = sealed.partition("$")
    salt, _, wanted = rest.partition("$")
    if scheme != "scrypt":
        return False
    return hmac.compare_digest(_hash(pin, bytes.fromhex(salt)), bytes.fromhex(wanted))


def _hash(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=64 << 20, dklen=32)


@dataclass(slots=True)
class Pins:
    """Checks PINs; after five wrong ones in a row a member of staff waits a minute."""

    _wrong: dict[str, tuple[int, int]] = field(default_factory=dict)

    def check(self, staff: str, pin: str, sealed: str, now_ms: int) -> None:
        """Raises Refusal "pin" or "pin_wait"."""
        if not sealed:
            return
        count, at = self._wrong.get(staff, (0, 0))
        if count >= TRIES and now_ms - at < WAIT_MS:
            raise Refusal(
                "pin_wait", "错误次数过多，请一分钟后再试。", "Too many wrong PINs. Try again in a minute."
            )
        if not matches(pin, sealed):
            self._wrong[staff] = (count + 1, now_ms)
            raise Refusal("pin", "密码不对，请再输一次。", "Wrong PIN. Please type it again.")
        self._wrong.pop(staff, None)
