"""The page of posts: every post with what is known of it, and a leave that a named person declares with a PIN."""

from collections.abc import Iterator

import msgspec
import pytest

from hall.contract.config import HallConfig, PostPart
from hall.contract.posts import DeclareLeave, EndLeave, Suspension
from hall.contract.views_wall import WallPost, WallView
from hall.uikit.fakelink import FakeLink
from hall.uikit.hand import Hand
from hall.uikit.words import Words
from monitor.viewmodels.post_words import PostRow, rows
from tests.monitor.conftest import Room
from tests.monitor.pictures import with_pins
from tests.monitor.scenes import GUIDE, NOW, at, config, front, posts, staffed, view, windows
from tests.monitor.test_pages import box, check

MIN = 60_000


def of(shown: WallView, stale: bool = False) -> dict[str, PostRow]:
    return {row.id: row for row in rows(shown, stale, lambda zh: zh, lambda text: text.zh)}


@pytest.mark.parametrize(
    ("post", "said"),
    [
        ("guide", ("空着", "plain", "09:44 起", "已说明离开到 10:10：取材料，刘洋 说的", "", "back")),
        ("help", ("空着", "warn", "09:47 起", "说好 09:50 回来：用餐，李主任 说的", "时间到了，联系本人", "back")),
        ("consult", ("空着", "warn", "09:49 起", "", "要离开的，请先说明", "leave")),
        ("back-1", ("有人", "good", "08:58 起", "", "", "leave")),
        ("back-2", ("疑似离岗", "bad", "09:30 起", "", "去看一下，再在提醒里核实", "leave")),
        ("help-c", ("不知道", "stale", "09:41 起", "", "看监控 (S)，再去看一下", "leave")),
        ("desk-c", ("不知道", "unwatched", "", "没有摄像头看着", "", "leave")),
        ("guide-d", ("刚离开", "good", "09:52 起", "", "", "leave")),
        ("p7", ("疑似离岗", "bad", "09:05 起", "", "去看一下，再在提醒里核实", "")),
        ("p9", ("离岗", "bad", "09:05 起", "", "安排人顶岗", "")),
        ("p20", ("有人", "plain", "09:05 起", "没人签到", "", "")),
    ],
)  # fmt: skip
def test_each_post_says_what_is_known_why_nobody_is_looked_for_and_what_to_do(post, said) -> None:
    row = of(staffed())[post]
    assert (row.word, row.status, row.since, row.why, row.action, row.may) == said


def test_a_seat_that_is_empty_since_yesterday_says_so() -> None:
    empty = msgspec.structs.replace(front(windows()[0]), seat="absent", since_ms=at("17:10") - 86_400_000)
    assert of(view(posts=(empty,)))[empty.post].since == "11-19 17:10 起"


def test_a_pause_says_until_when(qapp) -> None:
    paused = msgspec.structs.replace(
        front(windows()[0]), suspended=Suspension.PAUSED, until_ms=at("10:05"), seat="absent"
    )
    row = of(view(posts=(paused,)))[paused.post]
    assert (row.word, row.status, row.why) == ("空着", "plain", "暂停到 10:05")


def test_who_overstays_and_is_seen_is_not_rung() -> None:
    late = next(p for p in staffed().posts if p.post == "help")
    here = msgspec.structs.replace(late, seat="present")
    assert of(view(posts=(here,)))["help"].action == ""


def test_two_posts_of_one_name_are_told_apart() -> None:
    found = of(staffed())
    assert (found["back-1"].name, found["back-2"].name) == ("B 区后台 back-1", "B 区后台 back-2")
    assert found["help"].name == "B 区帮办台"


def test_what_needs_somebody_stands_first_and_then_where_a_leave_is_said() -> None:
    order = list(of(staffed()))
    assert order[:6] == ["back-2", "p7", "p9", "help", "consult", "help-c"]
    assert order[6:10] == ["back-1", "guide-d", "desk-c", "guide"]
    assert len(order) == len(staffed().posts)


def test_with_old_data_nothing_is_claimed_and_nothing_can_be_said() -> None:
    assert {(x.word, x.status, x.why, x.may) for x in of(staffed(), True).values()} == {
        ("不知道", "stale", "", "")
    }


# -- a leave ------------------------------------------------------------------------------------------------------


def hall() -> HallConfig:
    """The information desk is usually staffed by a clerk without a duty."""
    desk = PostPart("consult", "consult", "", "B", staff=("6",))
    return with_pins(msgspec.structs.replace(config(), posts=(desk,)))


@pytest.fixture
def room(words: Words) -> Iterator[Room]:
    made = Room(FakeLink(NOW), words, hall())
    made.show(staffed())
    yield made
    if made.shown:
        made.shown.end()


def tap(room: Room, hand: Hand, *names: str) -> None:
    for name in names:
        hand.tap(name)
        room.settle()


def people(room: Room) -> list[str]:
    return [x.id for x in room.made["who"].people.rows]


def last(room: Room) -> object:
    return room.link.commands[-1]


def test_a_clerk_declares_a_leave_by_touch_with_a_pin(room: Room) -> None:
    hand = room.open()
    tap(room, hand, "fact_posts")
    assert room.desk.page == "posts"
    tap(room, hand, "say_consult")
    assert people(room)[0] == "6", "who works there stands first, duty or not"
    tap(room, hand, "why_meal", "minutes_15", "person_6")
    assert not room.desk.posts.maySend
    tap(room, hand, "pin_4", "pin_2", "sendLeave")
    assert last(room) == DeclareLeave("consult", "meal", NOW + 15 * MIN, "6", "42")
    room.link.done()
    room.settle()
    assert (room.desk.posts.at, room.desk.posts.note) == ("", "记下了：B 区咨询台：用餐，10:07 回来")


def test_who_is_back_says_so(room: Room) -> None:
    room.desk.openPosts()
    posts, who = room.desk.posts, room.made["who"]
    posts.choose("guide")
    assert posts.returns
    assert "6" not in people(room), "a clerk of another post is not offered here"
    who.choose("5")
    who.setPin("24")
    posts.send()
    assert last(room) == EndLeave("guide", "5", "24")


def test_what_is_missing_is_said_one_after_the_other(room: Room) -> None:
    room.desk.openPosts()
    posts, who = room.desk.posts, room.made["who"]
    posts.choose("consult")
    said = [posts.hint]
    for step in (
        lambda: posts.chooseReason("device"),
        lambda: posts.chooseMinutes("5"),
        lambda: who.choose("6"),
    ):
        posts.send()
        step()
        said.append(posts.hint)
    assert said == ["先选为什么", "先选多久", "先选您是谁", "输入密码"]
    assert room.link.asked == []


@pytest.mark.parametrize(("longest", "offered"), [(30, "5 10 15 30"), (60, "5 10 15 30 60"), (12, "5 10")])
def test_only_as_long_as_the_pack_allows_is_offered(room: Room, longest: int, offered: str) -> None:
    room.show(msgspec.structs.replace(staffed(), leave_max_min=longest))
    assert [x.id for x in room.desk.posts.minutes.rows] == offered.split()


def test_a_refusal_is_told_and_what_was_chosen_stays(room: Room) -> None:
    room.desk.openPosts()
    posts, who = room.desk.posts, room.made["who"]
    posts.choose("consult"), posts.chooseReason("other"), posts.chooseMinutes("10")
    who.choose("6"), who.setPin("1")
    posts.send()
    room.link.refuse("pin", "密码不对，请再输一次。", "Wrong PIN. Please type it again.")
    assert (posts.at, posts.problem, who.pin) == ("consult", "密码不对，请再输一次。", "")


def test_a_post_with_a_window_pauses_there_and_old_data_say_nothing(room: Room) -> None:
    room.desk.openPosts()
    room.desk.posts.choose("p7")
    assert room.desk.posts.at == ""
    room.desk.posts.choose("guide")
    room.made["who"].choose("5"), room.made["who"].setPin("24")
    assert room.desk.posts.maySend
    room.link.lose()
    room.wait(60)
    assert (room.desk.posts.maySend, room.desk.posts.hint) == (False, "数据太旧，先等一等")


def test_esc_goes_one_step_back_and_then_away(room: Room) -> None:
    hand = room.open()
    hand.key("G")
    room.settle()
    room.desk.posts.choose("guide")
    hand.key("Escape")
    assert (room.desk.page, room.desk.posts.at) == ("posts", "")
    hand.key("Escape")
    assert room.desk.page == ""


@pytest.mark.parametrize("english", [False, True])
def test_nothing_is_cut_off_on_either_page(room: Room, english: bool) -> None:
    room.words.set_english(english)
    hand = room.open()
    room.desk.openPosts()
    room.settle()
    check(hand, "posts")
    room.desk.posts.choose("consult")
    room.desk.posts.chooseReason("materials")
    room.made["who"].choose("6")
    room.settle()
    check(hand, "leave")
    assert not box(hand.find("minutes_30")).intersects(box(hand.find("pinPad")))


def test_every_post_of_the_scene_is_on_the_page(room: Room) -> None:
    room.show(view(posts=(*posts(), GUIDE, WallPost("x", "", "back", "unknown", 0))))
    assert room.desk.posts.rows.count == 0, "no row is made while nobody looks"
    room.desk.openPosts()
    assert room.desk.posts.rows.count == len(windows()) + 2
    room.desk.close()
    assert room.desk.posts.rows.count == 0
