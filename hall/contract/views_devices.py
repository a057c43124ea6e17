"""What the device page is shown (topic "devices")."""

from hall.contract.base import Text, Word


class DeviceLine(Word, frozen=True, tag=False):
    """The truth about one device (R035, R070). `kind` is led, screen (of a zone), printer, card, … A display's `lines`
    is what it should show, `shown` what it confirmed or, where `confirms` is False, was only sent; `truth` judges it
    since `truth_ms`. `heard_ms`: when the device itself said something last (0 not known). `last_fault` stays after the
    recovery; `lost` counts jobs lost today. `asked`: it is asked how it is; `heard`: it has shown of late that it
    works, by an answer or, where it cannot be asked, by something it said in the last 15 minutes."""

    device: str
    name: Text
    kind: str
    zone: str
    state: str
    since_ms: int
    why: Text = Text("")
    truth: str = ""
    truth_ms: int = 0
    lines: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    confirms: bool = True
    heard_ms: int = 0
    last_fault: Text = Text("")
    last_fault_ms: int = 0
    lost: int = 0
    asked: bool = True
    heard: bool = True


class CameraPost(Word, frozen=True, tag=False):
    """A post a camera watches, and what its place is called."""

    post: str
    name: Text


class CameraLine(Word, frozen=True, tag=False):
    """The truth about one camera of the hall (R032). `online`: share 0..1 of today's service hours with a usable
    picture, None before it was heard of. `frame_ms`: its last picture (0 not known). `remedy`: what to do now.
    `trouble`: what was wrong last, also when it is over. `emptied_ms`: as in CameraReport.
    `detector`: is the hall's own people detector in use, "" where it has none."""

    camera: str
    name: Text
    zone: str
    state: str  # as CameraState
    since_ms: int
    why: Text = Text("")
    remedy: Text = Text("")
    online: float | None = None
    frame_ms: int = 0
    trouble: Text = Text("")
    trouble_ms: int = 0
    posts: tuple[CameraPost, ...] = ()
    emptied_ms: int = 0
    detector: Text = Text("")


class DevicesView(Word, frozen=True):
    """Every device and camera of the hall, the worst first."""

    seq: int
    at: int
    devices: tuple[DeviceLine, ...]
    cameras: tuple[CameraLine, ...] = ()
