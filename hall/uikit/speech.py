"""读给我听: says the words of a page through espeak-ng where the machine has it. Without it the button says so."""

import shutil

from PySide6.QtCore import QObject, QProcess

PROGRAM = "espeak-ng"


class Speech(QObject):
    """One voice; a new sentence ends the old one."""

    def __init__(self, program: str = PROGRAM) -> None:
        super().__init__()
        self._program = shutil.which(program) or ""
        self._process = QProcess(self)

    @property
    def ready(self) -> bool:
        """Is there a voice on this machine?"""
        return self._program != ""

    def say(self, text: str, english: bool) -> None:
        """Start speaking; returns at once."""
        if not self.ready:
            return
        self.stop()
        self._process.start(self._program, ["-v", "en" if english else "cmn", "-s", "150", text])

    def stop(self) -> None:
        """Silence."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(200)
