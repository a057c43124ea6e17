"""What each asker of a batch is told once the batch is durable, or could not be; and which command ids are known."""

from collections import OrderedDict

import msgspec

from hall.bus.hub import Hub
from hall.contract.unions import Recorded
from hall.controller import answers as a
from hall.controller.journal import Journal
from hall.controller.work import Counts, Known, Work
from hall.domain.refusal import Refusal

RECENT = 50_000  # accepted ids kept in memory; older ones are found in the journal


class Replies:
    """Everything goes out in the order of its batch."""

    def __init__(self, hub: Hub, journal: Journal, counts: Counts) -> None:
        self._hub = hub
        self._journal = journal
        self._counts = counts
        self._recent: OrderedDict[bytes, Known] = OrderedDict()
        self._oldest_sure = journal.newest_id()  # a greater id is in `_recent` or nowhere

    def known(self, key: bytes) -> Known | None:
        """Who sent this id first and where its durable answer stands; None when there is none."""
        found = self._recent.get(key)
        if found is not None or key > self._oldest_sure:
            return found
        place = self._journal.answer_place(key)
        if place is None:
            return None
        bodies = self._journal.bodies(place[0] - 1, 1)
        return (msgspec.msgpack.decode(bodies[0], type=Recorded).by.name, *place)

    def refuse(self, peer: bytes, own: str, refusal: Refusal) -> None:
        self._hub.answer(peer, a.refused(own, refusal))

    def durable(self, work: Work) -> None:
        """The batch is on the disk: tell everybody, and remember its ids."""
        answer, bodies = self._hub.answer, work.batch.bodies
        for peer, data in work.replies:
            answer(peer, data)
        for peer, own, refusal in work.judged:
            self.refuse(peer, own, refusal)
        for peer, own, first, count in work.accepted:
            answer(peer, a.done(own, bodies[first : first + count]))
        for peer, own, key in work.repeats:
            self._again(peer, own, work.by_id[key])
        recent = self._recent
        recent.update(work.by_id)
        while len(recent) > RECENT:
            self._oldest_sure = max(self._oldest_sure, recent.popitem(last=False)[0])

    def full(self, work: Work) -> None:
        """Nothing of the batch is on the disk, nor will be."""
        for peer, data in work.replies:
            self._hub.answer(peer, data)
        # A rule that refused may have seen what did not happen after all: those are told of the disk too.
        unhappened = [x[:2] for x in work.accepted] + [x[:2] for x in work.judged]
        for peer, own in unhappened:
            self._counts.refused += 1
            self.refuse(peer, own, a.DISK_FULL)
        for peer, own, key in work.repeats:
            known = self.known(key)
            if known is None:  # it repeated a command that did not happen
                self.refuse(peer, own, a.DISK_FULL)
            else:
                self._again(peer, own, known)

    def _again(self, peer: bytes, own: str, known: Known) -> None:
        _, first, count = known
        self._hub.answer(peer, a.done(own, self._journal.bodies(first - 1, count) if count else []))
