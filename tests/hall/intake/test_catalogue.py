"""An item list from a file: its headings, its faults row by row, and the same list back from an export."""

import csv
import io
from pathlib import Path

import pytest

from hall.bus.site import Site
from hall.contract.config import GroupPart, HallConfig
from hall.intake import catalogue, pinyin
from hall.intake.catalogue import Book, Wrong

ROOT = Path(__file__).resolve().parents[3]
HEAD = "编号,事项名称,分类,队列,部门,申请材料,收费标准,法定办结时限,承诺办结时限（工作日）,取消日期\n"


@pytest.fixture(scope="module")
def config() -> HallConfig:
    return Site.load(ROOT / "examples" / "demo" / "hall.toml").config


def read(tmp_path: Path, config: HallConfig, text: str, head: str = HEAD, groups: str = "") -> Book:
    path = tmp_path / "items.csv"
    path.write_text(head + text, "utf-8")
    other = None
    if groups:
        other = tmp_path / "groups.csv"
        other.write_text(groups, "utf-8")
    return catalogue.read(path, config, other)


def wrong(tmp_path: Path, config: HallConfig, text: str, head: str = HEAD, groups: str = "") -> list[str]:
    with pytest.raises(Wrong) as caught:
        read(tmp_path, config, text, head, groups)
    return [str(f) for f in caught.value.faults]


def test_a_row_as_departments_write_it(tmp_path: Path, config: HallConfig) -> None:
    row = "s1,社保卡补换,社会保险,B,市人社局,身份证；照片 1 张,20 元,20个工作日,即办,2027/7/1\n"
    (item,) = read(tmp_path, config, row).services
    assert (item.group, item.queue, item.department) == ("social", "B", "市人社局")
    assert item.materials == ("身份证", "照片 1 张")
    assert (item.fee, item.charged) == ("20 元", True)
    assert (item.legal_days, item.promised_days, item.limit, item.limit_en) == (
        20,
        0,
        "当场办好",
        "On the spot",
    )
    assert item.ends == "2027-07-01"
    assert (item.pinyin, item.initials) == ("she bao ka bu huan", "sbkbh")


def test_english_headings_and_ids_do_as_well(tmp_path: Path, config: HallConfig) -> None:
    head = "id,name,group,queue,charged,starts,after,bundle,promised_trips\n"
    rows = "a,甲,tax,C,no,2026年7月1日,,,1 次\nb,乙,tax,税务,,20260801,a,,\nc,丙,tax,,否,,,a b,\n"
    a, b, c = read(tmp_path, config, rows, head).services
    assert (a.starts, a.promised_trips, a.fee) == ("2026-07-01", 1, "不收费")
    assert (b.queue, b.after, b.starts) == ("C", ("a",), "2026-08-01")
    assert (c.queue, c.bundle) == ("", ("a", "b"))


def test_every_fault_at_once_with_row_column_and_what_to_do(tmp_path: Path, config: HallConfig) -> None:
    text = "a,甲,社会保限,B,,,,,,\nb,乙,税务,税物,,,,二十,,\n\nb,,税务,C,,,,3,5,明天\nd d,丁,,C,,,,,,\n"
    assert wrong(tmp_path, config, text) == [
        "row 2, 分类: there is no group '社会保限'; did you mean '社会保险'?",
        "row 3, 队列: there is no queue '税物'; did you mean '税务'?",
        "row 3, 法定办结时限: '二十' is no number of working days; write e.g. 20, or 即办",
        "row 5, 事项名称: is empty; every item has one",
        "row 5, 取消日期: '明天' is no day; write it like 2026-07-01",
        "row 5, 编号: 'b' is already the id of row 3; give it another id",
        (
            "row 5, 承诺办结时限（工作日）: 5 days are promised, but the law gives 3; "
            "a promise is not longer than the law (R118)"
        ),
        "row 6, 分类: is empty; name the group; a merged cell has its text in the first row only, so split it",
        "row 6, 编号: 'd d' is no id; use letters, digits, dot, dash, underline; at most 40",
    ]


def test_columns_that_are_none_or_missing_or_twice(tmp_path: Path, config: HallConfig) -> None:
    found = wrong(tmp_path, config, "a,b,c,d,e,f\n", "编号,名称,事项名称,分内,序号,联系电话\n")
    assert found[0] == "row 1, 事项名称: says the same as column '名称'; keep one of them"
    assert found[1] == "row 1, 分内: is no column of an item list; did you mean '分类'?"
    assert found[2].startswith("row 1, 联系电话: is no column of an item list; columns: 编号、事项名称")
    assert [f.split(";")[0] for f in found[3:5]] == ["row 1, 分类: is missing", "row 1, 队列: is missing"]


def test_a_cell_without_a_heading_is_not_lost_in_silence(tmp_path: Path, config: HallConfig) -> None:
    found = wrong(tmp_path, config, "a,甲,税务,C,多出来的\n", "编号,名称,分类,队列\n")
    assert found == ["row 2: '多出来的' stands right of the last heading; is a quote missing before it?"]


def test_fee_and_its_flag_agree(tmp_path: Path, config: HallConfig) -> None:
    head = "编号,名称,分类,队列,是否收费,收费\n"
    rows = "a,甲,tax,C,否,10 元\nb,乙,tax,C,是,\nc,丙,tax,C,也许,\n"
    assert wrong(tmp_path, config, rows, head) == [
        "row 2, 收费: a fee is said (10 元), but 是否收费 says no; one of the two is wrong",
        "row 3, 收费: it is charged, but no fee is said; write the fee and its base, e.g. 20 元",
        "row 4, 是否收费: '也许' is neither yes nor no; write 是 or 否",
    ]


def test_groups_may_come_with_the_list(tmp_path: Path, config: HallConfig) -> None:
    groups = "编号,分类名称,上级分类\np,个人,\ns,社保,p\nq,企业,\nt,社保,q\n"
    head = "编号,名称,分类,队列\n"
    book = read(tmp_path, config, "a,甲,个人/社保,B\nb,乙,t,B\n", head, groups)
    assert book.groups[1] == GroupPart("s", "社保", parent="p")
    assert [s.group for s in book.services] == ["s", "t"]
    assert wrong(tmp_path, config, "a,甲,社保,B\n", head, groups) == [
        "row 2, 分类: '社保' may be any of s, t; write its id"
    ]
    bad = groups.replace("s,社保,p", "s,社保,pp")
    assert wrong(tmp_path, config, "a,甲,s,B\n", head, bad) == [
        "row 3, 上级分类: there is no group 'pp'; did you mean 'p'?"
    ]


def test_an_export_reads_back_as_the_same_list(tmp_path: Path, config: HallConfig) -> None:
    path, groups = tmp_path / "items.csv", tmp_path / "groups.csv"
    for to, rows in (
        (path, catalogue.item_rows(config.services)),
        (groups, catalogue.group_rows(config.groups)),
    ):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        to.write_text(text.getvalue(), "utf-8")
    book = catalogue.read(path, config, groups)
    assert book.groups == config.groups
    plain = [(s.id, s.name, s.materials, s.fee, s.limit_en, s.guide, s.pinyin) for s in config.services]
    assert [(s.id, s.name, s.materials, s.fee, s.limit_en, s.guide, s.pinyin) for s in book.services] == plain


@pytest.mark.parametrize(
    ("name", "syllables", "initials"),
    [
        ("社保卡 办理、补换", "she bao ka ban li bu huan", "sbkblbh"),
        ("银行开户", "yin hang kai hu", "yhkh"),
        ("行政许可", "xing zheng xu ke", "xzxk"),
        ("重新核发", "chong xin he fa", "cxhf"),
        ("重大项目备案", "zhong da xiang mu bei an", "zdxmba"),
        ("长期护理保险", "chang qi hu li bao xian", "cqhlbx"),
        ("人民调解", "ren min tiao jie", "rmtj"),
        ("参保登记", "can bao deng ji", "cbdj"),
        ("绿色食品（A级）", "lv se shi pin a ji", "lsspaj"),
        ("12345热线", "12345 re xian", "12345rx"),
        ("", "", ""),
    ],
)
def test_pinyin_goes_by_the_phrase(name: str, syllables: str, initials: str) -> None:
    assert pinyin.of(name) == (syllables, initials)
