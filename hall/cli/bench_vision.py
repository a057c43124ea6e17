"""`hall bench vision`: what watching costs. The whole analysis of a 720p stream beside its raw decoding on one core,
memory for each camera, the search of a face among 1,000, 10,000 and 100,000, and how long a probe takes to a decision.

Costs are processor time of this process with one thread, so that a shared machine does not blur them. The stream is the
demo's clip, enlarged and encoded at 25 frames a second; the search stands beside numpy's own matrix product.
"""

import argparse
import importlib
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

CLIP = Path(__file__).resolve().parents[2] / "examples/demo/media/post_a.mp4"
FACE = CLIP.with_name("asl_again.mkv")
FPS, SIZE = 25, (1280, 720)
POSTS = (
    ((0.50, 0.05), (0.68, 0.05), (0.68, 0.88), (0.50, 0.88)),
    ((0.10, 0.30), (0.30, 0.30), (0.30, 0.90), (0.10, 0.90)),
)
FLOOR = ((0.0, 0.4), (1.0, 0.4), (1.0, 1.0), (0.0, 1.0))
CAMERAS = 6  # in the child that measures memory
GALLERIES = (1_000, 10_000, 100_000)
AIMS = "aims: of raw decode >= 0.5, search of 10,000 <= 1.5 x numpy's product, probe to decision <= 0.6 s"


def main(options: argparse.Namespace) -> int:
    """0 when measured; 1 where what watching needs is not installed."""
    try:
        cv2 = importlib.import_module("cv2")
        vision = importlib.import_module("devices.vision.watching")
    except ImportError as error:
        print(f"hall bench vision: {error}: install the extra camera of this project", file=sys.stderr)
        return 1
    if not CLIP.is_file():
        print(f"hall bench vision: {CLIP} is missing: run it in a clone of the project", file=sys.stderr)
        return 1
    cv2.setNumThreads(1)
    seconds, rounds = (12, 3) if options.quick else (40, 5)
    with tempfile.TemporaryDirectory(dir=options.dir or None) as folder:
        clip, codec = _enlarged(cv2, Path(folder), seconds)
        raw, whole, frames = _decoding(cv2, vision, clip, rounds)
        memory = _memory(clip)
    search = {n: _search(n, 15 if options.quick else 60) for n in GALLERIES}
    probe = _probe(3 if options.quick else 7)
    each, all_of_it = statistics.median(raw) / frames, statistics.median(whole) / frames
    shown: dict[str, Any] = {
        "ratios": {
            "of_raw_decode": round(each / all_of_it, 3),
            **{f"search_{n // 1000}k": round(ours / bare, 2) for n, (ours, bare) in search.items()},
        },
        "counts": {
            "cameras_per_core": round(1 / (FPS * all_of_it), 1),
            "frames": frames,
            "analysed_per_second": 5,
        },
        "ms": {
            "decode_frame": round(each * 1000, 3),
            "analysis_frame": round((all_of_it - each) * 1000, 3),
            **{f"search_{n // 1000}k": round(ours * 1000, 3) for n, (ours, _) in search.items()},
            **{f"numpy_{n // 1000}k": round(bare * 1000, 3) for n, (_, bare) in search.items()},
        },
        "mb": {"per_camera": round(memory, 1)},
        "seconds": {"probe_to_decision": None if probe is None else round(probe, 3)},
        "codec": codec,
    }
    print(json.dumps(shown) if options.json else _table(shown))
    return 0


def _table(shown: dict[str, Any]) -> str:
    ratios, ms = shown["ratios"], shown["ms"]
    probe = shown["seconds"]["probe_to_decision"]
    return "\n".join(
        (
            f"720p at {FPS} frames/s ({shown['codec']}), {shown['counts']['frames']} frames, one core",
            f"  raw decoding            {ms['decode_frame']:8.3f} ms a frame   (the machine's own limit)",
            f"  whole analysis besides  {ms['analysis_frame']:8.3f} ms a frame   2 posts, floor, crowd, health",
            f"  of raw decode           {ratios['of_raw_decode']:8.2f}",
            f"  cameras on a core       {shown['counts']['cameras_per_core']:8.1f}",
            f"  memory of each          {shown['mb']['per_camera']:8.1f} MB",
            "one face among         ours ms   numpy's product ms   ratio",
            *(
                f"  {n:>8,}          {ms[f'search_{n // 1000}k']:9.3f} {ms[f'numpy_{n // 1000}k']:16.3f} "
                f"{ratios[f'search_{n // 1000}k']:11.2f}"
                for n in GALLERIES
            ),
            "probe to decision       "
            + ("not measured: face_recognition is not installed" if probe is None else f"{probe:8.3f} s"),
            AIMS,
        )
    )


def _enlarged(cv2: ModuleType, folder: Path, seconds: int) -> tuple[Path, str]:
    """The clip at 1280x720 and 25 frames a second: H.264 where ffmpeg is installed, else what OpenCV can write."""
    made = folder / "720p.mp4"
    if shutil.which("ffmpeg"):
        done = subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-stream_loop", "-1", "-i", str(CLIP), "-t", str(seconds), "-r", str(FPS),
             "-vf", f"scale={SIZE[0]}:{SIZE[1]}", "-c:v", "libx264", "-preset", "veryfast", "-an", str(made)],
            check=False,
        )  # fmt: skip
        if done.returncode == 0:
            return made, "H.264"
    reader = cv2.VideoCapture(str(CLIP))
    writer = cv2.VideoWriter(str(made), cv2.VideoWriter.fourcc(*"mp4v"), FPS, SIZE)
    written = 0
    while written < seconds * FPS:
        ok, image = reader.read()
        if not ok:
            reader.set(cv2.CAP_PROP_POS_FRAMES, 0)
            continue
        large = cv2.resize(image, SIZE)
        for _ in range(3):  # 10 frames a second become 25 and a little more
            writer.write(large)
            written += 1
    writer.release()
    return made, "MPEG-4 part 2"


def _frames(cv2: ModuleType, clip: Path) -> Any:
    capture = cv2.VideoCapture(str(clip), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    while True:
        ok, image = capture.read()
        if not ok:
            return
        yield image


def _watch() -> Any:
    """One camera with everything on: two posts, a floor, a calibrated crowd."""
    watching = importlib.import_module("devices.vision.watching")
    regions = importlib.import_module("devices.vision.regions")
    floor = importlib.import_module("devices.vision.floor")
    presence = importlib.import_module("devices.vision.presence")
    posts = {f"post-{n}": regions.Region(polygon) for n, polygon in enumerate(POSTS)}
    made = floor.FloorWatch(regions.Region(FLOOR), 240_000, (0.1, 0.25, 0.4))
    return watching.CameraWatch("cam", posts, presence.PresenceParams(), lambda ms: ms, 0, made)


def _analyse(cv2: ModuleType, clip: Path) -> int:
    capture = importlib.import_module("devices.vision.capture")
    watch, count = _watch(), 0
    live = capture.Health(capture.Link.LIVE, 0)
    for count, image in enumerate(_frames(cv2, clip), 1):
        at = 1 + count * 1000 // FPS
        watch.step(capture.Frame(image, at, count), _heard(live, at), at)
    return count


def _heard(health: Any, at: int) -> Any:
    return importlib.import_module("dataclasses").replace(health, last_frame_ms=at)


def _decoding(
    cv2: ModuleType, vision: ModuleType, clip: Path, rounds: int
) -> tuple[list[float], list[float], int]:
    """Processor seconds of whole passes, decoding alone and with the analysis, in turns; and the frames of a pass."""
    raw, whole, frames = [], [], 0
    for _ in range(rounds):
        began = time.process_time()
        frames = sum(1 for _ in _frames(cv2, clip))
        raw.append(time.process_time() - began)
        began = time.process_time()
        _analyse(cv2, clip)
        whole.append(time.process_time() - began)
    return raw, whole, frames


def _memory(clip: Path) -> float:
    """MB for each camera: a child that holds as many watches as `CAMERAS`, beside one that holds a single one."""
    code = (
        "import sys, cv2, resource; from pathlib import Path; from hall.cli import bench_vision as b\n"
        "print(b.resident(cv2, Path(sys.argv[1]), int(sys.argv[2])))"
    )
    one, many = (
        float(
            subprocess.run(
                [sys.executable, "-c", code, str(clip), str(n)], check=True, capture_output=True, text=True
            ).stdout
        )
        for n in (1, CAMERAS)
    )
    return max(0.0, (many - one) / (CAMERAS - 1))


def resident(cv2: ModuleType, clip: Path, cameras: int) -> float:
    """The most memory (MB) this process has held after so many cameras have each seen the clip's first ten seconds,
    with a decoder of their own."""
    capture = importlib.import_module("devices.vision.capture")
    live = capture.Health(capture.Link.LIVE, 0)
    watches = [(_watch(), _frames(cv2, clip)) for _ in range(cameras)]
    for count in range(1, 10 * FPS):
        at = 1 + count * 1000 // FPS
        for watch, frames in watches:
            image = next(frames, None)
            if image is not None:
                watch.step(capture.Frame(image, at, count), _heard(live, at), at)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _search(people: int, rounds: int) -> tuple[float, float]:
    """Median seconds of one search by the gallery, and of numpy's matrix product with the same numbers."""
    np = importlib.import_module("numpy")
    gallery = importlib.import_module("devices.vision.gallery")
    dice = np.random.default_rng(1)
    matrix = dice.normal(0, 0.09, (people, 128)).astype(np.float32)
    found = gallery.Gallery(tuple(f"f-{n}" for n in range(people)), matrix)
    rule, ours, bare = gallery.MatchRule(), [], []
    for _ in range(rounds):
        probe = dice.normal(0, 0.09, 128).astype(np.float32)
        for times, work in ((bare, lambda p=probe: matrix @ p), (ours, lambda p=probe: found.match(p, rule))):
            work()
            began = time.perf_counter()
            for _ in range(5):
                work()
            times.append((time.perf_counter() - began) / 5)
    return statistics.median(ours), statistics.median(bare)


def _probe(rounds: int) -> float | None:
    """Seconds from the first frame a camera gives to the decision among 10,000 enrolled: the frames come 30 a second,
    and while one is judged those that come meanwhile are passed over, as at a kiosk."""
    np = importlib.import_module("numpy")
    faces = importlib.import_module("devices.vision.faces")
    gallery = importlib.import_module("devices.vision.gallery")
    looking = importlib.import_module("devices.vision.looking")
    clips = importlib.import_module("devices.vision.capture")
    try:
        encoder = faces.DlibEncoder()
    except faces.FacesUnavailable:
        return None
    frames = [image for _, image in clips.clip_frames(str(FACE))]
    matrix = np.random.default_rng(1).normal(0, 0.09, (10_000, 128)).astype(np.float32)
    people = gallery.Gallery(tuple(f"f-{n}" for n in range(10_000)), matrix)
    taken = []
    for _ in range(rounds):
        look = looking.FaceLook(encoder, people, gallery.MatchRule(), 0)
        now_s = 0.0
        while True:
            image = frames[int(now_s * 30) % len(frames)]
            began = time.perf_counter()
            result = look.step(image, 1 + round(now_s * 1000))
            spent = time.perf_counter() - began
            now_s += max(spent, 1 / 30)
            if result is not None:
                break
        taken.append(now_s)
    return statistics.median(taken)
