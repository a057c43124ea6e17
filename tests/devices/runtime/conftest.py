"""Machines that run these tests are busy with others: how long one example takes says nothing."""

import pytest
from hypothesis import settings

from devices.runtime.worker import Worker
from devices.simulator.control import Program
from tests.devices.runtime.leaping import Leaping

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def play(tmp_path):
    made = []

    def start(program, make, *arguments, devices=None, silent=False, **options):
        running = Program(program, f"pty:{tmp_path}/line", *arguments)
        if silent:
            running.ask("fault", name="silent")
        made.append(running)
        playing = Leaping(running, make, devices, **options)
        made.append(playing.worker)
        return playing

    yield start
    for one in reversed(made):
        one.end() if isinstance(one, Worker) else one.stop()
