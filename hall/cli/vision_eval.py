"""`hall vision-eval`: clips and pictures judged as the cameras of the hall judge them, with the shipped defaults.

Each writes lines of values with commas and no head, to be held against labels. The judging is `devices.vision`, named
as a string because the hall stands below the devices.
"""

import argparse
import hashlib
import importlib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from hall.bus.site import BadConfig, Site
from hall.cli import numbers
from hall.contract.config import DetectorPart

EXAMPLES = """examples:
  hall vision-eval presence post.mp4 --polygon '[[0.5,0.05],[0.68,0.05],[0.68,0.88],[0.5,0.88]]' --out seat.csv
  hall vision-eval presence post.mp4 --polygon post.json --detector people.onnx --kind yolo --out -
  hall vision-eval objects corridor.mp4 --hold 8 --out left.csv
  hall vision-eval camera entrance.mp4 --out camera.csv
  hall vision-eval faces enrolled/ probes/ --out faces.csv

lines of the files:
  presence   second, unknown|present|leaving|absent      one for each change, dated to when it began
  objects    second of the alarm, x, y, width, height    shares of the picture
  camera     second, ok|dark|glare|blurred|covered|moved|frozen    holds until the next line
  faces      probe, best id, distance, second distance, accept|ask|refuse
             without a usable face: probe,,inf,inf,refuse; why (no_face, many_faces, too_small, …) goes to the screen"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="presence|objects|camera|faces")
    presence = kinds.add_parser("presence", help="is somebody at the post")
    presence.add_argument("clip")
    presence.add_argument("--polygon", required=True, help="the post: JSON, or a file of it; shares 0..1")
    presence.add_argument(
        "--ignore", default="[]", help="JSON list of polygons to leave out: a door, a screen"
    )
    presence.add_argument("--detector", metavar="FILE", help="judge with this .onnx people detector as well")
    presence.add_argument(
        "--kind", dest="model", choices=("yolo", "yunet"), help="what it is; yolo if left out"
    )
    presence.add_argument("--layout", choices=("v5", "v8"), help="of a YOLO's output (v8)")
    presence.add_argument(
        "--input", metavar="WxH", type=numbers.size, help="what it takes, in pixels (640x640)"
    )
    presence.add_argument("--score", type=numbers.share, help="how sure it has to be, 0 to 1 (0.5)")
    presence.add_argument(
        "--config", metavar="FILE", help="judge with the detector this hall is configured with"
    )
    objects = kinds.add_parser("objects", help="what was left lying")
    objects.add_argument("clip")
    objects.add_argument("--hold", type=numbers.seconds, default=None, help="seconds until it counts (240)")
    camera = kinds.add_parser("camera", help="can the picture be used")
    camera.add_argument("clip")
    faces = kinds.add_parser("faces", help="who of the enrolled is in each picture")
    faces.add_argument("enrol", help="one folder per person")
    faces.add_argument("probe", help="pictures, or one folder per person")
    for one in kinds.choices.values():
        one.add_argument("--out", required=True, help="the file to write; - for standard output")


def main(options: argparse.Namespace) -> int:
    """0: written; 1: it could not be judged, with the reason in words."""
    try:
        vision = importlib.import_module("devices.vision.evaluate")
        expected = _expected()
    except ImportError as error:
        print(
            f"hall vision-eval: {error}: install the extras camera and face of this project", file=sys.stderr
        )
        return 1
    importlib.import_module("devices.vision.capture").calm_library()
    expected += (ValueError, OSError)
    try:
        _writable(options.out)
        lines = list(_KINDS[options.kind](options, vision))
    except expected as error:
        print(f"hall vision-eval: {error}", file=sys.stderr)
        return 1
    text = "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace").decode()
    if options.out == "-":
        sys.stdout.write(text)
    else:
        try:
            Path(options.out).write_text(text, encoding="utf-8")
        except OSError as error:
            print(f"hall vision-eval: {options.out}: cannot be written ({error.strerror})", file=sys.stderr)
            return 1
    return 0


def _writable(out: str) -> None:
    """Before a clip of an hour is judged."""
    if out != "-" and (Path(out).is_dir() or not Path(out).parent.is_dir()):
        raise ValueError(f"--out {out}: name a file in a folder that is there")


def _expected() -> tuple[type[Exception], ...]:
    """The errors of the modules that are sentences for people."""
    capture = importlib.import_module("devices.vision.capture")
    faces = importlib.import_module("devices.vision.faces")
    models = importlib.import_module("devices.vision.onnx_models")
    return (capture.CannotOpen, faces.FacesUnavailable, models.ModelTrouble, BadConfig)


def _presence(options: argparse.Namespace, vision: ModuleType) -> Iterable[str]:
    region = importlib.import_module("devices.vision.regions").Region
    polygon = tuple(_points(_json(options.polygon, "--polygon"), "--polygon"))
    ignore = tuple(tuple(_points(one, "--ignore")) for one in _json(options.ignore, "--ignore"))
    clip, people = _clip(options.clip), _detector(options)
    last = 0.0
    for change in vision.presence_of_clip(clip, region(polygon, ignore), people=people):
        # The grace time belongs to "leaving": absent begins when it was told.
        dated = change.told_s if change.state.value == "absent" else change.since_s
        last = max(last, dated)
        yield f"{last:.2f},{change.state.value}"
    if people is not None and people.trouble:
        raise ValueError(
            f"{people.trouble}; nothing was written, because without it the clip is judged otherwise"
        )


def _detector(options: argparse.Namespace) -> Any:
    """The people detector to judge with, tried out; None where none was named."""
    part, folder = _part(options)
    if part.kind == "none":
        return None
    people = importlib.import_module("devices.vision.people")
    return people.Asked(importlib.import_module("devices.vision.onnx_models").people_of(part, folder))


def _part(options: argparse.Namespace) -> tuple[DetectorPart, Path]:
    given = {
        name: value
        for name, value in (
            ("kind", options.model),
            ("layout", options.layout),
            ("input", options.input),
            ("score", options.score),
        )
        if value is not None
    }
    if options.config:
        if options.detector or given:
            raise ValueError("--config names a detector already: leave out --detector and what goes with it")
        site = Site.load(options.config)
        if site.config.detector.kind == "none":
            raise ValueError(f"{options.config}: names no detector; leave out --config to judge without one")
        return site.config.detector, site.path.parent
    if not options.detector:
        if given:
            raise ValueError("--kind, --layout, --input and --score need --detector FILE")
        return DetectorPart(), Path()
    path = Path(options.detector)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ValueError(f"--detector {path}: cannot be read ({error.strerror})") from None
    return DetectorPart(**{"kind": "yolo", "path": str(path), "sha256": digest} | given), Path()


def _objects(options: argparse.Namespace, vision: ModuleType) -> Iterable[str]:
    for left in vision.objects_of_clip(_clip(options.clip), options.hold):
        yield ",".join((f"{left.at_ms / 1000:.2f}", *(f"{share:.4f}" for share in left.box)))


def _camera(options: argparse.Namespace, vision: ModuleType) -> Iterable[str]:
    for second, state in vision.camera_of_clip(_clip(options.clip)):
        yield f"{second:.2f},{state.value}"


def _faces(options: argparse.Namespace, vision: ModuleType) -> Iterable[str]:
    faces = importlib.import_module("devices.vision.evaluate_faces")
    made, judged = faces.judge_folders(Path(options.enrol), Path(options.probe))
    for words in made.told:
        print(f"hall vision-eval: {words}", file=sys.stderr)
    for one in judged:
        if one.match is None:
            print(f"hall vision-eval: {one.probe}: {one.trouble.value}", file=sys.stderr)
            yield f"{one.probe},,inf,inf,{_REFUSE}"
            continue
        match = one.match
        yield f"{one.probe},{match.person},{match.distance:.4f},{match.second:.4f},{match.decision.value}"


def _clip(path: str) -> str:
    if not Path(path).is_file():
        raise ValueError(f"{path}: there is no such clip")
    return path


def _json(given: str, name: str) -> list[object]:
    """The list in the argument itself, or in the file it names."""
    try:
        text = Path(given).read_text(encoding="utf-8") if not given.lstrip().startswith("[") else given
        found = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        shown = given if len(given) <= 80 else f"{given[:80]}…"
        raise ValueError(f"{name}: {shown!r} is neither JSON nor a file of it ({error})") from error
    if not isinstance(found, list):
        raise ValueError(f"{name} must be a list of points [[x, y], …] in shares of the picture")
    return found


def _points(given: object, name: str) -> Iterable[tuple[float, float]]:
    wrong = ValueError(f"{name}: {given!r} is no list of points [x, y] in shares of the picture, 0 to 1")
    if not isinstance(given, list):
        raise wrong
    for point in given:
        if not (
            isinstance(point, list) and len(point) == 2 and all(isinstance(v, int | float) for v in point)
        ):
            raise wrong
        try:
            yield float(point[0]), float(point[1])
        except OverflowError:
            raise wrong from None


_REFUSE = "refuse"  # also of a picture without a usable face: every line has the same five values
_KINDS: dict[str, Callable[[argparse.Namespace, ModuleType], Iterable[str]]] = {
    "presence": _presence,
    "objects": _objects,
    "camera": _camera,
    "faces": _faces,
}
