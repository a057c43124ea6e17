"""Long random days: whatever people and devices do, the books stay right."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.legs import LegState
from hall.contract.views_common import WindowState
from hall.domain.decide import decide
from hall.domain.refusal import Refusal
from hall.domain.snapshot import freeze

WINDOWS = st.sampled_from(["w1", "w2", "w3"])
PEOPLE = st.sampled_from(["", "p1", "p2", "p3", "p4"])
AGES = st.sampled_from(list(p.Age))
TAKE = st.builds(
    lambda service, person, age: t.TakeTicket(service, p.Identity(p.Way.PHONE, person, age=age), "k1"),
    st.sampled_from(["sbk", "yhk", "zhengming"]),
    PEOPLE,
    AGES,
)
STEPS = st.one_of(
    TAKE,
    TAKE,
    st.builds(t.CallNext, WINDOWS),
    st.builds(t.Recall, WINDOWS),
    st.builds(t.Start, WINDOWS),
    st.builds(t.Finish, WINDOWS),
    st.builds(t.Pass, WINDOWS),
    st.builds(p.SignOn, WINDOWS, st.sampled_from(["s1", "s2", "s3"])),
    st.builds(p.SignOff, WINDOWS),
    st.builds(p.Pause, WINDOWS, st.just("meal")),
    st.builds(p.Resume, WINDOWS),
    st.builds(lambda n: t.Cancel(ticket=f"2026-11-20-B{n:03d}"), st.integers(1, 12)),
    st.builds(lambda n: t.Reprint("k1", f"2026-11-20-B{n:03d}"), st.integers(1, 12)),
    st.builds(lambda n: d.JobDone("k1.printer", f"{n}.0"), st.integers(1, 60)),
    st.builds(lambda n: d.JobFailed("k1.printer", f"{n}.0", d.Fault.PAPER_END), st.integers(1, 60)),
    st.just("tick"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(STEPS, st.integers(0, 120)), max_size=120))
def test_the_books_are_right_after_any_day(make_stage, steps):
    stage = make_stage()
    stage.ready("k1.card", "w3.led")
    said = []
    for step, seconds in steps:
        stage.later(seconds)
        if step == "tick":
            stage.tick()
            continue
        try:
            stage.fold(
                decide(
                    step, stage.hall, stage.now, Actor("a", Role.ADMIN), f"f{len(stage.journal)}-{stage.now}"
                )
            )
        except Refusal as refusal:
            said.append(refusal.text)
        check(stage.hall.facts)
    assert all(text.zh and text.en for text in said)
    assert freeze(stage.replayed()) == freeze(stage.hall)


def check(facts):
    standing = [(e[2], q.id, n) for q in facts.queues.values() for n, line in q.lines.items() for e in line]
    lines = {ticket: (queue, name) for ticket, queue, name in standing}
    assert len(lines) == len(standing), "a ticket stands in two lines"
    held = {w.ticket: w for w in facts.windows.values() if w.ticket}
    numbers = [x.number for x in facts.tickets.values()]
    assert len(numbers) == len(set(numbers)), "a number was issued twice"
    assert len(held) == sum(bool(w.ticket) for w in facts.windows.values()), "a ticket stands at two windows"
    for ticket in facts.tickets.values():
        in_line, at_window = ticket.id in lines, ticket.id in held
        assert in_line == (ticket.state is t.TicketState.WAITING)
        assert at_window == (ticket.state in (t.TicketState.CALLED, t.TicketState.SERVING))
        if in_line:
            assert lines[ticket.id] == (ticket.queue, ticket.line)
    for queue in facts.queues.values():
        assert all(line and line == sorted(line) for line in queue.lines.values())
    for window in facts.windows.values():
        assert bool(window.ticket) == (window.state in (WindowState.CALLED, WindowState.SERVING))
        assert bool(window.staff) == (window.state is not WindowState.CLOSED)
    assert sorted(facts.held) == sorted(x.id for x in facts.tickets.values() if x.state is t.TicketState.HELD)
    live = (LegState.PLANNED, LegState.PAUSED, LegState.TRANSFERRED)
    open_people = {
        f"{x.identity.person}/{service}"
        for x in facts.tickets.values()
        for service in (x.service, *(leg.service for leg in x.others if leg.state in live))
        if x.identity.person
        and x.state
        in (t.TicketState.WAITING, t.TicketState.CALLED, t.TicketState.SERVING, t.TicketState.HELD)
    }
    assert set(facts.open_by_person) == open_people
