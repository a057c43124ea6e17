"""Which views are sent when, with a clock that is moved by hand."""

import itertools

import pytest

from hall.bus.wire import decode_published
from hall.contract.views_host import HostMail, HostView
from hall.controller import publish


class Board:
    def __init__(self) -> None:
        self.followed: dict[str, int] = {}
        self.joined: list[str] = []
        self.sent: list[str] = []
        self.words: list[str] = []

    def publish(self, topic: str, data: bytes) -> None:
        self.sent.append(topic)
        self.words.append(type(decode_published(data)).__name__)


class Hand:
    now = 100.0


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    Hand.now = 100.0
    monkeypatch.setattr(publish, "machine_s", lambda: Hand.now)
    return Board()


@pytest.fixture
def publisher(board: Board) -> publish.Publisher:
    return publish.Publisher(board, lambda topic: HostView(topic, 1, 1, ()), lambda topic: None)


def sent(board: Board) -> list[str]:
    found, board.sent = board.sent, []
    return found


def test_only_what_somebody_follows_is_built(board, publisher):
    board.followed = {"wall": 1}
    publisher.mark({"wall", "window/1"})
    publisher.flush()
    assert sent(board) == ["wall"]


def test_a_screen_gets_ten_a_second_and_the_last_one_surely(board, publisher):
    board.followed = {"wall": 1}
    for _ in range(100):
        publisher.mark(["wall"])
        publisher.flush()
        Hand.now += 0.01
    assert len(sent(board)) == 10
    publisher.mark(["wall"])
    publisher.flush()
    sent(board)
    publisher.mark(["wall"])
    wait = publisher.flush()
    assert sent(board) == []
    assert 0 < wait <= 0.1
    Hand.now += wait
    publisher.flush()
    assert sent(board) == ["wall"]


def test_hosts_are_told_before_any_screen(board, publisher):
    topics = ["host/a", *(f"window/{n}" for n in range(30)), "wall", "host/b"]
    board.followed = dict.fromkeys(topics, 1)
    publisher.mark(topics)
    publisher.flush()
    assert set(sent_now := sent(board)) == set(topics)
    assert set(sent_now[:2]) == {"host/a", "host/b"}


class Post:
    """A host that has mail when somebody says so."""

    full = False

    def __call__(self, topic: str) -> HostMail | None:
        full, self.full = self.full, False
        return HostMail(topic, 1, ()) if full else None


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def posting(board, post) -> publish.Publisher:
    board.followed = {"host/devices-1": 1}
    return publish.Publisher(board, lambda topic: HostView(topic, 1, 1, ()), post)


def mark(publisher: publish.Publisher, board: Board) -> list[str]:
    publisher.mark(["host/devices-1"])
    return passed(publisher, board, 0.0)


def passed(publisher: publish.Publisher, board: Board, seconds: float) -> list[str]:
    Hand.now += seconds
    board.words.clear()
    publisher.flush()
    return list(board.words)


def test_mail_goes_at_once_and_the_view_a_quarter_of_a_second_later(board, post, posting):
    post.full = True
    assert mark(posting, board) == ["HostMail"]
    assert 0 < posting.flush() <= publish.AFTER_MAIL_S
    assert passed(posting, board, publish.AFTER_MAIL_S - 0.01) == []
    assert passed(posting, board, 0.02) == ["HostView"]
    assert passed(posting, board, 1.0) == []


def test_mail_after_mail_does_not_put_the_view_off(board, post, posting):
    seen: list[str] = []
    for _ in range(30):
        post.full = True
        seen += mark(posting, board)
        Hand.now += 0.02
    assert seen.count("HostMail") == 30
    assert 2 <= seen.count("HostView") <= 3


def test_what_is_no_mail_brings_the_view_at_once(board, post, posting):
    assert mark(posting, board) == ["HostView"]


def test_whoever_joins_after_the_mail_has_the_view_at_once(board, post, posting):
    post.full = True
    mark(posting, board)
    board.joined = ["host/devices-1"]
    assert passed(posting, board, 0.0) == ["HostView"]
    assert passed(posting, board, 1.0) == [], "it held the mail"


def test_a_host_is_told_at_once(board, publisher):
    board.followed = {"host/devices-1": 1}
    for _ in range(5):
        publisher.mark(["host/devices-1"])
        publisher.flush()
    assert len(sent(board)) == 5


def test_who_joins_gets_the_last_value(board, publisher):
    board.followed = {"wall": 2, "beat": 2, "event": 1}
    board.joined = ["wall", "beat", "wall", "event"]
    publisher.flush()
    assert sent(board) == ["wall"]
    assert board.joined == []


def test_a_quiet_view_is_sent_again_before_it_is_stale(board, publisher):
    board.followed = {"wall": 1, "beat": 1, "event": 1}
    times = []
    for _ in range(200):
        publisher.refresh()
        publisher.flush()
        times += [Hand.now] * len(sent(board))
        Hand.now += 0.1
    gaps = [b - a for a, b in itertools.pairwise(times)]
    assert max(gaps) <= publish.REFRESH_S
    assert min(gaps) >= publish.REFRESH_S - 1.2
    assert times


def test_a_view_that_cannot_be_built_is_left_out(board):
    board.followed = {"wall": 1}
    publisher = publish.Publisher(board, lambda topic: None, lambda topic: None)
    publisher.mark(["wall"])
    publisher.flush()
    assert sent(board) == []


def test_consoles_that_join_together_are_sent_a_long_list_together(board, publisher):
    board.followed = {"items": 385}
    for _ in range(385):
        board.joined = ["items"]
        publisher.flush()
        Hand.now += 0.01
    assert len(sent(board)) == 2, "the first at once, the others with it two seconds later"
    assert publisher.flush() <= publish.LIST_S
    Hand.now += publish.LIST_S
    publisher.flush()
    assert sent(board) == ["items"], "the last who joined has it, too"
    Hand.now += publish.LIST_S
    publisher.flush()
    assert sent(board) == []


def test_a_morning_of_sign_ons_sends_the_places_every_other_second(board, publisher):
    board.followed = {"places": 385}
    for _ in range(100):
        publisher.mark(["places"])
        publisher.flush()
        Hand.now += 0.1
    assert len(sent(board)) == 5
