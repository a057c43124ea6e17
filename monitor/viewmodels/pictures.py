"""Pictures of cameras as a page takes them: held in memory only, and only those that are whole."""

import base64
import io

from PIL import Image

_BEGIN, _END = b"\xff\xd8\xff", b"\xff\xd9"  # of a JPEG file (ITU-T T.81, annex B)


def shown(data: bytes) -> str:
    """A data URL; "" for what is no whole JPEG, such as a file that was written half."""
    if not (data.startswith(_BEGIN) and data.endswith(_END)):
        return ""
    try:  # not by Qt: its image thread may hold a lock that this one waits for, and wait for this one's to log
        Image.open(io.BytesIO(data), formats=("JPEG",)).load()
    except (OSError, Image.DecompressionBombError):
        return ""
    return "data:image/jpeg;base64," + base64.b64encode(data).decode()
