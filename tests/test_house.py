"""The rules of the house as checks: what the lock may hold, which rooms stay pure, which names no file may hold."""

import ast
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PURE = ("hall/contract", "hall/domain", "devices/codecs")
# What a pure room may take from outside its own package. msgspec is the language the words are written in.
MAY_IMPORT = {
    "hall/contract": {"msgspec", "hall.contract"},
    "hall/domain": {"msgspec", "hall.contract", "hall.domain"},
    "devices/codecs": {"devices.codecs", "pymodbus.framer.rtu", "pymodbus.pdu"},  # its frames open nothing
}
TOUCHES_THE_WORLD = set(
    "asyncio concurrent glob http logging multiprocessing os pathlib random secrets select shutil signal socket"
    " sqlite3 ssl subprocess sys tempfile threading time urllib uuid".split()
)
ROOMS = {"hall", "devices", "kiosk_ui", "window_ui", "monitor"}


def tracked(root: Path) -> list[Path]:
    """Every file of the repository: committed, or about to be. Works without git, for who has only an archive."""
    listed = None
    if shutil.which("git") and (root / ".git").exists():
        ask = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(ask, cwd=root, capture_output=True)
    if listed and listed.returncode == 0:
        paths = [root / name.decode() for name in listed.stdout.split(b"\0") if name]
    else:
        made = {".git", ".venv", "out", "var", "__pycache__", "node_modules"}
        paths = [path for path in root.rglob("*") if not made.intersection(path.relative_to(root).parts)]
    return [path for path in paths if path.is_file()]


def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


# ---- the lock


def test_the_lock_names_no_address(root):
    text = (root / "requirements.lock").read_text("utf-8")
    assert not re.findall(r"(?:https?|file|git\+\w+)://\S+|--(?:extra-)?index-url|--find-links", text)


def test_everything_in_the_lock_is_pinned_and_hashed(root):
    lines = (root / "requirements.lock").read_text("utf-8").replace("\\\n", " ").splitlines()
    assert len(lines) > 30
    loose = [
        line[:60] for line in lines if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert loose == []


def test_the_lock_holds_what_the_project_asks_for_and_no_dlib_to_compile(root):
    """A new dependency needs a new lock; docs/setup.md has the command."""
    text = (root / "requirements.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.M))
    table = project(root)
    wanted = [*table["project"]["dependencies"], *table["dependency-groups"]["dev"]]
    for extra in table["project"]["optional-dependencies"].values():
        wanted += extra
    names = {re.match(r"[A-Za-z0-9_.-]+", line)[0].lower().replace("_", "-") for line in wanted}
    assert names - locked.keys() == set()
    assert "dlib" not in locked, "the source of dlib compiles for 11 minutes and overwrites dlib-bin"
    assert locked["pyside6-essentials"] == "6.11.3", "6.12.0 aborts the process on Python 3.11"
    assert int(locked["setuptools"].split(".")[0]) < 82, (
        "82 has no pkg_resources: importing face_recognition quits"
    )


# ---- names no file may hold


def test_no_file_names_a_path_of_one_machine(root):
    """A home folder, a build machine's folder or a temporary folder in a file is a clone that fails elsewhere."""
    # Written so that this file does not name them itself.
    foreign = re.compile(rb"/wor[k]/(?:main|shared)|/tm[p]/bash|/hom[e]/[a-z]+/|/roo[t]/\.|/User[s]/[a-z]+/")
    named = [
        f"{path.relative_to(root)}: {hit[0].decode()}"
        for path in tracked(root)
        if path.suffix not in {".png", ".jpg", ".mp4", ".wav", ".gz", ".gif"}
        and (hit := foreign.search(path.read_bytes()))
    ]
    assert named == []


# ---- directions and purity


def test_imports_point_down(root):
    """The contracts of docs/architecture.md, as they stand in pyproject.toml."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def pure_files(root: Path) -> list[tuple[str, Path]]:
    return [(room, path) for room in PURE for path in sorted((root / room).rglob("*.py"))]


def test_pure_rooms_import_only_words_and_values(root):
    files = pure_files(root)
    assert files
    wrong = []
    for room, path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: imports are absolute"
                names = [node.module]
            else:
                continue
            for name in names:
                top = name.partition(".")[0]
                own = any(name == allowed or name.startswith(allowed + ".") for allowed in MAY_IMPORT[room])
                stdlib = top in sys.stdlib_module_names and top not in TOUCHES_THE_WORLD
                if not own and not stdlib and name not in {"hall", "devices"}:
                    wrong.append(f"{path.relative_to(root)}:{node.lineno} imports {name}")
    assert wrong == []


def test_pure_rooms_read_no_clock_and_open_nothing(root):
    clocks = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
    wrong = []
    for _room, path in pure_files(root):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            if isinstance(called, ast.Name) and called.id in {
                "open",
                "print",
                "input",
                "eval",
                "exec",
                "__import__",
            }:
                wrong.append(f"{path.relative_to(root)}:{node.lineno} calls {called.id}")
            if isinstance(called, ast.Attribute):
                base = (
                    called.value.attr
                    if isinstance(called.value, ast.Attribute)
                    else getattr(called.value, "id", "")
                )
                if (base, called.attr) in clocks:
                    wrong.append(
                        f"{path.relative_to(root)}:{node.lineno} calls {base}.{called.attr}: pass `now` in"
                    )
    assert wrong == []


# ---- what is installed


def entry_points() -> list[str]:
    table = project(Path(__file__).resolve().parent.parent)["project"]
    return sorted({*table["scripts"].values(), *table["gui-scripts"].values()})


@pytest.mark.parametrize("entry", entry_points())
def test_every_command_can_be_started(entry):
    module, _, function = entry.partition(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_the_wheel_takes_pages_and_theme_along(root):
    """Hatchling takes files that are not Python by default; another back-end would ship blank screens."""
    from hatchling.builders.wheel import WheelBuilder

    inside = {file.distribution_path for file in WheelBuilder(str(root)).recurse_included_files()}
    pages = {
        str(path.relative_to(root))
        for path in tracked(root)
        if path.suffix in {".qml", ".sql", ".wav"} and path.parts[len(root.parts)] in ROOMS
    }
    assert pages - inside == set()
    assert "hall/contract/tickets.py" in inside
    assert not any(name.startswith("tests/") for name in inside)


def test_every_script_is_bash_that_parses(root):
    scripts = [root / "bin" / name for name in ("setup", "run", "test", "lint", "bench")] + [
        root / ".ci" / "run"
    ]
    for script in scripts:
        assert script.stat().st_mode & 0o100, f"{script} is not executable"
        assert script.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
        done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


# ---- systemd


def test_systemd_accepts_the_templates(root, tmp_path):
    """`systemd-analyze verify` without systemd running; the templates name the place the packages install to."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed (Debian package systemd)")
    folder = root / "deploy" / "systemd"
    units = [*sorted(folder.glob("*.service")), *sorted(folder.glob("*.target"))]
    assert len(units) > 1
    copies = []
    for unit in units:
        # verify also looks whether the program is there; /bin/true stands in for the installed hall.
        text = re.sub(r"^(Exec\w+=)\S+", r"\1/bin/true", unit.read_text("utf-8"), flags=re.M)
        # A template is checked as one of its instances.
        copy = tmp_path / unit.name
        copy.write_text(text, "utf-8")
        copies.append(str(tmp_path / unit.name.replace("@.", "@check.")))
    done = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *copies],
        capture_output=True,
        text=True,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0 and not done.stderr.strip(), done.stderr


def test_every_program_of_the_process_table_has_a_unit(root):
    """`hall run` and systemd start the same programs, and give up on the same exit codes."""
    from hall.launch import PROCESSES, WONT_OPEN

    started = {}
    for unit in (root / "deploy" / "systemd").glob("*.service"):
        text = unit.read_text("utf-8")
        module = re.search(r"^ExecStart=.*/python -m (\S+) --config \S+(?: (--\w+) %i)?$", text, re.M)
        started[module[1]] = module[2] or ""
        codes = re.search(r"^RestartPreventExitStatus=(.*)$", text, re.M)[1]
        assert {int(code) for code in codes.split()} == WONT_OPEN, unit.name
    assert started == {row.module: row.option for row in PROCESSES}
