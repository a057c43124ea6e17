"""The second thread: one job at a time, and what it raises is its owner's."""

import threading

import pytest

from hall.controller.committer import Committer


@pytest.fixture
def committer():
    made = Committer()
    yield made
    made.close()


def test_a_job_runs_beside_and_is_over_after_join(committer: Committer):
    go, ran = threading.Event(), []

    def job() -> None:
        assert go.wait(20)
        ran.append(threading.current_thread().name)

    committer.start(job)
    assert ran == []
    go.set()
    committer.join()
    assert ran == ["committer"]
    committer.join()  # nothing is under way: no waiting


def test_what_a_job_raises_is_raised_once_and_the_next_one_runs(committer: Committer):
    def bad() -> None:
        raise OSError("no disk")

    committer.start(bad)
    with pytest.raises(OSError, match="no disk"):
        committer.join()
    ran: list[int] = []
    committer.start(lambda: ran.append(1))
    committer.join()
    assert ran == [1]


def test_who_never_has_a_job_has_no_thread(committer: Committer):
    before = threading.active_count()
    committer.join()
    assert threading.active_count() == before
    committer.start(lambda: None)
    assert threading.active_count() == before + 1


def test_close_ends_the_thread_after_its_job():
    before, ran = threading.active_count(), []
    committer = Committer()
    committer.start(lambda: ran.append(1))
    committer.close()
    committer.close()
    assert ran == [1]
    assert threading.active_count() == before
