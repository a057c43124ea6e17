"""What a host has still to tell: in order, only the newest report of a device, nothing told twice or lost."""

from devices.runtime.host import AGAIN_S, Again
from devices.runtime.outbox import Outbox
from hall.contract.devices import DeviceReport, DeviceState, JobDone


def report(device, text=""):
    return DeviceReport(device, DeviceState.READY, detail=text)


def taken(outbox):
    found = []
    while (entry := outbox.take()) is not None:
        found.append(entry.command)
    return found


def test_oldest_first_and_a_newer_report_takes_the_place_of_the_older_behind_all_others():
    outbox = Outbox()
    outbox.put(report("a", "old"), 0.0)
    outbox.put(JobDone("a", "1"), 0.0)
    outbox.put(JobDone("a", "1"), 0.0)
    outbox.put(report("a", "new"), 0.0)
    outbox.put(report("b"), 0.0)
    assert taken(outbox) == [JobDone("a", "1"), JobDone("a", "1"), report("a", "new"), report("b")]


def test_what_was_put_back_comes_first_under_its_id_unless_something_newer_says_it():
    outbox = Outbox()
    for command in (report("a", "old"), JobDone("a", "1"), report("b")):
        outbox.put(command, 7.0)
    first, second = outbox.take(), outbox.take()
    outbox.put(report("a", "new"), 8.0)
    outbox.put_back(second)
    outbox.put_back(first)
    assert taken(outbox) == [JobDone("a", "1"), report("b"), report("a", "new")]
    outbox.put_back(first)
    outbox.put(report("a", "newest"), 9.0)
    assert taken(outbox) == [report("a", "newest")]


def test_reports_go_again_each_once_in_its_time_and_never_all_at_once():
    devices = [f"d{n}" for n in range(40)]
    again = Again([lambda d=d: [report(d)] for d in devices], 100.0)
    counts = dict.fromkeys(devices, 0)
    for quarter in range(int(4 * AGAIN_S * 3)):
        due = again.due(100.0 + quarter / 4)
        assert len(due) <= 2
        for one in due:
            counts[one.reports[0].device] += 1
    assert set(counts.values()) == {3}
    assert len(again.due(100.0 + 9 * AGAIN_S)) >= 40, "after a long silence all of them"
