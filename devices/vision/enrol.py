"""Enrolling faces of people who consented, listing and deleting them: what `hall faces` and the kiosk's eye call.

No picture is kept: photographs are read, averaged into one template and forgotten. Law: supervision.md 2.5.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from devices.vision import uses
from devices.vision.capture import CannotOpen, clip_frames, photograph
from devices.vision.faces import DlibEncoder, Encoder, FaceParams, Probe, Trouble, gather, look
from devices.vision.gallery import Enrolled, GalleryError, GalleryFile, Template, make_key, read_key
from devices.vision.regions import Image
from hall.bus.site import Site

PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp"})
CLIPS = frozenset({".mp4", ".mkv", ".avi", ".mov", ".gif"})
CLIP_STEP_MS = 300  # frames of one second resemble each other; a wider step gains more
CLIP_FRAMES = 5  # good frames taken from one clip
KEY_NAME = "faces.key"
LEAST_AGE = 14
MOST_DAYS = 36_500

WORDS = {
    Trouble.NO_FACE: "no face found",
    Trouble.MANY: "more than one face",
    Trouble.SMALL: "the face is too small",
    Trouble.DARK: "the face is too dark",
    Trouble.BRIGHT: "the face is too bright",
    Trouble.BLURRED: "the face is not sharp",
    Trouble.TURNED: "the face is turned away",
    Trouble.SAME: "the same picture again",
}


class CannotEnrol(Exception):
    """Not enough good pictures, or they show different people; the text names each picture and its trouble."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the gallery and its key lie."""

    gallery: Path
    key: Path

    @classmethod
    def of(cls, site: Site) -> Places:
        return cls(site.path.parent / site.config.face.gallery, site.keys.folder / KEY_NAME)


def open_gallery(places: Places, encoder: Encoder | None = None, make: bool = False) -> GalleryFile:
    """The gallery of this machine, for templates of this encoder; without one it can be listed, searched and cut, not
    added to. With `make`, a missing key is made, but never beside an existing gallery. Raises `GalleryError`."""
    if make and not places.key.exists():
        if places.gallery.exists():
            raise GalleryError(
                f"{places.gallery} exists but its key {places.key} is missing: restore the key, "
                "or delete the gallery and enrol everybody again"
            )
        make_key(places.key)
    key = read_key(places.key)
    if encoder is None:
        return GalleryFile(places.gallery, key)
    return GalleryFile(places.gallery, key, encoder.model_id, encoder.dim)


def enrol(
    places: Places,
    material: Path | Iterable[Path],
    consent: str,
    now_ms: int,
    person: str = "",
    encoder: Encoder | None = None,
    link: str = "",
) -> Enrolled:
    """Make and store the template of one person from photographs or clips (a folder, or the files).

    `consent` is the id of the record of separate consent; `person` an opaque id, made up when empty; `link` the hall's
    blind index of the same person's card or phone. Raises `CannotEnrol`, `GalleryError`, `FacesUnavailable`.
    """
    if not consent.strip():
        raise CannotEnrol(
            "no consent record: nobody is enrolled without the id of a separate, written consent"
        )
    if not (consent.strip().isprintable() and person.isprintable()):
        raise CannotEnrol("the ids of consent and person are printable characters in one line, in UTF-8")
    encoder = encoder or DlibEncoder()
    gallery = open_gallery(places, encoder, make=True)
    template, frames = template_of(files_of(material), encoder)
    person = person or f"f-{secrets.token_hex(8)}"
    gallery.put(person, template, consent.strip(), now_ms, frames, link)
    return Enrolled(person, consent.strip(), now_ms, frames)


def people(places: Places) -> tuple[Enrolled, ...]:
    """Everybody enrolled here, without any name: there is none."""
    return open_gallery(places).people() if places.gallery.exists() else ()


def count(places: Places) -> int:
    return len(people(places))


def delete(places: Places, person: str) -> bool:
    """Forget one person, and the day of last use; False when nobody has this id. Raises `GalleryError`, OSError."""
    known = places.gallery.exists() and open_gallery(places).delete(person)
    _forget_days(places)
    return known


def of_age(born: str, today: dt.date) -> None:
    """Refuses whoever is under 14 today (PIPL 31). `born`: YYYY-MM-DD, as on the document that was
    shown; it is kept nowhere. Raises `CannotEnrol`."""
    try:
        birth = dt.date.fromisoformat(born)
    except ValueError:
        raise CannotEnrol(f"--birth {born}: write the date of birth as YYYY-MM-DD") from None
    if birth > today or birth.year < 1900:
        raise CannotEnrol(f"--birth {born}: nobody was born then; see the document again")
    if today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day)) < LEAST_AGE:
        raise CannotEnrol(
            f"不满 {LEAST_AGE} 岁不登记人脸 (under {LEAST_AGE}: nobody is enrolled, whoever consents; PIPL art. 31)"
        )


def unused(places: Places, days: int, now_ms: int) -> tuple[str, ...]:
    """Who was enrolled, and recognised last, more than `days` (1 to `MOST_DAYS`) days ago."""
    used = uses.read(places.gallery)
    ago = (uses.day_at(now_ms) - dt.timedelta(days)).isoformat()
    return tuple(
        one.person
        for one in people(places)
        if max(uses.day_at(one.enrolled_ms).isoformat(), used.get(one.person, "")) < ago
    )


def purge(places: Places, days: int, now_ms: int) -> int:
    """Forget everybody who was not recognised for more than `days` days; how many that were (PIPL 19, 47)."""
    gone = unused(places, days, now_ms)
    if gone:
        open_gallery(places).forget(frozenset(gone))
    _forget_days(places)
    return len(gone)


def _forget_days(places: Places) -> None:
    """Of everybody who is not enrolled."""
    uses.keep(places.gallery, frozenset(one.person for one in people(places)))


def files_of(material: Path | Iterable[Path]) -> list[Path]:
    """The pictures and clips of a folder in order of name, or the given files."""
    if not isinstance(material, Path):
        return list(material)
    if material.is_dir():
        return sorted(p for p in material.iterdir() if p.suffix.lower() in PHOTOS | CLIPS)
    return [material]


def template_of(
    files: Iterable[Path], encoder: Encoder, params: FaceParams | None = None
) -> tuple[Template, int]:
    """The mean template of at least three good pictures of one person, and how many went into it."""
    params = params or FaceParams(mirrored=True)
    probes: list[tuple[Path, Probe]] = [(path, _probe(path, encoder, params)) for path in files]
    good: list[tuple[Path, Template]] = []
    taken: set[int] = set()
    for path, probe in probes:
        fresh = [
            (check, one)
            for check, one in zip(probe.checks, probe.templates, strict=True)
            if check not in taken
        ]
        taken |= {check for check, _ in fresh}
        good += [(path, one) for _, one in fresh]
    troubles = [
        f"{path.name}: {WORDS.get(probe.main_trouble, 'cannot be read as a picture')}"
        for path, probe in probes
        if not probe.templates
    ]
    if len(good) < params.frames:
        told = "; ".join(troubles) or "no pictures were given"
        raise CannotEnrol(f"{len(good)} good pictures, {params.frames} are needed ({told})")
    stack = np.stack([template for _, template in good])
    centre = np.median(stack, axis=0)
    for path, template in good:
        if float(np.linalg.norm(template - centre)) > params.same_person:
            raise CannotEnrol(f"{path.name} seems to show somebody else than the other pictures; take it out")
    return np.asarray(stack.mean(axis=0), dtype=np.float32), len(good)


def _probe(path: Path, encoder: Encoder, params: FaceParams) -> Probe:
    probe = Probe()
    for at_ms, image in _pictures(path):
        probe = gather(probe, look(image, encoder, params), at_ms, params)
        if len(probe.templates) >= CLIP_FRAMES:
            break
    return probe


def _pictures(path: Path) -> Iterator[tuple[int, Image]]:
    """(ms, picture) of one photograph or of a clip in steps. Nothing where it cannot be read."""
    if path.suffix.lower() in CLIPS:
        due = 0.0
        try:
            for at, image in clip_frames(str(path)):
                if at >= due:
                    due = at + CLIP_STEP_MS
                    yield round(at), image
        except CannotOpen:
            return
        return
    picture = photograph(path)
    if picture is not None:
        yield 0, picture
