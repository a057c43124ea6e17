"""Lines of JSON to simulators and screens: refusals have words, a late answer is never taken for the next one's."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hall.demo.album import Album
from hall.demo.controls import RemoteHand, SaidNo


@pytest.fixture
def screen(
    tmp_path: Path,
) -> Iterator[Callable[[Callable[[dict[str, object]], dict[str, object] | None]], str]]:
    """A pretend screen that answers each line by a function; None: no answer."""
    servers: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(answer: Callable[[dict[str, object]], dict[str, object] | None]) -> str:
        path = tmp_path / f"s{len(servers)}"
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(path))
        server.listen()
        servers.append(server)

        def run() -> None:
            talker, _ = server.accept()
            with talker, talker.makefile("rb") as lines:
                for line in lines:
                    said = answer(json.loads(line))
                    if said is not None:
                        talker.sendall(json.dumps(said).encode() + b"\n")

        thread = threading.Thread(target=run)
        thread.start()
        threads.append(thread)
        return str(path)

    yield serve
    for thread in threads:
        thread.join(10)
    for server in servers:
        server.close()


def test_what_is_not_there_is_refused_with_its_words(screen) -> None:  # type: ignore[no-untyped-def]
    hand = RemoteHand(screen(lambda words: {"ok": False, "why": "'take' is covered"}))
    with pytest.raises(SaidNo, match="covered"):
        hand.tap("take")
    assert hand.has("take") is False
    hand.close()


def test_after_a_silence_the_line_is_given_up(screen) -> None:  # type: ignore[no-untyped-def]
    hand = RemoteHand(
        screen(lambda words: None if "tap" in words else {"ok": True, "text": "x"}), timeout_s=0.2
    )
    with pytest.raises(SaidNo):
        hand.tap("done")
    with pytest.raises(SaidNo, match="given up"):
        hand.page()
    hand.close()


def test_nobody_at_the_other_end_is_said() -> None:
    with pytest.raises(SaidNo, match="nowhere"):
        RemoteHand("/nowhere/kiosk-1.hand")


def test_an_album_keeps_the_final_picture_and_replaces_the_others(screen, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    taken: list[str] = []

    def grab(words: dict[str, object]) -> dict[str, object]:
        taken.append(str(words["grab"]))
        Path(str(words["grab"])).write_bytes(b"png %d" % len(taken))
        return {"ok": True}

    album = Album(tmp_path / "pictures")
    hand = RemoteHand(screen(grab))
    album.once(hand, "kiosk-home", "首页", "Home", final=False)
    album.once(hand, "kiosk-home", "首页", "Home", final=True)
    album.once(hand, "kiosk-home", "首页", "Home", final=True)
    hand.close()
    assert len(taken) == 2 and len(album.pictures) == 1
    assert (tmp_path / "pictures" / "kiosk-home.png").read_bytes() == b"png 2"
    html = album.page("厅", ["a"], [])
    assert html.count("<img") == 1 and "首页" in html
