"""Names in both languages for what a report lists: ways, ends, findings, faults. No sentences."""

from hall.contract.base import Text
from hall.contract.recording import Lack

WAYS = {
    "card": Text("刷身份证", "ID card"),
    "code": Text("扫码", "QR code"),
    "face": Text("刷脸", "Face"),
    "phone": Text("输手机号", "Phone number"),
    "typed": Text("输身份证号", "ID number typed"),
    "assisted": Text("工作人员代取", "By staff"),
}

CLASSES = {
    "normal": Text("普通", "Normal"),
    "priority": Text("优先", "Priority"),
    "booked": Text("预约", "Booked"),
}

FINDINGS = {
    "W01": Text("等候超过 20 分钟", "Waiting over 20 min"),
    "A01": Text("等候超过 30 分钟", "Waiting over 30 min"),
    "W02": Text("等候人数多，该开窗", "Many waiting: open a window"),
    "A02": Text("跑动次数超承诺", "More trips than promised"),
    "A03": Text("差评", "Bad rating"),
    "A06": Text("疑似离岗", "Seat empty"),
    "A07": Text("环境差", "Poor environment"),
    "A08": Text("设备故障", "Device fault"),
    "D01": Text("屏上不对", "Panel shows something else"),
    "D02": Text("摄像头故障", "Camera fault"),
    "D03": Text("有陌生连接", "Strangers at the bus"),
    "D04": Text("没有放假调休安排", "No calendar of holidays"),
    "H01": Text("有人请帮忙", "A visitor asks for help"),
    "E01": Text("窗口紧急求助", "Emergency at a window"),
}

LACKS = {
    Lack.LINK: Text("在录像机上按时间查看", "look it up on the recorder"),
    Lack.CHANNEL: Text("录像机里没有这个摄像头", "not on the recorder"),
    Lack.GONE: Text("已过保存期", "no longer kept"),
}

LEVELS = {"note": Text("记录", "Note"), "warn": Text("提醒", "Warning"), "alert": Text("报警", "Alert")}

JUDGED = {
    "": Text("", ""),
    "confirmed": Text("核实属实", "confirmed"),
    "dismissed": Text("核实不属实", "dismissed"),
}

KINDS = {
    "device": Text("设备", "Device"),
    "camera": Text("摄像头", "Camera"),
    "seat": Text("岗位", "Post"),
    "environment": Text("环境", "Environment"),
    "host": Text("程序", "Process"),
}

STATES = {
    "ready": Text("能用", "works"),
    "away": Text("连不上", "not there"),
    "faulty": Text("坏了", "broken"),
    "unknown": Text("不知道", "unknown"),
    "lost": Text("没有消息", "silent"),
    "absent": Text("没有人", "empty"),
    "poor": Text("环境差", "poor"),
    "frozen": Text("画面不动", "picture frozen"),
    "covered": Text("镜头被挡", "lens covered"),
    "dark": Text("太暗", "too dark"),
}

FAULTS = {
    "paper_near_end": Text("纸快没了", "paper low"),
    "paper_end": Text("没有纸了", "out of paper"),
    "cover_open": Text("盖子开着", "cover open"),
    "cutter": Text("切刀卡住", "cutter stuck"),
    "offline": Text("脱机", "offline"),
    "no_answer": Text("没有回应", "no answer"),
    "garbled": Text("回应是乱码", "garbled answer"),
    "refused": Text("设备拒绝", "refused by the device"),
    "busy": Text("忙", "busy"),
    "unplugged": Text("线掉了", "unplugged"),
    "port_missing": Text("找不到接口", "port missing"),
    "port_taken": Text("接口被占用", "port taken"),
    "host_gone": Text("程序没有消息", "its process is silent"),
    "camera_gone": Text("摄像头没有画面", "no picture"),
    "card_unreadable": Text("卡读不出来", "card unreadable"),
    "timed_out": Text("超时", "timed out"),
    "internal": Text("内部错误", "internal error"),
}

ITEMS = {
    "hygiene": Text("卫生", "hygiene"),
    "order": Text("秩序", "order"),
    "objects": Text("物品", "objects"),
    "facilities": Text("设施", "facilities"),
    "adverts": Text("广告", "adverts"),
    "stopped": Text("停用", "out of service"),
    "full": Text("已满", "full"),
    "clutter": Text("物品遗留", "things left lying"),
    "crowded": Text("拥挤", "crowding"),
    "dark": Text("光线太暗", "too dark"),
    "glare": Text("光线刺眼", "too bright"),
    "temperature": Text("温度", "temperature"),
    "humidity": Text("湿度", "humidity"),
    "co2": Text("二氧化碳", "carbon dioxide"),
    "pm25": Text("PM2.5", "PM2.5"),
    "noise": Text("噪声", "noise"),
}


def name(table: dict[str, Text], key: str) -> Text:
    """The name of a key; the key itself where nobody has named it yet, so that nothing is hidden."""
    return table.get(key, Text(key, key))
