"""The bench measures what it says: its histories are real journals, its answer has the fields that were asked for."""

import json
import os
import shutil
import subprocess
import sys
import time
import tomllib

import pytest

from hall.__main__ import main
from hall.cli import bench_commands, bench_history
from hall.cli.bench_flush import Flush, NotHere
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
    assert set(found["tcp"]) == {"one_client", "clients_64"}
    assert found["line"] in ("ipc", "tcp")
    assert len(found["cells"]) == 12
    assert list(tmp_path.iterdir()) == []  # nothing is left behind


FLUSH_ONCE = """
import os, sys, time
file = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY)
os.write(file, b"x")
began = time.perf_counter()
os.fdatasync(file)
os.fsync(file)
print(time.perf_counter() - began)
"""


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler: flushes cannot be slowed down")
def test_slow_flushes_are_slow_for_the_raw_loop_and_for_other_processes(tmp_path, monkeypatch):
    monkeypatch.setenv("HALL_BENCH_FLUSH_MS", "0")  # put back afterwards
    flush = Flush(30, tmp_path)
    assert flush.raw(tmp_path / "raw", 0.1) <= 1000 / 30
    took = subprocess.run(
        [sys.executable, "-c", FLUSH_ONCE, str(tmp_path / "other")],
        env=os.environ | flush.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert took.stderr == ""
    assert float(took.stdout) >= 0.06


def test_flushes_are_those_of_the_disk_when_nothing_is_asked(tmp_path):
    flush = Flush()
    assert flush.environment == {}
    assert flush.flush is os.fdatasync
    began = time.perf_counter()
    assert flush.raw(tmp_path / "raw", 0.02) > 0
    assert time.perf_counter() - began >= 0.02
    assert (tmp_path / "raw").stat().st_size % 400 == 0


def test_without_a_compiler_slow_flushes_are_refused_in_words(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(NotHere, match="needs a C compiler"):
        Flush(2, tmp_path)
    assert main(["bench", "commands", "--quick", "--flush-ms", "2", "--dir", str(tmp_path)]) == 1
    assert "needs a C compiler" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
