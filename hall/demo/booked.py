"""Who booked for the morning of the demo: the list of a booking platform, and when each of them really comes.

The list is one like any other and goes in by `hall bookings import`; what its people do stands in its remarks, which
the hall does not read.
"""

import csv
from pathlib import Path

from hall.contract.config import HallConfig
from hall.demo.people import DAY, MINUTE_MS, Visitor, Way
from hall.domain.calendar import day_of
from hall.intake import bookings

COMES_MIN = {"按时": -9, "迟到": 20}  # minutes after the slot began; who has another remark does not come
FIRST_N = 900  # their numbers in the cast


def people(path: Path, config: HallConfig, doors_ms: int, squeeze: float, most: int) -> tuple[Visitor, ...]:
    """The first `most` of the list who come. One by the booking's code, the next by phone number, and so on; `squeeze`
    is by how much the morning's arrivals are drawn together, which a slot is not."""
    if not path.exists():
        return ()
    lines = bookings.read(path, {s.name: s.id for s in config.services})
    with path.open(encoding="utf-8-sig", newline="") as file:
        remarks = {row["预约号"]: row["备注"] for row in csv.DictReader(file)}
    out: list[Visitor] = []
    kiosks = [k.id for k in config.kiosks]
    for line in lines:
        row, after = line.row, COMES_MIN.get(remarks[line.row.booking])
        if after is None or day_of(row.start_ms) != DAY or len(out) == most:
            continue
        n = len(out)
        at = row.start_ms + (after + n % 3) * MINUTE_MS
        out.append(
            Visitor(
                n=FIRST_N + n,
                offset_ms=int((at - doors_ms) / squeeze),
                way=Way.CODE if n % 2 == 0 else Way.PHONE,
                service=row.service,
                kiosk=kiosks[n % len(kiosks)],
                name=row.name,
                born="19800101",
                phone=row.phone,
                booking=row.code,
            )
        )
    return tuple(out)


def secrets(path: Path) -> list[str]:
    """Names, phones and codes of the list, which must stand nowhere afterwards."""
    if not path.exists():
        return []
    rows = [line.row for line in bookings.read(path, {})]
    return [x for row in rows for x in (row.name, row.phone, row.code) if x]
