"""One look of the kiosk's eye: from frames to the attest of a face or a code, or to the reason why not.

Pure steps on frames handed in with their time; opening the camera and telling the hall is the work of `eye.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import randbits
from typing import Protocol

import numpy as np

from devices.vision.challenge import Challenge, ChallengeRule, Draw, Outcome, advance, begin
from devices.vision.codes import CodeReader
from devices.vision.faces import Encoder, FaceParams, Found, Probe, Trouble, find, gather, look
from devices.vision.gallery import Decision, Gallery, MatchRule
from devices.vision.regions import Image
from hall.contract.devices import Fault
from hall.contract.people import CodeAttest, FaceAttest, HeadTurn

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
    """`step` takes a frame, `pause` the time when there was none; each may end the look. `asked` is what the visitor
    is to do meanwhile."""

    @property
    def asked(self) -> HeadTurn | None: ...

    def step(self, image: Image, at_ms: int) -> Result | None: ...

    def pause(self, now_ms: int) -> Result | None: ...


@dataclass(frozen=True, slots=True)
class Turning:
    """The turn challenge of a look. `mirrored`: this camera sends mirrored pictures."""

    rule: ChallengeRule = field(default_factory=ChallengeRule)
    draw: Draw = lambda: bool(randbits(1))
    mirrored: bool = False


@dataclass(slots=True)
class FaceLook:
    """Gathers at least three good frames of one face from the front and matches their mean with the people who
    consented. Who is known is then asked to turn the head, unless `turning` is None; a stranger is told at once."""

    encoder: Encoder
    gallery: Gallery
    rule: MatchRule
    began_ms: int
    params: FaceParams = field(default_factory=FaceParams)
    turning: Turning | None = None
    probe: Probe = field(default_factory=Probe)
    first_ms: int = 0
    wanted: int = 3
    known: FaceAttest | None = None
    challenge: Challenge | None = None

    @property
    def asked(self) -> HeadTurn | None:
        return self.challenge.asked if self.challenge is not None else None

    def step(self, image: Image, at_ms: int) -> Result | None:
        self.first_ms = self.first_ms or at_ms
        if self.challenge is not None and self.turning is not None:
            return self._turn(image, at_ms, self.challenge, self.turning)
        self.probe = gather(self.probe, look(image, self.encoder, self.params), at_ms, self.params)
        if len(self.probe.templates) < max(self.wanted, self.params.frames):
            return self.pause(at_ms)
        match = self.gallery.match(self.probe.template, self.rule)
        if match.decision is Decision.ACCEPT:
            return self._knows(
                FaceAttest(match.person, round(match.distance, 3), self.encoder.model_id), at_ms
            )
        if match.decision is Decision.REFUSE:
            return Failed(Fault.FACE_UNKNOWN)
        if self.wanted < MORE_FRAMES:
            self.wanted = MORE_FRAMES
            return self.pause(at_ms)
        return Failed(Fault.FACE_UNSURE)

    def _knows(self, who: FaceAttest, at_ms: int) -> Result | None:
        if self.turning is None:
            return who
        self.known = who
        sign = -1 if self.turning.mirrored else 1
        self.challenge = begin(sign * self.probe.turn, at_ms, self.turning.draw)
        return None

    def _turn(self, image: Image, at_ms: int, now: Challenge, turning: Turning) -> Result | None:
        seen = find(image, self.encoder, self.params)
        turn = -seen.turn if seen.turn is not None and turning.mirrored else seen.turn
        after = advance(now, turn, lambda: self._same(seen), at_ms, turning.draw, turning.rule)
        self.challenge = after
        if after.outcome is Outcome.PASSED:
            return self.known
        if after.outcome is Outcome.FAILED:
            return Failed(Fault.FACE_NOT_TURNED, after.miss.value)
        return None

    def _same(self, seen: Found) -> bool:
        """Only frames that would do a step are encoded: that takes longer than all the rest."""
        template = self.encoder.encode(seen.rgb, seen.box)
        return float(np.linalg.norm(template - self.probe.template)) <= self.params.same_person

    def pause(self, now_ms: int) -> Result | None:
        if not self.first_ms:
            return _no_picture(self.began_ms, now_ms)
        if self.challenge is not None and self.turning is not None:
            # A frame would have ended the step long ago: the camera is stuck.
            rule = self.turning.rule
            stuck = now_ms - self.challenge.since_ms > 2 * rule.step_ms
            return Failed(Fault.CAMERA_GONE, "no picture") if stuck else None
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

    @property
    def asked(self) -> HeadTurn | None:
        return None

    def step(self, image: Image, at_ms: int) -> Result | None:
        self.first_ms = self.first_ms or at_ms
        text = self.reader.step(image)
        return CodeAttest(text) if text else None

    def pause(self, now_ms: int) -> Result | None:
        return None if self.first_ms else _no_picture(self.began_ms, now_ms)


def _no_picture(began_ms: int, now_ms: int) -> Failed | None:
    return Failed(Fault.CAMERA_GONE, "no picture") if now_ms - began_ms > FIRST_FRAME_MS else None
