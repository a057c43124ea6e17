"""Starting and stopping the RTSP camera of `rtsp_server.py`; without GStreamer the test that asks is skipped."""

import json
import select
import subprocess
from pathlib import Path

import pytest

PYTHON = "/usr/bin/python3"
PROGRAM = Path(__file__).with_name("rtsp_server.py")
PACKAGES = "gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-good gstreamer1.0-plugins-bad"
HAVE = """
import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer
Gst.init(None)
missing = [name for name in ("qtdemux", "h264parse", "rtph264pay", "openh264enc") if not Gst.ElementFactory.find(name)]
raise SystemExit(", ".join(missing) or 0)
"""


def wanted() -> None:
    """Skip the test that runs unless GStreamer's RTSP server is here."""
    if not Path(PYTHON).exists():
        pytest.skip(f"no {PYTHON} to run GStreamer's RTSP server with")
    found = subprocess.run([PYTHON, "-c", HAVE], capture_output=True, text=True, timeout=60)
    if found.returncode:
        pytest.skip(f"no RTSP server here (apt-get install {PACKAGES}): {found.stderr.strip()[-200:]}")


class RtspServer:
    """One server on one port, which it keeps over `kill` and `start`."""

    def __init__(self, clip: Path, *options: str) -> None:
        self._clip, self._options = clip, options
        self.port = 0
        self.start()

    def address(self, mount: str, login: str = "") -> str:
        return f"rtsp://{login}127.0.0.1:{self.port}/{mount}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [PYTHON, str(PROGRAM), "--clip", str(self._clip), "--port", str(self.port), *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        assert select.select([self.process.stdout], [], [], 30)[0], "the RTSP server did not start"
        self.port = json.loads(self.process.stdout.readline())["port"]

    def show(self, colour: str) -> None:
        """`white`, `black`, `bars` or a moving `ball` before the camera of /live, from now on."""
        assert self.process.stdin is not None
        self.process.stdin.write(colour + "\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """No good-bye: the process is gone."""
        self.process.kill()
        self.process.wait(5)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
