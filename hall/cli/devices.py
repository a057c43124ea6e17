"""`hall devices WORD …`: a table from words to modules of the devices' room, named as strings because the hall stands
below the devices. Each has `arguments(parser)` and `main(options) -> exit code`.
"""

import argparse
import importlib
import os
import sys

from hall.bus.site import Site

ACTS = {
    "list": ("devices.tools.listing", "every configured device; with --known every make there is"),
    "check": (
        "devices.tools.check",
        "make, options, address, port and speed of every device; no port is opened",
    ),
    "probe": ("devices.tools.probe", "which make, baud rate and address answers on a port"),
    "print": ("devices.tools.job", "print a test slip"),
    "show": ("devices.tools.job", "show a text on a panel"),
    "speak": ("devices.tools.job", "call a number to a window"),
    "read": ("devices.tools.job", "read one card or code; what stands on it is not shown"),
    "watch": ("devices.tools.watch", "the frames on a device's wire, both directions, as they come"),
    "capture": ("devices.tools.capture", "record a device's wire to a file"),
    "replay": (
        "devices.tools.replay",
        "play a recorded wire against the driver: does it still say the same?",
    ),
    "decode": ("devices.tools.decode", "bytes of a make as frames"),
    "encode": ("devices.tools.encode", "a frame of a make as bytes"),
}
"""A new word is one line here and one file."""

EXAMPLES = """examples:
  hall devices list --config hall.toml
  hall devices check --config hall.toml
  hall devices probe /dev/ttyUSB0
  hall devices show window-3.panel 请A012号到3号窗口 --config hall.toml
  hall devices watch window-3.panel --config hall.toml
  hall devices decode led.palh A0 07 28 03 01 0C 22 03 42 42 FF

`hall devices WORD --help` tells more."""


def faults(site: Site) -> list[str]:
    """What the catalogue of devices finds wrong with those of a configuration, a sentence each; no port is opened."""
    module = importlib.import_module(ACTS["check"][0])
    return list(module.faults(site))


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    about = "\n".join(f"  {word:<8} {what}" for word, (_, what) in ACTS.items())
    parser.epilog = f"words:\n{about}\n\n{EXAMPLES}"
    parser.add_argument("act", choices=ACTS, metavar="DEVICE_WORD", help="one of the words below")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)


def main(options: argparse.Namespace) -> int:
    """0: done; 1: it could not be done, with the reason in words; 2: not understood."""
    module_name, about = ACTS[options.act]
    module = importlib.import_module(module_name)
    parser = argparse.ArgumentParser(prog=f"hall devices {options.act}", description=about)
    parser.set_defaults(act=options.act)
    module.arguments(parser)
    try:
        return int(module.main(parser.parse_args(options.rest)))
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
