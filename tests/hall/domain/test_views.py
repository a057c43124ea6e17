"""What screens are shown: true, whole, in both languages, without anybody's name, and no unknown shown as fine."""

import itertools

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.base import Actor, Role, Text
from hall.contract.devices import (
    DeviceReport,
    DeviceState,
    Fault,
    HostBack,
    HostLost,
    JobDone,
    JobFailed,
    PrintSlip,
    ShowOnPanel,
)
from hall.contract.people import (
    Age,
    CallForHelp,
    FailReading,
    Identity,
    Present,
    SignOff,
    StartReading,
    Way,
)
from hall.contract.sightings import CameraReport, CameraState, RateEnvironment, Seat, SeatSeen
from hall.contract.supervision import FindingCode, FindingState, JudgeFinding, Level
from hall.contract.tickets import CallNext, Cancel, Finish, Pass, Recall, Reprint, Start
from hall.contract.unions import Recorded
from hall.contract.views import (
    CatalogueView,
    DevicesView,
    HostView,
    ItemsView,
    KioskView,
    PlacesView,
    ReadingState,
    SlipState,
    View,
    WallView,
    WindowState,
    WindowView,
)
from hall.domain.supervision import judge
from hall.domain.views import build, topics, touched


def show(stage, topic):
    """The view as it arrives: through the wire's encoding and back."""
    view = build(topic, stage.hall, stage.now)
    back = msgspec.msgpack.decode(msgspec.msgpack.encode(view), type=View)
    assert back == view
    return back


def printer(stage, state=DeviceState.READY, fault=Fault.NONE):
    stage.do(DeviceReport("k1.printer", state, fault))


def slip_job(stage):
    return next(j for j in stage.hall.facts.devices["k1.printer"].mailbox if isinstance(j, PrintSlip)).id


def judged(stage):
    """The rules at this moment, folded."""
    return stage.fold(judge(stage.hall, stage.now))


# --- the table ------------------------------------------------------------------------------------------------------


def test_every_topic_builds_and_travels(stage) -> None:
    kinds = {
        "catalogue": CatalogueView,
        "places": PlacesView,
        "items": ItemsView,
        "wall": WallView,
        "devices": DevicesView,
        "kiosk": KioskView,
        "window": WindowView,
        "host": HostView,
    }
    names = topics(stage.hall)
    assert set(names) == {
        "catalogue", "places", "items", "wall", "devices", "kiosk/k1", "window/w1", "window/w2", "window/w3",
        "host/devices-1", "host/eye-k1", "host/cameras-1",
    }  # fmt: skip
    for topic in names:
        assert isinstance(show(stage, topic), kinds[topic.split("/")[0]])


@pytest.mark.parametrize("topic", ["", "walls", "kiosk/k9", "window/", "host/window-w1", "event"])
def test_a_topic_the_hall_has_not_is_refused(stage, topic) -> None:
    with pytest.raises(KeyError):
        build(topic, stage.hall, stage.now)


def full_day(stage):
    """A bit of everything, so that every kind of event is in the journal."""
    stage.ready("k1.printer", "k1.card", "k1.eye", "w3.led", "B.voice").sign_on("w1", "w2", "w3")
    stage.do(StartReading("k1", Way.CARD))
    reading = stage.hall.facts.readings["k1"].reading
    stage.do(Present("k1.card", reading, Identity(Way.CARD, "p1", "张*", "410183********1234", Age.ADULT)))
    stage.take("sbk")
    tickets = [stage.take("sbk") for _ in range(5)]
    stage.do(StartReading("k1", Way.FACE, consent=True))
    stage.do(FailReading("k1.eye", stage.hall.facts.readings["k1"].reading, "no_face"))
    stage.later(5).do(CallNext("w3"))
    stage.later(25).do(Recall("w3"))
    stage.later(5).do(Start("w3"))
    stage.later(300).do(Finish("w3"))
    stage.do(Cancel(ticket=tickets[-1], reason="visitor"))
    stage.do(JobDone("k1.printer", stage.hall.facts.tickets[tickets[2]].slip_job))
    stage.do(Reprint("k1", ticket=tickets[2]))
    stage.do(CallForHelp("k1"))
    stage.do(CameraReport("cam1", CameraState.OK, stage.now))
    stage.do(SeatSeen("cam1", "p3", Seat.ABSENT, stage.now))
    stage.do(RateEnvironment("B", True, "hygiene", "地面有水"))
    stage.do(JobFailed("k1.printer", slip_job(stage), Fault.PAPER_END))
    stage.fold((HostLost("devices-1", stage.now),))
    stage.later(1900)
    judged(stage)
    stage.fold((HostBack("devices-1"),))
    stage.do(SignOff("w1"))


def plain(view):
    """A view without its stamps, and without what time alone changes."""
    return msgspec.structs.replace(view, seq=0, at=0)


def test_touched_misses_no_view_that_an_event_changes(stage) -> None:
    """After every event of a busy hour: a view that became different was named."""
    full_day(stage)
    from hall.domain.evolve import evolve
    from hall.domain.state import Hall

    hall = Hall(stage.hall.config)
    before = {}
    missed = []
    for rec in stage.journal:
        # Time alone changes views too; both sides are built at the time of the event.
        before = {t: plain(build(t, hall, rec.at)) for t in topics(hall)}
        evolve(rec, hall)
        named = touched(rec, hall)
        assert named <= set(topics(hall))
        for topic, old in before.items():
            if plain(build(topic, hall, rec.at)) != old and topic not in named:
                missed.append((type(rec.event).__name__, topic))
    assert missed == []


def test_touched_names_little_for_little(stage) -> None:
    rec = Recorded(1, stage.now, Actor("x", Role.ADMIN), "", CallForHelp("k1"))
    assert touched(rec, stage.hall) == frozenset()
    stage.do(CallForHelp("k1"))
    assert touched(stage.journal[-1], stage.hall) == {"kiosk/k1", "wall", "host/devices-1", "host/eye-k1"}


# --- privacy and languages ------------------------------------------------------------------------------------------


def texts(value):
    """Every Text inside a view."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)


def test_every_sentence_has_both_languages(stage) -> None:
    full_day(stage)
    for topic in topics(stage.hall):
        for text in texts(show(stage, topic)):
            assert bool(text.zh) == bool(text.en), f"{topic}: {text}"


def test_english_sentences_hold_no_chinese_but_what_people_entered(stage) -> None:
    full_day(stage)
    entered = {x for s in stage.hall.config.staff for x in [s.name]} | {
        "地面有水",
        "请B",
        "号到",
        "号窗口",
        "叫号",
    }
    for notice in show(stage, "wall").notices:
        for text in texts(notice):
            if notice.code is FindingCode.PANEL_WRONG and text is notice.facts:
                continue  # quotes what the panel should show
            left = text.en
            for word in entered:
                left = left.replace(word, "")
            assert not any("\u4e00" <= ch <= "\u9fff" for ch in left), text


def test_no_screen_shows_a_visitors_name_and_the_wall_not_even_a_mask(stage) -> None:
    stage.sign_on("w3")
    who = Identity(Way.CARD, "blind-index", "张*", "410183********1234", Age.ADULT)
    from hall.contract.tickets import TakeTicket

    stage.do(TakeTicket("sbk", who, kiosk="k1"))
    stage.do(CallNext("w3"))
    for topic in topics(stage.hall):
        packed = msgspec.json.encode(show(stage, topic)).decode()
        assert "blind-index" not in packed, topic
        if topic in ("wall", "window/w1", "window/w2", "kiosk/k1"):
            assert "张" not in packed and "1234" not in packed, topic
    assert show(stage, "window/w3").ticket.shown == "张*"


# --- the kiosk --------------------------------------------------------------------------------------------------------


def ways(stage):
    return {w.way: w for w in show(stage, "kiosk/k1").ways}


def test_unknown_devices_are_not_ready_and_say_so(stage) -> None:
    have = ways(stage)
    assert list(have) == list(Way), "the same ones, in the same order"
    assert [w for w in have if have[w].ready] == [Way.PHONE, Way.TYPED, Way.ASSISTED]
    assert have[Way.CARD].why.zh == "读卡器还没有回音，请用别的办法"


def test_a_way_is_ready_when_its_device_says_so(stage) -> None:
    stage.ready("k1.card", "k1.scanner")
    have = ways(stage)
    assert have[Way.CARD] == type(have[Way.CARD])(Way.CARD, True)
    assert have[Way.CODE].ready and not have[Way.FACE].ready


@pytest.mark.parametrize("state", [DeviceState.AWAY, DeviceState.FAULTY])
def test_a_broken_reader_says_use_another_way(stage, state) -> None:
    stage.do(DeviceReport("k1.card", state, Fault.NO_ANSWER))
    card = ways(stage)[Way.CARD]
    assert (card.ready, card.why) == (
        False,
        Text("读卡器坏了，请用别的办法", "The card reader is broken. Use another way."),
    )


def test_a_kiosk_without_a_reader_says_that_too(make_stage) -> None:
    config = make_stage().hall.config
    stage = make_stage(msgspec.structs.replace(config, kiosks=(c.KioskPart("k1", "A"),)))
    assert ways(stage)[Way.CARD].why.zh == "这台机器没有读卡器，请用别的办法"
    assert show(stage, "kiosk/k1").printer.zh


@pytest.mark.parametrize("state", list(DeviceState))
@pytest.mark.parametrize("fault", list(Fault))
def test_the_printer_is_fine_only_when_it_has_said_so(stage, state, fault) -> None:
    printer(stage, state, fault)
    sentence = show(stage, "kiosk/k1").printer
    assert bool(sentence.zh) == (state is not DeviceState.READY)
    if sentence.zh:
        assert "号照样有效" in sentence.zh


def test_a_slip_from_order_to_paper(stage) -> None:
    printer(stage)
    stage.take()
    (ticket,) = show(stage, "kiosk/k1").tickets
    assert (ticket.slip, ticket.why.zh) == (SlipState.PRINTING, "")
    stage.do(JobDone("k1.printer", slip_job(stage)))
    assert show(stage, "kiosk/k1").tickets[0].slip is SlipState.PRINTED


def test_a_slip_that_waits_for_paper_says_the_number_is_good(stage) -> None:
    printer(stage, DeviceState.FAULTY, Fault.PAPER_END)
    stage.take()
    (ticket,) = show(stage, "kiosk/k1").tickets
    assert (ticket.slip, ticket.why.zh) == (SlipState.FAILED, "没有纸了，号照样有效")
    printer(stage)
    assert show(stage, "kiosk/k1").tickets[0].slip is SlipState.PRINTING


def test_a_slip_nobody_heard_of_again_is_not_called_printed(stage) -> None:
    stage.take()
    assert show(stage, "kiosk/k1").tickets[0].slip is SlipState.UNKNOWN
    printer(stage)
    stage.do(JobDone("k1.printer", slip_job(stage), confirmed=False))
    ticket = show(stage, "kiosk/k1").tickets[0]
    assert (ticket.slip, "有效" in ticket.why.zh) == (SlipState.UNKNOWN, True)


def test_a_lost_slip_says_why(stage) -> None:
    printer(stage)
    stage.take()
    stage.do(JobFailed("k1.printer", slip_job(stage), Fault.CUTTER))
    ticket = show(stage, "kiosk/k1").tickets[0]
    assert (ticket.slip, "补打" in ticket.why.zh) == (SlipState.FAILED, True)


def test_tickets_stand_newest_first_and_know_where_they_are(stage) -> None:
    stage.sign_on("w3")
    first, second = stage.take(), stage.take()
    have = show(stage, "kiosk/k1").tickets
    assert [t.ticket for t in have] == [second, first]
    assert [t.ahead for t in have] == [1, 0]
    assert have[0].place.zh == "2楼 B区 2、3号窗口"
    stage.do(CallNext("w3"))
    called = show(stage, "kiosk/k1").tickets[1]
    assert (called.window, called.state.value, called.ahead) == ("3", "called", 0)


def test_a_reading_waits_is_presented_or_failed_with_words(stage) -> None:
    assert show(stage, "kiosk/k1").reading is None
    stage.ready("k1.card").do(StartReading("k1", Way.CARD))
    reading = show(stage, "kiosk/k1").reading
    assert reading.state is ReadingState.WAITING
    stage.do(FailReading("k1.card", reading.reading, "card_unreadable"))
    failed = show(stage, "kiosk/k1").reading
    assert (failed.state, failed.fault, failed.why.zh) == (
        ReadingState.FAILED,
        "card_unreadable",
        "卡没读出来。再放一次，或换个办法",
    )
    stage.do(StartReading("k1", Way.CARD))
    child = Identity(Way.CARD, "p", "李*", "410183********1234", Age.UNDER_14)
    stage.do(Present("k1.card", show(stage, "kiosk/k1").reading.reading, child))
    shown = show(stage, "kiosk/k1").reading
    assert (shown.state, shown.shown, shown.under_14) == (ReadingState.PRESENTED, "李*", True)


def test_a_queue_without_a_window_promises_no_time(stage) -> None:
    stage.take()
    view = show(stage, "kiosk/k1")
    queue = next(q for q in view.queues if q.queue == "B")
    assert (queue.waiting, queue.range.known) == (1, False)
    assert next(z for z in view.zones if z.zone == "B").range.known is False
    stage.sign_on("w3")
    view = show(stage, "kiosk/k1")
    assert next(z for z in view.zones if z.zone == "B").range.known


# --- the window -------------------------------------------------------------------------------------------------------


def test_a_window_from_closed_to_serving(stage) -> None:
    assert show(stage, "window/w3").state is WindowState.CLOSED
    stage.sign_on("w3")
    stage.take("sbk")
    view = show(stage, "window/w3")
    assert (view.state, view.staff, view.staff_name, view.ticket) == (WindowState.FREE, "s1", "员工1", None)
    assert (view.waiting, view.next.number) == (1, "B001")
    stage.later(60).do(CallNext("w3"))
    ticket = show(stage, "window/w3").ticket
    assert (ticket.times, ticket.recall_from_ms, ticket.pass_from_ms) == (1, stage.now + 20_000, 0)
    for _ in range(2):
        stage.later(20).do(Recall("w3"))
    ticket = show(stage, "window/w3").ticket
    assert (ticket.recall_from_ms, ticket.pass_from_ms) == (0, stage.now + 80_000)
    stage.now = ticket.pass_from_ms
    stage.do(Pass("w3"))
    view = show(stage, "window/w3")
    assert (view.passed, view.ticket, view.waiting) == (1, None, 0)


def test_what_may_be_pressed_is_what_the_hall_accepts(stage) -> None:
    stage.sign_on("w3")
    stage.take()
    stage.do(CallNext("w3"))
    stage.later(19)
    assert show(stage, "window/w3").ticket.recall_from_ms > stage.now
    assert stage.refused(Recall("w3")).code == "recall_soon"
    stage.later(1).do(Recall("w3"))


def test_the_line_is_in_calling_order_and_the_longest_wait_is_by_issue(stage) -> None:
    stage.sign_on("w2")
    first = stage.take("sbk")
    stage.later(300).take("zhengming")
    elder = stage.later(300).take("sbk", age=Age.ELDER)
    view = show(stage, "window/w2")
    assert view.queue[0].ticket == elder
    assert [t.klass for t in view.queue] == ["priority", "normal", "normal"]
    assert view.longest_ms == stage.hall.facts.tickets[first].issued_ms
    assert view.waiting == 3


def test_a_long_line_is_cut_but_counted(stage) -> None:
    stage.sign_on("w3")
    for _ in range(45):
        stage.take("sbk")
    view = show(stage, "window/w3")
    assert (len(view.queue), view.waiting) == (30, 45)
    lows = [line.range.low_min for line in view.queue]
    assert lows == sorted(lows)


def test_a_panel_that_lies_is_said_at_the_window(stage) -> None:
    stage.sign_on("w3").later(30)
    assert show(stage, "window/w3").panel.zh == "叫号屏情况不明，请到窗口外口头叫号"
    stage.ready("w3.led")
    job = next(j for j in stage.hall.facts.devices["w3.led"].mailbox if isinstance(j, ShowOnPanel))
    stage.do(JobDone("w3.led", job.id))
    assert show(stage, "window/w3").panel.zh == ""
    stage.do(DeviceReport("w3.led", DeviceState.AWAY, Fault.UNPLUGGED))
    assert show(stage.later(6), "window/w3").panel.zh == "叫号屏线掉了，请到窗口外口头叫号"
    stage.ready("B.voice")
    assert show(stage, "window/w3").panel.zh == "叫号屏线掉了，叫号改用语音"


def test_the_clerk_hears_of_the_longest_wait(stage) -> None:
    stage.sign_on("w3")
    stage.take("sbk")
    stage.take("sbk")
    stage.at("09:21:00")
    judged(stage)
    notice = next(n for n in show(stage, "window/w3").notices if n.code is FindingCode.WAIT_WARN)
    assert (notice.title.zh, notice.facts.zh) == ("B001 等 2 人快超 30 分", "09:00 取号，还有 9 分")
    stage.at("09:31:00")
    judged(stage)
    notice, *_ = show(stage, "window/w3").notices
    assert (notice.title.zh, notice.level) == ("B001 等 2 人已等超 30 分", Level.ALERT)
    assert show(stage, "window/w1").notices == ()


# --- the wall ---------------------------------------------------------------------------------------------------------


def test_three_long_waits_of_a_zone_are_one_alert(stage) -> None:
    stage.sign_on("w2", "w3")
    for _ in range(3):
        stage.take("sbk")
    stage.at("09:31:00")
    judged(stage)
    wall = show(stage, "wall")
    notice = next(n for n in wall.notices if n.code is FindingCode.WAIT_OVER)
    assert notice.title == Text("B 区 3 人等超 30 分", "Zone B: 3 people waiting over 30 min")
    assert (notice.facts.zh, notice.told.zh) == ("最长 31 分", "王强、李主任")
    assert notice.told_ms == stage.now
    assert (wall.waiting, wall.over) == (3, 3)
    zone = next(z for z in wall.zones if z.zone == "B")
    assert (zone.over, zone.share_over, zone.open, zone.total) == (3, 1.0, 2, 2)


def test_the_help_named_is_a_window_that_is_closed(stage) -> None:
    stage.sign_on("w3")
    stage.take("sbk")
    stage.at("09:31:00")
    judged(stage)
    notice = next(n for n in show(stage, "wall").notices if n.code is FindingCode.WAIT_OVER)
    assert notice.action == Text("去开 2 号窗", "Open window 2")


def test_an_empty_seat_is_suspected_and_its_minutes_run(stage) -> None:
    stage.sign_on("w3")
    stage.do(CameraReport("cam1", CameraState.OK, stage.now))
    stage.do(SeatSeen("cam1", "p3", Seat.PRESENT, stage.now))
    stage.at("09:40").do(SeatSeen("cam1", "p3", Seat.ABSENT, stage.now))
    stage.at("09:46")
    judged(stage)
    wall = show(stage.at("09:52"), "wall")
    notice = next(n for n in wall.notices if n.code is FindingCode.OFF_POST)
    assert notice.title == Text("3 号窗疑似离岗 12 分", "Window 3 seems empty for 12 min")
    assert notice.facts.zh == "摄像头和操作台都没人"
    assert notice.action.zh == "打 6109 核实"
    window = next(w for w in wall.windows if w.window == "w3")
    assert (window.away, window.seat) == (FindingState.SUSPECTED, "absent")
    stage.at("09:56")
    judged(stage)
    stage.do(JudgeFinding(notice.finding, "s10", True, "去看过"))
    wall = show(stage, "wall")
    notice = next(n for n in wall.notices if n.code is FindingCode.OFF_POST)
    assert notice.title.zh == "3 号窗离岗 16 分"
    assert next(w for w in wall.windows if w.window == "w3").away is FindingState.CONFIRMED


def test_a_suspicion_that_is_over_still_waits_for_a_person(stage) -> None:
    stage.sign_on("w3")
    stage.do(SeatSeen("cam1", "p3", Seat.ABSENT, stage.now))
    stage.at("09:20")
    judged(stage)
    stage.do(SeatSeen("cam1", "p3", Seat.PRESENT, stage.now))
    stage.later(31)
    judged(stage)
    notice = next(n for n in show(stage, "wall").notices if n.code is FindingCode.OFF_POST)
    assert "还没核实" in notice.facts.zh
    stage.do(JudgeFinding(notice.finding, "s10", False, "去交材料"))
    assert not [n for n in show(stage, "wall").notices if n.code is FindingCode.OFF_POST]


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        (Fault.NO_ANSWER, "3 号叫号屏没信号"),
        (Fault.UNPLUGGED, "3 号叫号屏线掉了"),
        (Fault.PORT_MISSING, "3 号叫号屏找不到接口"),
    ],
)
def test_a_panel_without_signal_says_what_to_do_meanwhile(stage, fault, title) -> None:
    stage.do(DeviceReport("w3.led", DeviceState.AWAY, fault))
    judged(stage.later(6))
    notice = next(n for n in show(stage, "wall").notices if n.code is FindingCode.PANEL_WRONG)
    assert (notice.title.zh, notice.action.zh) == (title, "等运维，先到窗口外口头叫")
    stage.ready("B.voice")
    notice = next(n for n in show(stage, "wall").notices if n.code is FindingCode.PANEL_WRONG)
    assert notice.action.zh == "等运维，语音照常叫"


def test_the_worst_and_newest_stand_first_and_what_is_known_behind(stage) -> None:
    full_day(stage)
    notices = show(stage, "wall").notices
    ranks = [["note", "warn", "alert"].index(n.level.value) for n in notices]
    assert len(notices) >= 3 and ranks == sorted(ranks, reverse=True)
    for a, b in itertools.pairwise(notices):
        if a.level is b.level:
            assert (a.known, -a.told_ms) <= (b.known, -b.told_ms)


def test_devices_are_listed_the_worst_first_and_unknown_is_not_fine(stage) -> None:
    stage.ready("k1.card")
    stage.do(DeviceReport("k1.printer", DeviceState.FAULTY, Fault.PAPER_END))
    devices = show(stage, "wall").devices
    assert len(devices) == len(stage.hall.config.devices)
    assert (devices[0].device, devices[0].why.zh, devices[0].name.zh) == (
        "k1.printer",
        "没有纸了",
        "1 号取号机打印机",
    )
    assert (devices[-1].device, devices[-1].why.zh) == ("k1.card", "")
    assert all(d.why.zh for d in devices if d.state != "ready")
    (camera,) = show(stage, "wall").cameras
    assert (camera.state, camera.why.zh) == ("unknown", "情况不明")


def test_the_wall_knows_place_and_item_of_a_poor_environment(stage) -> None:
    stage.do(RateEnvironment("B", True, "hygiene", "等候处地面有水"))
    wall = show(stage, "wall")
    assert wall.poor == (Text("B 区卫生：等候处地面有水", "Zone B cleanliness: 等候处地面有水"),)
    assert wall.poor_since_ms == stage.now


def test_a_console_that_is_lost_is_seen_at_its_window(stage) -> None:
    stage.fold((HostLost("window-w2", stage.now),))
    wall = show(stage, "wall")
    assert [w.window for w in wall.windows if w.link_lost] == ["w2"]
    assert wall.hosts_lost == ("window-w2",)


def test_the_trend_ends_now(stage) -> None:
    stage.sign_on("w3")
    for clock in ("09:05", "09:10", "09:15"):
        stage.at(clock).take("sbk")
    trend = show(stage.later(30), "wall").trend
    assert (trend[-1].at, trend[-1].waiting) == (stage.now, 3)
    assert [p.at for p in trend] == sorted(p.at for p in trend)


def test_nobody_has_rated_is_not_a_hundred_percent(stage) -> None:
    assert show(stage, "wall").satisfied == -1.0


# --- hosts ------------------------------------------------------------------------------------------------------------


def test_a_host_sees_the_mailboxes_of_its_devices_only(stage) -> None:
    printer(stage)
    stage.take()
    view = show(stage, "host/devices-1")
    boxes = {m.device: m.jobs for m in view.mailboxes}
    assert "k1.eye" not in boxes
    assert isinstance(boxes["k1.printer"][0], PrintSlip)
    assert boxes["k1.card"] == ()
    stage.do(JobDone("k1.printer", slip_job(stage)))
    assert {m.device: m.jobs for m in show(stage, "host/devices-1").mailboxes}["k1.printer"] == ()
