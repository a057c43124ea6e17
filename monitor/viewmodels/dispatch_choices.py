"""What a manager chooses between when the hall is steered: tabs, reasons, times of reopening. Pure."""

from hall.contract.calling import SetQueues, SetQuiet
from hall.contract.opening import ReopenQueue
from hall.contract.tickets import PriorityReason
from hall.contract.unions import Command
from hall.uikit import phrases

TABS = {"windows": "窗口办什么", "queues": "取号和叫号", "number": "插队和优先", "emergency": "紧急求助"}
CLOSE_REASONS = ("系统维护", "设备故障", "窗口人手不够", "停电或断网", "安全检查")
CLOSE_TIMES = ("open", "30", "60", "120", "day")  # minutes, or until opened again, or until this day is over
PUSH_REASONS = ("系统或设备耽误了", "补完材料回来接着办", "身体不舒服", "叫号时出了差错")
PRIORITY = {
    PriorityReason.ELDER: "老年人",
    PriorityReason.DISABLED: "残疾人",
    PriorityReason.PREGNANT: "孕妇",
    PriorityReason.MILITARY: "军人",
    PriorityReason.OTHER: "其他原因",
}
EMERGENCY_REASONS = ("保安到场，已平息", "已送医", "已报警，警察接手", "火情已排除", "误按")
# Why, for the acts that are said without it; asked beside the sentence, which it does not change.
WHY: dict[type[Command], tuple[str, ...]] = {
    SetQueues: ("人多调配", "有人请假", "业务调整", "设备故障", "恢复配置"),
    SetQuiet: ("会议或考试", "听力设备", "节假日", "恢复广播"),
    ReopenQueue: ("故障已排除", "人员到岗", "提前恢复"),
}


def reasons_of(tab: str, priority: bool) -> dict[str, str]:
    """Reasons that stand in the sentence, by their id, as Chinese words. `priority`: of giving it, not of pushing."""
    if tab == "number" and priority:
        return {reason.value: zh for reason, zh in PRIORITY.items()}
    words = {"queues": CLOSE_REASONS, "emergency": EMERGENCY_REASONS}.get(tab, PUSH_REASONS)
    return {zh: zh for zh in words}


def until_ms(key: str, now_ms: int) -> int:
    """Hall time (ms) of the reopening: on the next five minutes, or at midnight; 0 until it is opened again."""
    if key == "open":
        return 0
    if key == "day":
        moment = phrases.moment(now_ms)
        left = 86_400 - (moment.hour * 3600 + moment.minute * 60 + moment.second)
        return now_ms - now_ms % 1000 + left * 1000
    five = 5 * 60_000
    return -(-(now_ms + int(key) * 60_000) // five) * five
