"""The stage of a simulated hall: a work folder with its own config, keys, and one simulator for every device.

Simulators are programs like any other: they are started by the launcher, and the hall knows of nothing but their ports.
"""

import fnmatch
import shutil
import socket
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from hall.bus.keys import Keys
from hall.contract.config import HallConfig, Part
from hall.demo.toml import dumps
from hall.launch import Process

HEAD = "# Written by the hall for a simulated run; edit examples/demo/hall.toml instead.\n"
SIMULATOR_READY = '{"ready": true'
_SOCKET_PATH_MAX = 100  # a unix socket's path may have 107 bytes


class Simulator(Part, frozen=True):
    devices: str
    program: str
    options: tuple[str, ...] = ()


class Simulators(Part, frozen=True):
    simulators: tuple[Simulator, ...]


class StageTrouble(Exception):
    """The stage cannot be set; the words say what is missing."""


@dataclass(frozen=True)
class Stage:
    """`config_path` is the effective configuration. `controls`: device or camera id -> address of its control."""

    folder: Path
    sockets: Path
    config: HallConfig
    config_path: Path
    processes: tuple[Process, ...]
    controls: dict[str, str]
    media: Path

    def hand(self, screen: str) -> Path:
        """The socket of a screen's remote hand."""
        return self.sockets / f"{screen}.hand"

    def clear(self) -> None:
        """Take away the sockets' folder, where it had to stand elsewhere."""
        if self.sockets.parent != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)


def own(folder: Path) -> None:
    """Raises StageTrouble for a folder that holds anything but an earlier simulated hall: it is made new, and a real
    hall's journal or the home of a person must not go with it. One that is not there is made."""
    made = folder / "hall.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        empty = not any(folder.iterdir())
    except OSError as error:
        raise StageTrouble(f"{folder} cannot be a work folder: {error.strerror}: name another one") from None
    if not empty and not (made.is_file() and made.read_bytes().startswith(HEAD.encode())):
        raise StageTrouble(
            f"{folder} holds other things than an earlier simulated hall, and they would be deleted: "
            "name a new or an empty folder"
        )


def set_stage(config: HallConfig, simulators: Path, folder: Path, now_ms: int) -> Stage:
    """Make `folder` new, with hall.toml, keys and places for ports; nothing is started yet. Ports are free ones. Raises
    StageTrouble, also for a folder that is not ours (`own`)."""
    table = _read(simulators)
    folder = folder.absolute()
    own(folder)
    for old in ("var", "run"):
        shutil.rmtree(folder / old, ignore_errors=True)
    (folder / "run").mkdir()
    sockets = folder / "run"
    if len(str(sockets)) > _SOCKET_PATH_MAX - 30:
        sockets = Path(tempfile.mkdtemp(prefix="hall-"))

    with _Ports() as ports:
        return _set(config, table, simulators.absolute().parent, folder, sockets, ports, now_ms)


def _set(
    config: HallConfig,
    table: Simulators,
    source: Path,
    folder: Path,
    sockets: Path,
    ports: "_Ports",
    now_ms: int,
) -> Stage:
    processes: list[Process] = []
    controls: dict[str, str] = {}
    addresses: dict[str, str] = {}
    wanted = [(d.id, d.port, d.make.startswith("eye.")) for d in config.devices if not _needs_none(d.make)]
    wanted += [(c.id, c.source, True) for c in config.cameras]
    lines: dict[str, str] = {}  # port -> the device whose simulator stands for all on that line
    for device, port, is_camera in wanted:
        first = lines.setdefault(port, device)
        if first != device and not is_camera:
            addresses[device], controls[device] = addresses[first], controls[first]
            continue
        rule = next((r for r in table.simulators if fnmatch.fnmatch(device, r.devices)), None)
        if rule is None:
            raise StageTrouble(f"simulators.toml: no simulator for {device}; add one, or take the device out")
        listen, address = _line(device, port, is_camera, folder, ports)
        if is_camera:
            controls[device] = f"tcp:127.0.0.1:{ports.free()}"
        else:
            controls[device] = f"unix:{sockets / device}.control"
        options = [_option(o, source) for o in rule.options]
        argv = (
            sys.executable,
            "-m",
            rule.program,
            "--listen",
            listen,
            "--control",
            controls[device],
            *options,
        )
        if not is_camera:
            argv += ("--picture-dir", str(folder / "run" / "pictures" / device))
        processes.append(Process(f"simulator {device}", argv, ready=SIMULATOR_READY))
        addresses[device] = address
    effective = _effective(config, addresses, folder, source, ports)
    path = folder / "hall.toml"
    path.write_text(
        HEAD + dumps(msgspec.to_builtins(effective)),
        "utf-8",
    )
    Keys(folder / effective.store.keys).make_all(effective, now_ms)
    media = source / "media"
    return Stage(folder, sockets, effective, path, tuple(processes), controls, media)


def _needs_none(make: str) -> bool:
    return make.startswith("voice.wav")


def _read(path: Path) -> Simulators:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Simulators)
    except OSError as error:
        raise StageTrouble(
            f"{path} cannot be read: {error.strerror}; a simulated hall needs it beside its configuration"
        ) from None
    except (ValueError, msgspec.ValidationError) as error:  # no TOML, no UTF-8, no table of simulators
        raise StageTrouble(f"{path}: {error}") from None


def _option(option: str, folder: Path) -> str:
    """A path that lies beside simulators.toml, made absolute; anything else as it is."""
    return str(folder / option) if "/" in option and (folder / option).exists() else option


def _line(device: str, port: str, is_camera: bool, folder: Path, ports: "_Ports") -> tuple[str, str]:
    """What the simulator listens on, and what the hall's config says in its place."""
    if is_camera:
        number = ports.free()
        return f"tcp:127.0.0.1:{number}", f"http://127.0.0.1:{number}/video.mjpg"
    if port.startswith("tcp:"):
        address = f"tcp:127.0.0.1:{ports.free()}"
        return address, address
    link = folder / "run" / "lines" / device
    return f"pty:{link}", str(link)


def _effective(
    config: HallConfig, addresses: dict[str, str], folder: Path, source: Path, ports: "_Ports"
) -> HallConfig:
    """The same hall with the simulators' ports, in its own folder. `source` is where its relative paths started."""
    replace = msgspec.structs.replace
    devices = tuple(
        replace(d, port=addresses.get(d.id, str(folder / "voice" / (d.zone or d.id)))) for d in config.devices
    )
    cameras = tuple(
        replace(c, source=addresses[c.id], reference=str(source / c.reference) if c.reference else "")
        for c in config.cameras
    )
    bus = replace(
        config.bus, commands=f"tcp://127.0.0.1:{ports.free()}", views=f"tcp://127.0.0.1:{ports.free()}"
    )
    store = replace(config.store, path="var/hall.db", keys="var/keys")
    face = replace(config.face, gallery="var/faces.gallery")
    return replace(config, devices=devices, cameras=cameras, bus=bus, store=store, face=face)


class _Ports:
    """TCP ports that are free now. All are held until the stage is set, so that no two are the same."""

    def __init__(self) -> None:
        self._held: list[socket.socket] = []

    def free(self) -> int:
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(("127.0.0.1", 0))
        self._held.append(one)
        return int(one.getsockname()[1])

    def __enter__(self) -> "_Ports":
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._held:
            one.close()
        self._held.clear()
