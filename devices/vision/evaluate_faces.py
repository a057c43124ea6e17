"""Who of the enrolled is in each picture, by the shipped rule: for `hall vision-eval faces`, tests and tuning.

Nothing is kept: templates are made in memory and forgotten. A probe is one picture and its mirror image here, which is
harder than at a kiosk, where at least three frames are averaged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from devices.vision.capture import photograph
from devices.vision.enrol import PHOTOS, CannotEnrol, files_of, template_of
from devices.vision.faces import DlibEncoder, Encoder, FaceParams, Trouble, look
from devices.vision.gallery import Gallery, Match, MatchRule, Template

SINGLE = FaceParams(mirrored=True)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One probe. `match` is None where the picture has no usable face; `trouble` says why."""

    probe: str
    match: Match | None
    trouble: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The gallery made from folders, and in words whose pictures were not good enough."""

    gallery: Gallery
    told: tuple[str, ...]


def enrol_folders(folder: Path, encoder: Encoder, params: FaceParams | None = None) -> Enrolment:
    """One person per folder below `folder`, by the rules of `hall faces enrol`, except that who has fewer good pictures
    than the hall would ask for is enrolled from those there are. ValueError: nobody could be."""
    params = params or SINGLE
    people: list[str] = []
    rows: list[Template] = []
    told: list[str] = []
    for person in sorted(p for p in folder.iterdir() if p.is_dir()):
        try:
            template, frames = template_of(files_of(person), encoder, replace(params, frames=1))
        except CannotEnrol as error:
            told.append(f"{person.name} is not enrolled: {error}")
            continue
        if frames < params.frames:
            told.append(f"{person.name}: {frames} good pictures; a hall asks for {params.frames}")
        people.append(person.name)
        rows.append(template)
    if not people:
        why = "; ".join(told[:3]) or "it has no folder with pictures"
        raise ValueError(f"{folder}: nobody can be enrolled ({why})")
    return Enrolment(Gallery(tuple(people), np.stack(rows)), tuple(told))


def judge_folder(
    folder: Path, gallery: Gallery, encoder: Encoder, rule: MatchRule, params: FaceParams | None = None
) -> Iterator[Judgement]:
    """Every picture below `folder`, in order of name; `probe` is its path below it."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in PHOTOS):
        name = path.relative_to(folder).as_posix()
        image = photograph(path)
        if image is None:
            yield Judgement(name, None, Trouble.NO_FACE)
            continue
        seen = look(image, encoder, params or SINGLE)
        if seen.face is None:
            yield Judgement(name, None, seen.trouble)
        else:
            yield Judgement(name, gallery.match(seen.face.template, rule))


def judge_folders(enrolled: Path, probes: Path) -> tuple[Enrolment, list[Judgement]]:
    """With the shipped encoder and rule. FacesUnavailable, ValueError."""
    for folder in (enrolled, probes):
        if not folder.is_dir():
            raise ValueError(f"{folder}: there is no such folder")
    encoder = DlibEncoder()
    made = enrol_folders(enrolled, encoder)
    return made, list(judge_folder(probes, made.gallery, encoder, MatchRule()))
