"""The loop: drain, decide, fold, commit once, answer, publish. One thread owns the state, the journal and the sockets.

Order of checks for a command: key, shape, role, repeated id, clock, place, door, rules. Nothing is told to anybody that
the disk does not hold; when a batch cannot be written, the state is built again from what is durable.
"""

import gc
from collections.abc import Iterable

import msgspec

from hall.bus.clock import Clock, machine_s
from hall.bus.hub import Hub, Letter
from hall.bus.wire import BEAT, EVENTS, MAX_BYTES, MAX_LIST, Beat, decode_question, encode, id_of, is_id
from hall.contract.access import MAY_READ_JOURNAL
from hall.contract.base import Actor, Role
from hall.contract.devices import AccessRefused, DeviceReport, DeviceReports, HostAlive, Job
from hall.contract.sightings import CameraReport
from hall.contract.supervision import Tick
from hall.contract.unions import Ask, Event, NothingChanged, ReadJournal, Recorded
from hall.contract.views import View
from hall.contract.views_host import HostMail
from hall.contract.views_wall import WallView
from hall.contract.views_window import WindowView
from hall.controller import answers as a
from hall.controller import troubles
from hall.controller.access import Access
from hall.controller.chance import fresh
from hall.controller.door import Door
from hall.controller.journal import Journal, encode_event
from hall.controller.log import log, log_fault
from hall.controller.memory import Memory
from hall.controller.publish import Publisher
from hall.controller.replies import Replies
from hall.controller.rules import Rules
from hall.controller.store import Full
from hall.controller.work import BrokenFold, Counts, Known, Work
from hall.domain.refusal import Refusal

BATCH = 512  # questions of one flush at most
SETTLE = 500  # steps that may follow one command of themselves: every window of a hall
INDEX, INDEX_MOST = 1000, 5000  # answers that are indexed in one go, in a second with few questions
HOME = 200  # commits that are brought home in one go, in such a second
SAVE_SHARE = 50  # snapshots take at most one of so many seconds: they are for a quick start alone
LULL = 100  # so many are few
YOUNG = 1_000_000  # objects that are looked at for rubbish even while many ask
BACKLOG = 50_000  # answers that are indexed even while many ask
DEADLINE_S = 600.0  # machine seconds a deadline may lie ahead
HALL = Actor("hall", Role.CONTROLLER)
_REPORTING = frozenset({Role.DEVICE, Role.CAMERA})  # what they say twice is as true as what they say once
# Whoever says this is there, whatever becomes of it.
_HEARD = (HostAlive, DeviceReport, DeviceReports, CameraReport)
_NOTHING: tuple[Event, ...] = (NothingChanged(),)
_ADMIN = Role.ADMIN  # bound once: an enum's member costs a look-up each time


class Loop:
    """`turn` is one round; `run` repeats it until `stop` is set."""

    def __init__(
        self,
        memory: Memory,
        rules: Rules,
        journal: Journal,
        hub: Hub,
        door: Door,
        access: Access,
        clock: Clock,
        snapshot_every: int = 20000,
    ) -> None:
        self.memory = memory
        self.rules = rules
        self.journal = journal
        self.hub = hub
        self.door = door
        self.access = access
        self.clock = clock
        self.counts = Counts()
        self.stop = False
        self.full_since = 0
        self.tick_fault_since = 0
        self.settle_fault_since = 0
        self._snapshot_every = snapshot_every
        self._ahead_ms = clock.span_ms(DEADLINE_S)
        self._near_ms = clock.span_ms(2.0)
        self._posted: dict[str, list[Job]] = {}  # the mailbox each device was sent last
        self._publisher = Publisher(hub, self._view, self._mail)
        self._replies = Replies(hub, journal, self.counts)
        self._next_second = 0.0
        self._next_save = 0.0
        self._asked = 0  # questions of this second
        self._wait_s = 0.0

    # --- rounds --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        while not self.stop:
            self.turn()

    def turn(self, patience_s: float = 0.25) -> None:
        """Wait for something (at most `patience_s`), then do all there is to do once."""
        letters = self._drain() if self._come(patience_s) else []
        if letters:
            self.take(letters)
        self._publish()
        if machine_s() >= self._next_second:
            self._next_second = machine_s() + 1.0
            self.second()
            self._publish()

    def _publish(self) -> None:
        """Send the views that are due. What a call sets off does not wait for the tick."""
        self._wait_s = self._publisher.flush()

    def _come(self, patience_s: float) -> bool:
        """Are there questions? Waits for them no longer than views and the tick can."""
        return self.hub.wait(min(patience_s, self._wait_s, max(0.0, self._next_second - machine_s())))

    def _drain(self) -> list[Letter]:
        letters = self.hub.drain(BATCH)
        self._asked += len(letters)
        return letters

    def second(self) -> None:
        """What is done once a second of machine time: keys, the hall's own tick, strangers, beat, snapshot."""
        self.hub.reload_keys()
        if self.full_since and self.journal.has_room():
            self.full_since = 0
            self._publisher.mark_all()
            log("there is room on the disk again: the hall goes on")
        if not self.full_since:
            self.tick()
        fresh_events = self.memory.seq - self.memory.snapshot_seq
        if not self.full_since and fresh_events >= self._snapshot_every and machine_s() >= self._next_save:
            self.save()
        if not self.full_since:
            self._tidy()
        if self._asked < LULL or gc.get_count()[0] > YOUNG:
            gc.collect(0)
        self._asked = 0
        self._publisher.refresh()
        self.hub.publish(BEAT, encode(Beat(self.now(), self.memory.seq)))

    def tick(self) -> None:
        """Decide the hall's own clock, and note who was turned away."""
        work = Work(self.now())
        due = self.hub.refusals.due(machine_s())
        try:
            for reason, count, detail in due:
                self._fold(work, (AccessRefused(reason, count, detail),), HALL, "", 0)
            self._fold(work, self._due(work.now), HALL, "", 0)
            self._settle(work)
            self._append(work)
        except Full:
            self.hub.refusals.put_back(due)
            self._disk_full()
        except BrokenFold:
            self.tick_fault_since = self.tick_fault_since or work.now
            self.memory.load()

    def _due(self, now: int) -> tuple[Event, ...]:
        """What time alone brings. A fault in it is shown on the wall; visitors are served all the same."""
        try:
            events = self.rules.decide(Tick(), self.memory.hall, now, HALL, fresh())
        except Exception as error:
            if not self.tick_fault_since:
                self.tick_fault_since = now
                log_fault(error, "Tick")
            return ()
        self.tick_fault_since = 0
        return events

    def save(self) -> None:
        """Snapshot now, if there is anything new and room for it."""
        if self.full_since or self.memory.seq == self.memory.snapshot_seq:
            return
        began = machine_s()
        try:
            self.memory.save()
            self.journal.forget_nonces(self.now())
            self.counts.snapshots += 1
            self.counts.commits += 1
        except Full:
            self._disk_full()
        self._next_save = machine_s() + SAVE_SHARE * (machine_s() - began)

    def _tidy(self) -> None:
        """What the journal can do later it does in a second with few questions."""
        lull = self._asked < LULL
        try:
            if self.journal.unindexed >= (INDEX if lull else BACKLOG):
                self.journal.index(INDEX_MOST if lull else BACKLOG)
                self.counts.commits += 1
            if lull and self.journal.away >= HOME:
                self.journal.bring_home()
        except Full:
            self._disk_full()

    def now(self) -> int:
        """Hall time; it never goes back behind what is journalled, even when the machine's clock is set."""
        return max(self.clock.now_ms(), self.memory.at)

    # --- a batch -------------------------------------------------------------------------------------------------

    def take(self, letters: list[Letter]) -> None:
        """Decide and fold the letters as one batch, make it durable, then answer."""
        work = Work(self.now())
        try:
            for letter in letters:
                self._one(letter, work)
            self._append(work)
        except Full:
            self._disk_full()
            self._replies.full(work)
        except BrokenFold:
            self._one_by_one(letters)

    def _one_by_one(self, letters: list[Letter]) -> None:
        """One command of the batch has met a fault of ours. Nothing of it was written: build the state again and take
        the letters singly, so that only the guilty one is refused."""
        self.memory.load()
        self._publisher.mark_all()
        if len(letters) == 1:
            self._replies.refuse(letters[0].peer, id_of(letters[0].data), a.INTERNAL)
            return
        for letter in letters:
            self.take([letter])

    def _append(self, work: Work) -> None:
        """Make the batch durable, and answer. Raises Full."""
        if work.batch:
            self.journal.append(work.batch)
        self._after(work)

    def _one(self, letter: Letter, work: Work) -> None:
        try:
            question = self._open(letter)
            if isinstance(question, ReadJournal):
                work.replies.append((letter.peer, self._page(question)))
            elif letter.sender is not None:
                self._ask(question, letter.peer, letter.sender, work)
        except Refusal as refusal:
            self.counts.refused += 1
            work.replies.append((letter.peer, a.refused(id_of(letter.data), refusal)))

    def _open(self, letter: Letter) -> Ask | ReadJournal:
        """From bytes to a question this key may ask. Raises Refusal."""
        sender, refusals = letter.sender, self.hub.refusals
        if sender is None:
            refusals.note("revoked", "on an open connection")
            raise a.KEY
        if len(letter.data) > (MAX_LIST if sender.role is _ADMIN else MAX_BYTES):
            refusals.note("garbage", f"{sender.name}: {len(letter.data)} bytes")
            raise a.TOO_LARGE
        try:
            question = decode_question(letter.data)
        except msgspec.ValidationError as error:
            refusals.note("garbage", sender.name)
            raise a.UNKNOWN_COMMAND if "$.command.type" in str(error) else a.GARBAGE from None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            refusals.note("garbage", sender.name)
            raise a.GARBAGE from None
        if not is_id(question.id):
            refusals.note("garbage", sender.name)
            raise a.BAD_ID
        if isinstance(question, ReadJournal) and sender.role not in MAY_READ_JOURNAL:
            refusals.note("role", f"{sender.name}: ReadJournal")
            raise a.NO_READ
        return question

    def _page(self, question: ReadJournal) -> bytes:
        limit = max(1, min(question.limit, 1000))
        return a.page(question.id, self.journal.bodies(max(0, question.after), limit), self.journal.last)

    def _ask(self, ask: Ask, peer: bytes, sender: Actor, work: Work) -> None:
        key = bytes.fromhex(ask.id)
        known = self._known(key, work)
        if known is not None:
            if known[0] != sender.name:
                self._judge(work, peer, ask.id, a.ID_TAKEN)
                return
            self.counts.repeated += 1
            work.repeats.append((peer, ask.id, key))
            work.by_id.setdefault(key, known)
            return
        now = work.now
        if not now <= ask.deadline_ms <= now + self._ahead_ms:
            # In time by its own clock, but not by ours: then the clocks differ, and it is told the right time.
            late = now > ask.deadline_ms and abs(ask.sent_ms - now) <= self._near_ms
            raise a.late(now) if late else a.clock(now)
        command = ask.command
        try:
            self.access.check(command, sender)
        except Refusal as refusal:
            self.hub.refusals.note("role", f"{sender.name}: {type(command).__name__} ({refusal.code})")
            raise
        if isinstance(command, _HEARD):
            if isinstance(command, HostAlive):
                self.rules.alive(self.memory.hall, command.host, now)
            else:
                self.rules.heard(self.memory.hall, command)
        if self.full_since:
            if isinstance(command, HostAlive):
                work.replies.append((peer, a.done(ask.id, [])))
                return
            raise a.DISK_FULL
        admitted = self.door.admit(command, sender, now)
        nonce = admitted.nonce
        if nonce and (nonce in work.nonces or self.journal.used(nonce)):
            admitted = self.door.used(command)
            nonce = b""
        self.counts.commands += 1
        try:
            events = self.rules.decide(admitted.command, self.memory.hall, now, sender, fresh())
        except Refusal as refusal:
            self._judge(work, peer, ask.id, refusal)
            return
        except Exception as error:  # a rule that fails must not stop the hall, nor be asked for ever
            log_fault(error, type(command).__name__)
            raise a.INTERNAL from None
        if not events and sender.role not in _REPORTING and not isinstance(command, HostAlive):
            events = _NOTHING
        first = len(work.batch.bodies)
        self._fold(work, events, sender, ask.id, ask.sent_ms)
        if events and events is not _NOTHING:
            self._settle(work, ask.id, ask.sent_ms)
        if nonce:
            work.nonces.add(nonce)
            work.batch.nonces.append((nonce, admitted.until_ms))
        count = len(work.batch.bodies) - first
        if count:
            work.batch.answers.append((key, self.memory.seq - count + 1, count))
        work.by_id[key] = (sender.name, self.memory.seq - count + 1, count)
        work.accepted.append((peer, ask.id, first, count))

    def _judge(self, work: Work, peer: bytes, own: str, refusal: Refusal) -> None:
        """Refused by what the state holds, so it is told with the batch and not before."""
        self.counts.refused += 1
        work.judged.append((peer, own, refusal))

    def _known(self, key: bytes, work: Work) -> Known | None:
        """Who sent this id first and where its answer stands or will stand; None when it is new."""
        return work.by_id.get(key) or self._replies.known(key)

    def _settle(self, work: Work, cmd: str = "", device_ms: int = 0) -> None:
        """What follows of itself, by the hall, in the same batch and the same answer. A fault in it is shown on wall
        and consoles; what was asked for is done all the same."""
        for _ in range(SETTLE):
            try:
                events = self.rules.settle(self.memory.hall, work.now)
            except Exception as error:
                if not self.settle_fault_since:
                    self.settle_fault_since = work.now
                    log_fault(error, "settle")
                return
            self.settle_fault_since = 0
            if not events:
                return
            self._fold(work, events, HALL, cmd, device_ms)

    def _fold(self, work: Work, events: tuple[Event, ...], by: Actor, cmd: str, device_ms: int) -> None:
        memory, batch, now = self.memory, work.batch, work.now
        followed = self.hub.followed
        for event in events:
            recorded = Recorded(memory.seq + 1, now, by, cmd, event, device_ms)
            try:
                self.rules.evolve(recorded, memory.hall)
            except Exception as error:
                log_fault(error, type(event).__name__)
                raise BrokenFold from None
            memory.seq, memory.at = recorded.seq, now
            batch.bodies.append(encode_event(recorded))
            if followed:
                work.topics.update(self._touched(recorded))

    def _touched(self, recorded: Recorded) -> Iterable[str]:
        try:
            return self.rules.touched(recorded, self.memory.hall)
        except Exception as error:
            log_fault(error, type(recorded.event).__name__)
            return tuple(self.hub.followed)

    def _after(self, work: Work) -> None:
        """The batch is durable: answer and publish."""
        bodies = work.batch.bodies
        if work.batch:
            self.counts.commits += 1
            self.counts.events += len(bodies)
        self._replies.durable(work)
        if self.hub.followed.get(EVENTS):
            for body in bodies:
                self.hub.publish(EVENTS, body)
        self._publisher.mark(work.topics)

    # --- when the disk says no -----------------------------------------------------------------------------------

    def _disk_full(self) -> None:
        """Nothing of the batch is on the disk, but the state was folded ahead: go back to what is durable."""
        if not self.full_since:
            self.full_since = self.now()
            log(f"the disk of {self.journal.path} is full: commands are refused until there is room")
        self.memory.load()
        self._publisher.mark_all()

    # --- views ---------------------------------------------------------------------------------------------------

    def _mail(self, topic: str) -> HostMail | None:
        try:
            return self.rules.mail(topic, self.memory.hall, self._posted)
        except Exception as error:  # the view follows all the same
            log_fault(error, topic)
            return None

    def _view(self, topic: str) -> View | None:
        self.counts.views += 1
        try:
            view = self.rules.build(topic, self.memory.hall, self.now())
        except Exception as error:
            log_fault(error, topic)
            return None
        if isinstance(view, WallView | WindowView):
            own = troubles.notices(
                self.full_since,
                self.now() if self.hub.look.trouble else 0,
                self.tick_fault_since,
                self.settle_fault_since,
            )
            if own:
                return msgspec.structs.replace(view, notices=(*own, *view.notices))
        return view
