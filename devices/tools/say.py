"""What all words of `hall devices` share: troubles as sentences, the configured devices, a make named at the shell."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from devices.catalog import Codec, codec_of
from devices.drivers.base import OptionValue
from devices.ports.port import PortGone, Trouble
from hall.bus.site import BadConfig, Site
from hall.contract.check import mean
from hall.contract.config import DevicePart

DONE, FAILED, NOT_UNDERSTOOD = 0, 1, 2


TAKEN = (
    "another program holds the port: stop the devices process of the hall first (systemctl stop, or end `hall run`); "
    "`hall devices watch` sees the wire while the hall runs"
)
MISSING = "there is nothing at this port; check the plug, the name of the port and the network"


class NotUnderstood(Exception):
    """The call cannot be meant; the text says what can."""


def trouble(options: argparse.Namespace, text: object, code: int = FAILED) -> int:
    """One sentence for a person, on stderr; the exit code."""
    print(f"hall devices {options.act}: {text}", file=sys.stderr)
    return code


def gone(options: argparse.Namespace, port: str, why: PortGone) -> int:
    """A port that cannot be used, in words; the exit code."""
    told = {Trouble.TAKEN: TAKEN, Trouble.MISSING: MISSING}.get(
        why.trouble, str(why).removeprefix(f"{port}: ")
    )
    return trouble(options, f"{port}: {told}")


def of_config(parser: argparse.ArgumentParser, required: bool = True) -> None:
    parser.add_argument("--config", required=required, metavar="FILE", help="the hall's configuration")


def site_of(options: argparse.Namespace) -> Site:
    """The hall of --config; NotUnderstood with everything that is wrong with it."""
    try:
        return Site.load(options.config)
    except (BadConfig, ValueError) as error:
        raise NotUnderstood(str(error)) from None


def part_of(site: Site, id: str) -> DevicePart:
    """The configured device of this id; NotUnderstood names those that are near."""
    parts = {part.id: part for part in site.config.devices}
    if id not in parts:
        meant = mean(id, parts) or (f"there are {', '.join(parts)}" if parts else "it has no devices")
        raise NotUnderstood(f"no device {id!r} in {site.path}; {meant}")
    return parts[id]


def of_make(parser: argparse.ArgumentParser) -> None:
    """Arguments of `codec_at`."""
    parser.add_argument(
        "make", help="a make of `hall devices list --known`; with --config also a device's id"
    )
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help='an option of the make, such as frame="AA addr text 00"; led.template needs its frame',
    )
    of_config(parser, required=False)


def make_at(options: argparse.Namespace) -> tuple[str, dict[str, OptionValue]]:
    """The make and its options, from the shell or from a configured device."""
    given = dict(option(one) for one in options.option)
    if options.config:
        site = site_of(options)
        if any(part.id == options.make for part in site.config.devices):
            part = part_of(site, options.make)
            return part.make, {**part.options, **given}
    return options.make, given


def codec_at(options: argparse.Namespace) -> Codec:
    """The codec that was named; NotUnderstood in words."""
    make, told = make_at(options)
    try:
        return codec_of(make, told)
    except ValueError as error:
        raise NotUnderstood(str(error)) from None


def option(text: str) -> tuple[str, OptionValue]:
    """NAME=VALUE: true, false and numbers are meant as such, everything else as text."""
    name, equals, value = text.partition("=")
    if not equals:
        raise NotUnderstood(f"{text!r}: write NAME=VALUE")
    try:
        read: Any = json.loads(value)
    except ValueError:
        read = value
    return name, read if isinstance(read, bool | int | float) else value
