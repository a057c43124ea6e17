"""`hall keys …`: make, list and revoke the keys of processes, and seal a PIN for the configuration."""

import argparse
import datetime
import getpass
import sys
import time
from zoneinfo import ZoneInfo

from hall.bus.keys import Keys, KeyTrouble, wanted
from hall.bus.site import BadConfig, Site
from hall.contract.base import Role
from hall.contract.config import HallConfig

_ZONE = ZoneInfo("Asia/Shanghai")


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    roles = [role.value for role in Role if role is not Role.CONTROLLER]
    for name, about in (
        ("make", "make one key pair"),
        ("make-all", "make every key this configuration needs and has not yet"),
        ("list", "who has a key, and which are revoked"),
        ("revoke", "refuse a key from now on, also on open connections"),
    ):
        one = what.add_parser(name, help=about, description=about)
        one.add_argument("--config", required=True, metavar="FILE")
        one.add_argument("--keys", metavar="FOLDER", help="instead of store.keys of the configuration")
        if name in ("make", "revoke"):
            one.add_argument("name")
        if name == "make":
            one.add_argument("--role", required=True, choices=roles)
    what.add_parser(
        "pin",
        help="seal a PIN for staff.pin",
        description="Seal a PIN for staff.pin (asked for, or from a pipe).",
    )


def main(options: argparse.Namespace) -> int:
    """0: done; 1: it could not be done, with the reason in words; 2: the configuration is no hall's."""
    if options.what == "pin":
        return _pin()
    try:
        keys = Site.load(options.config, options.keys).keys
        config = Site.load(options.config, options.keys).config
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    now = time.time_ns() // 1_000_000
    try:
        if options.what == "make":
            _useful(config, options.name, Role(options.role))
            keys.make(options.name, Role(options.role), now)
            print(
                f"{keys.folder / options.name}.secret: carry it to the machine of {options.name}, and nowhere else"
            )
        elif options.what == "make-all":
            made = keys.make_all(config, now)
            print(f"{keys.folder}: made {', '.join(made) if made else 'nothing: every key is there'}")
        elif options.what == "revoke":
            keys.revoke(options.name, now)
            print(f"{options.name} is refused from now on")
        else:
            _list(keys)
    except KeyTrouble as error:
        print(f"hall keys: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"hall keys: {keys.folder} cannot be written: {error.strerror}; check --keys, or store.keys of the hall",
            file=sys.stderr,
        )
        return 1
    return 0


# Each of them speaks for the place it is named by, and for no other (hall.controller.access).
_NAMED_BY_PLACE = (Role.KIOSK, Role.WINDOW, Role.DEVICE, Role.CAMERA)


def _useful(config: HallConfig, name: str, role: Role) -> None:
    """Raises KeyTrouble for a key that no process of this hall could use."""
    needed = wanted(config)
    if name in needed and needed[name] is not role:
        raise KeyTrouble(f"{name} is needed as {needed[name].value}, not as {role.value}")
    if name not in needed and role in _NAMED_BY_PLACE:
        names = ", ".join(one for one, its in needed.items() if its is role) or "none"
        raise KeyTrouble(
            f"{name} is no {role.value} of this hall, so nothing could use its key; there are: {names}. "
            "Take one of these names, or write the new one into the configuration first"
        )


def _list(keys: Keys) -> None:
    for entry in sorted(keys.register().keys, key=lambda e: (e.role.value, e.name, e.made_ms)):
        state = f"revoked {_when(entry.revoked_ms)}" if entry.revoked_ms else "valid"
        print(f"{entry.name:<20} {entry.role.value:<10} {_when(entry.made_ms)}  {entry.public}  {state}")


def _when(ms: int) -> str:
    return datetime.datetime.fromtimestamp(ms / 1000, _ZONE).strftime("%Y-%m-%d %H:%M")


def _pin() -> int:
    from hall.controller import pins

    if sys.stdin is None:
        print(
            "hall keys: nobody can be asked for a PIN: run this in a terminal, or give it by a pipe",
            file=sys.stderr,
        )
        return 1
    pin = getpass.getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    if not (4 <= len(pin) <= 12 and pin.isascii() and pin.isdigit()):
        print("hall keys: a PIN has 4 to 12 digits", file=sys.stderr)
        return 1
    print(pins.seal(pin))
    return 0
