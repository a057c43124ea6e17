"""The other end of a pretend device's control channel: start one, break it, mend it, look at it.

Words any device takes: `state`, `fault name [value] [times]`, `clear [name]`, `unplug`, `plug`, `power_off`,
`power_on`, `power_cut`, `picture [path]`, `stop`. Each device adds its own.
"""

from __future__ import annotations

import json
import os
import pathlib
import select
import socket
import subprocess
import sys
import time
from typing import Any


class SimulatorSaidNo(Exception):
    """The device refused a control command; the text says why."""


class Control:
    """A line to one pretend device's control channel."""

    def __init__(self, address: str, timeout_s: float = 10.0) -> None:
        if address.startswith("tcp:"):
            host, _, port = address.removeprefix("tcp:").rpartition(":")
            self._socket = socket.create_connection((host, int(port)), timeout=timeout_s)
        else:
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.settimeout(timeout_s)
            self._socket.connect(address.removeprefix("unix:"))
        self._file = self._socket.makefile("rb")

    def ask(self, do: str, **words: Any) -> dict[str, Any]:
        """Send one command and wait for its answer; SimulatorSaidNo when it was refused."""
        self._socket.sendall(json.dumps({"do": do, **words}).encode() + b"\n")
        line = self._file.readline()
        if not line:
            raise SimulatorSaidNo(f"{do}: the device is gone")
        answer: dict[str, Any] = json.loads(line)
        if not answer.pop("ok"):
            raise SimulatorSaidNo(f"{do}: {answer['why']}")
        return answer

    def close(self) -> None:
        """Let go of the channel; the device goes on."""
        self._file.close()
        self._socket.close()


class Program:
    """A pretend device running as its own process."""

    def __init__(self, name: str, listen: str, *more: str, start_s: float = 30.0) -> None:
        command = [sys.executable, "-m", f"devices.simulator.{name}", "--listen", listen, *more]
        root = str(pathlib.Path(__file__).resolve().parents[2])
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": root + os.pathsep + os.environ.get("PYTHONPATH", "")},
        )
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], start_s)
        line = self.process.stdout.readline() if ready else b""
        if not line:
            self.stop()
            raise SimulatorSaidNo(f"{name} did not start (exit {self.process.returncode})")
        said = json.loads(line)
        self.listen: str = said["listen"]
        self.control_address: str = said["control"]
        self.control = Control(self.control_address)

    @property
    def port(self) -> str:
        """The address a driver opens: the pty's link, or tcp:HOST:PORT."""
        return self.listen.removeprefix("pty:")

    def ask(self, do: str, **words: Any) -> dict[str, Any]:
        """A control command."""
        return self.control.ask(do, **words)

    def wait_until(self, what: str, test: Any, timeout_s: float = 10.0) -> dict[str, Any]:
        """Poll the state until `test(state)`; TimeoutError names `what` and shows the last state."""
        deadline = time.monotonic() + timeout_s
        while True:
            state = self.ask("state")
            if test(state):
                return state
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what} did not happen within {timeout_s} s; state {state}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End the process; kill it when it does not end by itself."""
        if hasattr(self, "control"):
            self.control.close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
