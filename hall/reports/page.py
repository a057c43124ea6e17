"""The report of a morning as one self-contained HTML page, Chinese with an English switch, from `Figures` alone."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

from msgspec.structs import replace

from hall.contract.base import Text
from hall.contract.config import HallConfig
from hall.contract.recording import Clip, clips
from hall.contract.supervision import FindingCode
from hall.domain import words as names
from hall.domain.calendar import clock
from hall.domain.state import Hall
from hall.domain.supervision.access import BUS as ACCESS
from hall.reports import flow
from hall.reports import words as w
from hall.reports.charts import bar, morning
from hall.reports.markup import both, hm, minutes, num, section, spread_words, t, table, to_second
from hall.reports.shapes import Figures, FindingLine, Rated, TroubleLine
from hall.reports.style import STYLE

MOST_CLIPS = 3  # links in one line of the findings
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def page(
    fig: Figures, config: HallConfig, chain: Text | None = None, pictures: str = "", now_ms: int = 0
) -> str:
    """`chain` is what `hall verify` said of the journal; `pictures` a link to the pictures, "" for none; `now_ms` when
    the page is made, which tells what is still recorded: 0 with the last event."""
    hall = Text(config.hall.name, config.hall.name_en or config.hall.name)
    year, month, day = fig.day.split("-")
    date = Text(f"{year}年{int(month)}月{int(day)}日", f"{int(day)} {_MONTHS[int(month) - 1]} {year}")
    hours = f"{clock(fig.first_ms)}–{clock(fig.last_ms)}"
    body = [
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(hall.zh)} {escape(date.zh)} 半日报告</title><style>{STYLE}</style></head><body>",
        '<input type="checkbox" id="en"><main>',
        f"<header><div><h1>{both(hall)}</h1>",
        f'<p class="sub">{both(date)} · {hours} · {t("半日报告", "Morning report")}</p></div>',
        '<label for="en"><span class="zh">English</span><span class="en">中文</span></label></header>',
        _keys(fig),
        f"<section><h2>{t('大厅里有多少人在等', 'How many people were waiting')}</h2>",
        morning(fig.waiting, fig.arrivals),
        f'<p class="legend"><i class="k area"></i>{t("在等的人", "people waiting")}',
        f'<i class="k bar"></i>{t("每刻钟取的号", "numbers taken in a quarter of an hour")}</p></section>',
        _ways(fig),
        _queues(fig, config),
        _windows(fig, config),
        _findings(fig, config, now_ms or fig.last_ms),
        flow.part(fig.flows, config),
        _troubles(fig, config),
        _machines(fig),
        _foot(fig, config, chain, pictures),
        "</main></body></html>",
    ]
    return "\n".join(part for part in body if part)


# --- sections -------------------------------------------------------------------------------------------------------


def _keys(fig: Figures) -> str:
    still = len(fig.visits) - sum(fig.count(end) for end in ("done", "passed", "cancelled", "expired"))
    kept = f"{fig.kept}/{fig.promised}" if fig.promised else "—"
    cells = (
        ("取号", "Numbers taken", str(len(fig.visits)), ""),
        ("办完", "Served", str(fig.count("done")), ""),
        ("过号", "Did not come", str(fig.count("passed")), ""),
        ("还没办完", "Not finished yet", str(still), ""),
        ("等候 一半以内", "Wait, half within", minutes(fig.wait.p50_s, fig.wait.n), ""),
        ("等候 九成以内", "Wait, nine in ten within", minutes(fig.wait.p90_s, fig.wait.n), ""),
        ("等了 30 分钟以上", "Waited over 30 min", str(fig.over), "red" if fig.over else ""),
        ("等候在预告之内", "Waits as forecast", kept, ""),
        (
            f"满意（{fig.ratings.rated} 人评了）",
            f"Satisfied ({fig.ratings.rated} rated)",
            _share(fig.ratings) or "—",
            "",
        ),
        ("问了没评价", "Asked, did not rate", str(fig.ratings.silent), ""),
    )
    out = "".join(
        f'<div class="key"><b class="{kind}">{value}</b><span>{t(zh, en)}</span></div>'
        for zh, en, value, kind in cells
    )
    return f'<section class="ticket keys">{out}</section>'


def _ways(fig: Figures) -> str:
    total = max(1, len(fig.visits))
    failed = {way: bad for way, _, bad in fig.readings}
    rows = []
    for way, n in fig.ways:
        bad = failed.get(way, 0)
        misses = both(Text(f"{bad} 次没认出", f"{bad} not read")) if bad else ""
        rows.append(
            [both(w.name(w.WAYS, way)), num(n), bar(n / total), f'<span class="soft">{misses}</span>']
        )
    classes = "，".join(f"{w.name(w.CLASSES, k).zh} {n}" for k, n in fig.classes)
    classes_en = ", ".join(f"{w.name(w.CLASSES, k).en} {n}" for k, n in fig.classes)
    note = f'<p class="legend">{t(classes, classes_en)}</p>' if fig.classes else ""
    return section(Text("五种办法", "Five ways"), table((), rows, "ways") + note)


def _queues(fig: Figures, config: HallConfig) -> str:
    names = {q.id: Text(f"{q.letter} {q.name}", f"{q.letter} {q.name_en or q.name}") for q in config.queues}
    head = (
        Text("队列", "Queue"), Text("取号", "Taken"), Text("办完", "Served"), Text("过号", "No-show"),
        Text("在等/在办", "Open"), Text("等候 一半/九成/最长", "Wait half/nine in ten/longest"),
        Text("办理 平均", "Service, mean"), Text("超30分钟", "Over 30 min"),
    )  # fmt: skip
    rows = [
        [
            both(names[q.queue]), num(q.issued), num(q.done), num(q.passed), num(q.open), spread_words(q.wait),
            minutes(q.service.mean_s, q.service.n), num(q.over, "red"),
        ]
        for q in fig.queues
        if q.issued
    ]  # fmt: skip
    return section(Text("队列", "Queues"), table(head, rows))


def _windows(fig: Figures, config: HallConfig) -> str:
    parts = {x.id: x for x in config.windows}
    staff = {x.id: x.name for x in config.staff}
    head = (
        Text("窗口", "Window"), Text("人员", "Staff"), Text("呼叫", "Called"), Text("办完", "Served"),
        Text("过号", "No-show"), Text("办理 平均", "Service, mean"), Text("开着", "Open"), Text("暂停", "Paused"),
        Text("满意", "Satisfied"), Text("评价/未评价", "Rated/not"),
    )  # fmt: skip
    rows = []
    for one in fig.windows:
        part = parts[one.window]
        who = "、".join(staff.get(x, x) for x in one.staff)
        if not one.staff and not one.called:
            rows.append([f"{escape(part.number)} {escape(part.name)}", t("没有开", "not open"), *[""] * 8])
            continue
        rows.append(
            [
                f"{escape(part.number)} {escape(part.name)}", escape(who), num(one.called), num(one.done),
                num(one.passed), minutes(one.service.mean_s, one.service.n), minutes(one.open_s, 1),
                minutes(one.paused_s, one.paused_s), _share(one.ratings), _counts(one.ratings),
            ]
        )  # fmt: skip
    return section(Text("窗口", "Windows"), table(head, rows))


def _share(ratings: Rated) -> str:
    """Of those who rated; empty where nobody did."""
    return f"{100 * ratings.good / ratings.rated:.0f}%" if ratings.rated else ""


def _counts(ratings: Rated) -> str:
    """Empty where nobody was asked."""
    asked = ratings.rated + ratings.silent
    return f"{ratings.rated}/{ratings.silent}" if asked else ""


def _findings(fig: Figures, config: HallConfig, now: int) -> str:
    staff = {x.id: x.name for x in config.staff}
    titles = _titles(fig, config)
    head = (
        Text("什么", "What"), Text("哪里", "Where"), Text("从", "Since"), Text("到", "Until"),
        Text("谁知道了", "Who knows"), *((Text("录像", "Recording"),) if config.recording is not None else ()),
    )  # fmt: skip
    rows = [
        [
            f'<span class="dot {f.level}"></span>{both(w.name(w.FINDINGS, f.code))} <span class="soft">{f.code}</span>',
            _where([_of_queue(x) for x in alike], titles),
            hm(f.since_ms, fig.day),
            hm(f.cleared_ms, fig.day) if f.cleared_ms else t("还在", "still open"),
            _known(f, staff),
            *((_recording(fig, alike, config, titles, now),) if config.recording is not None else ()),
        ]
        for alike in _alike(fig.findings, fig.day)
        for f in alike[:1]
    ]
    if not rows:
        rows = [[t("没有发现什么", "Nothing was found"), *[""] * (len(head) - 1)]]
    return section(Text("发现的问题", "Findings"), table(head, rows))


def _of_queue(finding: FindingLine) -> str:
    """A queue and a zone may have one id."""
    return f"queue/{finding.subject}" if finding.code == FindingCode.OPEN_WINDOW.value else finding.subject


def _alike(findings: Sequence[FindingLine], day: str) -> list[list[FindingLine]]:
    """Findings of one kind that began and ended in the same minutes share a line: one cause, many places."""
    groups: dict[tuple[object, ...], list[FindingLine]] = {}
    for f in sorted(findings, key=lambda f: (f.since_ms, f.finding)):
        key = (
            f.code,
            f.level,
            hm(f.since_ms, day),
            hm(f.cleared_ms, day),
            f.told,
            f.acknowledged_by,
            f.judged,
        )
        groups.setdefault(key, []).append(f)
    return list(groups.values())


def _recording(
    fig: Figures, alike: list[FindingLine], config: HallConfig, titles: dict[str, Text], now: int
) -> str:
    """Links into the recorder (R078): at most three, what goes on until the last event."""
    footages = [x.footage for x in alike if x.footage is not None]
    if not footages:
        return '<span class="off">—</span>'
    made = {
        clip: footage.around
        for footage in footages
        for clip in clips(config, replace(footage, end_ms=footage.end_ms or fig.last_ms), now)
    }
    if not made:
        return f'<span class="soft">{t("没有摄像头", "no camera")}</span>'
    cells = [_clip(clip, around, titles) for clip, around in list(made.items())[:MOST_CLIPS]]
    if len(made) > MOST_CLIPS:
        rest = len(made) - MOST_CLIPS
        cells.append(f'<span class="soft">{t(f"还有 {rest} 段", f"{rest} more")}</span>')
    return "<br>".join(cells)


def _clip(clip: Clip, around: bool, titles: dict[str, Text]) -> str:
    name = titles.get(clip.camera, Text(clip.camera, clip.camera))
    zone = Text("（本区）", " (zone)") if around else Text("", "")
    span = f"{to_second(clip.start_ms)}–{to_second(clip.end_ms)}"
    words = t(f"{name.zh}{zone.zh} {span}", f"{name.en}{zone.en} {span}")
    if clip.address:
        return f'<a rel="noreferrer" href="{escape(clip.address)}">{words}</a>'
    return f'{words} <span class="soft">{both(w.LACKS[clip.lack])}</span>'


def _where(subjects: list[str], titles: dict[str, Text]) -> str:
    names = [titles.get(x, Text(x, x)) for x in subjects]
    if len(names) > 3:
        return t(f"{names[0].zh} 等 {len(names)} 处", f"{names[0].en} and {len(names) - 1} more")
    return t("、".join(n.zh for n in names), ", ".join(n.en or n.zh for n in names))


def _known(f: FindingLine, staff: dict[str, str]) -> str:
    told = "、".join(staff.get(x, x) for x in f.told)
    parts = []
    if told:
        parts.append(t(f"已告诉 {told}", f"told {told}"))
    if f.acknowledged_ms:
        who = staff.get(f.acknowledged_by, f.acknowledged_by)
        parts.append(
            t(f"{who} {clock(f.acknowledged_ms)} 知道了", f"{who} knew at {clock(f.acknowledged_ms)}")
        )
    if f.judged:
        parts.append(both(w.name(w.JUDGED, f.judged)))
    return "<br>".join(parts) or "—"


def _troubles(fig: Figures, config: HallConfig) -> str:
    titles = _titles(fig, config)
    head = (
        Text("什么", "What"),
        Text("哪里", "Where"),
        Text("怎么了", "Trouble"),
        Text("从", "Since"),
        Text("到", "Until"),
    )
    rows = [
        [
            both(w.name(w.KINDS, x.kind)),
            both(titles.get(x.subject, Text(x.subject, x.subject))),
            _trouble(x),
            hm(x.from_ms, fig.day),
            hm(x.until_ms, fig.day) if x.until_ms else t("还在", "still so"),
        ]
        for x in fig.troubles
        if x.until_ms == 0 or x.until_ms - x.from_ms >= 1000
    ]
    if not rows:
        rows = [[t("都好好的", "All was well"), "", "", "", ""]]
    return section(Text("设备、岗位、环境", "Devices, posts, environment"), table(head, rows))


def _trouble(x: TroubleLine) -> str:
    state = both(w.name(w.STATES, x.state))
    if not x.what:
        return state
    known = w.name(w.ITEMS if x.kind == "environment" else w.FAULTS, x.what)
    return f"{state} · {both(known)}"


def _machines(fig: Figures) -> str:
    cells = (
        ("打印的小票", "Slips printed", str(fig.slips)),
        ("没打出来的小票", "Slips lost", str(fig.slips_lost)),
        ("窗口屏更新并确认", "Panel texts confirmed", str(fig.panels)),
        ("语音叫号", "Calls spoken", str(fig.spoken)),
        ("同意看脸", "Consents to a face", str(fig.consents)),
        ("被拒的陌生连接", "Strangers refused", str(fig.refused)),
    )
    out = "".join(f'<div class="key small"><b>{v}</b><span>{t(zh, en)}</span></div>' for zh, en, v in cells)
    return f'<section class="keys flat">{out}</section>'


def _foot(fig: Figures, config: HallConfig, chain: Text | None, pictures: str) -> str:
    lines = [
        t(
            f"由流水账 {fig.events} 条记录重新算出（到第 {fig.last_seq} 条）。规则：{config.policy.id}。",
            f"Recomputed from {fig.events} journal events (up to no. {fig.last_seq}). Rules: {config.policy.id}.",
        )
    ]
    if chain is not None:
        lines.append(both(chain))
    if pictures:
        lines.append(f'<a href="{escape(pictures)}">{t("画面、小票、窗口屏", "Screens, slips, panels")}</a>')
    return "<footer>" + "<br>".join(lines) + "</footer>"


def _titles(fig: Figures, config: HallConfig) -> dict[str, Text]:
    """What a subject of a finding or trouble is called: as on the wall."""
    hall = Hall(config)
    hosts = {x.host for x in (*config.devices, *config.cameras)}
    named: tuple[tuple[Iterable[str], Callable[[Hall, str], tuple[str, str]]], ...] = (
        (hall.windows, names.window),
        (hall.posts, names.post),
        (hall.devices, names.device),
        (hosts, names.host),
        (hall.cameras, names.camera),
        (hall.kiosks, names.kiosk),
    )
    out: dict[str, Text] = {v.ticket: Text(v.number, v.number) for v in fig.visits}
    out |= {own: names.place(hall, own) for own in hall.zones}
    out |= {f"queue/{x.id}": Text(x.name, x.name_en or x.name) for x in config.queues}
    out |= {ACCESS: Text("大厅总线", "The hall's bus")}
    for ids, name in named:
        for own in ids:
            zh, en = name(hall, own)
            out[own] = Text(zh, names.capital(en))
    return out
