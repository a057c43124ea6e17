"""The process of a kiosk's own camera: `python -m devices.vision.eye --config FILE --host eye-kiosk-1`.

Follows the mailbox of its host. The camera is open only while a job asks for it, and for a face only with the
visitor's consent for this one look. Frames and templates never leave this process.
"""

from __future__ import annotations

import logging
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from devices.program import run_host
from devices.vision import uses
from devices.vision.capture import Camera, Link, Source, calm_library, source_of, wall_clock_ms
from devices.vision.encoders import encoder_of
from devices.vision.enrol import Places, open_gallery
from devices.vision.faces import Encoder, FaceParams, FacesUnavailable
from devices.vision.gallery import Gallery, GalleryError, MatchRule
from devices.vision.looking import CodeLook, FaceLook, Failed, Look, Result, Turning
from devices.vision.onnx_models import ModelTrouble
from devices.vision.teller import Teller
from hall.bus.site import Site
from hall.contract.config import DevicePart, FacePart, HallConfig
from hall.contract.devices import DeviceReport, DeviceState, Fault, JobFailed, LookForFace, ReadCode
from hall.contract.people import AskTurn, FaceAttest, FailReading, HeadTurn, Present
from hall.contract.unions import Command
from hall.contract.views_host import HostView

log = logging.getLogger(__name__)

MAKE = "eye."
REPORT_S = 5.0
DOUBT_S = 15.0  # a camera that gave no picture stays "away" so long, though its address answers

Job = LookForFace | ReadCode


def there(source: Source, timeout_s: float = 1.0) -> str:
    """Is the camera where it should be, without opening it: "" or what is wrong, in words."""
    if source.is_usb:
        return "" if source.device.exists() else f"{source.device}: no such camera; is it plugged in?"
    if source.is_file:
        return "" if Path(source.address).is_file() else f"{source.shown}: no such file"
    parts = urlsplit(source.address)
    if parts.scheme == "udp" or not parts.hostname:
        return ""
    port = parts.port or {"rtsp": 554, "https": 443}.get(parts.scheme, 80)
    try:
        socket.create_connection((parts.hostname, port), timeout_s).close()
    except OSError as error:
        return f"{source.shown}: {error.strerror or error}; check power and network"
    return ""


def rule_of(part: FacePart) -> MatchRule:
    """The distances of another encoder are other ones, so what is not sure is a share of the tolerance."""
    return MatchRule(part.tolerance, part.margin, part.tolerance / 6)


def params_of(part: FacePart) -> FaceParams:
    return FaceParams(same_person=1.4 * part.tolerance)


class Faces:
    """The encoder and the gallery, each loaded when first wanted; the gallery again whenever its file changed."""

    def __init__(self, site: Site) -> None:
        self._places, self._part = Places.of(site), site.config.face
        self._folder, self._clock = site.path.parent, site.clock
        self.rule = rule_of(site.config.face)
        self._mark: tuple[int, int] | None = None
        self._gallery = Gallery.empty(0)
        self._loaded = threading.Event()
        self._encoder: Encoder | None = None
        self._model = self._file = ""  # what is wrong with the model, with the gallery

    @property
    def trouble(self) -> str:
        """Why no face can be looked for, in words; "" when one can."""
        return self._model or self._file

    def load(self) -> None:
        """Load the models, a second or more: in a thread of its own."""
        try:
            self._encoder = encoder_of(self._part, self._folder)
        except FacesUnavailable as error:
            self._model = str(error)
            log.warning("%s", error)
        self._loaded.set()

    def check(self) -> None:
        """Is the gallery still there and of this encoder? Cheap while its file did not change."""
        if self._encoder is None:
            return
        try:
            self._refresh(self._encoder)
            self._file = ""
        except (GalleryError, OSError) as error:
            if self._file != str(error):
                log.error("%s", error)
            self._file, self._mark = str(error), None

    @property
    def loaded(self) -> bool:
        return self._loaded.is_set()

    def look(self, job: LookForFace, now_ms: int, mirrored: bool = False) -> FaceLook | Failed:
        """A look for one of those the job names, or for anybody enrolled here."""
        self.check()
        if self._encoder is None or self.trouble:
            return Failed(Fault.FACES_OFF, self.trouble)
        gallery = self._gallery if job.among is None else self._gallery.among(job.among)
        if job.among is not None and not len(gallery):
            return Failed(Fault.FACE_NOT_ENROLLED)
        turning = Turning(mirrored=mirrored) if self._part.challenge else None
        params = params_of(self._part)
        return FaceLook(self._encoder, gallery, self.rule, now_ms, params, turning)

    def used(self, person: str) -> None:
        """Recognised today; what nobody uses is deleted in time."""
        try:
            uses.note(self._places.gallery, person, self._clock.now_ms())
        except OSError as error:
            log.warning(
                "%s: the day of use cannot be kept (%s)", uses.place(self._places.gallery), error.strerror
            )

    def _refresh(self, encoder: Encoder) -> None:
        if not self._places.gallery.exists():
            self._mark, self._gallery = None, Gallery.empty(encoder.dim)
            return
        stat = self._places.gallery.stat()
        mark = (stat.st_mtime_ns, stat.st_ino)
        if mark != self._mark:
            file = open_gallery(self._places, encoder)
            self._gallery, self._mark = file.load(), mark
            for problem in file.problems:
                log.error("%s", problem)


class Eye:
    """One kiosk camera: idle, or looking for one job. `step` is called often and returns what to tell the hall."""

    def __init__(self, part: DevicePart, source: Source, faces: Faces) -> None:
        self.part, self.faces = part, faces
        self.camera = Camera(source)
        self._job: Job | None = None
        self._look: Look | None = None
        self._done: set[str] = set()
        self._number = 0
        self._doubt_until = 0.0
        self._trouble = ""
        self._heard_ms = 0  # hall time of the newest picture: idle, nobody knows whether it gives any
        self._asked: HeadTurn | None = None
        self._mirrored = bool(part.options.get("mirrored", False))

    def step(self, jobs: Sequence[Job], hall_now_ms: int) -> list[Command]:
        """`jobs`: what the mailbox holds for this device. A job that vanished is over at once."""
        ids = {job.id for job in jobs}
        self._done &= ids
        if self._job is not None and (self._job.id not in ids or hall_now_ms > self._job.until_ms):
            self._rest()
        if self._job is None:
            for job in jobs:
                if job.id not in self._done and hall_now_ms <= job.until_ms:
                    return self._begin(job)
            return []
        return self._watch(hall_now_ms)

    def _begin(self, job: Job) -> list[Command]:
        look: Look | Failed
        if isinstance(job, LookForFace):
            if not job.consent:
                return self._end(
                    job, Failed(Fault.INTERNAL, "no consent came with the job; the camera stays shut")
                )
            if not self.faces.loaded:
                return []
            look = self.faces.look(job, wall_clock_ms(), self._mirrored)
        else:
            look = CodeLook(wall_clock_ms())
        if isinstance(look, Failed):
            return self._end(job, look)
        self._job, self._look, self._number = job, look, 0
        self.camera.open()
        return []

    def _watch(self, hall_now_ms: int) -> list[Command]:
        assert self._job is not None and self._look is not None
        frame = self.camera.newest(after=self._number, timeout_s=0.1)
        if frame is None:
            result = self._look.pause(wall_clock_ms())
            health = self.camera.health()
            if result is None and health.link is Link.AWAY and health.opens == 0 and not health.frames:
                result = Failed(Fault.CAMERA_GONE, health.detail)
        else:
            self._number, self._heard_ms = frame.number, hall_now_ms
            try:
                result = self._look.step(frame.image, frame.at_ms)
            except ModelTrouble as trouble:
                result = Failed(Fault.FACES_OFF, str(trouble))
        return self._ask(self._job, self._look.asked) if result is None else self._end(self._job, result)

    def _ask(self, job: Job, asked: HeadTurn | None) -> list[Command]:
        """What the visitor is to do now, told once."""
        if asked is None or asked is self._asked:
            return []
        self._asked = asked
        return [AskTurn(self.part.id, job.reading, asked)]

    def _end(self, job: Job, result: Result) -> list[Command]:
        self._done.add(job.id)
        self._rest()
        device = self.part.id
        gone = isinstance(result, Failed) and result.fault is Fault.CAMERA_GONE
        self._doubt_until = time.monotonic() + DOUBT_S if gone else 0.0
        if isinstance(result, FaceAttest):
            self.faces.used(result.person)
        told: list[Command] = []
        if not isinstance(result, Failed):
            told.append(Present(device, job.reading, result))
        elif isinstance(job, LookForFace):
            told.append(FailReading(device, job.reading, result.fault.value, result.detail))
        else:
            # The scanner may still read the code: the job is lost, the reading is not.
            told.append(JobFailed(device, job.id, result.fault, result.detail))
        if gone:
            self._trouble = result.detail if isinstance(result, Failed) else ""
            told.append(self.report())
        return told

    def _rest(self) -> None:
        self._job = self._look = self._asked = None
        self.camera.close()

    def close(self) -> None:
        self._rest()

    def report(self) -> DeviceReport:
        """How the eye is. Idle, it is only asked whether the camera is there: opening it needs a visitor."""
        doubt = time.monotonic() < self._doubt_until
        words = (self._trouble or "no picture") if doubt else "" if self._job else there(self.camera.source)
        if words:
            return DeviceReport(self.part.id, DeviceState.AWAY, Fault.CAMERA_GONE, words)
        self.faces.check()
        fault = Fault.FACES_OFF if self.faces.trouble else Fault.NONE
        return DeviceReport(
            self.part.id, DeviceState.READY, fault, self.faces.trouble, heard_ms=self._heard_ms
        )


def jobs_for(view: HostView | None, device: str) -> list[Job]:
    """The eye's jobs in a host's mailbox."""
    boxes = view.mailboxes if view else ()
    return [
        job
        for box in boxes
        if box.device == device
        for job in box.jobs
        if isinstance(job, LookForFace | ReadCode)
    ]


def run(site: Site, host: str, stop: threading.Event) -> None:
    """Until `stop`. Raises KeyTrouble when this host has no key."""
    calm_library()
    faces = Faces(site)
    loop = {d.id: bool(d.options.get("loop", False)) for d in site.config.devices}
    eyes = [
        Eye(part, source_of(part.port, site.path.parent, loop[part.id]), faces)
        for part in _mine(site.config, host)
    ]
    teller = Teller(site, host, follow=True)
    threading.Thread(target=faces.load, name="models", daemon=True).start()
    teller.start()
    report_due = 0.0
    try:
        while not stop.wait(0.02):
            teller.check()
            if time.monotonic() >= report_due:
                report_due = time.monotonic() + REPORT_S
                for eye in eyes:
                    report = msgspec.structs.replace(eye.report(), turn_ms=site.clock.now_ms())
                    teller.tell(("device", eye.part.id), report)
            view = teller.view
            for eye in eyes:
                for word in eye.step(jobs_for(view, eye.part.id), site.clock.now_ms()):
                    teller.tell(_key(word), word)
    finally:
        for eye in eyes:
            eye.close()
        teller.close()


def _key(word: Command) -> tuple[str, str]:
    if isinstance(word, Present | FailReading):
        return "reading", word.reading
    if isinstance(word, AskTurn):
        return "turn", word.reading
    if isinstance(word, JobFailed):
        return "job", word.job
    return "device", word.device if isinstance(word, DeviceReport) else ""


def _mine(config: HallConfig, host: str) -> list[DevicePart]:
    return [part for part in config.devices if part.host == host and part.make.startswith(MAKE)]


def idle(config: HallConfig, host: str) -> str:
    """Why this host has nothing to look with, "" when it has."""
    return "" if _mine(config, host) else f"no device of make {MAKE}* has host = {host!r}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop; the exit code is `devices.program`'s."""
    return run_host(argv, "kiosk camera of a hall: faces of people who consented, and codes", idle, run)


if __name__ == "__main__":
    sys.exit(main())
