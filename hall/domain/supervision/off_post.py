"""A06: a seat is empty while its window should be open (R030, supervision.md §3.4). Suspected, until a person says so.

Warning after 5 minutes, alert after 15, the manager after 30. Late opening is the same with a word of its own.
"""

from collections.abc import Iterable

from hall.contract.config import PostPart
from hall.contract.supervision import FindingCleared, FindingCode, FindingState, Level
from hall.contract.unions import Event
from hall.domain.state import Hall
from hall.domain.supervision.book import on_duty, raised, risen, running, told, zone_of_window
from hall.domain.supervision.presence import Absence, absence, lasted_s

LATE_OPEN = "late_open"


def off_post(hall: Hall, now: int) -> Iterable[Event]:
    have = running(hall, FindingCode.OFF_POST)
    policy = hall.policy
    for part in hall.config.posts:
        if part.kind == "visitor":
            continue
        finding = have.get(part.id)
        away = absence(hall, part, now)
        if finding is not None and (away is None or away.ended or away.since_ms != finding.since_ms):
            same = away is not None and away.since_ms == finding.since_ms
            seconds = away.seconds if same and away else lasted_s(hall, part, finding.since_ms, now)
            yield FindingCleared(finding.id, seconds)
            finding = None
        if away is None or away.ended or away.seconds < policy.absence_warn_s:
            continue
        level = Level.ALERT if away.seconds >= policy.absence_abnormal_s else Level.WARN
        severe = away.seconds >= policy.absence_severe_s
        people = _told(hall, part, severe)
        if finding is None:
            yield _raised(hall, now, part, away, level, people)
        elif finding.state is not FindingState.DISMISSED:
            rises = level is Level.ALERT and finding.level is not Level.ALERT
            if rises or (severe and finding.value_s < policy.absence_severe_s):
                yield risen(hall, finding, level, away.seconds, people)


def _raised(
    hall: Hall, now: int, part: PostPart, away: Absence, level: Level, people: tuple[str, ...]
) -> Event:
    return raised(
        hall,
        now,
        FindingCode.OFF_POST,
        level,
        part.id,
        away.since_ms,
        state=FindingState.SUSPECTED,
        zone=part.zone or zone_of_window(hall, part.window),
        value_s=away.seconds,
        detail=LATE_OPEN if away.late_open else "",
        told=people,
    )


def _told(hall: Hall, part: PostPart, severe: bool) -> tuple[str, ...]:
    """The head of the zone; from 30 minutes on, or where the head sits there, the manager of the hall too."""
    zone = part.zone or zone_of_window(hall, part.window)
    first = told(hall, zone, Level.WARN)
    here = hall.facts.windows[part.window].staff if part.window in hall.facts.windows else ""
    severe = severe or here in first
    return tuple(dict.fromkeys((*first, *(on_duty(hall, "manager") if severe else ()))))
