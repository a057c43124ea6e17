"""What the controller itself suffers from and cannot journal, as notices for the wall and the consoles."""

from hall.contract.base import Text
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.views_common import Notice
from hall.controller import answers as a


def notices(full_ms: int, keys_ms: int, tick_ms: int, settle_ms: int) -> tuple[Notice, ...]:
    """Each is the hall time since when it is so; 0: it is not."""
    known = (
        ("disk", a.FULL_TITLE, full_ms, a.FULL_ACTION),
        ("keys", a.KEYS_TITLE, keys_ms, a.KEYS_ACTION),
        ("tick", a.TICK_TITLE, tick_ms, a.TICK_ACTION),
        ("settle", a.SETTLE_TITLE, settle_ms, a.TICK_ACTION),
    )
    return tuple(_notice(*one) for one in known if one[2])


def _notice(name: str, title: Text, since_ms: int, action: Text) -> Notice:
    return Notice(
        finding=f"controller-{name}",
        code=FindingCode.DEVICE_FAULT,
        level=Level.ALERT,
        state=FindingState.RAISED,
        title=title,
        since_ms=since_ms,
        action=action,
    )
