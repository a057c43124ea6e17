"""Policy packs: the dated sets of all limits (supervision.md §3.0), those built in, and which one is in force on a day.

Numbers that a document fixes are named beside it; all others are the handbook's own choice ([D] there) and the same in
every pack, so that a hall can write its own over them in `[policy]`.
"""

from collections.abc import Mapping

import msgspec

from hall.contract.config import HallConfig, PolicyPart

XINMI = PolicyPart(
    id="xinmi-2021",
    # 000-B §5(5): more than 30 minutes at a window is an abnormal case; §20: in force from 2021-07-01.
    document="新密市政务服务电子监察工作规则（试行）",
    valid_from="2021-07-01",
    abnormal_s=1800,
    default_promised_trips=1,  # 000-A §2 最多跑一次
)

PINGLIANG = PolicyPart(
    id="pingliang-2018",
    # 001 §4(1) has 16 zones on four floors and sets no limit to their number. Its day of force is not known to us.
    document="平凉市区政务服务中心进驻方案；平政办发〔2018〕179号",
)

JIAOZUO = PolicyPart(
    id="jiaozuo-2024",
    # 002 §2(1)1: 专业受理服务区不得超过6个 (R087).
    document="焦作市推动“高效办成一件事”工作方案",
    valid_from="2024-09-24",
    max_professional=6,
)

YANGQUAN = PolicyPart(
    id="yangquan-2017-draft",
    # 003 is a draft for comment of 2017-02-21 and never said from when it would hold.
    document="阳泉市政务服务管理办法（征求意见稿，2017年2月21日）",
)

JINAN = PolicyPart(
    id="jinan-2024",
    # 004 §12: five kinds of names (R120); §48: in force from 2024-12-25.
    document="济南市政务服务标准化管理办法",
    valid_from="2024-12-25",
    hall_names=(
        "济南市政务服务中心",
        "济南市*区政务服务中心",
        "济南市*县政务服务中心",
        "*便民服务中心",
        "*便民服务站",
        "*政务服务中心*分中心",
    ),
)

DEFAULT = PolicyPart(document="本系统的默认值（handbook: supervision.md §3.0）")

BUILT_IN: Mapping[str, PolicyPart] = {
    pack.id: pack for pack in (XINMI, PINGLIANG, JIAOZUO, YANGQUAN, JINAN, DEFAULT)
}

KEYS = tuple(field.name for field in msgspec.structs.fields(PolicyPart))
OWN_KEYS = tuple(key for key in KEYS if key != "valid_to")  # what a pack of one's own must say; "" has no end


def named(config: HallConfig, pack: str) -> PolicyPart | None:
    """The pack of that id as this hall knows it: its own words go before the built-in ones. None where nobody does."""
    for own in (config.policy, *config.policies):
        if own.id == pack:
            return own
    return BUILT_IN.get(pack)


def in_force(config: HallConfig, day: str) -> PolicyPart:
    """The pack of `day` (YYYY-MM-DD, "" before any): the last of `packs` that began by then, else `policy` (R139)."""
    begun = [pack for pack in config.packs if pack.day <= day]
    if not begun:
        return config.policy
    last = max(begun, key=lambda pack: pack.day)
    return named(config, last.id) or config.policy


def differs(pack: PolicyPart) -> tuple[str, ...]:
    """The keys in which a pack says something else than the built-in one of its id; () where none is built in."""
    built_in = BUILT_IN.get(pack.id)
    if built_in is None:
        return ()
    return tuple(key for key in KEYS if getattr(pack, key) != getattr(built_in, key))


def filled(raw: Mapping[str, object]) -> dict[str, object]:
    """A `[policy]` table as written, over the built-in pack of its id."""
    built_in = BUILT_IN.get(str(raw.get("id", DEFAULT.id)), DEFAULT)
    base: dict[str, object] = {key: getattr(built_in, key) for key in KEYS}
    return {**base, **raw}


def missing(raw: Mapping[str, object]) -> tuple[str, ...]:
    """What a pack of one's own does not say."""
    return tuple(key for key in OWN_KEYS if key not in raw)
