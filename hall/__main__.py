"""The command line `hall WORD …`: a table from words to modules. What a word does lives in its file in `hall.cli`."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

WORDS = {
    "run": ("hall.cli.run", "run the hall of this machine, on real devices or with simulators"),
    "demo": ("hall.cli.demo", "play a whole morning on a fast clock, with pictures and a report"),
    "pretend": ("hall.cli.pretend", "be the world of a simulated hall: lay a card, pull a plug"),
    "devices": ("hall.cli.devices", "list, probe, try, watch and record devices; bytes to frames and back"),
    "check": ("hall.cli.check", "is this configuration a hall: every problem in one answer"),
    "keys": ("hall.cli.keys", "make, list and revoke the keys of processes; seal a PIN"),
    "catalogue": ("hall.cli.catalogue", "the item list: check a file, put it in force, write it out"),
    "calendar": (
        "hall.cli.calendar",
        "working days: show a year, import the notice; give no more numbers for a queue",
    ),
    "packs": ("hall.cli.packs", "policy packs: those built in, those of a hall, a file of one's own"),
    "bookings": ("hall.cli.bookings", "bookings: check and take in a list, cancel one, what became of a day"),
    "codes": ("hall.cli.codes", "make a one-time code for a visitor's phone"),
    "verify": ("hall.cli.verify", "walk the journal's chain and name the first bad event"),
    "replay": ("hall.cli.replay", "the hall as it was at a time"),
    "recording": ("hall.cli.recording", "where the recorder holds a finding, or a number at its windows"),
    "report": ("hall.cli.report", "the page of a day, recomputed from the journal"),
    "words": ("hall.cli.words", "every word of the bus with its fields, for clients in other languages"),
    "bench": ("hall.cli.bench", "measure this machine: calling, commands, devices, vision"),
    "camera": ("hall.cli.camera", "try a camera out before it is configured; draw what it has to watch"),
    "vision-eval": (
        "hall.cli.vision_eval",
        "judge clips and pictures as the cameras do, one line per finding",
    ),
    "faces": ("hall.cli.faces", "enrol, list and delete faces of people who consented"),
    "models": ("hall.cli.models", "which models of the hall's own are live, and why one is not"),
}
"""A new word is one line here and one file with `arguments(parser)` and `main(options) -> exit code`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Only the module of the word that is asked for is imported."""
    given = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(
        prog="hall", description="A public service hall: queues, devices, supervision."
    )
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    chosen = next((word for word in given if not word.startswith("-")), "")
    for word, (module, about) in WORDS.items():
        one = words.add_parser(word, help=about, description=about)
        if word == chosen:
            loaded = importlib.import_module(module)
            loaded.arguments(one)
            one.set_defaults(main_of_word=loaded.main)
    options = parser.parse_args(given)
    try:
        return int(options.main_of_word(options))
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130  # as a shell says of what Ctrl-C ended


if __name__ == "__main__":
    sys.exit(main())
