"""What a device or camera host is told (topic "host/<id>")."""

import msgspec

from hall.contract.base import Word
from hall.contract.devices import Job


class Mailbox(Word, frozen=True, tag=False):
    device: str
    jobs: tuple[Job, ...]


class HostMail(Word, frozen=True):
    """The mailboxes of a host that are another than it was told last, each whole, sent the moment they change: in a
    great hall a view of hundreds of mailboxes takes longer on its way than a call may. The view follows within a
    quarter of a second and holds the same, so whoever missed this has lost nothing."""

    host: str
    seq: int
    mailboxes: tuple[Mailbox, ...]


class Empty(Word, frozen=True, tag=False):
    """A person said at `at` that nobody is at `post` of a camera ("" everywhere it looks)."""

    camera: str
    post: str
    at: int


class HostView(Word, frozen=True):
    """What the devices of one host still have to do. A worker does each job id once and reports; done jobs vanish.
    The newest ShowOnPanel stays even when done: it is what the display is meant to show, and is drawn again whenever
    the display may have lost it. When `resync` changes the host reports the state of all its devices at once."""

    host: str
    seq: int
    at: int
    mailboxes: tuple[Mailbox, ...]
    resync: int = 0
    excused: tuple[str, ...] = ()  # records of its cameras that a person called no problem, today
    empties: tuple[Empty, ...] = ()  # said to be empty today; each is news for seconds only
    closed_until_ms: int = 0  # nobody should be there until then; 0 while open or over noon


def with_mail(view: HostView, mail: HostMail) -> HostView:
    """The view as it is with the mailboxes that came after it."""
    new = {box.device: box for box in mail.mailboxes}
    boxes = tuple(new.pop(box.device, box) for box in view.mailboxes)
    return msgspec.structs.replace(view, seq=mail.seq, mailboxes=(*boxes, *new.values()))
