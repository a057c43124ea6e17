"""Key boxes (呼叫器): what a key of one asks for. The window's own commands decide it (`hall.domain.callers`)."""

import enum

from hall.contract.base import Text, Word


class Key(enum.Enum):
    """What a key means; which key of a box that is stands in the box's options."""

    CALL = "call"  # 呼叫
    RECALL = "recall"  # 重呼
    START = "start"  # 开始办理
    FINISH = "finish"  # 办结，请评价
    PASS = "pass"  # 过号（弃号）
    HOLD = "hold"  # 暂挂
    CALL_BACK = "call_back"  # 叫回暂挂的
    PAUSE = "pause"  # 暂停，再按恢复
    TRANSFER = "transfer"  # 转号，先按窗口号


# --- command (role device) ------------------------------------------------------------------------------------


class PressKey(Word, frozen=True):
    """Somebody at the window of this key box pressed a key; `digits` were pressed before it. Who signed on there acts,
    as by the console."""

    device: str
    key: Key
    digits: str = ""


# --- event ------------------------------------------------------------------------------------------------------


class KeyRefused(Word, frozen=True):
    """The key had no effect. The box beeps and an open console shows `text`; `code` is the refusal's."""

    device: str
    window: str
    key: Key
    code: str
    text: Text
