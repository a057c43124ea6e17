"""The bench measures what it says: its histories are real journals, its answer has the fields that were asked for."""

import json
import tomllib

import pytest

from hall.__main__ import main
from hall.cli import bench_commands, bench_history
from hall.contract.check import check
from hall.contract.tickets import TicketIssued
from hall.controller.journal import Journal
from hall.controller.rules import domain

TEXT = bench_history.config_text(5701, 5702)


@pytest.mark.parametrize("full", [False, True])
def test_a_made_up_history_is_a_journal_like_any_other(tmp_path, full):
    """Chained, indexed, and its snapshot is the fold of all its events under the real rules."""
    config, problems = check(tomllib.loads(TEXT))
    assert config
    assert not problems
    made = bench_history.build(TEXT, tmp_path, (0, 200, 600), 100, full)
    assert set(made) == {0, 200, 600}
    rules = domain()
    for tickets, path in made.items():
        journal = Journal(path)
        hall = rules.new(config)
        issued = set()
        last = None
        for recorded in journal.tail(0):
            rules.evolve(recorded, hall)
            last = recorded
            if isinstance(recorded.event, TicketIssued):
                issued.add(recorded.event.ticket)
        assert len(issued) == tickets
        if last is not None:
            snapshot = next(journal.snapshots())
            assert snapshot.seq == last.seq
            assert rules.freeze(rules.thaw(snapshot.body, config)) == rules.freeze(hall)
            kiosk = next(r for r in journal.tail(0) if isinstance(r.event, TicketIssued))
            assert journal.answer_place(bytes.fromhex(kiosk.cmd)) == (kiosk.seq, 1)
        journal.close()


@pytest.mark.slow
def test_the_bench_answers_with_its_fields(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench_commands, "STEPS", (0, 100, 200, 400))
    monkeypatch.setattr(bench_commands, "PER_DAY", 100)
    assert main(["bench", "commands", "--quick", "--json", "--dir", str(tmp_path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["ratios"]) == {"one_client", "clients_64", "growth_1m"}
    assert all(value > 0 for value in found["ratios"].values())
    assert found["seconds"]["start_1m"] > 0
    assert found["ms"]["p50_one_client"] > 0
    assert found["ms"]["p99_clients_8"] > 0
    flushes = found["counts"]["fdatasync_per_batch"]
    assert flushes is None or 1.0 <= flushes <= 1.05
    assert len(found["cells"]) == 12
    assert list(tmp_path.iterdir()) == []  # nothing is left behind
