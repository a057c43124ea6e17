"""Cameras of a network are found by a question over real datagrams, on the loopback."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from devices.codecs.ws_discovery import GROUP
from devices.vision.discovery import find
from hall.__main__ import main
from tests.devices.codecs.test_ws_discovery import answer

LOCAL = "127.0.0.1"


@contextmanager
def responder(*answers: bytes, group: str = "") -> Iterator[tuple[int, list[bytes]]]:
    """A device that sends these to whoever asks; its port, and what it was asked."""
    asked: list[bytes] = []
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as line:
        line.bind((group, 0))
        if group:
            member = struct.pack("4s4s", socket.inet_aton(group), socket.inet_aton(LOCAL))
            line.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        line.settimeout(0.05)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    data, sender = line.recvfrom(65_507)
                except TimeoutError:
                    continue
                asked.append(data)
                for one in answers:
                    line.sendto(one, sender)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield line.getsockname()[1], asked
        finally:
            over.set()
            thread.join()


def other(number: int, name: str) -> bytes:
    return answer(f"onvif://www.onvif.org/name/{name}").replace(b"000000000001", b"%012d" % number)


def test_one_address_is_asked_twice_for_both_kinds_and_each_device_counts_once():
    with responder(other(1, "north"), other(2, "south")) as (port, asked):
        outcome = find(0.8, (LOCAL, port))
    assert [(x.host, x.match.name) for x in outcome.devices] == [(LOCAL, "north"), (LOCAL, "south")]
    assert len(asked) == 4
    assert [b"NetworkVideoTransmitter" in x for x in asked] == [True, False, True, False]
    assert outcome.refused == 0


def test_everybody_in_the_group_is_asked():
    with responder(other(1, "north"), group=GROUP) as (port, asked):
        outcome = find(0.3, (GROUP, port), LOCAL)
    assert [x.match.name for x in outcome.devices] == ["north"]
    assert len(asked) == 2


def test_noise_is_counted_and_hides_nobody():
    with responder(b"\x00\xff", answer(more="<!DOCTYPE a>"), other(1, "north")) as (port, _):
        outcome = find(0.3, (LOCAL, port))
    assert len(outcome.devices) == 1
    assert outcome.refused == 4


def test_the_command_prints_a_line_for_each(capsys: pytest.CaptureFixture[str]):
    with responder(other(1, "north")) as (port, _):
        assert main(["camera", "find", "--seconds", "0.3", "--to", f"{LOCAL}:{port}"]) == 0
    assert capsys.readouterr().out.split() == [LOCAL, "north", "http://10.1.3.21/onvif/device_service"]


def test_nobody_there_is_said_with_what_to_do(capsys: pytest.CaptureFixture[str]):
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as line:
        line.bind((LOCAL, 0))
        port = line.getsockname()[1]
    assert main(["camera", "find", "--seconds", "0.2", "--to", f"{LOCAL}:{port}"]) == 1
    assert "no ONVIF camera answered" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--to", "10.1.3.21:x"], ["--interface", "nowhere"], ["--to", "127.0.0.1:99999"]]
)
def test_an_address_that_is_none_is_told_in_words(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(["camera", "find", "--seconds", "0.1", *words]) == 1
    assert capsys.readouterr().err.startswith("hall camera: ")
