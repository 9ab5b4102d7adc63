"""The forms of a bank: their titles, and the columns of the one whose columns are the bank's own."""

from typing import Literal

from lobby_tui.playbook.texts import Frozen, Text

PaperCode = Literal[
    "referral_record", "daily_statistics", "traffic", "checklist_record",
    "complaint_register", "meeting_morning", "meeting_evening", "day_pack",
]  # fmt: skip
FormColumn = Literal[
    "day", "status", "customer", "identified_by", "identifier", "reason",
    "contact", "best_time", "confirmation", "result", "remarks",
]  # fmt: skip
"""The columns of the referral record form, in the order of `[ICBC 3]`."""


class Column(Frozen):
    """A column of a paper."""

    code: FormColumn
    title: Text


class PaperForm(Frozen):
    """A form of the bank: its title and, for the referral record, its columns in order."""

    code: PaperCode
    title: Text
    columns: tuple[Column, ...] = ()


PLAIN_PAPERS = (
    PaperForm(code="daily_statistics", title=Text(zh="每日统计表", en="Daily statistics")),
    PaperForm(code="traffic", title=Text(zh="客流统计表", en="Traffic")),
    PaperForm(code="checklist_record", title=Text(zh="检查记录表", en="Checklist record")),
    PaperForm(code="complaint_register", title=Text(zh="投诉登记簿", en="Complaint register")),
    PaperForm(code="meeting_morning", title=Text(zh="晨会记录", en="Morning meeting")),
    PaperForm(code="meeting_evening", title=Text(zh="夕会记录", en="Evening meeting")),
    PaperForm(code="day_pack", title=Text(zh="营业日资料", en="Day pack")),
)
"""What the papers are called in a bank whose playbook has no titles of its own for them."""
