"""`hall devices print | show | speak | read DEVICE`: one job by the device's own driver, without the hall."""

from __future__ import annotations

import argparse
import itertools
import pathlib
import time
from collections.abc import Iterator
from contextlib import contextmanager

from devices.catalog import find, open_line
from devices.drivers.base import BrokenOff, DeviceSaysNo, Line, Status
from devices.ports.port import Port, PortGone
from devices.ports.recorded import Paper, Recorded, head_of
from devices.tools import say
from devices.tools.session import Call, Session, words
from hall.bus.site import Site
from hall.contract.base import Text
from hall.contract.config import DevicePart
from hall.contract.devices import (
    Job,
    JobDone,
    JobFailed,
    PrintSlip,
    ReadCard,
    ReadCode,
    ShowOnPanel,
    Slip,
    Speak,
)
from hall.contract.people import CardAttest, CodeAttest, Present


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("device", help="a device's id in the configuration")
    act = parser.get_default("act")
    if act == "show":
        parser.add_argument("text", nargs="+", help="one text for each line of the panel")
        parser.add_argument("--number", default="", help="such as A012: for a card that shows tickets alone")
        parser.add_argument("--window", default="", help="such as 3: for the same")
    if act == "speak":
        parser.add_argument("number", help="such as A012")
        parser.add_argument("window", help="such as 3")
    say.of_config(parser)
    parser.add_argument("--seconds", type=float, default=30.0, help="how long to wait (30)")
    parser.add_argument("--wire", metavar="FILE", help="write the wire down, for `hall devices replay`")


def main(options: argparse.Namespace) -> int:
    """0: the device did it; 1: it did not, and why; 2: not understood."""
    try:
        site = say.site_of(options)
        part = say.part_of(site, options.device)
        job = job_of(options, part, site)
        with session_of(part, site, options.wire) as session:
            return outcome(options, run(session, job, site, options.seconds))
    except (say.NotUnderstood, ValueError) as why:
        return say.trouble(options, why, say.NOT_UNDERSTOOD)
    except PortGone as gone:
        return say.gone(options, options.device, gone)
    except (DeviceSaysNo, BrokenOff) as no:
        return say.trouble(options, f"{options.device}: {no}")
    except OSError as error:
        return say.trouble(options, error)


def job_of(options: argparse.Namespace, part: DevicePart, site: Site) -> Job:
    """What is to be done; NotUnderstood when this make does something else."""
    now_ms, id = site.clock.now_ms(), "test"
    until_ms = now_ms + int(options.seconds * 1000)
    kind = part.make.partition(".")[0]
    fits = {"print": ("printer",), "show": ("led",), "speak": ("voice",), "read": ("card", "scan")}[
        options.act
    ]
    if kind not in fits:
        raise say.NotUnderstood(f"{part.id} is a {part.make}; `{options.act}` is for {' and '.join(fits)}")
    if options.act == "print":
        return PrintSlip(id, part.id, "test", test_slip(site, now_ms))
    if options.act == "show":
        return ShowOnPanel(id, part.id, "call", tuple(options.text), options.number, options.window)
    if options.act == "speak":
        return Speak(id, part.id, options.number, options.window, repeat=1, until_ms=until_ms)
    return (ReadCard if kind == "card" else ReadCode)(id, part.id, "test", until_ms)


def test_slip(site: Site, now_ms: int) -> Slip:
    """A slip that nobody takes for a number."""
    hall = site.config.hall
    return Slip(
        hall=Text(hall.name, hall.name_en),
        number="TEST",
        service=Text("测试小票，请勿使用", "Test slip, not valid"),
        place=Text("—", "—"),
        way=Text(""),
        ahead=0,
        low_min=0,
        high_min=0,
        known=False,
        rough=False,
        at=now_ms,
        qr="TEST",
    )


@contextmanager
def session_of(part: DevicePart, site: Site, wire: str | None) -> Iterator[Session]:
    """The device's driver at its open port, written down when `wire` names a file."""
    driver = find(part.make).drive(part.id, part.address, part.options, site.path.parent)
    address = find(part.make).address(part.port, site.path.parent)
    port: Port = open_line(part.make, address, part.baud)
    file = pathlib.Path(wire).open("w", encoding="utf-8") if wire else None  # noqa: SIM115  closed below
    paper = Paper(file, head_of(part)) if file is not None else None
    if paper is not None:
        port = Recorded(port, part.make, lambda: paper)
    try:
        port.open()
        yield Session(driver, Line(port), paper.note if paper is not None else lambda *_: None)
    finally:
        port.close()
        if paper is not None:
            paper.close()


def run(session: Session, job: Job, site: Site, seconds: float) -> JobDone | JobFailed | object:
    """Connect and do the job, within so many seconds; None when it was not done in time."""
    until_s = time.monotonic() + seconds
    status = session.do(Call("connect", site.clock.now_ms()))
    assert isinstance(status, Status)
    print(f"{job.device}: {status.state.value}" + (f" ({status.text})" if status.text else ""))
    for turn in itertools.count():
        got = session.do(Call("go_on" if turn else "start", site.clock.now_ms(), job))
        if got is not None or time.monotonic() > until_s:
            return got
        time.sleep(0.02)
    return None


def outcome(options: argparse.Namespace, got: object) -> int:
    """The sentence for it. Of a card or code only its kind and size are shown."""
    match got:
        case None:
            return say.trouble(options, f"{options.device}: nothing within {options.seconds:g} s")
        case JobDone():
            print(
                f"{options.device}: done, "
                + ("confirmed by the device" if got.confirmed else f"not confirmed: {got.detail}")
            )
            return say.DONE
        case Present(attest=CardAttest() as card):
            sizes = f"a number of {len(card.number)} characters and a name of {len(card.name)}"
            print(f"{options.device}: a card was read: {card.kind}, {sizes}; neither is shown")
            return say.DONE
        case Present(attest=CodeAttest() as code):
            print(f"{options.device}: a code of {len(code.text)} characters was read; it is not shown")
            return say.DONE
    return say.trouble(options, f"{options.device}: {words(got)}; {getattr(got, 'detail', '')}")  # type: ignore[arg-type]
