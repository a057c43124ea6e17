"""Who comes on the morning of the demo: arrivals, errands, ways and habits, drawn from one seed. Pure; nothing is sent.

The pattern is that of a hall on a Friday: a small crowd before nine, a peak before ten, a slow end (waiting.md §3).
Every person is invented; card numbers are of the test area 999999 and phones of a range no network gives out.
"""

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from hall.contract.config import HallConfig
from hall.contract.id_number import check_digit

DAY = "2026-11-20"  # a working Friday
MINUTE_MS = 60_000

# Share of the morning's visitors by quarter of an hour from 08:50, when the doors open.
PATTERN = (0.13, 0.10, 0.13, 0.16, 0.15, 0.12, 0.10, 0.07, 0.04)
QUARTER_MIN = 15

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
AREA = "999999"  # of the synthetic card numbers: no place has it
GIVEN = "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 超 秀英 桂兰 建国 志强 春梅 子涵 浩然 欣怡".split()


class Way(Enum):
    CARD = "card"
    CODE = "code"
    FACE = "face"
    PHONE = "phone"
    ASSISTED = "assisted"


@dataclass(frozen=True)
class Visitor:
    """One person with one errand. `offset_ms` counts from the opening of the doors; `patience` False: does not come
    when called; `portrait` is a folder of the demo's media; `elder` shows in the card's birth date."""

    n: int
    offset_ms: int
    way: Way
    service: str
    kiosk: str
    name: str
    born: str
    phone: str
    portrait: str = ""
    by_camera: bool = False  # the code is held before the kiosk's camera, not its scanner
    english: bool = False
    comes: bool = True
    work_s: float = 480.0  # what the errand takes at the window
    booking: str = ""  # the code of a booking; `way` says whether it or the phone number is typed


def card_number(visitor: Visitor) -> str:
    """The number on the card this visitor lays on the reader; a pretend reader makes it of the same three."""
    first = f"{AREA}{visitor.born}{visitor.n:03d}"
    return first + check_digit(first)


def secrets(people: Iterable[Visitor]) -> list[str]:
    """What identifies a visitor and may stand nowhere afterwards: the whole name, the phone, the number of the card."""
    return [x for v in people for x in (v.name, v.phone, card_number(v)) if x]


def morning(config: HallConfig, count: int, seed: int) -> tuple[Visitor, ...]:
    """`count` visitors in the order in which they come. The same seed gives the same morning."""
    dice = random.Random(seed)
    offsets = _offsets(count, dice)
    ways = _ways(count, dice)
    faces = _faces(config, dice)
    queues = {q.id: q for q in config.queues}
    services = [s for s in config.services for _ in range(_demand(s.queue))]
    kiosks = [k.id for k in config.kiosks]
    staff = {s.name for s in config.staff}
    out: list[Visitor] = []
    for n, (offset, way) in enumerate(zip(offsets, ways, strict=True), start=1):
        service = dice.choice(services)
        portrait = ""
        kiosk = kiosks[n % len(kiosks)]
        if way is Way.FACE:
            if faces:
                portrait, service_id = faces.pop()
                service = next(s for s in config.services if s.id == service_id)
                kiosk = kiosks[0]
            else:
                way = Way.CARD
        elder = dice.random() < 0.15
        year = dice.randint(1938, 1959) if elder else dice.randint(1964, 2005)
        out.append(
            Visitor(
                n=n,
                offset_ms=offset,
                way=way,
                service=service.id,
                kiosk=kiosk,
                name=_name(dice.choice(SURNAMES), dice.choice(GIVEN), staff),
                born=f"{year}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}",
                phone=f"1999{dice.randint(0, 9_999_999):07d}",
                portrait=portrait,
                by_camera=way is Way.CODE and dice.random() < 0.5,
                english=dice.random() < 0.06,
                comes=not (n > 4 and dice.random() < 0.07),
                work_s=_work(queues[service.queue].service_s, dice),
            )
        )
    return _surely(tuple(out))


def _name(surname: str, given: str, staff: Collection[str]) -> str:
    """Nobody is named like a member of staff, whose names may stand anywhere: the next given name is taken then."""
    names = (*GIVEN[GIVEN.index(given) :], *GIVEN)
    return next(surname + one for one in names if surname + one not in staff)


def _offsets(count: int, dice: random.Random) -> list[int]:
    """Arrivals in ms, a Poisson-like scatter inside each quarter of the pattern."""
    total = sum(PATTERN)
    out = []
    for _ in range(count):
        at = dice.random() * total
        quarter = 0
        while quarter < len(PATTERN) - 1 and at > PATTERN[quarter]:
            at -= PATTERN[quarter]
            quarter += 1
        out.append(int((quarter + dice.random()) * QUARTER_MIN * MINUTE_MS))
    return sorted(out)


def _ways(count: int, dice: random.Random) -> list[Way]:
    """All five ways, in shares a hall sees; each at least once when six or more come."""
    shares = ((Way.CARD, 0.42), (Way.PHONE, 0.22), (Way.CODE, 0.18), (Way.ASSISTED, 0.10), (Way.FACE, 0.08))
    out: list[Way] = []
    for way, share in shares:
        out += [way] * max(1, round(share * count))
    while len(out) < count:
        out.append(Way.CARD)
    dice.shuffle(out)
    out = out[:count]
    for way, _ in shares:
        if count >= 6 and way not in out:
            out[max(i for i, w in enumerate(out) if out.count(w) > 1)] = way
    return out


def _faces(config: HallConfig, dice: random.Random) -> list[tuple[str, str]]:
    """(portrait, service): a person may hold one number for each service only (supervision.md §3.2). Only of one are
    there pictures that turn the head when the kiosk asks."""
    pool = [s.id for s in config.services if s.queue in ("A", "B", "C", "M")]
    dice.shuffle(pool)
    return [("turning", service) for service in pool[:5]]


def _demand(queue: str) -> int:
    """How often the services of a queue are asked for. Real estate is short of windows that morning, so that somebody
    waits longer than the rules allow."""
    return {"A": 4, "B": 4, "M": 3, "C": 4, "D": 5, "W": 1}.get(queue, 2)


def _work(mean_s: float, dice: random.Random) -> float:
    """Service times are log-normal in every log looked at (waiting.md §0.5); coefficient of variation about 0.6."""
    sigma = 0.55
    value = mean_s * dice.lognormvariate(-sigma * sigma / 2, sigma)
    return min(max(value, 60.0), 4 * mean_s)


def _surely(people: tuple[Visitor, ...]) -> tuple[Visitor, ...]:
    """At least one who does not come when called, however few there are."""
    if all(v.comes for v in people) and len(people) > 3:
        middle = len(people) // 3
        one = people[middle]
        return (*people[:middle], Visitor(**{**one.__dict__, "comes": False}), *people[middle + 1 :])
    return people
