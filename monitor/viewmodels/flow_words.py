"""People in and out at entrances, as words: always an estimate, and never a figure while a camera cannot count."""

from collections.abc import Callable

from hall.contract.base import Text
from hall.contract.flow import WallFlow
from hall.contract.views_wall import WallView
from hall.uikit import phrases

T = Callable[[str], str]
Of = Callable[[Text], str]
HOUR_MIN = 55  # so many minutes are called an hour: a span may have ended minutes ago


def short(flow: WallFlow | None, t: T, of: Of) -> str:
    """进约 120 出约 96, for a zone's row; "" where no camera counts."""
    if flow is None:
        return ""
    if of(flow.why):
        return t("进出不知道")
    return t("进约 {n} 出约 {m}").format(n=flow.inward, m=flow.outward)


def fact(view: WallView, t: T, of: Of) -> tuple[str, str, str]:
    """Word, detail and status for the wall; `view` has an entrance. What is not known goes first, then the hall's."""
    flow = min(view.flows, key=lambda x: not of(x.why))
    more = t("，还有 {n} 处").format(n=len(view.flows) - 1) if len(view.flows) > 1 else ""
    where = f"{of(flow.name)}{t('：')}" if flow.zone else ""
    if of(flow.why):
        since = t("，{at} 起").format(at=phrases.brief(flow.why_ms, view.at)) if flow.why_ms else ""
        return t("不知道"), f"{where}{of(flow.why)}{since}{more}", "stale"
    word = t("进约 {n} / 出约 {m}").format(n=flow.inward, m=flow.outward)
    return word, f"{where}{_span(view, flow, t)}{more}", "plain"


def _span(view: WallView, flow: WallFlow, t: T) -> str:
    """近一小时，估计，其中 8 分钟看不到"""
    whole = view.at - flow.since_ms >= HOUR_MIN * 60_000
    since = t("近一小时") if whole else t("{at} 起").format(at=phrases.clock(flow.since_ms))
    blind = t("，其中 {n} 分钟看不到").format(n=flow.blind_min) if flow.blind_min else ""
    return f"{since}{t('，估计')}{blind}"
