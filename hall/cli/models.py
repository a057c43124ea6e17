"""`hall models`: which models of the hall's own are live on this machine, and why one is not.

The work is done in `devices.vision`, named as a string because the hall stands below the devices.
"""

import argparse
import importlib
import sys
from pathlib import Path

from hall.bus.site import BadConfig, Site

EXAMPLES = """examples:
  hall models --config hall.toml                     the face encoder and the people detector, each after a trial run
  hall models --config hall.toml --picture hall.jpg  and where the detector sees people in this picture"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    parser.add_argument("--config", required=True, metavar="FILE")
    parser.add_argument("--picture", type=Path, help="a picture for the people detector")


def main(options: argparse.Namespace) -> int:
    """0: what the configuration names is live; 1: something is not, with the reason; 2: it is no hall's."""
    try:
        site = Site.load(options.config)
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        faces = _encoder(site)
        people = _detector(site, options.picture)
    except ImportError as error:
        print(f"hall models: {error}: install the extras camera and face of this project", file=sys.stderr)
        return 1
    return 0 if faces and people else 1


def _encoder(site: Site) -> bool:
    encoders, faces = (importlib.import_module(f"devices.vision.{name}") for name in ("encoders", "faces"))
    try:
        encoder = encoders.encoder_of(site.config.face, site.path.parent)
    except faces.FacesUnavailable as error:
        print(f"faces: not available: {error}")
        return False
    print(f"faces: {encoder.model_id}, {encoder.dim} numbers, live")
    return True


def _detector(site: Site, picture: Path | None) -> bool:
    models, cv2 = importlib.import_module("devices.vision.onnx_models"), importlib.import_module("cv2")
    try:
        people = models.people_of(site.config.detector, site.path.parent)
        if people is None:
            print("people: no detector is configured; presence rests on change and motion")
            return True
        print(f"people: {people.name}, live")
        if picture is None:
            return True
        image = cv2.imread(str(picture))
        if image is None:
            print(f"hall models: {picture}: no picture", file=sys.stderr)
            return False
        for spot in people.find(image):
            print(f"  {','.join(map(str, spot.box))}  {spot.score:.2f}")
    except models.ModelTrouble as trouble:
        print(f"people: not available: {trouble}; presence rests on change and motion")
        return False
    return True
