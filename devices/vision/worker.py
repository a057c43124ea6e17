"""The process of the hall's cameras of one host: `python -m devices.vision.worker --config FILE --host cameras-1`.

Reads each camera, judges its seats and tells the hall of changes. Frames never leave this process.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from devices.program import run_host
from devices.vision import kept
from devices.vision.capture import Camera, Link, calm_library, source_of, wall_clock_ms
from devices.vision.floor import FloorWatch
from devices.vision.gate import EVERY_MS, Gate
from devices.vision.people import Asked, detector_of
from devices.vision.presence import PresenceParams
from devices.vision.records import Records
from devices.vision.regions import BadRegion, Image, Points, Region
from devices.vision.teller import Teller
from devices.vision.veil import tile
from devices.vision.watching import EMPTY_MS, CameraWatch, Sighting
from hall.bus.clock import Clock
from hall.bus.site import Site
from hall.bus.tiles import EVERY_S, Tiles
from hall.contract.config import CameraPart, HallConfig, PostPart
from hall.contract.environment import Cause, SeeCrowd, Seen, SeeTroubles
from hall.contract.flow import SeeFlow
from hall.contract.sightings import CameraState, SeatSeen
from hall.contract.views_host import Empty, HostView

log = logging.getLogger(__name__)

TELL_ALL_S = (
    5.0  # the hall may have been started anew or have given this host up: what is old news costs nothing
)
LEAST_CLUTTER_S = 120  # on the machine's clock, however fast a demo's day runs: still feet look like a thing
KEEP_S = 600.0  # pictures of the empty seats are written this often
AGAIN_MS = 10_000  # after its judging broke down a camera is begun anew


def params_for(camera: CameraPart, speed: float) -> PresenceParams:
    """The usual numbers; the grace is a span of the hall's day, everything else a property of the picture."""
    usual = PresenceParams()
    return replace(
        usual,
        analyse_every_ms=max(60, round(900 / min(camera.fps, 15.0))),
        grace_ms=max(usual.leave_ms, round(usual.grace_ms / speed)),
    )


def posts_of(config: HallConfig, camera: str) -> dict[str, PostPart]:
    return {post.id: post for post in config.posts if post.camera == camera and post.polygon}


def regions_of(config: HallConfig, camera: str) -> dict[str, Region]:
    """The places of a camera's posts; one that cannot be used is told in words and stays unknown."""
    found: dict[str, Region] = {}
    for post in posts_of(config, camera).values():
        try:
            found[post.id] = Region(post.polygon, post.ignore)
        except BadRegion as error:
            log.error("post %s on camera %s: %s; it stays unknown", post.id, camera, error)
    return found


def kept_names(config: HallConfig) -> Iterator[str]:
    """The files all cameras of the configuration keep, whatever host they belong to: one folder may serve several."""
    for part in config.cameras:
        for post in posts_of(config, part.id).values():
            with contextlib.suppress(BadRegion):
                yield kept.seat_file(part.id, post.id, Region(post.polygon, post.ignore))
        yield _view_file(config, part)
        if part.floor:
            with contextlib.suppress(BadRegion):
                yield kept.floor_file(part.id, Region(part.floor, part.floor_ignore))


def _view_file(config: HallConfig, part: CameraPart) -> str:
    drawn = [(x.polygon, x.ignore) for x in posts_of(config, part.id).values()]
    return kept.view_file(part.id, part.source, drawn, part.floor, part.floor_ignore, part.line)


class Eyes:
    """One camera with its reader, its watch and the kept pictures of its empty seats. `people`: the detector that all
    cameras of the process share."""

    def __init__(self, site: Site, part: CameraPart, people: Asked | None = None) -> None:
        self.part = part
        self._site, self._people = site, people
        self._posts = tuple(posts_of(site.config, part.id).values())
        self._regions = regions_of(site.config, part.id)
        self._floor_region = floor_region(part)
        self.camera = Camera(source_of(part.source, site.path.parent, part.loop))
        folder = site.store.parent / "vision"
        self._records = Records(folder / "records")
        self._convert = site.clock.at_ms
        self._kept = {
            post: folder / kept.seat_file(part.id, post, region) for post, region in self._regions.items()
        }
        region = self._floor_region
        self._floor_kept = folder / kept.floor_file(part.id, region) if region is not None else None
        self._view_kept = folder / _view_file(site.config, part)
        self._excused: set[str] = set()
        self._emptied: set[Empty] = set()
        self._number = 0
        self._image: Image | None = None
        self._again_ms = 0  # not looked at until then, because judging it broke down
        self._ill_ms = 0  # since then it breaks down again and again
        self._told = ""  # what was said of that last
        try:
            self._begin()
        except Exception as error:
            self._break_down(error, wall_clock_ms())

    def _begin(self, trouble: str = "") -> None:
        """Judge it from the beginning, with what is kept of it. `trouble`: what broke down, told with the camera."""
        part, speed = self.part, self._site.clock.speed
        self.watch = CameraWatch(
            part.id,
            self._regions,
            params_for(part, speed),
            self._convert,
            self._ill_ms or wall_clock_ms(),
            floor_of(part, speed, self._floor_region, (post.polygon for post in self._posts)),
            self._pictures,
            self._people,
            _gate_of(part, speed),
            unwatched=bool(part.floor) and self._floor_region is None,
            trouble=trouble,
        )
        self._saved: set[str] = set()
        self._view_saved = False
        self._emptied_ms = 0  # what was taken for empty until then is written
        if not trouble:
            self._load(self._site.path.parent / part.reference if part.reference else None)

    def turn(self, view: HostView | None, everything: bool) -> list[Sighting]:
        """One round: heed, look, tell; `everything`: all as it is now. A camera whose judging breaks down ends no
        other: it is unknown, told so, and begun anew after a while."""
        now_ms = wall_clock_ms()
        try:
            if self._again_ms and not 0 <= self._again_ms - now_ms <= AGAIN_MS:
                self._again_ms = 0
                self._begin()
            if self._again_ms:
                return self.watch.all() if everything else []
            if view is not None:
                self.heed(view, self._site.clock)
            news = self.step()
            if self.watch.state is CameraState.OK:
                self._ill_ms = 0
            now = self.watch.all() if everything else news
            return [*now, *self.watch.counted(wall_clock_ms())]
        except Exception as error:
            self._break_down(error, now_ms)
            return self.watch.all()

    def _break_down(self, error: Exception, now_ms: int) -> None:
        words = f"{type(error).__name__}: {error}".splitlines()[0]
        if words != self._told:
            self._told = words
            where = traceback.extract_tb(error.__traceback__)[-1]
            log.error(
                "camera %s: what it shows cannot be judged (%s, in %s line %s); it is unknown and tried again every "
                "%d s, the other cameras go on",
                self.part.id,
                words,
                Path(where.filename).name,
                where.lineno,
                AGAIN_MS // 1000,
            )
        self._again_ms, self._image = now_ms + AGAIN_MS, None
        self._ill_ms = self._ill_ms or now_ms
        self._begin(f"cannot be judged: {words}")

    def step(self) -> list[Sighting]:
        frame = self.camera.newest(after=self._number)
        if frame is not None:
            self._number, self._image = frame.number, frame.image
        told = self.watch.step(frame, self.camera.health(), wall_clock_ms())
        learnt = {post for post, seat in self.watch.seats.items() if seat.look.empty is not None}
        if self.watch.emptied_ms != self._emptied_ms:
            self._emptied_ms, self._view_saved = self.watch.emptied_ms, False
            self._keep()
        elif learnt - self._saved or (self.watch.scene.known and not self._view_saved):
            self._keep()
        return told

    def tile(self) -> bytes:
        """The newest picture with people veiled; b"" where there is none or the camera is away."""
        if self._image is None or self.camera.health().link is not Link.LIVE:
            return b""
        view = self.watch.floor.view() if self.watch.floor is not None else None
        if view is None:
            return tile(self._image, None)
        return tile(*view, (post.polygon for post in self._posts))

    def heed(self, view: HostView, clock: Clock) -> None:
        """What the hall tells its cameras: records called no problem, seats said to be empty, hours without anybody."""
        now_ms = clock.now_ms()
        self.excuse(view.excused)
        self.take_empty(view.empties, now_ms, clock.span_ms(EMPTY_MS / 1000))
        self.watch.closed = now_ms < view.closed_until_ms

    def excuse(self, records: Iterable[str]) -> None:
        """Records a person called no problem (`HostView.excused`): cause.camera.place.since. Each once."""
        floor = self.watch.floor
        for record in set(records) - self._excused:
            self._excused.add(record)
            cause, _, rest = record.partition(".")
            if floor is not None and rest.startswith(f"{self.part.id}."):
                place = rest.removeprefix(f"{self.part.id}.").rpartition(".")[0]
                floor.excuse(Cause(cause), place)

    def take_empty(self, empties: Iterable[Empty], now_ms: int, fresh_ms: int) -> None:
        """What a person said to be empty (`HostView.empties`), each once and only while it is news: after a restart
        somebody may sit there again. `now_ms` in hall time."""
        for one in set(empties) - self._emptied:
            self._emptied.add(one)
            if one.camera == self.part.id and now_ms - one.at <= fresh_ms:
                self.watch.capture(one.post, wall_clock_ms())

    def _pictures(self, seen: Seen) -> tuple[str, str]:
        """The names of a picture of before and one of now, written at once."""
        floor = self.watch.floor
        if floor is None:
            return "", ""
        name = f"{self.part.id}.{seen.cause.value}.{seen.place or 'all'}.{self._convert(seen.since_ms)}"
        return (
            self._records.write(f"{name}.before", floor.before(seen.since_ms)),
            self._records.write(f"{name}.after", floor.after(seen.box)),
        )

    def keep(self) -> None:
        """Write the pictures of the empty seats and floor, so that a restart with somebody there is no riddle."""
        if self._again_ms:
            return  # it knows nothing now; what is on the disk stays
        try:
            self._keep()
        except Exception as error:
            self._break_down(error, wall_clock_ms())

    def _keep(self) -> None:
        self._records.forget(time.time())
        floor = self.watch.floor.objects.empty if self.watch.floor is not None else None
        if floor is not None and self._floor_kept is not None:
            kept.write(self._floor_kept, floor)
        kept.write_bytes(self._view_kept, self.watch.scene.kept)
        self._view_saved = self.watch.scene.known
        for post, path in self._kept.items():
            empty = self.watch.seats[post].look.empty
            if empty is None:
                continue
            kept.write(path, empty)
            self._saved.add(post)

    def _load(self, reference: Path | None) -> None:
        picture = cv2.imread(str(reference)) if reference else None
        if reference and picture is None:
            log.error(
                "camera %s: reference %s cannot be read as a picture; learning the empty seat instead",
                self.part.id,
                reference,
            )
        view = kept.read_view(self._view_kept)
        if view is not None:
            self.watch.scene.take_kept(view)
        floor = kept.read(self._floor_kept) if self._floor_kept is not None else None
        if floor is not None and self.watch.floor is not None:
            self.watch.floor.objects.set_empty(floor)
        for post, path in self._kept.items():
            seat = kept.read(path)
            look = self.watch.seats[post].look
            if seat is not None:
                look.set_empty(seat)
                self._saved.add(post)
            elif picture is not None:
                look.capture_empty(np.asarray(picture, dtype=np.uint8))


def floor_region(part: CameraPart) -> Region | None:
    """The floor this camera watches; None where it has none, or one that cannot be used, told in words."""
    if not part.floor or not part.zone:
        return None
    try:
        return Region(part.floor, part.floor_ignore)
    except BadRegion as error:
        log.error("floor of camera %s: %s; its zone is not judged", part.id, error)
        return None


def floor_of(
    part: CameraPart, speed: float, region: Region | None, seats: Iterable[Points] = ()
) -> FloorWatch | None:
    """What watches this floor; `seats`: the polygons in which people sit."""
    if region is None:
        return None
    hold_s = max(min(part.clutter_s, LEAST_CLUTTER_S), part.clutter_s / speed)
    return FloorWatch(region, round(hold_s * 1000), part.crowd, seats)


def _gate_of(part: CameraPart, speed: float) -> Gate | None:
    """What counts over this camera's line; None where it has none."""
    if not part.line:
        return None
    start, end = part.line
    return Gate(start, end, round(EVERY_MS / speed), wall_clock_ms())


class Shown:
    """The tiles of this process's cameras, while somebody looks at them."""

    def __init__(self, tiles: Tiles, all_eyes: Sequence[Eyes]) -> None:
        self._tiles, self._eyes = tiles, all_eyes
        self._due_s = 0.0
        self._there: set[str] = set()
        try:
            tiles.open(tuple(eyes.part.id for eyes in all_eyes))
        except OSError as error:
            log.warning("%s: no pictures can be shown on this machine (%s)", tiles.folder, error.strerror)

    def step(self, now_s: float) -> None:
        """Every two seconds a new picture of each camera that is asked for, and none of the others."""
        if 0 <= self._due_s - now_s <= EVERY_S:
            return
        self._due_s = now_s + EVERY_S
        for eyes in self._eyes:
            camera = eyes.part.id
            try:
                picture = eyes.tile() if self._tiles.wanted(camera, now_s) else b""
                if picture:
                    self._there.add(camera)
                    self._tiles.put(camera, picture)
                elif camera in self._there:
                    self._drop(camera)
            except (OSError, ValueError, cv2.error) as error:
                log.warning("%s: the picture of %s cannot be shown (%s)", self._tiles.folder, camera, error)

    def close(self) -> None:
        for camera in list(self._there):
            self._drop(camera)

    def _drop(self, camera: str) -> None:
        self._there.discard(camera)
        self._tiles.clear(camera)


def tell(teller: Teller, word: Sighting) -> None:
    match word:
        case SeatSeen():
            teller.tell((word.camera, word.post), word)
        case SeeFlow():
            teller.tell((word.camera, SeeFlow, word.since_ms), word)
        case SeeTroubles() | SeeCrowd():
            teller.tell((word.camera, type(word)), word)
        case _:
            teller.tell(word.camera, word)


def run(site: Site, host: str, stop: threading.Event) -> None:
    """Until `stop`. Raises KeyTrouble when this host has no key."""
    calm_library()
    teller = Teller(site, host, follow=True)
    people = detector_of(site.config.detector, site.path.parent)
    all_eyes = [Eyes(site, part, people) for part in site.config.cameras if part.host == host]
    kept.forget(site.store.parent / "vision", kept_names(site.config))
    shown = Shown(Tiles(site.store), all_eyes)
    teller.start()
    for eyes in all_eyes:
        eyes.camera.open()
    tell_due, keep_due = 0.0, time.monotonic() + KEEP_S
    try:
        while not stop.wait(0.02):
            teller.check()
            everything = time.monotonic() >= tell_due
            if everything:
                tell_due = time.monotonic() + TELL_ALL_S
            view = teller.view
            for eyes in all_eyes:
                for word in eyes.turn(view, everything):
                    tell(teller, word)
            shown.step(time.time())
            if time.monotonic() >= keep_due:
                keep_due = time.monotonic() + KEEP_S
                for eyes in all_eyes:
                    eyes.keep()
    finally:
        for eyes in all_eyes:
            eyes.camera.close()
            eyes.keep()
        if people is not None:
            people.close()
        shown.close()
        teller.close()


def idle(config: HallConfig, host: str) -> str:
    """Why this host has nothing to look at, "" when it has."""
    some = any(part.host == host for part in config.cameras)
    return "" if some else f"no camera has host = {host!r}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop; the exit code is `devices.program`'s."""
    return run_host(argv, "camera process of a hall: judges seats, tells sightings", idle, run)


if __name__ == "__main__":
    sys.exit(main())
