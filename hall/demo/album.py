"""Pictures of the morning: screens as grabbed, paper and panels as the simulators draw them, and one page."""

import threading
from dataclasses import dataclass
from html import escape
from pathlib import Path

from hall.demo.controls import Control, RemoteHand, SaidNo

STYLE = """
body{margin:0;background:#F3F0E8;color:#15202B;font:16px/1.5 "Noto Sans CJK SC","Noto Sans SC","PingFang SC",
"Microsoft YaHei",sans-serif}
main{max-width:1280px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:34px;margin:0 0 4px}h2{font-size:22px;margin:36px 0 12px}
p{margin:0 0 8px;color:#4A5460}a{color:#0E4A84;font-weight:700}
.row{display:flex;flex-wrap:wrap;gap:20px;align-items:flex-start}
figure{margin:0;background:#fff;border-radius:12px;padding:12px;box-shadow:0 4px 0 #DDD6C8;max-width:100%}
figure img{display:block;max-width:100%;border-radius:4px}
figcaption{margin-top:8px;font-size:14px;color:#4A5460;max-width:400px}
.tall img{height:430px}.wide img{width:520px}.slip img{width:230px}.panel img{width:380px}
audio{display:block;width:280px}
"""


@dataclass(frozen=True)
class Picture:
    file: str
    zh: str
    en: str
    kind: str  # tall, wide, slip, panel


class Album:
    """Collects pictures under `folder`; each name is taken once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pictures: list[Picture] = []
        self._names: set[str] = set()
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def once(self, hand: RemoteHand, name: str, zh: str, en: str, kind: str = "", final: bool = True) -> None:
        """The screen as it is now, unless a final picture of this name was taken; one that is not final is better
        than none, and is replaced."""
        if not self._mine(name, final):
            return
        path = self.folder / f"{name}.png"
        hand.grab(str(path))
        self._add(name, zh, en, kind or ("tall" if name.startswith("kiosk") else "wide"))

    def has(self, name: str) -> bool:
        """Is there a picture of this name, final or not?"""
        with self._lock:
            return any(Path(p.file).stem == name for p in self.pictures)

    def pretend(self, control: Control, name: str, zh: str, en: str, kind: str = "wide") -> None:
        """What a simulator draws, the first time only."""
        if not self._mine(name, True):
            return
        control.ask("picture", path=str(self.folder / f"{name}.png"))
        self._add(name, zh, en, kind)

    def add(self, path: Path, zh: str, en: str, kind: str) -> None:
        """A picture that is already there, below the folder."""
        one = Picture(str(path.relative_to(self.folder.parent)), zh, en, kind)
        with self._lock:
            self.pictures = [*(p for p in self.pictures if p.file != one.file), one]

    def _mine(self, name: str, final: bool) -> bool:
        with self._lock:
            if name in self._names:
                return False
            if final:
                self._names.add(name)
            return True

    def _add(self, name: str, zh: str, en: str, kind: str) -> None:
        path = self.folder / f"{name}.png"
        if not path.exists() or path.stat().st_size == 0:
            raise SaidNo(f"{path}: the picture was not written")
        self.add(path, zh, en, kind)

    def page(self, title: str, intro: list[str], sounds: list[Path]) -> str:
        """index.html: what to look at, then every picture with a line in both languages."""
        groups = (
            ("取号机", "Kiosks", "tall"),
            ("窗口和监控屏", "Windows and wall", "wide"),
            ("小票", "Slips", "slip"),
            ("窗口屏", "Panels", "panel"),
        )
        out = [
            '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
            f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main><h1>{escape(title)}</h1>",
            *(f"<p>{line}</p>" for line in intro),
        ]
        for zh, en, kind in groups:
            mine = [p for p in self.pictures if p.kind == kind]
            if mine:
                out.append(f'<h2>{zh} <small>{en}</small></h2><div class="row">')
                out += [_figure(p) for p in sorted(mine, key=lambda p: "end-" in p.file)]
                out.append("</div>")
        if sounds:
            out.append('<h2>广播 <small>Calls spoken</small></h2><div class="row">')
            for path in sounds:
                name = str(path.relative_to(self.folder.parent))
                out.append(
                    f'<figure><audio controls preload="none" src="{escape(name)}"></audio>'
                    f"<figcaption>{escape(name)}</figcaption></figure>"
                )
            out.append("</div>")
        out.append("</main></body></html>")
        return "\n".join(out)


def _figure(p: Picture) -> str:
    words = escape(p.zh) + ("<br>" + escape(p.en) if p.en else "")
    file = escape(p.file)
    return (
        f'<figure class="{p.kind}"><a href="{file}"><img src="{file}" alt="{escape(p.zh)}"></a>'
        f"<figcaption>{words}</figcaption></figure>"
    )
