"""What every word of the command line does that speaks to the running hall as its administrator."""

import argparse
import sys

from hall.bus.client import Client, NoAnswer
from hall.bus.keys import KeyTrouble
from hall.bus.site import BadConfig, Site
from hall.contract.unions import Command, Done, Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which key speaks."""
    parser.add_argument("--keys", metavar="FOLDER", help="instead of store.keys of the configuration")
    parser.add_argument("--name", default="admin", help="name of the administrator's key")


def load(options: argparse.Namespace) -> Site | None:
    """The hall of --config and --keys; None, and all that is wrong said, when it is none."""
    try:
        return Site.load(options.config, getattr(options, "keys", None))
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return None


def refused(word: str, answer: Refused) -> None:
    """Say the hall's refusal in both its languages."""
    print(f"hall {word}: {answer.text.en}\n  {answer.text.zh}", file=sys.stderr)


def ask(
    word: str, site: Site, options: argparse.Namespace, command: Command, timeout_s: float
) -> Done | None:
    """The hall's answer to one command; None, and why said, when it refused or nobody answered."""
    try:
        with Client(site, options.name) as client:
            answer = client.ask(command, timeout_s)
    except (KeyTrouble, NoAnswer) as error:
        print(f"hall {word}: {error}", file=sys.stderr)
        return None
    if isinstance(answer, Refused):
        refused(word, answer)
        return None
    return answer
