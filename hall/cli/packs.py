"""`hall packs …`: the policy packs built in and those of a hall, and whether a file of one's own is one."""

import argparse
import sys
import tomllib
from pathlib import Path

from hall.bus.site import BadConfig, Site
from hall.contract.check import check_packs, mean
from hall.contract.config import HallConfig, PolicyPart
from hall.contract.packs import BUILT_IN, KEYS, differs, named


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    everyone = what.add_parser(
        "list", help="the packs there are, and which of a hall's is in force from when"
    )
    show = what.add_parser("show", help="every limit of a pack, as a file to start one's own from")
    show.add_argument("id", metavar="ID")
    for one in (everyone, show):
        one.add_argument("--config", metavar="FILE", help="a hall, for its own packs and their days")
    check = what.add_parser("check", help="every fault of a file with packs of one's own ([[policies]])")
    check.add_argument("file", metavar="FILE")


def main(options: argparse.Namespace) -> int:
    """0: done; 1: no such pack, or the file is none, and why; 2: the configuration is no hall's."""
    if options.what == "check":
        return _check(Path(options.file))
    try:
        config = Site.load(options.config).config if options.config else None
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return _show(options.id, config) if options.what == "show" else _list(config)


def _list(config: HallConfig | None) -> int:
    for pack in (*BUILT_IN.values(), *(config.policies if config else ())):
        print(f"{pack.id:<20} {_span(pack):<26} {pack.document}")
    if config is None:
        return 0
    print()
    days = sorted(config.packs, key=lambda use: use.day)
    if not days or days[0].day:
        print(f"in force from the beginning   {_named(config.policy)}")
    for use in days:
        known = named(config, use.id)
        since = f"from {use.day}" if use.day else "from the beginning"
        print(f"in force {since:<20} {_named(known) if known else use.id}")
    return 0


def _span(pack: PolicyPart) -> str:
    if not pack.valid_from and not pack.valid_to:
        return "no dates"
    return f"{pack.valid_from or '…'} – {pack.valid_to or ''}".rstrip()


def _named(pack: PolicyPart) -> str:
    own = ", ".join(f"{key} = {_value(getattr(pack, key))}" for key in differs(pack))
    return pack.id + (f", but {own}" if own else "")


def _show(name: str, config: HallConfig | None) -> int:
    pack = named(config, name) if config else BUILT_IN.get(name)
    if pack is None:
        known = (*BUILT_IN, *(p.id for p in (config.policies if config else ())))
        hint = mean(name, known) or "known: " + ", ".join(known)
        print(f"hall packs: there is no pack {name!r}; {hint}", file=sys.stderr)
        return 1
    print("[[policies]]")
    for key in KEYS:
        print(f"{key} = {_value(getattr(pack, key))}")
    return 0


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(x) for x in value) + "]"
    return (
        '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
        if isinstance(value, str)
        else str(value)
    )


def _check(path: Path) -> int:
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        print(f"hall packs: {path} cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print(f"hall packs: {path} is not UTF-8; save it as UTF-8", file=sys.stderr)
        return 1
    except tomllib.TOMLDecodeError as error:
        print(f"hall packs: {path} is not TOML: {error}", file=sys.stderr)
        return 1
    packs, problems = check_packs(raw)
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        print("\n".join([f"{path}: {count}", *(f"  {x}" for x in problems)]), file=sys.stderr)
        return 1
    print(f"{path}: good. " + ", ".join(f"{pack.id} ({_span(pack)})" for pack in packs))
    return 0
