"""The folded hall in memory: loaded from snapshot and tail, changed event by event, rebuilt when the disk said no."""

import sys
import time
from typing import Any

from hall.contract.config import HallConfig
from hall.contract.unions import Recorded
from hall.controller.journal import Journal
from hall.controller.rules import Rules
from hall.controller.store import RESTORE, Damaged


class Memory:
    """`hall` is the state after event `seq` at hall time `at`."""

    def __init__(self, config: HallConfig, rules: Rules, journal: Journal, pace: float) -> None:
        """Raises Damaged when the journal cannot be folded."""
        self._config = config
        self._rules = rules
        self._journal = journal
        self._pace = pace
        self.hall: Any = None
        self.seq = 0
        self.at = 0
        self.snapshot_seq = 0
        self.load()

    def load(self) -> None:
        """Newest snapshot, then the tail. A snapshot of another version costs time, not truth: the journal is whole."""
        before = self.hall
        self.snapshot_seq = 0
        hall: Any = None
        for snapshot in self._journal.snapshots():
            try:
                hall = self._rules.thaw(snapshot.body, self._config)
            except ValueError as error:
                print(
                    f"controller: the snapshot after event {snapshot.seq}: {error}; older ones are tried",
                    file=sys.stderr,
                )
                continue
            self.snapshot_seq = snapshot.seq
            break
        if hall is None:
            hall = self._rules.new(self._config)
        hall.pace = self._pace
        if before is not None:
            hall.pulse.update(before.pulse)
            hall.heard.update(before.heard)
            hall.pictures.update(before.pictures)
            hall.emptied.update(before.emptied)
        seq, at = self.snapshot_seq, 0
        recorded: Recorded | None = None
        for recorded in self._journal.recall(self._journal.tail(self.snapshot_seq)):
            try:
                self._rules.evolve(recorded, hall)
            except Exception as error:
                raise Damaged(
                    f"{self._journal.path}: event {recorded.seq} ({type(recorded.event).__name__}) cannot be folded "
                    f"under this configuration ({type(error).__name__}): {RESTORE}"
                ) from error
        if recorded is not None:
            seq, at = recorded.seq, recorded.at
        elif self.snapshot_seq:
            at = self._journal.at(self.snapshot_seq)
        if seq != self._journal.last:
            raise Damaged(
                f"{self._journal.path}: the fold ends at event {seq}, the journal at {self._journal.last}: {RESTORE}"
            )
        self.hall, self.seq, self.at = hall, seq, at

    def save(self) -> float:
        """Write a snapshot; returns the seconds it took. Raises Full."""
        began = time.monotonic()
        self._journal.save_snapshot(self._rules.freeze(self.hall))
        self.snapshot_seq = self.seq
        return time.monotonic() - began
