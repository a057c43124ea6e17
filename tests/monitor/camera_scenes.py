"""Cameras of a hall as the device page gets them: one of each state, then some that are well; and a made-up picture."""

import io

import msgspec
from PIL import Image, ImageDraw

from hall.contract.base import Text
from hall.contract.views import CameraLine, DevicesView
from tests.monitor.scenes import NOW, at, device_lines

BAD = (
    ("away", "没有画面", "has no picture", "看电源、网线和地址", "check power, cable and address"),
    ("moved", "被移动了", "was moved", "扶正，或重新画区域", "turn it back, or redraw its areas"),
    ("covered", "被挡住了", "is covered", "拿开挡住镜头的东西", "take away what covers it"),
    ("blurred", "画面模糊", "is blurred", "擦镜头，重新对焦", "wipe the glass and focus it"),
    ("dark", "太暗", "is too dark", "开灯，或看镜头盖", "switch the light on, or look for a lens cap"),
    ("glare", "逆光过亮", "is dazzled", "拉上窗帘，或转开一点", "draw the blind, or turn it away"),
    ("frozen", "画面不动", "is frozen", "重启摄像头", "restart the camera"),
)  # fmt: skip


def camera_lines() -> DevicesView:
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
                   frame_ms=NOW - 1000, trouble=Text("被挡住了", "is covered"), trouble_ms=at("08:40") if n else 0)
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
    out = io.BytesIO()
    made.convert("RGB").save(out, "JPEG")
    return out.getvalue()
