"""`python -m hall.controller --config FILE`: opens the journal, listens, prints READY; SIGTERM closes it in order."""

import argparse
import gc
import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from hall.bus.hub import Hub, Line, Taken
from hall.bus.keys import KeyTrouble
from hall.bus.site import BadConfig, Site
from hall.controller.access import Access
from hall.controller.door import Door
from hall.controller.journal import Journal
from hall.controller.loop import Loop
from hall.controller.memory import Memory
from hall.controller.rules import Rules, domain
from hall.controller.store import Damaged, Full

NEEDS_A_PERSON = 78  # EX_CONFIG: starting again would not help
CLOCK_BACK_MS = 600_000


def open_loop(site: Site, rules: Rules) -> Loop:
    """Everything opened and checked, nothing served yet. Raises Damaged, Full, KeyTrouble, Taken."""
    pepper = site.keys.pepper()
    journal = Journal(site.store)
    try:
        memory = Memory(site.config, rules, journal, site.clock.speed)
        now = site.clock.now_ms()
        if memory.at - now > CLOCK_BACK_MS:
            minutes = (memory.at - now) // 60_000
            raise Damaged(
                f"the clock stands {minutes} minutes before the last event of {site.store}: set the clock right"
            )
        hub = Hub(
            Line(site.config.bus.commands, site.local_commands),
            Line(site.config.bus.views, site.local_views),
            site.keys,
            (*rules.topics(memory.hall), "event"),
        )
    except BaseException:
        journal.close()
        raise
    return Loop(
        memory, rules, journal, hub, Door(site.config, pepper), Access(site.config), site.clock,
        site.config.store.snapshot_every,
    )  # fmt: skip


def serve(loop: Loop) -> None:
    """Until SIGTERM or SIGINT; then a snapshot, and everything closed."""

    def stop(_signal: int, _frame: object) -> None:
        loop.stop = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    # The new day first, alone; then what is due on the clean sheet (hall.domain.decide.tick).
    loop.second()
    loop.second()
    gc.collect()
    gc.freeze()
    # The folded day is long-lived and what is new of it no rubbish: the loop looks for that when few ask.
    gc.disable()
    print("READY", flush=True)
    try:
        loop.run()
        loop.save()
        loop.journal.checkpoint()
    finally:
        loop.hub.close()
        loop.journal.close()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m hall.controller", description="The hall's one writer.")
    parser.add_argument("--config", required=True)
    parser.add_argument("--keys", help="folder of the keys, instead of store.keys")
    parser.add_argument("--stats", help="write counts to this file at the end (for benches)")
    options = parser.parse_args(argv)
    try:
        loop = open_loop(Site.load(options.config, options.keys), domain())
    except (BadConfig, KeyTrouble, Damaged, Full, Taken, ValueError, OSError) as error:
        print(f"controller: {error}", file=sys.stderr)
        return NEEDS_A_PERSON
    serve(loop)
    if options.stats:
        Path(options.stats).write_text(json.dumps(asdict(loop.counts)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
