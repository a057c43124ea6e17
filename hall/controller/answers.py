"""Answers as bytes, and the words of the refusals that come before the rules: wire, key, clock, disk."""

import msgspec

from hall.contract.base import Text
from hall.contract.unions import Refused
from hall.domain.refusal import Refusal

_encode = msgspec.msgpack.Encoder().encode


class _Done(msgspec.Struct, frozen=True, tag="Done", omit_defaults=True):
    """`Done` with its events as they stand in the journal, so that they are encoded once."""

    id: str
    events: tuple[msgspec.Raw, ...] = ()


class _Page(msgspec.Struct, frozen=True, tag="JournalPage", omit_defaults=True):
    id: str
    events: tuple[msgspec.Raw, ...]
    last: int


def done(own: str, bodies: list[bytes]) -> bytes:
    """The answer to an accepted command."""
    return _encode(_Done(own, tuple(map(msgspec.Raw, bodies))))


def page(own: str, bodies: list[bytes], last: int) -> bytes:
    return _encode(_Page(own, tuple(map(msgspec.Raw, bodies)), last))


def refused(own: str, refusal: Refusal) -> bytes:
    """What a rule or the wire refused, in words."""
    return _encode(Refused(own, refusal.code, refusal.text, refusal.hint))


GARBAGE = Refusal("garbage", "消息无法识别。", "This is no question of the bus: see docs/bus.md.")
UNKNOWN_COMMAND = Refusal("unknown_command", "没有这种操作。", "There is no such command: see docs/bus.md.")
TOO_LARGE = Refusal("too_large", "请求内容过大。", "A question may have 65536 bytes.")
BAD_ID = Refusal("bad_id", "请求编号无效。", "The id must be 32 lower-case hex digits.")
ID_TAKEN = Refusal("id_taken", "请求编号已被使用。", "This id belongs to a command of another key.")
KEY = Refusal(
    "key", "本机密钥已失效，请联系管理员。", "The key of this process is not valid: ask the administrator."
)
NO_READ = Refusal("role", "本机无权读取记录。", "A key of this role may not read the journal.")
DISK_FULL = Refusal(
    "disk_full",
    "系统存储空间已满，暂时不能办理，请联系工作人员。",
    "The disk of the journal is full: nothing happened. Free some space, the hall then goes on by itself.",
)
INTERNAL = Refusal(
    "internal",
    "系统内部出错，没有办理，请联系工作人员。",
    "The rules failed on this command; nothing happened. See the controller's log.",
)


def clock(hall_now: int) -> Refusal:
    """The sender's clock is too far off; the hint tells it the hall's."""
    return Refusal(
        "clock",
        "本机时钟不准，请校时。",
        "The sender's clock is off: the hint is the hall's time in ms.",
        str(hall_now),
    )


def late(hall_now: int) -> Refusal:
    """It came after its deadline; the hint tells the sender what time it is here."""
    return Refusal(
        "late",
        "请求已超时，没有办理，请重新操作。",
        "The question came after its deadline; nothing happened. The hint is the hall's time in ms.",
        str(hall_now),
    )


FULL_TITLE = Text("磁盘已满：暂停取号、叫号和办理", "Disk full: nothing can be taken, called or finished")
FULL_ACTION = Text(
    "请清理控制器磁盘，空间恢复后自动继续", "Free space on the controller's disk; it goes on by itself"
)
KEYS_TITLE = Text("密钥登记表无法读取", "The registry of keys cannot be read")
KEYS_ACTION = Text(
    "请从备份恢复；在此之前沿用原来的密钥", "Restore it from the backup; the last good one stays in use"
)
TICK_TITLE = Text(
    "定时检查出错：等待和离岗提醒已停", "The hall's clock rules fail: no new alerts of waits and posts"
)
SETTLE_TITLE = Text("自动叫号出错：请各窗口手动呼叫", "Calling by itself fails: windows have to call by hand")
TICK_ACTION = Text("请查看控制器日志并联系维护人员", "See the controller's log and call the maintainers")
