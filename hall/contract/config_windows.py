"""What windows are for: roles (R015, R103), comprehensive windows, skills. Rules of a configuration; pure."""

from collections.abc import Iterator

from hall.contract.config import HallConfig, kinds_of
from hall.contract.config_catalogue import mean

ROLES = ("accept", "issue", "special", "consult", "complaint", "cashier", "unresolved")
"""综合受理, 出件, 专业, 咨询, 投诉, 收费, 办不成事."""

HALLS = ("main", "branch")


def rules(config: HallConfig) -> Iterator[tuple[str, str, str]]:
    """Place, what is wrong, what to do; in the order of the file."""
    if config.hall.kind not in HALLS:
        yield "hall.kind", f"{config.hall.kind!r} is no kind of hall", mean(config.hall.kind, HALLS)
    role_of = {q.id: q.role for q in config.queues}
    general = tuple(q for q in config.queues if q.general)
    for i, queue in enumerate(config.queues):
        if queue.role not in ROLES:
            yield f"queues[{i}].role", f"{queue.role!r} is no role of a window", mean(queue.role, ROLES)
    for i, window in enumerate(config.windows):
        for j, role in enumerate(window.roles):
            if role not in ROLES:
                yield f"windows[{i}].roles[{j}]", f"{role!r} is no role of a window", mean(role, ROLES)
        if window.comprehensive and not general:
            yield (
                f"windows[{i}].comprehensive",
                "is true, but no queue of the hall is general",
                "set general = true at the queues that any comprehensive window may serve",
            )
        if len(set(window.skills)) != len(window.skills) or "" in window.skills:
            yield f"windows[{i}].skills", "has an empty or a double skill", "name each skill once"
        if not window.roles:
            continue
        for j, queue_id in enumerate(window.queues):
            role = role_of.get(queue_id, "")
            if role in ROLES and role not in window.roles:
                yield (
                    f"windows[{i}].queues[{j}]",
                    f"queue {queue_id!r} is for {role!r}, which is no role of this window",
                    f"add {role!r} to its roles, or take the queue out",
                )
        for queue in general if window.comprehensive else ():
            if queue.role in ROLES and queue.role not in window.roles:
                yield (
                    f"windows[{i}].roles",
                    f"a comprehensive window serves general queue {queue.id!r}, which is for {queue.role!r}",
                    f"add {queue.role!r}",
                )
    yield from _desks(config)


def _desks(config: HallConfig) -> Iterator[tuple[str, str, str]]:
    """Key boxes and evaluators lie on the desk of a window; a visitor is asked once."""
    asked: dict[str, str] = {}
    for i, device in enumerate(config.devices):
        kinds = kinds_of(device.make)
        if not device.window and not kinds.isdisjoint(("caller", "evaluator")):
            yield f"devices[{i}].window", "is missing", "name the window on whose desk it lies"
        if "evaluator" in kinds and device.window:
            if device.window in asked:
                yield (
                    f"devices[{i}].window",
                    f"window {device.window!r} already has the evaluator {asked[device.window]!r}",
                    "one evaluator for each window",
                )
            asked.setdefault(device.window, device.id)
