"""The one writer with real sockets, keys and journal; the loop runs in a thread so that the test can look inside."""

import gc
import threading

import msgspec
import pytest
import zmq

from hall.bus import wire
from hall.bus.client import NoAnswer
from hall.contract.calling import Calling
from hall.contract.devices import DeviceReport, DeviceState, HostAlive
from hall.contract.people import (
    CardAttest,
    CodeAttest,
    HeldAttest,
    Identity,
    PhoneAttest,
    Present,
    SignOn,
    StartReading,
    Way,
)
from hall.contract.tickets import (
    CallNext,
    Cancel,
    Finish,
    Pass,
    Start,
    TakeTicket,
    TicketCalled,
    TicketIssued,
)
from hall.contract.unions import Ask, Done, Recorded, Refused
from hall.contract.views_catalogue import CatalogueView
from hall.contract.views_kiosk import KioskView, Reading, ReadingState
from hall.contract.views_window import WindowView
from hall.controller import codes
from tests.hall.house import House, until

PHONE = "138{:08d}"


def take(n: int, kiosk: str = "kiosk-1") -> TakeTicket:
    return TakeTicket("pension", PhoneAttest(PHONE.format(n)), kiosk)


def test_a_ticket_is_durable_before_its_answer(house: House):
    with house.running(), house.client("kiosk-1") as kiosk:
        answer = kiosk.ask(take(1))
        assert isinstance(answer, Done)
        issued = answer.events[0].event
        assert isinstance(issued, TicketIssued)
        assert issued.number == "A001"
        assert house.events()[answer.events[0].seq - 1 :] == answer.events


def test_nothing_clear_reaches_the_journal(house: House):
    with house.running(), house.client("kiosk-1") as kiosk, house.client("window-1") as window:
        kiosk.ask(take(13812345))
        window.ask(SignOn("1", "s1", "2468"))
        everything = b"".join(house.bodies())
    assert b"13813812345" not in everything
    assert b"2468" not in everything
    assert b"138****2345" in everything
    assert b"WindowSignedOn" in everything


def test_a_window_calls_what_a_kiosk_took(house: House):
    with house.running(), house.client("kiosk-1") as kiosk, house.client("window-1") as window:
        kiosk.ask(take(1))
        assert isinstance(window.ask(SignOn("1", "s2")), Done)
        called = window.ask(CallNext("1"))
        assert isinstance(called, Done)
        assert isinstance(called.events[0].event, TicketCalled)
        assert isinstance(window.ask(Start("1")), Done)
        assert isinstance(window.ask(Finish("1")), Done)


@pytest.mark.parametrize(
    ("key", "command", "code"),
    [
        ("kiosk-1", CallNext("1"), "role"),
        ("window-1", CallNext("2"), "place"),
        ("window-1", take(1), "role"),
        ("kiosk-1", take(1, "kiosk-2"), "place"),
        ("kiosk-1", HostAlive("kiosk-2"), "place"),
        ("kiosk-1", TakeTicket("pension", Identity(Way.PHONE, "ab" * 16), "kiosk-1"), "attest"),
        (
            "kiosk-1",
            TakeTicket("pension", CardAttest("410183199001011234", "张三", "19900101"), "kiosk-1"),
            "attest",
        ),
        ("kiosk-1", TakeTicket("pension", PhoneAttest("12"), "kiosk-1"), "phone"),
        ("kiosk-1", TakeTicket("pensoin", PhoneAttest("13812345678"), "kiosk-1"), "no_service"),
        ("window-1", SignOn("1", "s1", "0000"), "pin"),
    ],
)
def test_what_is_not_allowed_is_refused_in_two_languages(house: House, key, command, code):
    with house.running(), house.client(key) as client:
        answer = client.ask(command)
        assert isinstance(answer, Refused)
        assert answer.code == code
        assert answer.text.zh
        assert answer.text.en


def raw_dealer(house: House, name: str) -> zmq.Socket[bytes]:
    secret = house.site.keys.secret(name)
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.linger = 0
    socket.rcvtimeo = 5000
    socket.curve_serverkey = secret.server.encode()
    socket.curve_publickey = secret.public.encode()
    socket.curve_secretkey = secret.secret.encode()
    socket.connect(house.site.commands)
    return socket


def test_garbage_is_refused_with_words_and_does_no_harm(house: House):
    now = house.site.clock.now_ms()
    good = wire.encode(Ask(wire.new_id(now), now, now + 5000, take(1)))
    odd = msgspec.msgpack.decode(good)
    odd_command = msgspec.msgpack.encode(odd | {"command": {"type": "OpenSafe"}})
    junk = {
        b"": "garbage",
        b"\xc1\xc1": "garbage",
        b"\x92" * 5000: "garbage",
        good[:-1]: "garbage",
        good + b"x": "garbage",
        msgspec.msgpack.encode(odd | {"id": "zz"}): "bad_id",
        msgspec.msgpack.encode(odd | {"type": "Order"}): "garbage",
        odd_command: "unknown_command",
        good + b"\0" * 70_000: "too_large",
    }
    with house.running() as loop:
        socket = raw_dealer(house, "kiosk-1")
        for data, code in junk.items():
            socket.send(data)
            answer = wire.decode_answer(socket.recv())
            assert isinstance(answer, Refused)
            assert (answer.code, bool(answer.text.zh)) == (code, True)
            if data == odd_command:
                assert answer.id == odd["id"]  # so that the sender knows which question it was
        socket.send_multipart([b"two", b"frames"])
        assert wire.decode_answer(socket.recv()).code == "garbage"
        socket.close()
        with house.client("kiosk-1") as kiosk:
            assert isinstance(kiosk.ask(take(2)), Done)
        until(lambda: loop.memory.hall.facts.refused >= 9)


def test_a_late_question_has_no_effect(house: House):
    with house.running() as loop:
        socket = raw_dealer(house, "kiosk-1")
        now = house.site.clock.now_ms()
        socket.send(wire.encode(Ask(wire.new_id(now), now - 1000, now - 500, take(1))))
        assert wire.decode_answer(socket.recv()).code == "late"
        socket.send(wire.encode(Ask(wire.new_id(now), now, now + 86_400_000, take(1))))
        assert wire.decode_answer(socket.recv()).code == "clock"
        socket.close()
        assert loop.memory.hall.facts.issued == 0


def test_a_client_with_a_wrong_clock_is_put_right_and_served(house: House):
    with house.running(), house.client("kiosk-1") as kiosk:
        for hours in (-3, 3):
            kiosk._skew_ms = hours * 3_600_000
            assert isinstance(kiosk.ask(take(10 + hours)), Done)
            assert abs(kiosk._skew_ms) < 60_000  # the hall's clock, as old as its answer was on the way


def test_last_value_on_join_and_only_ones_own_topic(house: House):
    with house.running() as loop, house.client("kiosk-1") as kiosk, house.client("window-1") as window:
        kiosk.follow("kiosk/kiosk-1", "catalogue", "kiosk/kiosk-2", "wall")
        got: list[object] = []
        until(lambda: got.extend(kiosk.poll(0.1)) or {type(v) for v in got} == {KioskView, CatalogueView})
        assert {v.kiosk for v in got if isinstance(v, KioskView)} == {"kiosk-1"}
        assert set(loop.hub.followed) == {"beat", "kiosk/kiosk-1", "catalogue"}
        until(
            lambda: loop.memory.hall.facts.refused == 2
        )  # the two topics that were refused are seen on the wall
        window.follow("window/1")
        seen: list[object] = []
        until(lambda: seen.extend(window.poll(0.1)) or any(isinstance(v, WindowView) for v in seen))
        window.ask(SignOn("1", "s2"))
        until(lambda: seen.extend(window.poll(0.1)) or seen[-1].staff == "s2")
        until(
            lambda: (
                (window.beat is not None and window.beat.seq == loop.journal.last) or window.poll(0.1) is None
            )
        )
    until(lambda: True)


def test_followers_that_leave_are_forgotten(house: House):
    with house.running() as loop:
        with house.client("window-1") as window:
            window.follow("window/1")
            until(lambda: loop.hub.followed.get("window/1") == 1)
        until(lambda: "window/1" not in loop.hub.followed)


def test_events_come_in_order_with_gaps_filled(house: House):
    with house.running() as loop, house.client("kiosk-1") as kiosk, house.client("admin") as admin:
        kiosk.ask(take(1))
        kiosk.ask(take(2))
        admin.follow("event", after=0)
        got: list[object] = []

        def heard(number: str) -> bool:
            got.extend(admin.poll(0.1))
            return any(getattr(r.event, "number", "") == number for r in got)

        until(lambda: heard("A002"))  # what was before is fetched without waiting for something new
        kiosk.ask(take(3))
        until(lambda: heard("A003"))
        loop.hub.followed.pop("event")  # the next one is lost on the way
        kiosk.ask(take(4))
        until(lambda: heard("A004"))
        loop.hub.followed["event"] = 1
        kiosk.ask(take(5))
        until(lambda: heard("A005"))
        assert [r.seq for r in got] == list(range(1, len(got) + 1))
        assert [r.event.number for r in got if isinstance(r.event, TicketIssued)] == [
            f"A00{n}" for n in range(1, 6)
        ]


def test_a_code_is_good_once(house: House):
    secrets = codes.Secrets(house.site.keys.pepper())
    now = house.site.clock.now_ms()
    code = codes.make(secrets, "13812345678", now, 600_000)
    spoilt = code[:-3] + "AAA"

    with house.running(), house.client("kiosk-1") as kiosk, house.client("devices-1") as device:
        kiosk.follow("kiosk/kiosk-1")
        device.ask(DeviceReport("scan-1", DeviceState.READY))

        def scan(text: str) -> Reading:
            started = kiosk.ask(StartReading("kiosk-1", Way.CODE))
            assert isinstance(started, Done), started
            reading = started.events[-1].event.reading
            shown = device.ask(Present("scan-1", reading, CodeAttest(text)))
            assert isinstance(shown, Done), shown
            found: list[Reading] = []

            def answered() -> bool:
                views = [v for v in kiosk.poll(0.1) if isinstance(v, KioskView) and v.reading]
                found.extend(v.reading for v in views if v.reading.reading == reading)
                return bool(found) and found[-1].state is not ReadingState.WAITING

            until(answered)
            return found[-1]

        failed = scan(spoilt)
        assert failed.fault == "code_unknown"
        assert failed.why.zh
        held = scan(code)
        answer = kiosk.ask(TakeTicket("pension", HeldAttest(held.handle), "kiosk-1"))
        assert isinstance(answer, Done), answer
        assert answer.events[0].event.identity.person == secrets.blind("phone", "13812345678")
        again = scan(code)
        assert again.fault == "code_used"
        assert again.why.zh
    everything = b"".join(house.bodies())
    assert code.encode() not in everything
    assert b"13812345678" not in everything
    with house.running(), house.client("kiosk-1") as kiosk, house.client("devices-1") as device:
        reading = kiosk.ask(StartReading("kiosk-1", Way.CODE)).events[-1].event.reading
        told = device.ask(Present("scan-1", reading, CodeAttest(code)))
        assert told.events[0].event.fault == "code_used"  # also after a restart


def test_the_journal_is_read_in_pages_by_those_who_may(house: House):
    with house.running(), house.client("kiosk-1") as kiosk, house.client("gateway-1") as gateway:
        for n in range(5):
            kiosk.ask(take(n))
        page = gateway.read_journal(2, 2)
        assert [r.seq for r in page.events] == [3, 4]
        assert page.last >= 6
        with pytest.raises(PermissionError):
            kiosk.read_journal(0)


def test_a_rule_that_fails_is_refused_and_the_hall_goes_on(house: House):
    from dataclasses import replace

    from hall.controller.rules import domain

    good = domain()

    def decide(command, hall, now, by, fresh):
        if isinstance(command, Cancel):
            raise KeyError("13812345678")
        return good.decide(command, hall, now, by, fresh)

    def evolve(recorded, hall):
        if isinstance(recorded.event, TicketIssued) and recorded.event.number == "A002":
            hall.facts.issued += 100  # half done
            raise ZeroDivisionError
        good.evolve(recorded, hall)

    with (
        house.running(replace(good, decide=decide, evolve=evolve)) as loop,
        house.client("kiosk-1") as kiosk,
        house.client("kiosk-2") as other,
    ):
        assert isinstance(kiosk.ask(take(1)), Done)
        assert kiosk.ask(Cancel(token="x")).code == "internal"
        assert kiosk.ask(take(2)).code == "internal"
        assert loop.memory.hall.facts.issued == 1  # nothing of the half-done fold is left
        assert isinstance(other.ask(HostAlive("kiosk-2")), Done)
        assert loop.memory.seq == loop.journal.last


def test_nobody_there_is_said_in_words(house: House):
    with (
        house.client("kiosk-1") as kiosk,
        pytest.raises(NoAnswer, match="is the controller running") as caught,
    ):
        kiosk.ask(take(1), timeout_s=0.2)
    assert caught.value.text.zh
    assert wire.is_id(caught.value.again)


def test_sixty_four_outstanding_from_one_socket_never_stall(house: House):
    """The trap of two objects on one socket: replies stop for ever under pipelined load (platform.md §2.4)."""
    with house.running():
        socket = raw_dealer(house, "kiosk-1")
        socket.rcvtimeo = 60_000  # only replies that stop for ever take as long, on whatever machine
        now = house.site.clock.now_ms()

        def send(n: int) -> None:
            command = take(n) if n % 3 else HostAlive("kiosk-1")
            socket.send(wire.encode(Ask(wire.new_id(now), now, now + 60_000, command)))

        for n in range(64):
            send(n)
        for n in range(64, 640):
            wire.decode_answer(socket.recv())
            send(n)
        for _ in range(64):
            wire.decode_answer(socket.recv())
        socket.close()


def test_many_threads_take_at_once_and_no_number_is_doubled(house: House):
    numbers: list[str] = []

    def visit(base: int) -> None:
        with house.client("kiosk-1") as kiosk:
            for n in range(20):
                answer = kiosk.ask(take(base + n))
                numbers.append(answer.events[0].event.number)

    with house.running() as loop:
        threads = [threading.Thread(target=visit, args=(1000 * k,)) for k in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(numbers) == [f"A{n:03d}" for n in range(1, 121)]
        assert loop.counts.commits < loop.counts.events  # grouped


def test_pass_is_not_a_python_word_here(house: House):
    with house.running(), house.client("window-1") as window:
        assert isinstance(window.ask(Pass("1")), Refused)


def test_answers_are_indexed_in_a_lull_or_when_many_have_gathered(house: House, monkeypatch):
    """While many ask, the index waits: it is derived, and the events know the answers."""
    from hall.controller import loop as l

    monkeypatch.setattr(l, "INDEX", 3)
    monkeypatch.setattr(l, "BACKLOG", 6)
    loop = house.loop()
    loop.second()
    for asked, unindexed, left in [(0, 2, 2), (0, 3, 0), (l.LULL, 5, 5), (l.LULL, 6, 0)]:
        loop.journal._fresh = {bytes([n]) * 16: (1, 1) for n in range(unindexed, 0, -1)}
        loop._asked = asked
        loop.second()
        assert loop.journal.unindexed == left
        assert loop._asked == 0
    assert loop.journal.answer_place(b"\x06" * 16) == (1, 1)
    loop.hub.close()
    loop.journal.close()


def test_the_log_is_brought_home_in_a_lull_only(house: House, monkeypatch):
    from hall.controller import loop as l

    monkeypatch.setattr(l, "HOME", 3)
    loop = house.loop()
    loop.second()
    loop.second()  # the day is open, nothing follows of itself
    loop.journal.bring_home()
    for asked, commits, away in [(0, 2, 2), (l.LULL, 3, 5), (0, 0, 0)]:
        loop.journal.commits += commits
        loop._asked = asked
        loop.second()
        assert loop.journal.away == away
    loop.hub.close()
    loop.journal.close()


def test_rubbish_is_looked_for_when_few_ask(house: House):
    """While many ask, nobody waits for that; without it, what points at itself would stay for ever."""
    import weakref

    from hall.controller.loop import LULL

    class Knot:
        def __init__(self) -> None:
            self.me = self

    loop = house.loop()
    gc.disable()
    try:
        rubbish = weakref.ref(Knot())
        loop._asked = LULL
        loop.second()
        assert rubbish() is not None
        loop.second()
        assert rubbish() is None
    finally:
        gc.enable()
        loop.hub.close()
        loop.journal.close()


def test_drawn_ids_are_all_different():
    from hall.controller.chance import fresh

    drawn = [fresh() for _ in range(1000)]
    assert len(set(drawn)) == 1000
    assert all(len(x) == 16 and set(x) <= set("abcdefghijklmnopqrstuvwxyz234567") for x in drawn)


def test_a_silent_call_reaches_what_speaks_to_phones(house: House):
    """无声叫号 (R130): the gateway's follower of events has the number's token and its call, so that a phone that
    scanned the slip can ring instead of the loudspeaker."""
    with (
        house.running(),
        house.client("kiosk-1") as kiosk,
        house.client("window-1") as window,
        house.client("gateway-1") as gateway,
    ):
        gateway.follow("event", after=0)
        asked = msgspec.structs.replace(take(1), calling=Calling.SILENT)
        issued = kiosk.ask(asked).events[0].event
        window.ask(SignOn("1", "s1", "2468"))
        window.ask(CallNext("1"))
        heard: list[object] = []

        def called() -> bool:
            heard.extend(x.event for x in gateway.poll(0.05) if isinstance(x, Recorded))
            return any(isinstance(x, TicketCalled) for x in heard)

        until(called)
    told = next(x for x in heard if isinstance(x, TicketIssued))
    assert (told.token, told.calling) == (issued.token, Calling.SILENT)
    assert next(x for x in heard if isinstance(x, TicketCalled)).ticket == told.ticket


def test_calling_by_itself_that_fails_is_seen_and_hinders_nobody(house: House):
    from dataclasses import replace

    from hall.controller.rules import domain

    faults = [KeyError("13812345678")]

    def settle(hall, now):
        if faults:
            raise faults[0]
        return ()

    with house.running(replace(domain(), settle=settle)) as loop, house.client("kiosk-1") as kiosk:
        assert isinstance(kiosk.ask(take(1)), Done)
        shown = loop._view("wall").notices
        assert "自动叫号出错：请各窗口手动呼叫" in [x.title.zh for x in shown]
        faults.clear()
        assert isinstance(kiosk.ask(take(2)), Done)
        assert loop.settle_fault_since == 0
