"""`hall camera`: try a camera out before it is configured, draw what it has to watch, say that a seat is empty.

The work is done in `devices.vision` and `monitor.drawing`, named as strings because the hall stands below both.
"""

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from hall.cli import admin, by_eye, numbers
from hall.contract.sightings import CaptureEmpty

ASK_S = 5.0
MOST_BY_EYE = 100_000
_NO_POINTS = (TypeError, ValueError, OverflowError, RecursionError)  # all that JSON and numbers can be

EXAMPLES = """examples:
  hall camera test rtsp://user:password@10.1.3.21/sub        does it open, how large, how fast, fit to be judged
  hall camera test 0 --picture seat.png                      a USB camera, and keep its last picture
  hall camera find                                           ONVIF cameras of this network, with name and address
  hall camera find --to 10.1.3.21                            one address, where multicast does not get through
  hall camera draw rtsp://10.1.3.21/sub                      polygons with the mouse; prints them for hall.toml
  hall camera count rtsp://10.1.3.21/sub --line '[[0.5,0.2],[0.5,0.9]]'         people over a line, estimated
  hall camera count rtsp://10.1.3.21/sub --line '[[0.5,0.2],[0.5,0.9]]' --seconds 600 --by-eye   and is it any good
  hall camera fill rtsp://10.1.3.21/sub --floor '[[0,0.4],[1,0.4],[1,1],[0,1]]'   how full the floor looks now
  hall camera empty counter-north --post front-3 --config hall.toml     nobody sits there now: that is the empty seat"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    acts = parser.add_subparsers(dest="act", required=True, metavar="find|test|draw|fill|count|empty")
    test = acts.add_parser("test", help="does it open, how large, how fast, is the picture fit to be judged")
    test.add_argument("--seconds", type=numbers.seconds, default=6.0, help="how long to watch (6)")
    test.add_argument("--picture", default="", help="write the last frame here (.png or .jpg)")
    acts.add_parser("draw", help="draw polygons on a picture of it with the mouse")
    fill = acts.add_parser(
        "fill", help="how full its floor looks: the shares for `crowd` (start while it is empty)"
    )
    fill.add_argument("--floor", required=True, help="the floor: JSON polygon, shares 0..1")
    fill.add_argument("--seconds", type=numbers.seconds, default=60.0, help="how long to watch (60)")
    count = acts.add_parser(
        "count", help="estimate how many people cross a line, to hold against a count by eye"
    )
    count.add_argument("--line", required=True, help="JSON of two points, shares 0..1")
    count.add_argument("--seconds", type=numbers.seconds, default=60.0, help="how long to watch (60)")
    count.add_argument(
        "--by-eye",
        nargs="?",
        const="",
        metavar="IN,OUT",
        help="what you counted in the same time (asked for at the end where it is left out): prints `line_scale`, or "
        "that this picture does not allow a count",
    )
    for act in acts.choices.values():
        act.add_argument("source", help="rtsp or http address, file, or USB index")
    empty = acts.add_parser(
        "empty",
        help="tell the running hall that nobody is where this camera looks: that is what empty looks like",
    )
    empty.add_argument("camera", help="its id in the configuration")
    empty.add_argument("--post", default="", help="this post alone; else every post, the floor and the view")
    empty.add_argument("--config", required=True, metavar="FILE", help="the hall it is for")
    admin.arguments(empty)
    find = acts.add_parser("find", help="which ONVIF cameras are in this network (WS-Discovery)")
    find.add_argument("--seconds", type=numbers.seconds, default=3.0, help="how long to wait for answers (3)")
    find.add_argument("--to", default="", help="ask one address, HOST or HOST:PORT, instead of all")
    find.add_argument("--interface", default="", help="own address whose network is asked")


def main(options: argparse.Namespace) -> int:
    """0: it works; 1: it does not, with the reason in words."""
    if options.act == "find":
        return _find(options)
    if options.act == "empty":
        return _empty(options)
    try:
        trial = importlib.import_module("devices.vision.trial")
    except ImportError as error:
        print(f"hall camera: {error}: install the extra camera of this project", file=sys.stderr)
        return 1
    try:
        return _ACTS[options.act](options, trial)
    except (_no_picture(trial), ValueError, OSError) as error:
        print(f"hall camera: {error}", file=sys.stderr)
        return 1


def _find(options: argparse.Namespace) -> int:
    discovery = importlib.import_module("devices.vision.discovery")
    host, _, port = options.to.partition(":")
    if port and not (port.isdecimal() and 0 < int(port) < 65_536):
        print(f"hall camera: --to {options.to}: {port} is no port", file=sys.stderr)
        return 1
    more = {"to": (host, int(port or 3702))} if host else {}
    try:
        outcome = discovery.find(options.seconds, interface=options.interface, **more)
    except OSError as error:
        print(f"hall camera: cannot ask: {error}; is the network up?", file=sys.stderr)
        return 1
    except (TypeError, UnicodeError):  # of a name no name server could be asked for
        print(f"hall camera: --to {host}: is neither an address nor the name of a host", file=sys.stderr)
        return 1
    for device in outcome.devices:
        said = " ".join(x for x in (device.match.name, device.match.hardware) if x) or "no name"
        print(f"{device.host:<15}  {said}  {' '.join(device.match.addresses)}".rstrip())
    if outcome.refused:
        print(f"- {outcome.refused} answers were none", file=sys.stderr)
    if not outcome.devices:
        print(
            "hall camera: no ONVIF camera answered: they must be in this network and have discovery switched on; "
            "try --to with an address, or --interface",
            file=sys.stderr,
        )
        return 1
    return 0


def _no_picture(trial: ModuleType) -> type[Exception]:
    found: type[Exception] = trial.NoPicture
    return found


def _test(options: argparse.Namespace, trial: ModuleType) -> int:
    picture = Path(options.picture) if options.picture else None
    seen = trial.try_out(options.source, options.seconds, picture)
    print(
        f"opened in {seen.opened_s:.1f} s, {seen.size[0]}x{seen.size[1]}, {seen.fps:.1f} frames/s measured, "
        f"{seen.frames} frames, picture {seen.scene.value}"
    )
    for problem in seen.problems:
        print(f"- {problem}")
    return 0


def _draw(options: argparse.Namespace, trial: ModuleType) -> int:
    try:
        drawing = importlib.import_module("monitor.drawing")
    except ImportError as error:
        print(
            f"hall camera: {error}: install the extra ui of this project, or draw on another machine",
            file=sys.stderr,
        )
        return 1
    cv2 = importlib.import_module("cv2")
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "frame.png"
        cv2.imwrite(str(picture), trial.one_picture(options.source))
        polygons: list[list[list[float]]] = drawing.draw(picture)
    if not polygons:
        print("nothing was drawn", file=sys.stderr)
        return 1
    for polygon in polygons:
        print(json.dumps(polygon))
    return 0


def _fill(options: argparse.Namespace, trial: ModuleType) -> int:
    regions = importlib.import_module("devices.vision.regions")
    try:
        points = tuple((float(x), float(y)) for x, y in json.loads(options.floor))
    except _NO_POINTS as error:
        raise ValueError(
            f"--floor {options.floor[:80]}: no list of points; write [[0,0.4],[1,0.4],[1,1],[0,1]]"
        ) from error
    share = trial.taken(options.source, regions.Region(points), options.seconds)
    print(
        f"{share:.2f} of the floor is taken. Write the share at which it is 正常, 拥挤, 严重: crowd = [0.1, 0.25, 0.4]"
    )
    return 0


def _empty(options: argparse.Namespace) -> int:
    site = admin.load(options)
    if site is None:
        return 2
    if admin.ask("camera", site, options, CaptureEmpty(options.camera, options.post), ASK_S) is None:
        return 1
    print(f"{options.post or options.camera}: empty as it looks now")
    return 0


def _count(options: argparse.Namespace, trial: ModuleType) -> int:
    try:
        start, end = ((float(x), float(y)) for x, y in json.loads(options.line))
    except _NO_POINTS as error:
        raise ValueError(f"--line {options.line[:80]}: no two points; write [[0.5,0.2],[0.5,0.9]]") from error
    eye = _pair(options.by_eye) if options.by_eye else None
    if options.by_eye == "":
        print(f"count by eye who crosses, each way, for {options.seconds:.0f} s from now", flush=True)
    told = trial.crossed(options.source, start, end, options.seconds)
    print(
        f"about {told[0]} in, to the right of the line from its first point to its second; about {told[1]} out"
    )
    if options.by_eye is None:
        print("An estimate: hold it against a count by eye (--by-eye) before you believe it.")
        return 0
    verdict, scale = by_eye.held(told, eye or _asked())
    print(verdict)
    if not scale:
        return 1
    print(f"line = {json.dumps([start, end])}\nline_scale = {scale:.2f}")
    return 0


def _asked() -> tuple[int, int]:
    try:
        return _pair(input("by eye IN,OUT: "))
    except EOFError:
        raise ValueError("nobody said what was counted by eye; write --by-eye 31,24") from None


def _pair(text: str) -> tuple[int, int]:
    try:
        inward, outward = (int(x) for x in text.split(","))
    except ValueError:
        raise ValueError(f"--by-eye {text[:80]}: no two whole numbers; write 31,24") from None
    if min(inward, outward) < 0:
        raise ValueError(f"--by-eye {text}: nobody counts less than none")
    if max(inward, outward) > MOST_BY_EYE:
        raise ValueError(f"--by-eye {text[:80]}: nobody counts more than {MOST_BY_EYE} by eye")
    return inward, outward


_ACTS = {"test": _test, "draw": _draw, "fill": _fill, "count": _count}
