"""The modules of a QR code as rows of "1" and "0", for the QrCode control. Medium error correction."""

import qrcode
from qrcode.constants import ERROR_CORRECT_M


def rows(text: str) -> list[str]:
    """Rows without the quiet zone; [] for an empty text."""
    if not text:
        return []
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return ["".join("1" if cell else "0" for cell in row) for row in code.get_matrix()]
