"""What the made-up halls of the benches share: the head of their configuration, and how a table of it is written."""

import json

_HEAD = """
[hall]
id = "bench"
name = "bench"
days = [1, 2, 3, 4, 5, 6, 7]
sessions = ["08:00-20:00"]
[bus]
commands = "tcp://127.0.0.1:{commands}"
views = "tcp://127.0.0.1:{views}"
[[groups]]
id = "g"
name = "g"
[[kiosks]]
id = "{kiosk}"
"""


def head(commands: int, views: int, kiosk: str) -> str:
    """A hall that is open all day: its two ports, one group of services, one kiosk without a printer."""
    return _HEAD.format(commands=commands, views=views, kiosk=kiosk)


def table(name: str, /, **values: object) -> str:
    """A TOML table of an array; its plain values are written as in JSON."""
    return f"[[{name}]]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in values.items())
