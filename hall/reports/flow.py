"""People in and out by hour and entrance, out of the journal: an estimate, with the minutes nobody could count."""

from dataclasses import dataclass

from hall.contract.base import Text
from hall.contract.config import HallConfig
from hall.contract.flow import FlowSeen
from hall.domain.calendar import clock
from hall.reports.markup import both, num, section, t, table
from hall.reports.shapes import FlowHour

HOUR_MS = 3_600_000
MINUTE_MS = 60_000


@dataclass
class _Sum:
    inward: float = 0.0
    outward: float = 0.0
    seen_ms: int = 0


def hours(spans: list[FlowSeen]) -> tuple[FlowHour, ...]:
    """One for each camera and hour from its first span to its last; a span belongs to the hour it began in. What was
    told of no span could not be counted either."""
    found: list[FlowHour] = []
    for camera in dict.fromkeys(x.camera for x in spans):
        mine = [x for x in spans if x.camera == camera]
        first, last = mine[0].since_ms, max(x.until_ms for x in mine)
        sums = {at: _Sum() for at in range(first // HOUR_MS * HOUR_MS, last, HOUR_MS)}
        for x in mine:
            of = sums[x.since_ms // HOUR_MS * HOUR_MS]
            of.inward += x.inward * x.scale
            of.outward += x.outward * x.scale
            of.seen_ms += x.until_ms - x.since_ms - x.blind_ms
        for at, of in sums.items():
            whole = min(at + HOUR_MS, last) - max(at, first)
            blind = max(0, whole - of.seen_ms) // MINUTE_MS
            found.append(FlowHour(at, camera, mine[-1].zone, round(of.inward), round(of.outward), blind))
    return tuple(sorted(found, key=lambda x: (x.at, x.zone, x.camera)))


def part(rows: tuple[FlowHour, ...], config: HallConfig) -> str:
    """The section of the page; "" where no camera counts."""
    if not rows:
        return ""
    names = {z.id: Text(z.name, z.name_en or z.name) for z in config.zones}
    hall = Text("大厅", "The hall")
    head = (
        Text("钟点", "Hour"),
        Text("哪里", "Where"),
        Text("进，约", "In, about"),
        Text("出，约", "Out, about"),
        Text("摄像头看不到", "Camera could not see"),
    )
    lines = [
        [
            f"{clock(x.at)}–{clock(x.at + HOUR_MS)}",
            both(names.get(x.zone, hall)),
            num(x.inward),
            num(x.outward),
            t(f"{x.blind_min} 分钟", f"{x.blind_min} min") if x.blind_min else "",
        ]
        for x in rows
    ]
    note = t(
        "摄像头估计的人数，不是逐个数的；看不到的时间里来的人没有算。",
        "Estimated by camera, not counted one by one; who came while it could not see is missing.",
    )
    return section(
        Text("进出人流（估计）", "People in and out (estimated)"),
        table(head, lines) + f'<p class="legend">{note}</p>',
    )
