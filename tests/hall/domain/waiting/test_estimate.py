"""The estimate against exact waits (waiting.md §1.2) and against a simulated hall, with fixed seeds."""

import datetime as dt
import heapq
import itertools
import math
import random
import time
import timeit
from bisect import insort

import msgspec
import pytest

from hall.contract.config import HallConfig, HallPart, QueuePart, WindowPart, ZonePart
from hall.contract.people import Identity, Way
from hall.contract.tickets import Forecast, TicketClass, TicketState
from hall.contract.views_common import WindowState
from hall.domain import facts as f
from hall.domain.queueing.rule import stand
from hall.domain.state import Hall
from hall.domain.waiting import estimate, learned
from hall.domain.waiting.learned import Learned
from tests.slowness import slower

NINE = int(dt.datetime.fromisoformat("2026-03-09 09:00:00+08:00").timestamp() * 1000)


def hall(
    windows: int = 4,
    service_s: int = 480,
    shared: int = 0,
    sessions: tuple[str, ...] = ("00:00-24:00",),
) -> Hall:
    """`windows` for queue a alone, `shared` more for a and b together."""
    config = HallConfig(
        hall=HallPart("h", "大厅", days=(1, 2, 3, 4, 5, 6, 7), sessions=sessions),
        zones=(ZonePart("A", "综合"),),
        queues=(
            QueuePart("a", "A", "A", "综合", service_s=service_s),
            QueuePart("b", "B", "A", "社保", service_s=service_s),
        ),
        groups=(),
        services=(),
        windows=(
            *(WindowPart(f"w{i}", "A", str(i), ("a",)) for i in range(windows)),
            *(WindowPart(f"s{i}", "A", f"9{i}", ("a", "b")) for i in range(shared)),
        ),
    )
    return Hall(config)


def sign_on(have: Hall, state: WindowState = WindowState.SERVING, at: int = NINE) -> None:
    for window in have.facts.windows.values():
        window.state, window.since_ms = state, at


def wait_in(have: Hall, queue: str, count: int, at: int = NINE) -> None:
    for i in range(count):
        have.facts.queues[queue].lines.setdefault("normal/", []).append((at + i, i, f"{queue}{i}"))


def taught(mean_s: float, n: int = 500, seed: int = 1) -> Learned:
    """A queue that has seen `n` exponential services and gaps of this mean."""
    rng = random.Random(seed)
    have = Learned()
    for _ in range(n):
        learned.served(have, int(rng.expovariate(1 / mean_s)))
    have.gap_n, have.gap_s, have.service_s = 72.0, mean_s, mean_s
    have.square = 2 * mean_s * mean_s
    return have


@pytest.mark.parametrize(
    ("ahead", "p50", "p90"),
    [(4, 3.737, 6.395), (9, 7.735, 11.365), (19, 15.734, 20.722), (49, 39.734, 47.399)],
)
def test_ten_exponential_windows_give_the_erlang_quantiles(ahead: int, p50: float, p90: float) -> None:
    """M/M/10, mean service 8 min: W ~ Erlang(n+1, s·mu)."""
    have = hall(windows=10)
    sign_on(have)
    have.facts.queues["a"].learned = taught(480.0)
    wait_in(have, "a", ahead)
    said = estimate.forecast(have, "a", NINE + 10_000, NINE)
    assert said.known and said.ahead == ahead
    assert said.low_s / 60 == pytest.approx(p50, rel=0.06)
    assert said.high_s / 60 == pytest.approx(p90, rel=0.10)


def test_the_quantiles_of_erlang_are_those_of_the_handbook() -> None:
    for n, p50, p90 in [(0, 0.555, 1.842), (4, 3.737, 6.395), (9, 7.735, 11.365), (49, 39.734, 47.399)]:
        mean = (n + 1) * 0.8
        low, high = estimate._quantiles(mean, mean * 0.8)
        assert low == pytest.approx(p50, rel=0.02)
        assert high == pytest.approx(p90, rel=0.02)


def test_no_window_signed_on_is_not_a_number() -> None:
    have = hall()
    wait_in(have, "a", 3)
    said = estimate.forecast(have, "a", NINE + 99, NINE)
    assert said == Forecast(False, 3, rough=True)
    assert not estimate.as_range(said).known


def test_all_pause_and_one_said_when_back() -> None:
    have = hall(windows=2)
    sign_on(have, WindowState.PAUSED)
    assert not estimate.forecast(have, "a", NINE, NINE).known
    have.facts.windows["w1"].back_ms = NINE + 600_000
    said = estimate.forecast(have, "a", NINE, NINE)
    assert said.known and said.low_s > 600


def test_a_free_window_means_at_once_but_still_a_range() -> None:
    have = hall()
    sign_on(have, WindowState.FREE)
    said = estimate.forecast(have, "a", NINE, NINE)
    assert (said.low_s, said.high_s) == (0, estimate.AT_ONCE_S)
    have_range = estimate.as_range(said)
    assert (have_range.low_min, have_range.high_min) == (0, 5)


def test_rank_is_the_calling_rule_not_the_arrival() -> None:
    have = hall()
    sign_on(have)
    wait_in(have, "a", 20)
    normal = estimate.forecast(have, "a", NINE + 60_000, NINE + 60_000)
    elder = estimate.forecast(have, "a", NINE + 60_000 - 1_200_000, NINE + 60_000)
    assert (normal.ahead, elder.ahead) == (20, 0)
    assert elder.high_s < normal.low_s


def test_shared_windows_count_by_need() -> None:
    have = hall(windows=2, shared=4)
    sign_on(have)
    assert estimate.effective_windows(have, "a") == pytest.approx(6)
    wait_in(have, "b", 8)
    wait_in(have, "a", 12)
    # queue a: 13 people over 6 windows, queue b: 8 over 4.
    assert estimate.effective_windows(have, "a") == pytest.approx(2 + 4 * (13 / 6) / (13 / 6 + 2))
    alone = estimate.forecast(hall_with(6), "a", NINE, NINE)
    both = estimate.forecast(have, "a", NINE + 99_000, NINE)
    assert both.low_s > alone.low_s


def hall_with(windows: int) -> Hall:
    have = hall(windows=windows)
    sign_on(have)
    wait_in(have, "a", 12)
    return have


def test_only_those_who_are_called_before_me_take_a_shared_window() -> None:
    have = hall(windows=0, shared=2)
    sign_on(have)
    wait_in(have, "b", 10, at=NINE + 3_600_000)  # all of them after me under the rule
    assert estimate.forecast(have, "a", NINE, NINE) == estimate.forecast(hall_shared_empty(), "a", NINE, NINE)


def hall_shared_empty() -> Hall:
    have = hall(windows=0, shared=2)
    sign_on(have)
    return have


def test_services_that_have_gone_on_make_the_wait_shorter_when_they_are_even() -> None:
    have = hall(windows=1)
    for _ in range(60):
        learned.served(have.facts.queues["a"].learned, 480)
    sign_on(have)
    fresh = estimate.forecast(have, "a", NINE, NINE)
    later = estimate.forecast(have, "a", NINE, NINE + 360_000)
    assert later.low_s < fresh.low_s * 0.6


def test_lunch_is_part_of_what_the_visitor_is_told() -> None:
    have = hall(windows=1, sessions=("09:00-12:00", "13:00-17:00"))
    sign_on(have)
    wait_in(have, "a", 3)
    said = estimate.forecast(have, "a", NINE + 10_700_000, NINE + 10_700_000)  # 11:58:20
    assert said.low_s > 3600


def test_a_position_shrinks_and_a_called_ticket_has_none() -> None:
    have = hall(windows=2)
    sign_on(have)
    for i in range(5):
        ticket = f.Ticket(
            id=f"t{i}", number=f"A{i:03d}", serial=i, queue="a", service="s", klass=TicketClass.NORMAL,
            identity=Identity(Way.PHONE, ""), token="", forecast=Forecast(True, i), issued_ms=NINE + i,
            effective_ms=NINE + i, seq=i + 1, order=i + 1, queued_ms=NINE + i,
        )  # fmt: skip
        have.facts.tickets[ticket.id] = ticket
        stand(have, ticket)
    said = [estimate.position(have, f"t{i}", NINE) for i in range(5)]
    assert [x.ahead for x in said] == [0, 1, 2, 3, 4]
    assert all(a.low_s < b.low_s and a.high_s < b.high_s for a, b in itertools.pairwise(said))
    assert list(estimate.line(have, "a", NINE, 4).values()) == said[:4]
    have.facts.tickets["t0"].state = TicketState.CALLED
    assert estimate.position(have, "t0", NINE) == Forecast(True, 0)


def test_a_free_window_that_others_wait_for_before_is_not_free_for_the_last() -> None:
    """M001 behind three of another queue at the only open window was told 前面 0 人, 0–5 分钟."""
    have = hall(windows=0, shared=1)
    sign_on(have, WindowState.FREE)
    alone = estimate.forecast(have, "a", NINE + 10, NINE)
    wait_in(have, "b", 3)
    behind = estimate.forecast(have, "a", NINE + 10, NINE)
    cycle = 480 + estimate.TURN_S
    assert (alone.low_s, alone.high_s) == (0, estimate.AT_ONCE_S)
    assert 2 * cycle <= behind.low_s <= 3.5 * cycle


def test_a_call_at_a_shared_window_teaches_its_share_and_the_wall_clock() -> None:
    have = hall(windows=0, shared=4)
    sign_on(have)
    wait_in(have, "b", 10)
    learnt = have.facts.queues["a"].learned
    for i in range(3):
        wait_in(have, "a", 10)
        ticket = f.Ticket(
            id=f"t{i}", number="A001", serial=i, queue="a", service="s", klass=TicketClass.NORMAL,
            identity=Identity(Way.PHONE, ""), token="", forecast=Forecast(True, 3, 600, 900), issued_ms=NINE,
            effective_ms=NINE, seq=i + 1, order=i + 1, queued_ms=NINE,
        )  # fmt: skip
        estimate.note_call(have, ticket, NINE + (i + 5) * 240_000)
        have.facts.queues["a"].lines.clear()
    # Half of four windows are at work for queue a, so 240 s between two calls are 480 s of one window.
    assert learnt.gap_n == 2
    assert learnt.gap_s == pytest.approx(480, rel=0.1)
    assert learnt.scores[0] == pytest.approx((1200 / 600 - 1) * 2)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 0, (0, 5)), (1, 299, (0, 5)), (300, 300, (5, 10)), (901, 1499, (15, 25)), (899, 1501, (10, 30))],
)
def test_ranges_are_rounded_outward(low: int, high: int, expected: tuple[int, int]) -> None:
    have = estimate.as_range(Forecast(True, 1, low, high))
    assert (have.low_min, have.high_min) == expected
    assert have.low_min * 60 <= low and have.high_min * 60 >= high


def test_every_forecast_is_a_range() -> None:
    rng = random.Random(7)
    for _ in range(300):
        have = hall(
            windows=rng.randint(1, 6), shared=rng.randint(0, 3), service_s=rng.choice((60, 480, 3000))
        )
        for window in have.facts.windows.values():
            window.state = rng.choice(list(WindowState))
            window.since_ms = NINE - rng.randint(0, 9_000_000)
        wait_in(have, "a", rng.randint(0, 40))
        wait_in(have, "b", rng.randint(0, 40))
        learnt = have.facts.queues["a"].learned
        for _ in range(rng.randint(0, 80)):
            learned.served(learnt, rng.randint(1, 5000))
            promised = Forecast(True, rng.randint(0, 30), rng.randint(0, 2000), 4000)
            learned.called(learnt, NINE + rng.randint(0, 99_999_999), rng.randint(0, 5000), promised, 2.0)
        said = estimate.forecast(have, "a", NINE + rng.randint(0, 60), NINE)
        if said.known:
            assert 0 <= said.low_s < said.high_s
            assert all(math.isfinite(x) for x in (said.low_s, said.high_s))


def test_what_was_learnt_fits_into_a_snapshot_and_stays_small() -> None:
    have = taught(300.0)
    for i in range(1000):
        learned.called(have, NINE + i * 60_000, 600, Forecast(True, 5, 500, 900), 4.0, left=3)
        learned.no_show(have, 90)
    data = msgspec.msgpack.encode(have)
    assert msgspec.msgpack.decode(data, type=Learned) == have
    assert len(data) < 4000


def test_a_lunch_between_two_calls_teaches_nothing() -> None:
    have = Learned()
    for i in range(40):
        learned.called(have, NINE + i * 60_000, 900, Forecast(False, 0), 4.0)
    before = have.gap_s
    learned.called(have, NINE + 40 * 60_000 + 9_000_000, 99_000, Forecast(False, 0), 4.0)
    assert have.gap_s == before == pytest.approx(240)


def test_an_empty_queue_teaches_no_pace() -> None:
    have = Learned()
    for i in range(20):
        learned.called(have, NINE + i * 600_000, 5, Forecast(False, 0), 4.0, left=0)
        learned.called(have, NINE + i * 600_000 + 1000, 5, Forecast(False, 0), 4.0, left=0)
    assert have.gap_n == 0


def test_a_wrong_configuration_is_outgrown() -> None:
    """Configured 3 min, real 12 min: after forty services the forecast is near the truth."""
    have = hall(windows=2, service_s=180)
    sign_on(have)
    wait_in(have, "a", 10)
    learnt = have.facts.queues["a"].learned
    for i in range(40):
        learned.served(learnt, 720)
        learned.called(learnt, NINE + i * 360_000, 3000, Forecast(False, 0), 2.0, left=5)
    said = estimate.forecast(have, "a", NINE + 99_000, NINE)
    assert said.low_s == pytest.approx(10.5 * 360, rel=0.15)
    assert not said.rough


def simulate(
    seed: int, windows: int, log_normal: bool, elders: float, per_hour: float, days: int
) -> list[tuple[Forecast, float]]:
    """A hall of its own: arrivals with a rush at ten, a head start for elders, 6 % who do not come when called."""
    rng = random.Random(seed)
    have = hall(windows=windows, service_s=400)
    learnt = have.facts.queues["a"].learned
    out: list[tuple[Forecast, float]] = []
    for day in range(days):
        learned.new_day(learnt)
        start = NINE + day * 86_400_000
        sign_on(have, WindowState.FREE, start)
        arrivals: list[int] = []
        t = 0.0
        while t < 3 * 3600:
            t += rng.expovariate(per_hour / 3600 * 1.6)
            if rng.random() < (0.6 + 0.4 * math.sin(t / 3 / 3600 * math.pi)) / 1.0:
                arrivals.append(start + int(t * 1000))
        waiting = have.facts.queues["a"].lines.setdefault("normal/", [])
        tickets: dict[str, tuple[int, Forecast]] = {}
        events: list[tuple[int, int, str]] = [(a, i, "") for i, a in enumerate(arrivals)]
        heapq.heapify(events)
        n = len(arrivals)

        def call(now: int, window: str, waiting=waiting, tickets=tickets, events=events) -> None:
            nonlocal n
            record = have.facts.windows[window]
            if not waiting:
                record.state, record.since_ms = WindowState.FREE, now
                return
            _, _, name = waiting.pop(0)
            issued, promised = tickets[name]
            wait = (now - issued) / 1000
            out.append((promised, wait))
            windows_now = estimate.effective_windows(have, "a")
            learned.called(learnt, now, int(wait), promised, windows_now, left=len(waiting))
            if rng.random() < 0.06:
                service = 100.0
                learned.no_show(learnt, 100)
            else:
                service = (
                    rng.lognormvariate(math.log(480) - 0.32, 0.8) if log_normal else rng.expovariate(1 / 480)
                )
                learned.served(learnt, int(service))
            record.state, record.since_ms = WindowState.SERVING, now
            n += 1
            heapq.heappush(events, (now + int((service + 25) * 1000), n, window))

        while events:
            now, serial, window = heapq.heappop(events)
            if window:
                call(now, window)
                continue
            effective = now - (1_200_000 if rng.random() < elders else 0)
            promised = estimate.forecast(have, "a", effective, now)
            name = f"d{day}-{serial}"
            tickets[name] = (now, promised)
            insort(waiting, (effective, serial, name))
            free = next((k for k, w in have.facts.windows.items() if w.state is WindowState.FREE), None)
            if free is not None:
                call(now, free)
    return out


@pytest.mark.parametrize(
    ("windows", "log_normal", "elders", "per_hour"),
    [
        (6, False, 0.0, 43.0),
        (6, True, 0.0, 43.0),
        (6, True, 0.08, 43.0),
        (12, True, 0.08, 86.0),
        (2, True, 0.1, 14.0),
    ],
)
def test_a_simulated_hall_keeps_its_promises(
    windows: int, log_normal: bool, elders: float, per_hour: float
) -> None:
    """Of those who had to wait: half should wait longer than P50 and a tenth longer than P90, whatever the hall."""
    seen = [
        x for seed in range(3) for x in simulate(seed, windows, log_normal, elders, per_hour, days=6)[150:]
    ]
    waited = [(p, w) for p, w in seen if p.low_s >= 60]
    assert len(waited) > 300
    above50 = sum(w > p.low_s for p, w in waited) / len(waited)
    above90 = sum(w > p.high_s for p, w in waited) / len(waited)
    error = sum(abs(w - p.low_s) for p, w in waited) / sum(w for _, w in waited)
    hall_is = f"{windows=} {log_normal=} {elders=}"
    print(f"\n{hall_is}: n={len(waited)} >P50 {above50:.3f} >P90 {above90:.3f} MAE/mean {error:.3f}")
    assert 0.38 < above50 < 0.62
    assert 0.05 < above90 < 0.17
    assert error < 0.55


def test_asking_is_cheap_whatever_the_day_has_seen() -> None:
    """TakeTicket asks for every ticket, so it must cost microseconds and not grow with the day."""

    def cost(waiting: int) -> float:
        have = hall(windows=8, shared=2)
        sign_on(have)
        wait_in(have, "a", waiting)
        wait_in(have, "b", waiting)
        ask = timeit.Timer(
            lambda: estimate.forecast(have, "a", NINE + waiting // 2, NINE), timer=time.process_time
        )
        return min(ask.repeat(7, 500)) / 500

    small, large = cost(10), cost(100_000)
    print(f"\n{small * 1e6:.1f} µs with 10 waiting, {large * 1e6:.1f} µs with 100,000")
    assert large < 3 * small
    assert large < 200e-6 * slower()  # measured 10–20 µs; the bound only catches a scan
