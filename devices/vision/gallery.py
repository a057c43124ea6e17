"""Face templates of people who consented: kept encrypted in one file, searched in one float32 matrix.

No picture ever comes here. A template is stored under an opaque person id with the consent it rests on and the
model that made it; without the key file nothing can be read. Law: supervision.md 2.5.
"""

from __future__ import annotations

import math
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

Template = NDArray[np.float32]  # one face, `dim` long

LIMIT_PEOPLE = 10_000  # people enrolled at one kiosk (supervision.md 2.5)
MOST_NUMBERS = 4096  # of one template; encoders give 128 to 1024
FORMAT = 1
NO_DATE_MS = 253_370_764_800_000  # the year 9999


class GalleryError(Exception):
    """The gallery cannot be used for this; the text says what and what to do."""


class Decision(StrEnum):
    ACCEPT = "accept"
    ASK = "ask"  # close, but not surely: a person has to confirm
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class MatchRule:
    """Tolerances in the model's own L2 distance. 0.36 keeps strangers out on East-Asian faces (vision.md 0)."""

    tolerance: float = 0.36
    margin: float = 0.05  # the second best must be this much farther
    grey: float = 0.06  # above the tolerance: ask


class Match(NamedTuple):
    """`second` is infinite where only one person is enrolled; `person` is empty where nobody is."""

    person: str
    distance: float
    second: float
    decision: Decision


class StoredFace(msgspec.Struct, frozen=True):
    """One row of the file. `sealed` is the SM4-GCM ciphertext of the float32 template and of the link behind it; every
    other field is bound to it as associated data, so a row cannot be given to another person or consent."""

    person: str
    consent: str
    enrolled_ms: int
    frames: int
    nonce: bytes
    sealed: bytes
    tag: bytes


class StoredGallery(msgspec.Struct, frozen=True):
    format: int
    model: str
    dim: int
    faces: tuple[StoredFace, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What may be listed about a person in the gallery; there is no name."""

    person: str
    consent: str
    enrolled_ms: int
    frames: int


def make_key(path: Path) -> bytes:
    """A new 128-bit key in a file only its owner may read. Refuses to overwrite one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(16)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise GalleryError(f"{path}: a key is already there; templates made with it would be lost") from None
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def read_key(path: Path) -> bytes:
    """The key of `path`. Raises `GalleryError` where it is missing or not 16 bytes."""
    try:
        key = path.read_bytes()
    except OSError as error:
        raise GalleryError(
            f"{path}: the gallery key cannot be read ({error.strerror}); the first enrolment makes it"
        ) from None
    if len(key) != 16:
        raise GalleryError(
            f"{path}: the gallery key has {len(key)} bytes instead of 16; restore it from the backup"
        )
    return key


class GalleryFile:
    """The file of encrypted templates of one model. Every change is written whole, flushed and renamed into place.
    Without `model` it is opened whatever model made it."""

    def __init__(self, path: Path, key: bytes, model: str = "", dim: int = 0) -> None:
        self.path, self._key, self.model, self.dim = path, key, model, dim
        self.problems: tuple[str, ...] = ()  # rows `load` could not open, in words
        self._stored = self._read()
        self.model, self.dim = self._stored.model, self._stored.dim

    def _read(self) -> StoredGallery:
        if not self.path.exists():
            return StoredGallery(FORMAT, self.model, self.dim)
        try:
            stored = msgspec.msgpack.decode(self.path.read_bytes(), type=StoredGallery)
        except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
            raise GalleryError(
                f"{self.path}: not a face gallery ({error}); restore it or delete it and enrol again"
            ) from None
        if stored.format != FORMAT:
            raise GalleryError(f"{self.path}: gallery format {stored.format}, this program knows {FORMAT}")
        if not 0 <= stored.dim <= MOST_NUMBERS:
            raise GalleryError(
                f"{self.path}: not a face gallery ({stored.dim} numbers a face); restore it or delete it and "
                "enrol again"
            )
        if any(not 0 <= face.enrolled_ms < NO_DATE_MS for face in stored.faces):
            raise GalleryError(
                f"{self.path}: not a face gallery (a day of enrolment that is none); restore it or delete it and "
                "enrol again"
            )
        if self.model and (stored.model, stored.dim) != (self.model, self.dim):
            raise GalleryError(
                f"{self.path}: made with {stored.model} ({stored.dim} numbers), the encoder in use is "
                f"{self.model} ({self.dim}); templates of two models never mix: enrol again"
            )
        return stored

    def people(self) -> tuple[Enrolled, ...]:
        return tuple(Enrolled(f.person, f.consent, f.enrolled_ms, f.frames) for f in self._stored.faces)

    def __len__(self) -> int:
        return len(self._stored.faces)

    def put(
        self, person: str, template: Template, consent: str, enrolled_ms: int, frames: int, link: str = ""
    ) -> None:
        """Store or replace one person's template. Without a consent record nothing is stored (PIPL 29). `link` is the
        hall's blind index of the same person's card or phone, so that a face can confirm it; it is sealed too."""
        if not person or not consent:
            raise GalleryError("a template needs an opaque person id and the id of a consent record")
        if template.shape != (self.dim,) or not np.isfinite(template).all():
            raise GalleryError(
                f"a template of {self.model} has {self.dim} finite numbers, this one has "
                f"{'x'.join(map(str, template.shape))}"
            )
        others = tuple(f for f in self._stored.faces if f.person != person)
        if len(others) >= LIMIT_PEOPLE:
            raise GalleryError(f"the gallery holds {LIMIT_PEOPLE} people already; delete some first")
        nonce = secrets.token_bytes(12)
        seal = Cipher(algorithms.SM4(self._key), modes.GCM(nonce)).encryptor()
        row = StoredFace(person, consent, enrolled_ms, frames, nonce, b"", b"")
        seal.authenticate_additional_data(self._bound(row))
        sealed = seal.update(template.astype("<f4").tobytes() + link.encode()) + seal.finalize()
        self._write((*others, msgspec.structs.replace(row, sealed=sealed, tag=seal.tag)))

    def delete(self, person: str) -> bool:
        """Forget one person. False when nobody has this id."""
        return self.forget(frozenset({person})) > 0

    def forget(self, people: frozenset[str]) -> int:
        """Forget all of these; how many there were."""
        left = tuple(f for f in self._stored.faces if f.person not in people)
        gone = len(self._stored.faces) - len(left)
        if gone:
            self._write(left)
        return gone

    def load(self) -> Gallery:
        """All templates that can be opened, ready to search; those that cannot are named in `problems`."""
        people, rows, links, problems = [], [], [], []
        for face in self._stored.faces:
            try:
                opener = Cipher(algorithms.SM4(self._key), modes.GCM(face.nonce, face.tag)).decryptor()
                opener.authenticate_additional_data(self._bound(face))
                plain = opener.update(face.sealed) + opener.finalize()
            except (InvalidTag, ValueError):
                problems.append(
                    f"{self.path}: the template of {face.person} is damaged or was made with another "
                    "key; enrol this person again"
                )
                continue
            template = (
                np.frombuffer(plain[: 4 * self.dim], dtype="<f4") if len(plain) >= 4 * self.dim else None
            )
            if template is None or not np.isfinite(template).all():
                problems.append(
                    f"{self.path}: the template of {face.person} is not {self.dim} finite numbers; "
                    "enrol this person again"
                )
                continue
            people.append(face.person)
            rows.append(template)
            links.append(plain[4 * self.dim :].decode())
        self.problems = tuple(problems)
        matrix = np.ascontiguousarray(np.stack(rows) if rows else np.zeros((0, self.dim)), dtype=np.float32)
        return Gallery(tuple(people), matrix, tuple(links))

    def _bound(self, row: StoredFace) -> bytes:
        return msgspec.msgpack.encode(
            (self.model, self.dim, row.person, row.consent, row.enrolled_ms, row.frames)
        )

    def _write(self, faces: tuple[StoredFace, ...]) -> None:
        stored = StoredGallery(FORMAT, self.model, self.dim, faces)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.msgpack.encode(stored))
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.path)
        self._stored = stored


class Gallery:
    """Templates in memory: one contiguous matrix (float32) with a row for each of the people: -2 x the template, then
    its squared norm, then zeros up to a whole number of fours. Times (probe, 1, 0…) that is the squared distance but
    for the probe's own norm, in one product. `links` are blind indexes in the order of `people`, "" where there is
    none.
    """

    def __init__(
        self, people: tuple[str, ...], matrix: NDArray[np.float32], links: tuple[str, ...] = ()
    ) -> None:
        self.people, self.links = people, links or ("",) * len(people)
        rows = np.ascontiguousarray(matrix, dtype=np.float32)
        self._dim = rows.shape[1]
        self._lifted = np.zeros((len(rows), (self._dim // 4 + 1) * 4), np.float32)
        np.multiply(rows, -2.0, out=self._lifted[:, : self._dim])
        self._lifted[:, self._dim] = np.einsum("ij,ij->i", rows, rows)

    @classmethod
    def empty(cls, dim: int) -> Gallery:
        return cls((), np.zeros((0, dim), np.float32))

    def __len__(self) -> int:
        return len(self.people)

    def among(self, indexes: Iterable[str]) -> Gallery:
        """Those of them whose link is one of these."""
        wanted = {x for x in indexes if x}
        rows = [n for n, link in enumerate(self.links) if link in wanted]
        return Gallery(
            tuple(self.people[n] for n in rows), self.matrix[rows], tuple(self.links[n] for n in rows)
        )

    @property
    def matrix(self) -> NDArray[np.float32]:
        """people x dim: the templates, made anew."""
        return self._lifted[:, : self._dim] * np.float32(-0.5)

    def match(self, probe: Template, rule: MatchRule) -> Match:
        """The closest person and what to make of it. `probe`: the mean of at least three frames."""
        if not self.people:
            return Match("", float("inf"), float("inf"), Decision.REFUSE)
        lifted = np.zeros(self._lifted.shape[1], np.float32)
        lifted[: self._dim] = probe
        norm = float(np.vdot(lifted, lifted))
        lifted[self._dim] = 1.0
        squared = self._lifted.dot(lifted)
        best = int(squared.argmin())
        distance = math.sqrt(max(0.0, float(squared[best]) + norm))
        second = math.inf
        if len(self.people) > 1:
            squared[best] = math.inf
            second = math.sqrt(max(0.0, float(squared[squared.argmin()]) + norm))
        return Match(self.people[best], distance, second, decide(distance, second, rule))


def decide(distance: float, second: float, rule: MatchRule) -> Decision:
    """Accept within the tolerance and clearly before the second; in the grey zone ask; else refuse."""
    if distance > rule.tolerance + rule.grey:
        return Decision.REFUSE
    if distance <= rule.tolerance and second - distance >= rule.margin:
        return Decision.ACCEPT
    return Decision.ASK
