"""Why somebody leaves a window or a post for a while: the hall's codes and their words, for every screen that asks."""

REASONS = {  # code on the wire → word; the list is the hall's
    "meal": "用餐",
    "materials": "取材料",
    "meeting": "开会",
    "device": "设备坏",
    "handover": "交接",
    "other": "其他",
}
MINUTES = (5, 10, 15, 30, 60)  # until the return
