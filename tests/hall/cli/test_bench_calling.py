"""The bench of the calling rule measures a real day: small here, with everything it claims to hold."""

import argparse
import json

from hall.cli import bench_calling, bench_day
from hall.contract.tickets import TicketState
from hall.domain.snapshot import freeze
from hall.domain.state import Hall


def test_a_played_day_is_whole_and_replays_to_the_same_hall():
    from hall.domain.evolve import evolve

    day = bench_day.Day(bench_day.great_hall())
    bench_day.play(day, 400, tick_s=600)
    tickets = day.hall.facts.tickets.values()
    over = (TicketState.DONE, TicketState.PASSED, TicketState.EXPIRED)
    assert len(tickets) > 350
    assert {x.state for x in tickets} <= set(over)
    assert sum(x.state is TicketState.DONE for x in tickets) > 300
    again = Hall(bench_day.great_hall())
    for recorded in day.events:
        evolve(recorded, again)
    assert freeze(again) == freeze(day.hall)


def test_the_bench_prints_what_the_issue_names(monkeypatch, capsys):
    monkeypatch.setattr(bench_calling, "WAITING", 200)
    monkeypatch.setattr(bench_calling, "TICKETS", 300)
    monkeypatch.setattr(bench_calling, "QUICK", (2, 20, 100))
    assert bench_calling.main(argparse.Namespace(quick=True, json=True, dir=None)) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["ms"]["decide_p99"] > 0
    assert shown["ratios"]["growth_day"] > 0
    assert shown["seconds"]["replay_day"] > 0
    assert shown["counts"]["waiting"] == 200
    assert shown["counts"]["history_tickets"] >= 100
