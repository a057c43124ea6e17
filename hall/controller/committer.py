"""A second thread for the one step that waits for the disk, so that its owner can decide meanwhile."""

import threading
from collections.abc import Callable


class Committer:
    """One job at a time. Its thread begins with the first one: who never has a job has no thread."""

    def __init__(self) -> None:
        self._given, self._begun, self._done = (threading.Lock() for _ in range(3))
        for lock in (self._given, self._begun, self._done):
            lock.acquire()
        self._thread: threading.Thread | None = None
        self._job: Callable[[], None] | None = None
        self._trouble: BaseException | None = None
        self._busy = False

    def start(self, job: Callable[[], None]) -> None:
        """Hand a job over, after the one before was joined; what it touches is its own until `join`. Returns once it
        has begun: a thread that only asks for the interpreter would get it when the owner sleeps, and too late."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="committer", daemon=True)
            self._thread.start()
        self._job, self._busy = job, True
        self._given.release()
        self._begun.acquire()

    def join(self) -> None:
        """Wait for the end of the job, if there is one. Raises what it raised."""
        self._wait()
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise trouble

    def close(self) -> None:
        """End the thread, after the job it has; what that raises is told to nobody."""
        if self._thread is None:
            return
        self._wait()
        self._job = None
        self._given.release()
        self._thread.join()
        self._thread = None

    def _wait(self) -> None:
        if self._busy:
            self._done.acquire()
            self._busy = False

    def _run(self) -> None:
        while True:
            self._given.acquire()
            if self._job is None:
                return
            self._begun.release()
            try:
                self._job()
            except BaseException as trouble:  # whatever it is, it belongs to the owner
                self._trouble = trouble
            self._done.release()
