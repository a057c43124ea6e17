"""`hall faces`: enrol people who consented, list, count and delete them, on the machine that holds the gallery.

The work is done in `devices.vision.enrol`, named as a string because the hall stands below the devices. No picture is
kept and no name is known here; the law behind it is in docs/privacy.md.
"""

import argparse
import datetime as dt
import getpass
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from hall.bus.keys import KeyTrouble
from hall.bus.site import BadConfig, Site
from hall.contract import id_number
from hall.contract.config import FacePart
from hall.controller import codes
from hall.domain.calendar import clock, day_of

EXAMPLES = """examples:
  hall faces enrol --config hall.toml --consent C-2026-0031 --birth 1988-05-02 photos/
                                        a folder with at least three pictures, or a clip; the birth date is not kept
  hall faces link --config hall.toml    on the hall's own machine: asks for an ID number, prints what --link takes
  hall faces purge --config hall.toml --unused-days 180               forgets who was not recognised for so long
  hall faces list --config hall.toml                                  opaque ids, consents, dates; there is no name
  hall faces count --config hall.toml --elsewhere 84000               with those on other machines: 100,000 are filed
  hall faces calibrate --config hall.toml                             is face.tolerance right for the people here
  hall faces delete --config hall.toml f-1c9a…                        forgets one person at once"""

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_INDEX = re.compile(r"[0-9a-f]{32}")
FILED_AT = (
    100_000  # faces: from then on they must be filed with the province (supervision.md §2.5, decree 19 §15)
)
SHIPPED = FacePart().tolerance  # of the library's own encoder; the distances of another are other ones
ALERT_AT = 80_000  # time to prepare that


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    acts = parser.add_subparsers(
        dest="act", required=True, metavar="enrol|link|list|count|calibrate|purge|delete"
    )
    enrol = acts.add_parser("enrol", help="make one person's template from pictures or a clip")
    enrol.add_argument(
        "material", nargs="+", help="pictures, clips, or one folder of them; they are not kept"
    )
    enrol.add_argument("--consent", required=True, help="id of the record of this person's separate consent")
    enrol.add_argument(
        "--birth",
        required=True,
        metavar="YYYY-MM-DD",
        help="as on the document that was shown; under 14 nobody is enrolled; it is not kept",
    )
    enrol.add_argument(
        "--link",
        default="",
        metavar="INDEX",
        help="of `hall faces link`: lets the face confirm this person's card (1:1)",
    )
    enrol.add_argument(
        "--person", default="", help="the opaque id to enrol anew; a new one is made up without it"
    )
    link = acts.add_parser("link", help="the blind index of an ID number, made where the hall's own key is")
    link.add_argument(
        "--phone", action="store_true", help="of a mobile number, for bookings made with that alone"
    )
    purge = acts.add_parser("purge", help="forget who was not recognised for long")
    purge.add_argument("--unused-days", type=int, required=True, metavar="DAYS")
    acts.add_parser("list", help="everybody enrolled on this machine")
    count = acts.add_parser("count", help="how many are enrolled, here and elsewhere")
    count.add_argument(
        "--elsewhere",
        type=int,
        default=0,
        metavar="N",
        help="people enrolled on the operator's other machines: for the law all of them count together",
    )
    acts.add_parser("calibrate", help="how often strangers would match, by the hall's own gallery")
    delete = acts.add_parser("delete", help="forget one person")
    delete.add_argument("person", help="the id as `hall faces list` shows it")
    for act in acts.choices.values():
        act.add_argument("--config", required=True, help="the hall's configuration")
        act.add_argument("--keys", default="", help="the folder of keys, when it is not the configuration's")


def main(options: argparse.Namespace) -> int:
    """0: done; 1: it could not be done, with the reason in words; 2: the configuration is no hall's."""
    try:
        site = Site.load(options.config, options.keys or None)
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        vision = importlib.import_module("devices.vision.enrol")
    except ImportError as error:
        print(f"hall faces: {error}: install the extras camera and face of this project", file=sys.stderr)
        return 1
    # Its errors are sentences for people. Their classes cannot be named here, so they are taken from the module.
    expected = (vision.CannotEnrol, vision.GalleryError, _faces_unavailable(), OSError)
    try:
        return _ACTS[options.act](options, site, vision)
    except expected as error:
        print(f"hall faces: {error}", file=sys.stderr)
        return 1


def _faces_unavailable() -> type[Exception]:
    found: type[Exception] = importlib.import_module("devices.vision.faces").FacesUnavailable
    return found


def _enrol(options: argparse.Namespace, site: Site, vision: ModuleType) -> int:
    given = [Path(name) for name in options.material]
    missing = [str(path) for path in given if not path.exists()]
    if missing:
        print(f"hall faces: no such file: {', '.join(missing)}", file=sys.stderr)
        return 1
    material = given[0] if len(given) == 1 else given
    places = vision.Places.of(site)
    now = site.clock.now_ms()
    vision.of_age(options.birth, dt.date.fromisoformat(day_of(now)))
    if options.link and not _INDEX.fullmatch(options.link):
        print(
            "hall faces: --link takes the 32 hexadecimal digits that `hall faces link` prints",
            file=sys.stderr,
        )
        return 1
    encoder = importlib.import_module("devices.vision.encoders").encoder_of(
        site.config.face, site.path.parent
    )
    made = vision.enrol(places, material, options.consent, now, options.person, encoder, options.link)
    print(f"{made.person}: enrolled from {made.frames} pictures under consent {made.consent}")
    print("No picture was kept. Delete the ones you used, unless the consent says otherwise.")
    _warn(vision.count(places))
    return 0


def _list(options: argparse.Namespace, site: Site, vision: ModuleType) -> int:
    places = vision.Places.of(site)
    for one in vision.people(places):
        when = f"{day_of(one.enrolled_ms)} {clock(one.enrolled_ms)}"
        print(f"{one.person}  {when}  {one.frames} pictures  consent {one.consent}")
    return _count(options, site, vision)


def _count(options: argparse.Namespace, site: Site, vision: ModuleType) -> int:
    places = vision.Places.of(site)
    number = vision.count(places)
    print(f"{number} {'person' if number == 1 else 'people'} enrolled in {places.gallery}")
    elsewhere: int = getattr(options, "elsewhere", 0)
    if elsewhere < 0:
        print("hall faces: --elsewhere takes a number of people from 0 on", file=sys.stderr)
        return 1
    if elsewhere:
        print(f"{number + elsewhere} on all machines")
    _warn(number + elsewhere)
    return 0


def _link(options: argparse.Namespace, site: Site, vision: ModuleType) -> int:
    """The number is asked for, so that it stands neither on the screen nor in the shell's history."""
    asked = "Mobile number" if options.phone else "ID number"
    try:
        number = getpass.getpass(f"{asked} (not shown): ").strip().upper()
    except EOFError:
        print("hall faces: nobody typed a number: run this in a terminal", file=sys.stderr)
        return 1
    said = id_number.problem(number) if not options.phone else None
    if said is not None or (options.phone and not _MOBILE.fullmatch(number)):
        why = said.en if said is not None else "is no mobile number of 11 digits"
        print(f"hall faces: the number {why}", file=sys.stderr)
        return 1
    try:
        secrets = codes.Secrets(site.keys.pepper())
    except (KeyTrouble, ValueError) as error:
        print(f"hall faces: {error}; run this on the machine of the controller", file=sys.stderr)
        return 1
    print(secrets.blind("phone", number) if options.phone else secrets.blind("card", f"resident:{number}"))
    return 0


def _purge(options: argparse.Namespace, site: Site, vision: ModuleType) -> int:
    if not 1 <= options.unused_days <= vision.MOST_DAYS:
        print(
            f"hall faces: --unused-days takes a number of days from 1 to {vision.MOST_DAYS}", file=sys.stderr
        )
        return 1
    places = vision.Places.of(site)
    gone = vision.purge(places, options.unused_days, site.clock.now_ms())
    print(f"{gone} forgotten: not recognised for more than {options.unused_days} days")
    return _count(options, site, vision)


def _delete(options: argparse.Namespace, site: Site, vision: ModuleType) -> int:
    if not vision.delete(vision.Places.of(site), options.person):
        print(f"hall faces: nobody is enrolled as {options.person}; see `hall faces list`", file=sys.stderr)
        return 1
    print(
        f"{options.person}: deleted. Backups of the gallery still hold this person until they are deleted too."
    )
    return 0


def _warn(number: int) -> None:
    if number >= FILED_AT:
        print(f"{number} faces: they must be filed with the province's cyberspace office within 30 working days of "
              f"reaching {FILED_AT:,}", file=sys.stderr)  # fmt: skip
    elif number >= ALERT_AT:
        print(f"{number} faces: from {FILED_AT:,} on they must be filed with the province's cyberspace office in 30 "
              "working days", file=sys.stderr)  # fmt: skip


def _calibrate(options: argparse.Namespace, site: Site, vision: ModuleType) -> int:
    """Prints shares only; nothing of anybody."""
    calibrate = importlib.import_module("devices.vision.calibrate")
    file = vision.open_gallery(vision.Places.of(site))
    gallery = file.load()
    for problem in file.problems:
        print(f"hall faces: {problem}", file=sys.stderr)
    try:
        own = site.config.face.tolerance
        found = calibrate.rates(gallery, sorted({*calibrate.TOLERANCES, own}))
    except ValueError as error:
        print(f"hall faces: {error}", file=sys.stderr)
        return 1
    print(
        f"{len(gallery)} people, {found[0].of} pairs of different people; of strangers would match somebody:"
    )
    print("tolerance  pairs  strangers  at most (95 %)")
    for rate in found:
        mark = "  <- face.tolerance" if rate.tolerance == own else ""
        print(f"{rate.tolerance:9.2f} {rate.pairs:6d} {rate.stranger:10.2%} {rate.at_most:15.2%}{mark}")
    for line in _advice(
        calibrate.advised(found, len(gallery)), len(gallery), calibrate.WANTED, site.config.face
    ):
        print(line)
    return 0


def _advice(advised: Any, people: int, wanted: float, face: FacePart) -> Iterator[str]:
    """`advised`: a `devices.vision.calibrate.Advice`."""
    if advised.tolerance is None:
        if advised.people is None:
            yield (
                f"At every tolerance more than {wanted:.0%} of strangers may match: "
                "let faces only confirm who a card or code says (1:1)."
            )
        else:
            shipped = "" if face.encoder else f"to {SHIPPED:.2f} and "
            yield (
                f"{people} are too few people to advise a tolerance: with {advised.people} enrolled, and no further "
                f"pair alike, the smallest would be sure. Until then keep {shipped}to 1:1."
            )
        return
    yield (
        f"Up to {advised.tolerance:.2f} at most {wanted:.0%} of strangers match, with 95 % certainty. The margin to "
        "the second best and the question in between keep out more than this."
    )
    if face.tolerance > advised.tolerance:
        yield f"face.tolerance {face.tolerance:g} is above that: lower it to {advised.tolerance:.2f}."
    if advised.tolerance > SHIPPED and not face.encoder:
        yield (
            f"Do not go above {SHIPPED:.2f}, which is shipped, for that alone: at 0.60 a third of pairs of East-Asian "
            "strangers match (docs/privacy.md), and strangers may be more alike than who is enrolled here."
        )


_ACTS = {
    "enrol": _enrol,
    "link": _link,
    "purge": _purge,
    "list": _list,
    "count": _count,
    "calibrate": _calibrate,
    "delete": _delete,
}
