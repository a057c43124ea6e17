"""Real frames of every codec of the table, and what each may keep: for the tests of the table and the fuzz run."""

from devices.catalog import CODECS
from devices.codecs import (
    caller_ff68,
    card_sdt,
    card_social,
    escpos_status,
    led_onbon,
    led_onbon_messages,
    led_palh,
    led_ruize,
    led_yinda,
    led_yongtai,
    led_zhongyi,
    scan_line,
    scan_wedge,
    sensor_modbus,
    voice_bytes,
    voice_syn6288,
    voice_xfs5152,
)
from tests.devices.test_catalog import WORKED

CALL = "请A012号到3号窗口".encode("gb2312")
MORE = {
    "printer.escpos": (
        escpos_status.AutoStatus(bytes.fromhex("14 00 00 0F")),
        escpos_status.Block(0x37, b"0042"),
        escpos_status.PaperByte(0x0C),
    ),
    "led.onbon": (
        led_onbon.Frame(led_onbon_messages.request_bytes(led_onbon_messages.status()), dst=7),
        led_onbon.Frame(bytes((0xA5, 0xA6, 0x5A, 0x5B)) * 30, dst=0xA55A, check_mode=1, barcode=bytes(16)),
    ),
    "led.palh": (led_palh.Instant(3, CALL), led_palh.acknowledgement(3), led_palh.version(254)),
    "led.ruize": (
        led_ruize.Frame(3, led_ruize.COLOURS, led_ruize.colours_of(CALL, led_ruize.RED)),
        led_ruize.Frame(3, led_ruize.ASK),
        led_ruize.Alive(),
    ),
    "led.zhongyi": (led_zhongyi.show(3, CALL, led_zhongyi.RED), led_zhongyi.Answer(3, True)),
    "led.yinda": (led_yinda.Frame(3, CALL, 9, big=True),),
    "led.yongtai": (led_yongtai.Frame(3, CALL),),
    "card.sdt": (
        card_sdt.reply_packet(card_sdt.Reply(card_sdt.NO_CARD)),
        card_sdt.reply_packet(
            card_sdt.Reply(
                card_sdt.OK, card_sdt.record_data(card_sdt.Record(bytes(range(256)), b"\xaa" * 1024))
            )
        ),
    ),
    "card.social": (card_social.ATR, b"\x61\x12"),
    "caller.ff68": (
        caller_ff68.Frame(9, caller_ff68.KEY, b"\x03\x0f"),
        caller_ff68.Frame(9, caller_ff68.BEEP),
    ),
    "scan.line": ("HALL1.k3JxQ9vT2mWc8ZpL", "请出示二维码"),
    "scan.wedge": tuple(scan_wedge.strokes("H", 1_795_222_800_000_000)[:4]),
    "buttons.input": tuple(scan_wedge.strokes("1", 1_795_222_800_000_000)[:4]),
    "sensor.modbus": (
        sensor_modbus.Answer(1, sensor_modbus.Table.HOLDING, (658, 65435)),
        sensor_modbus.Refusal(1, sensor_modbus.Table.INPUT, 2),
    ),
    "voice.syn6288": (voice_bytes.Order(voice_bytes.STATUS), voice_syn6288.speech("请A012号到3号窗口", 9)),
    "voice.xfs5152ce": (voice_bytes.Order(voice_bytes.STATUS), voice_xfs5152.speech("请A012号到3号窗口", 9)),
}
FRAMES = {make: (WORKED[make][1], *MORE.get(make, ())) for make in CODECS if make in WORKED}

# The most bytes that may wait for their end: the longest frame of the make, less its last byte, and a little head.
MOST = {
    "printer.escpos": escpos_status.MAX_BLOCK,
    "led.onbon": 8 + led_onbon.MAX_BODY,
    "led.palh": 11 + led_palh.MAX_TEXT,
    "led.ruize": led_ruize.LONGEST,
    "led.zhongyi": 7 + led_zhongyi.MAX_DATA,
    "led.yinda": 12 + led_yinda.MAX_TEXT,
    "led.yongtai": 8 + led_yongtai.MAX_TEXT,
    "card.sdt": 7 + card_sdt.MAX_LENGTH,
    "card.social": 2 + card_social.MOST,
    **dict.fromkeys(("caller.ff68", "evaluator.ff68", "caller+evaluator.ff68"), 8 + caller_ff68.MOST),
    "scan.line": 1 + scan_line.MAX_LINE,
    "scan.wedge": scan_wedge.RECORD.size,
    "buttons.input": scan_wedge.RECORD.size,
    "sensor.modbus": 5 + 2 * sensor_modbus.MAX_COUNT,
    "voice.syn6288": voice_syn6288.LONGEST,
    "voice.xfs5152ce": voice_xfs5152.LONGEST,
}
# A frame of these has a check, so that one wrong bit never makes another frame of it.
CHECKED = {"caller.ff68", "led.onbon", "led.palh", "led.zhongyi", "led.yinda", "card.sdt", "sensor.modbus"}
# … but not these: an instant text's check leaves out its address, an answer of Zhongyi has none.
UNCHECKED = (led_palh.Instant, led_zhongyi.Answer)
# One byte among noise is noise when what stands before it looks like the beginning of a text.
BARE = (led_ruize.Alive,)
# After noise these find the next frame only when something else parts the two.
UNMARKED = {
    "card.social": "a length is all that marks a message; the driver empties the line before each question",
    "scan.line": "noise before a code is a part of it until the line ends",
    "scan.wedge": "a record has no mark; it is found again within a few records",
    "buttons.input": "the same records",
    "printer.escpos": "half its answers are one byte; noise may be one of them, and the asker asks again",
}
