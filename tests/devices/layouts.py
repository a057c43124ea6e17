"""The known vendors' strips as lines of configuration for `led.template`; docs/devices.md shows some of them."""

LAYOUTS: dict[str, dict[str, str | bool]] = {
    "ruize": {
        "frame": "addr6 44 text 1A",
        "before": "addr6 43 colours:2 1A",
        "split": True,
        "colours": "01 02 03",
        "ask": "addr6 48",
        "alive": "3B",
    },
    "zhongyi": {
        "frame": "A0 90 ( addr A5 len2:text text ) xor",
        "colour_each": True,
        "ack": "A0 90 addr A5 AA",
        "nack": "A0 90 addr A5 55",
    },
    "palh": {
        "frame": "AA addr BB 51 54 sum8 ( 08 00 00 colour 63 text FF )",
        "ack": "A0 ( 03 14 addr 50 ) sum100 FF",
        "ask": "A0 ( 03 98 addr 50 ) sum100 FF",
        "alive": "A0 ( 05 98 addr 50 any any ) sum100 FF",
    },
    "yinda": {"frame": "( addr FE len:all seq 86 3C 00 05 00 text 00 ) ccitt"},
    "yongtai": {"frame": "AA 55 len:rest addr F8 21 00 text 00"},
}
