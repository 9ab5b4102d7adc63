"""The form as ICBC 3 has it: eleven columns, one row a referral."""

from dataclasses import replace
from typing import get_args

import pytest

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, catalogue
from lobby_tui.papers.referral_record import LAYOUT, referral_record
from lobby_tui.playbook.papers import FormColumn
from tests.papers.samples import DAY, FORM, Both, Heading, line, paper, sheet


def test_eleven_columns_in_the_banks_order() -> None:
    titles = [column.title for column in paper().columns]
    assert titles == [
        "日期",
        "状态",
        "客户姓名",
        "姓名",
        "帐号/身份证号/信息号",
        "推介原因",
        "联系方式",
        "最佳联系时间",
        "客户经理确认",
        "营销情况/成果",
        "备注",
    ]


def test_a_row_has_every_value_in_its_column() -> None:
    made = paper(line(confirmation="周敏", result="开户 1", status="introduced"))
    introduced = catalogue("zh")("Introduced")
    assert made.rows == (
        (
            DAY,
            introduced,
            "欧阳*娜",
            "陈晓明",
            "330***********0017",
            "A01 B04",
            "138****5678",
            "工作日下午三点以后",
            "周敏",
            "开户 1",
            "希望了解大额存单利率",
        ),
    )


def test_an_unconfirmed_row_leaves_the_signature_cell_empty() -> None:
    made = paper(line())
    place = [column.kind for column in made.columns].index("signature")
    assert made.columns[place].code == "confirmation"
    assert made.rows[0][place] is None


def test_rows_follow_the_numbers_and_are_counted() -> None:
    made = paper(line(3, customer="丙"), line(1, customer="甲", status="introduced"), line(2, customer="乙"))
    assert [row[2] for row in made.rows] == ["甲", "乙", "丙"]
    t = catalogue("zh")
    assert made.facts[:3] == ((t("Rows"), "3"), (t("Introduced"), "1"), (t("To follow up"), "2"))
    assert made.facts[-1] == ("打印人", "陈晓明")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_says_whether_personal_details_are_masked(language: Language) -> None:
    t = catalogue(language)
    masked = paper(language=language, masked=True)
    full = paper(language=language, masked=False)
    assert (t("Personal details"), t("masked")) in masked.facts
    assert (t("Personal details"), t("in full")) in full.facts
    assert len(full.notes) == len(masked.notes) + 1


def test_the_english_edition() -> None:
    made = paper(line(), language="en")
    assert made.title == "Record of identified quality customers"
    assert made.columns[8].title == "Customer manager's confirmation"
    assert made.rows[0][1] == "To follow up"
    assert made.signatures == ("Lobby manager", "Customer manager", "Head of the branch")


def test_a_bank_may_leave_out_or_reorder_columns() -> None:
    form = replace(FORM, columns=(FORM.columns[2], Heading("number", Both("序号", "No."))))
    made = referral_record(sheet(), form, [line(7)])
    assert made.rows == (("欧阳*娜", 7),)


def test_an_unknown_column_names_the_nearest() -> None:
    form = replace(FORM, columns=(Heading("remark", Both("备注", "Remarks")),))
    with pytest.raises(RefusedError) as refused:
        referral_record(sheet(), form, [])
    assert refused.value.field == "remark"
    assert refused.value.remedy is not None
    assert refused.value.remedy.params == {"nearest": "remarks"}


def test_every_column_of_a_playbook_can_be_printed() -> None:
    assert set(get_args(FormColumn)) <= set(LAYOUT)
