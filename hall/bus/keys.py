"""Keys of the processes: one CURVE pair each, a registry of who is who, and the controller's own secrets.

The folder holds `registry.json` (public: names, roles, public keys, revocations), one `<name>.secret` per process
(0600) and, on the controller's machine only, `controller.secret` and `pepper.secret`.
"""

import os
import re
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec
import zmq

from hall.contract.base import Actor, Role
from hall.contract.config import HallConfig

CONTROLLER = "controller"
REGISTRY = "registry.json"
PEPPER = "pepper.secret"
_PEPPER_BACK = "put it back from the backup; a new one would not fit the journal"
_T = TypeVar("_T")
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


class KeyTrouble(Exception):
    """A key that cannot be used; the words say which and what to do."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the registry. `public` is Z85; `revoked_ms` 0 while the key is good."""

    name: str
    role: Role
    public: str
    made_ms: int
    revoked_ms: int = 0


class Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The registry file. `server` is the controller's public key."""

    server: str
    keys: tuple[Entry, ...] = ()


class Secret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All a process needs to speak to the hall; this one file is what is carried to another machine."""

    name: str
    role: Role
    public: str
    secret: str
    server: str


class Keys:
    """The folder of keys. `make` and `revoke` change files; `look` is the controller's view of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # --- making and revoking -------------------------------------------------------------------------------------

    def make(self, name: str, role: Role, now_ms: int) -> Secret:
        """Make a key pair for one process and write its secret file. A name in use must be revoked first."""
        if not _NAME.fullmatch(name):
            raise KeyTrouble(f"{name!r} cannot name a key: use a-z, 0-9, dot, dash and underline, at most 64")
        register = self.register(create=True, now_ms=now_ms)
        if any(e.name == name and not e.revoked_ms for e in register.keys):
            raise KeyTrouble(f"a key named {name} exists: revoke it first, or take another name")
        if name == CONTROLLER or role is Role.CONTROLLER:
            raise KeyTrouble(
                "the controller's own key is made with the folder; no other process may have its role"
            )
        public, secret = zmq.curve_keypair()
        made = Secret(name, role, public.decode(), secret.decode(), register.server)
        _write(self.folder / f"{name}.secret", msgspec.json.format(msgspec.json.encode(made)), 0o600)
        self._save(Register(register.server, (*register.keys, Entry(name, role, made.public, now_ms))))
        return made

    def make_all(self, config: HallConfig, now_ms: int) -> tuple[str, ...]:
        """Make what is missing for every process of this hall (`wanted`); returns the names that were made."""
        register = self.register(create=True, now_ms=now_ms)
        have = {e.name: e.role for e in register.keys if not e.revoked_ms}
        made = []
        for name, role in wanted(config).items():
            if name in have and have[name] is not role:
                raise KeyTrouble(
                    f"key {name} has the role {have[name].value}, but this hall needs it as {role.value}: revoke it"
                )
            if name not in have:
                self.make(name, role, now_ms)
                made.append(name)
        return tuple(made)

    def revoke(self, name: str, now_ms: int) -> Entry:
        """The key is refused from now on, also on an open connection. Its secret file is removed if it is here."""
        register = self.register()
        for entry in register.keys:
            if entry.name == name and not entry.revoked_ms:
                gone = msgspec.structs.replace(entry, revoked_ms=now_ms)
                keys = tuple(gone if e is entry else e for e in register.keys)
                self._save(Register(register.server, keys))
                (self.folder / f"{name}.secret").unlink(missing_ok=True)
                return gone
        names = ", ".join(sorted(e.name for e in register.keys if not e.revoked_ms)) or "none"
        raise KeyTrouble(f"no valid key is named {name}; valid keys: {names}")

    # --- reading -------------------------------------------------------------------------------------------------

    def register(self, create: bool = False, now_ms: int = 0) -> Register:
        """The registry as it stands; with `create`, a new folder gets the controller's key and its pepper."""
        path = self.folder / REGISTRY
        if not path.exists():
            if not create:
                raise KeyTrouble(
                    f"no keys at {self.folder}: make them with `hall keys make-all --config FILE`"
                )
            return self._found(now_ms)
        return _read(path, Register)

    def secret(self, name: str) -> Secret:
        """The secret file of one process."""
        path = self.folder / f"{name}.secret"
        if not path.exists():
            raise KeyTrouble(f"no key {path}: make it with `hall keys make {name} --role ROLE --config FILE`")
        found = _read(path, Secret)
        if not _pair(found):
            raise KeyTrouble(f"{path} holds no pair of keys: put it back from the backup")
        return found

    def pepper(self) -> bytes:
        """The 32 bytes behind blind indexes and code signatures. Controller only; losing it orphans every index."""
        path = self.folder / PEPPER
        if not path.exists():
            raise KeyTrouble(f"no {path}: {_PEPPER_BACK}")
        try:
            value = bytes.fromhex(path.read_text("ascii").strip())
        except (OSError, ValueError) as error:
            # The words name the place, never the content.
            raise KeyTrouble(f"{path} cannot be read ({type(error).__name__}): {_PEPPER_BACK}") from None
        if len(value) != 32:
            raise KeyTrouble(f"{path} must hold 64 hex digits: {_PEPPER_BACK}")
        return value

    def _found(self, now_ms: int) -> Register:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        public, secret = zmq.curve_keypair()
        own = Secret(CONTROLLER, Role.CONTROLLER, public.decode(), secret.decode(), public.decode())
        _write(self.folder / f"{CONTROLLER}.secret", msgspec.json.format(msgspec.json.encode(own)), 0o600)
        _write(self.folder / PEPPER, os.urandom(32).hex().encode(), 0o600)
        register = Register(own.public)
        self._save(register)
        return register

    def _save(self, register: Register) -> None:
        _write(self.folder / REGISTRY, msgspec.json.format(msgspec.json.encode(register)), 0o644)


class Look:
    """The registry as the hub uses it: by public key, reloaded when the file changes. A damaged file keeps the last
    good state, with `trouble` in words, because an empty registry would lock everybody out."""

    def __init__(self, keys: Keys) -> None:
        self._path = keys.folder / REGISTRY
        self._keys = keys
        self._mark: tuple[int, int, int] | None = None
        self.actors: dict[str, Actor] = {}
        self.revoked: dict[str, str] = {}
        self.trouble = ""
        self.lost = False  # a key that was good is not any more; whoever cuts its connections sets this back
        self.reload()

    def reload(self) -> None:
        """Read the file again if it changed."""
        try:
            stat = self._path.stat()
            mark = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if mark == self._mark:
                return
            register = self._keys.register()
            self._mark = mark
        except (OSError, KeyTrouble) as error:
            self.trouble = str(error)
            return
        before = set(self.actors)
        self.actors = {e.public: Actor(e.name, e.role) for e in register.keys if not e.revoked_ms}
        self.revoked = {e.public: e.name for e in register.keys if e.revoked_ms}
        self.trouble = ""
        self.lost = self.lost or bool(before - set(self.actors))


def wanted(config: HallConfig) -> dict[str, Role]:
    """Every process of this hall by key name: kiosks, windows, device and camera hosts, the wall, admin, gateway."""
    names: dict[str, Role] = {k.id: Role.KIOSK for k in config.kiosks}
    names |= {f"window-{w.id}": Role.WINDOW for w in config.windows}
    for device in config.devices:
        if names.get(device.host) is not Role.CAMERA:
            names[device.host] = Role.CAMERA if device.make.startswith("eye.") else Role.DEVICE
    names |= {camera.host: Role.CAMERA for camera in config.cameras}
    names |= {"monitor-1": Role.MONITOR, "admin": Role.ADMIN, "gateway-1": Role.GATEWAY}
    return names


def _pair(found: Secret) -> bool:
    """Do the two halves belong together? What is no key at all stops the library in words nobody knows."""
    try:
        return zmq.curve_public(found.secret.encode()) == found.public.encode() and len(found.server) == 40
    except (zmq.ZMQError, ValueError):
        return False


def _write(path: Path, data: bytes, mode: int) -> None:
    """Whole or not at all, and never readable by others for a moment."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _read(path: Path, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (msgspec.MsgspecError, OSError) as error:
        # The words name the place, never the content: it may be a secret.
        raise KeyTrouble(
            f"{path} cannot be read as a key file ({type(error).__name__}); put it back from the backup"
        ) from None
