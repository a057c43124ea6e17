"""One look of the kiosk's eye: from frames to the attest of a face or a code, or to the reason why not.

Pure steps on frames handed in with their time; opening the camera and telling the hall is the work of `eye.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from devices.vision.codes import CodeReader
from devices.vision.faces import Encoder, FaceParams, Probe, Trouble, gather, look
from devices.vision.gallery import Decision, Gallery, MatchRule
from devices.vision.regions import Image
from hall.contract.devices import Fault
from hall.contract.people import CodeAttest, FaceAttest

FIRST_FRAME_MS = 6000  # a camera that shows nothing for so long is gone
LOOK_MS = 20_000  # then the visitor is told what is wrong and may try again or take another way
MORE_FRAMES = 6  # a face that is close but not sure is looked at for so many frames before it is left unsure

FAULTS = {
    Trouble.NO_FACE: Fault.NO_FACE,
    Trouble.MANY: Fault.MANY_FACES,
    Trouble.SMALL: Fault.FACE_SMALL,
    Trouble.DARK: Fault.FACE_DARK,
    Trouble.BRIGHT: Fault.FACE_BRIGHT,
    Trouble.BLURRED: Fault.FACE_BLURRED,
    Trouble.TURNED: Fault.FACE_TURNED,
    Trouble.SAME: Fault.FACE_STILL,
    Trouble.NONE: Fault.NO_FACE,
}


@dataclass(frozen=True, slots=True)
class Failed:
    """The look has nothing usable. `detail` is for staff and says nothing about who stood there."""

    fault: Fault
    detail: str = ""


Result = FaceAttest | CodeAttest | Failed


class Look(Protocol):
    """`step` takes a frame, `pause` the time when there was none; each may end the look."""

    def step(self, image: Image, at_ms: int) -> Result | None: ...

    def pause(self, now_ms: int) -> Result | None: ...


@dataclass(slots=True)
class FaceLook:
    """Gathers at least three good frames of one face and matches their mean with the people who consented."""

    encoder: Encoder
    gallery: Gallery
    rule: MatchRule
    began_ms: int
    params: FaceParams = field(default_factory=FaceParams)
    probe: Probe = field(default_factory=Probe)
    first_ms: int = 0
    wanted: int = 3

    def step(self, image: Image, at_ms: int) -> Result | None:
        self.first_ms = self.first_ms or at_ms
        self.probe = gather(self.probe, look(image, self.encoder, self.params), at_ms, self.params)
        if len(self.probe.templates) < max(self.wanted, self.params.frames):
            return self.pause(at_ms)
        match = self.gallery.match(self.probe.template, self.rule)
        if match.decision is Decision.ACCEPT:
            return FaceAttest(match.person, round(match.distance, 3), self.encoder.model_id)
        if match.decision is Decision.REFUSE:
            return Failed(Fault.FACE_UNKNOWN)
        if self.wanted < MORE_FRAMES:
            self.wanted = MORE_FRAMES
            return self.pause(at_ms)
        return Failed(Fault.FACE_UNSURE)

    def pause(self, now_ms: int) -> Result | None:
        if not self.first_ms:
            return _no_picture(self.began_ms, now_ms)
        if now_ms - self.first_ms < LOOK_MS:
            return None
        trouble = self.probe.main_trouble
        return Failed(FAULTS[trouble], trouble.value)


@dataclass(slots=True)
class CodeLook:
    """Waits for a QR code. It has no time limit of its own: the kiosk's scanner may be looking as well, and the
    reading ends when the hall says so."""

    began_ms: int
    reader: CodeReader = field(default_factory=CodeReader)
    first_ms: int = 0

    def step(self, image: Image, at_ms: int) -> Result | None:
        self.first_ms = self.first_ms or at_ms
        text = self.reader.step(image)
        return CodeAttest(text) if text else None

    def pause(self, now_ms: int) -> Result | None:
        return None if self.first_ms else _no_picture(self.began_ms, now_ms)


def _no_picture(began_ms: int, now_ms: int) -> Failed | None:
    return Failed(Fault.CAMERA_GONE, "no picture") if now_ms - began_ms > FIRST_FRAME_MS else None
