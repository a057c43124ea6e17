"""Cameras of a hall as the device page gets them: one of each state, then some that are well; and a made-up picture."""

import io
from pathlib import Path

import msgspec
from PIL import Image, ImageDraw

from hall.bus.tiles import Kept
from hall.contract.base import Text
from hall.contract.views_devices import CameraLine, CameraPost, DevicesView
from tests.monitor.scenes import NOW, TROUBLES, at, device_lines

BAD = (
    ("away", "没有画面", "has no picture", "看电源、网线和地址", "check power, cable and address"),
    ("moved", "被移动了", "was moved", "扶正，或重新画区域", "turn it back, or redraw its areas"),
    ("covered", "被挡住了", "is covered", "拿开挡住镜头的东西", "take away what covers it"),
    ("blurred", "画面模糊", "is blurred", "擦镜头，重新对焦", "wipe the glass and focus it"),
    ("dark", "太暗", "is too dark", "开灯，或看镜头盖", "switch the light on, or look for a lens cap"),
    ("glare", "逆光过亮", "is dazzled", "拉上窗帘，或转开一点", "draw the blind, or turn it away"),
    ("frozen", "画面不动", "is frozen", "重启摄像头", "restart the camera"),
)  # fmt: skip


DETECTOR_OFF = Text("人形检测停了，只看变化和动作", "people detector off, motion only")
POSTS = (
    CameraPost("front-7", Text("7 号窗座位", "Seat of window 7")),
    CameraPost("visitor-7", Text("7 号窗前", "Before window 7")),
    CameraPost("front-8", Text("8 号窗座位", "Seat of window 8")),
    CameraPost("guide", Text("导办台", "Guide desk")),
)


def camera_lines(emptied_ms: int = 0) -> DevicesView:
    """`well-0` watches `POSTS`; it took what was said to be empty at `emptied_ms`."""
    found = [
        CameraLine(f"hall-{n}", Text(f"摄像头 {n} 号", f"Camera {n}"), "ABC"[n % 3], state, at(f"09:3{n}"),
                   Text(why, why_en), Text(do, do_en), 0.9 - n / 20, at("09:31") if state == "away" else NOW - 2000,
                   Text(why, why_en), at(f"09:3{n}"))
        for n, (state, why, why_en, do, do_en) in enumerate(BAD)
    ]  # fmt: skip
    silent = Text("它的主机没有回音", "its host is silent")
    found.append(
        CameraLine("far", Text("摄像头 门口", "Camera entrance"), "A", "unknown", at("09:50"), silent)
    )
    found += [
        CameraLine(f"well-{n}", Text(f"摄像头 大厅 {n}", f"Camera hall {n}"), "A", "ok", at("08:58"), online=0.9996,
                   frame_ms=NOW - 1000, trouble=Text("被挡住了", "is covered"), trouble_ms=at("08:40") if n else 0,
                   posts=() if n else POSTS, emptied_ms=0 if n else emptied_ms,
                   detector=DETECTOR_OFF if n == 2 else Text(""))
        for n in range(3)
    ]  # fmt: skip
    return msgspec.structs.replace(device_lines(), cameras=tuple(found))


def picture() -> bytes:
    """A veiled picture as the camera process would write it: stones of two sizes."""
    large, small = Image.effect_noise((27, 20), 60), Image.effect_noise((120, 90), 40)
    made = small.resize((480, 360), Image.Resampling.NEAREST)
    mask = Image.new("L", made.size, 0)
    ImageDraw.Draw(mask).rectangle((180, 120, 320, 340), fill=255)
    made.paste(large.resize(made.size, Image.Resampling.NEAREST), (0, 0), mask)
    return _jpeg(made.convert("RGB"))


def keep_pictures(store: Path) -> Kept:
    """The two pictures of the first of `scenes.TROUBLES`, as its camera process would have kept them."""
    kept = Kept(store)
    kept.folder.mkdir(parents=True, mode=0o700)
    floor = _floor()
    (kept.folder / TROUBLES[0].before).write_bytes(_jpeg(floor))
    x, y, wide, high = (v * s for v, s in zip(TROUBLES[0].box, floor.size * 2, strict=True))
    ImageDraw.Draw(floor).rectangle((x + 6, y + 6, x + wide - 6, y + high - 3), fill=(70, 55, 50))
    (kept.folder / TROUBLES[0].after).write_bytes(_jpeg(floor))
    return kept


def _floor() -> Image.Image:
    """Tiles in a room, and where somebody stands a mosaic of 27 stones across."""
    made = Image.new("RGB", (640, 480), (188, 184, 174))
    draw = ImageDraw.Draw(made)
    draw.rectangle((0, 0, 640, 150), fill=(120, 130, 138))
    for n in range(12):
        draw.line((320 + (n - 6) * 60, 150, 320 + (n - 6) * 190, 480), fill=(150, 146, 138), width=2)
    for y in (150, 178, 216, 268, 340, 430):
        draw.line((0, y, 640, y), fill=(150, 146, 138), width=2)
    stones = Image.effect_noise((27, 20), 60).resize(made.size, Image.Resampling.NEAREST)
    mask = Image.new("L", made.size, 0)
    ImageDraw.Draw(mask).rectangle((420, 90, 540, 380), fill=255)
    made.paste(stones, (0, 0), mask)
    return made


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()
