"""A customer asks: what is known, put it right, erase it; and whoever else was there stays as they were."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import String
from sqlmodel import SQLModel, col, select

from lobby_tui.desk import (
    checkup,
    complaints,
    customer_changes,
    customer_data,
    customer_export,
    forms,
    records,
    referrals,
    second_person,
)
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.customer.texts import TEXTS
from lobby_tui.desk.customer_changes import Correction
from lobby_tui.desk.customer_data import CustomerData
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.locale import catalogue
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.names import ERASED
from lobby_tui.models.referral import Referral
from tests.conftest import PASSWORD
from tests.desk.customers import CARD, NAME, PHONE, SPACED, left_in_rows, pages, planted, referral

REASON = f"{NAME}书面要求，电话{PHONE}"
NEEDLES = (NAME, PHONE, SPACED, CARD)


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("001")


def words_of(data: CustomerData) -> str:
    t = catalogue("zh")
    return "\n".join(t.render(fact.value) for one in data.records for fact in one.facts)


def last_event(shift: Shift, action: str) -> AuditEvent:
    with shift.reading() as session:
        return session.exec(select(AuditEvent).where(col(AuditEvent.action) == action)).all()[-1]


@pytest.mark.parametrize("text", [NAME, PHONE, "139-8765-4321", CARD, "欧阳", "ＯＹＭＲ", "oymr"])
def test_found_by_name_contact_or_number(desk: Desk, text: str) -> None:
    one = planted(desk)
    (found,) = customer_data.find(desk.sign_in("001", PASSWORD), text)
    assert (found.names, found.contacts) == (("欧阳*容",), ("139****4321",))
    assert (found.referrals, found.complaints) == (2, 1)
    assert one.id in {one.id for one in customer_data.known(desk.sign_in("001", PASSWORD), found.id).records}


@pytest.mark.parametrize("text", ["", "  ", "赵钱", "13000000000", "\u200b"])
def test_nobody(desk: Desk, head: Shift, text: str) -> None:
    planted(desk)
    assert customer_data.find(head, text) == ()


def test_everything_is_known_masked_or_in_full(desk: Desk, head: Shift) -> None:
    one = planted(desk)
    masked = customer_data.known(head, one.id)
    assert not any(needle in words_of(masked) for needle in NEEDLES)
    full = customer_data.known_in_full(head, one.id, REASON)
    assert all(needle in words_of(full) for needle in NEEDLES)
    tables = {one.table for one in full.records}
    assert tables == {
        "referral", "complaint", "result", "incident", "meeting", "crowding", "checklist_tick", "device_fault",
        "absence", "draft",
    }  # fmt: skip
    assert [one.id for one in full.records] == [one.id for one in masked.records]
    event = last_event(head, "customer_revealed")
    assert event.detail == {"records": len(full.records), "reason": "****书面要求，电话***********"}


def test_who_is_the_same_customer(lobby_manager: Shift, head: Shift) -> None:
    one = referral(lobby_manager)
    spouse = referral(lobby_manager, "王小明", PHONE)
    namesake = referral(lobby_manager, NAME, "13700000000")
    entry = ReferralEntry(customer="欧阳慕", signals=["A01"], manager_no="301", identifier=CARD)
    first = referrals.log(lobby_manager, entry).referral
    again = referral(lobby_manager, NAME, PHONE, identifier=CARD)
    assert {one.referrals for one in customer_data.find(head, NAME)} == {3, 1}
    mine = {row.id for row in customer_data.known(head, one.id).records if not row.named}
    assert mine == {one.id, first.id, again.id}
    assert {row.id for row in customer_data.known(head, spouse.id).records if not row.named} == {spouse.id}
    assert {row.id for row in customer_data.known(head, namesake.id).records if not row.named} == {namesake.id}


def test_the_last_digits_of_a_card_are_not_one_persons(lobby_manager: Shift, head: Shift) -> None:
    one, other = (
        referrals.log(lobby_manager, ReferralEntry(customer=name, signals=["A01"], manager_no="301", identifier="0128"))
        for name in ("王小明", "李小红")
    )
    for view in (one.referral, other.referral):
        assert [row.id for row in customer_data.known(head, view.id).records] == [view.id]


def test_after_erasing_nothing_is_left_anywhere(desk: Desk, head: Shift, tmp_path: Path) -> None:
    one = planted(desk)
    path, key, day = head.store.path, head.keys.data, head.today()
    totals = [len(records.page(head, day, behind).lines) for behind in _behinds()]
    done = customer_changes.erase(head, one.id, REASON)
    assert (done.records, done.kept) == (3, ())
    # What was written before lies in the log no longer, also while the desk stays open.
    wal = path.with_name(path.name + "-wal")
    assert wal.stat().st_size == 0
    with head.reading() as session:
        assert left_in_rows(session, *NEEDLES) == []
        assert [row.erased_at for row in session.exec(select(Complaint)).all()] == [head.now()]
    assert customer_data.find(head, NAME) == customer_data.find(head, PHONE) == ()
    assert search.search(head, NAME) == search.search(head, PHONE[-4:]) == ()
    assert checkup.check(head).problems == ()
    assert [len(records.page(head, day, behind).lines) for behind in _behinds()] == totals
    second = second_person.prove(head, "101", PASSWORD)
    files = forms.export(head, day, ["txt", "csv"], tmp_path, full=True, second=second)
    papers = "".join(file.path.read_text(encoding="utf-8-sig") for file in files)
    assert not any(needle in papers for needle in NEEDLES)
    assert ERASED in papers
    assert "王小明" in papers
    event = last_event(head, "customer_erased")
    assert (event.detail["records"], event.detail["kept"]) == (3, 0)
    assert not any(needle in str(event.detail) for needle in NEEDLES)
    # Nor in what SQLite has set free in the file.
    desk.close()
    plain = pages(path, key)
    assert "王小明".encode() in plain
    assert not any(needle.encode() in plain for needle in NEEDLES)


def test_before_erasing_it_is_in_the_file(desk: Desk, head: Shift) -> None:
    planted(desk)
    path, key = head.store.path, head.keys.data
    desk.close()
    assert all(needle.encode() in pages(path, key) for needle in NEEDLES)


def test_free_pages_hold_nothing_either(lobby_manager: Shift, head: Shift, desk: Desk) -> None:
    people = [(f"赵{chr(0x4E10 + number * 7)}孙", f"1390000{number:04}") for number in range(40)]
    ids = [referral(lobby_manager, name, phone, remarks=name * 40).id for name, phone in people]
    for one in ids[::2]:
        customer_changes.erase(head, one, "要求")
    path, key = head.store.path, head.keys.data
    desk.close()
    plain = pages(path, key)
    assert [name for name, _ in people if name.encode() in plain] == [name for name, _ in people[1::2]]
    assert [phone for _, phone in people if phone.encode() in plain] == [phone for _, phone in people[1::2]]


def test_a_complaint_in_hand_stays_until_it_is_filed(lobby_manager: Shift, head: Shift) -> None:
    one = referral(lobby_manager)
    complaint = complaints.register(
        lobby_manager, ComplaintEntry(kind="fees", what="收费", customer=NAME, contact=PHONE)
    )
    done = customer_changes.erase(head, one.id, "要求")
    assert (done.records, len(done.kept)) == (1, 1)
    assert complaints.reveal(lobby_manager, complaint.id, "look").contact == PHONE
    (found,) = customer_data.find(head, PHONE)
    with pytest.raises(RefusedError) as refused:
        customer_changes.erase(head, found.id, "要求")
    assert refused.value.code == "complaint_open"


def test_it_says_where_else_the_data_may_be(desk: Desk, head: Shift, clock: FixedClock, settings) -> None:  # type: ignore[no-untyped-def]
    from lobby_tui.desk import closing
    from lobby_tui.desk.safekeeping import listed_backups

    one = referral(desk.sign_in("101", PASSWORD))
    referrals.reveal(head, one.id, f"call {NAME}")
    clock.advance(60)
    closing.close(head, carry_over="next_day")
    made = [str(one.path) for one in listed_backups(head).found]
    data = customer_data.known(head, one.id)
    assert list(data.elsewhere.backups) == made
    assert data.elsewhere.events == 1


def test_a_second_time_there_is_nobody(lobby_manager: Shift, head: Shift) -> None:
    one = referral(lobby_manager)
    customer_changes.erase(head, one.id, "要求")
    for call in (customer_data.known, lambda *given: customer_changes.erase(*given, "要求")):
        with pytest.raises(RefusedError) as refused:
            call(head, one.id)
        assert refused.value.code == "unknown_customer"


def test_put_right_everywhere_also_on_a_closed_day(lobby_manager: Shift, head: Shift) -> None:
    from lobby_tui.desk import closing

    one, two = referral(lobby_manager, identifier=CARD), referral(lobby_manager)
    closing.close(head, carry_over="next_day")
    right = Correction("欧阳慕云", "13600000000")
    assert customer_changes.correct(head, one.id, right, f"{NAME}写错了") == 2
    for view in (one, two):
        details = referrals.reveal(lobby_manager, view.id, "look")
        assert (details.customer, details.contact) == ("欧阳慕云", "13600000000")
    assert customer_data.find(head, NAME) == ()
    (found,) = customer_data.find(head, "13600000000")
    assert found.referrals == 2
    assert {row.id for row in search.search(head, "0000")} == {one.id, two.id}
    assert search.search(head, PHONE[-4:]) == ()
    assert checkup.check(head).problems == ()
    assert last_event(head, "customer_corrected").detail == {
        "records": 2, "fields": ["name", "contact"], "reason": "****写错了",
    }  # fmt: skip


def test_two_claims_of_one_day_that_turn_out_to_be_one_customers(lobby_manager: Shift, head: Shift) -> None:
    one = referral(lobby_manager, "欧阳慕云", PHONE)
    other = referral(lobby_manager)
    assert customer_changes.correct(head, one.id, Correction(NAME), "写错了") == 1
    with head.reading() as session:
        row = session.exec(select(Referral).where(col(Referral.id) == one.id)).one()
    assert row.second_to == other.id


@pytest.mark.parametrize(
    ("correction", "field"),
    [(Correction(contact="12"), "contact"), (Correction(identifier="1"), "identifier"), (Correction(), "name"),
     (Correction("名" * 61), "name"), (Correction("密码是123456"), "name")],
)  # fmt: skip
def test_what_cannot_be_right(lobby_manager: Shift, head: Shift, correction: Correction, field: str) -> None:
    one = referral(lobby_manager)
    with pytest.raises(LobbyError) as refused:
        customer_changes.correct(head, one.id, correction, "写错了")
    assert refused.value.field == field
    assert referrals.reveal(lobby_manager, one.id, "look").customer == NAME


def test_nothing_without_a_reason(lobby_manager: Shift, head: Shift, tmp_path: Path) -> None:
    one = referral(lobby_manager).id
    for call in (
        lambda: customer_data.known_in_full(head, one, " "),
        lambda: customer_changes.erase(head, one, ""),
        lambda: customer_changes.correct(head, one, Correction("王"), ""),
        lambda: customer_export.export(head, one, tmp_path, "\u200b"),
    ):
        with pytest.raises(LobbyError) as refused:
            call()
        assert refused.value.field == "reason"
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_the_customers_copy(desk: Desk, head: Shift, tmp_path: Path) -> None:
    one = planted(desk)
    files = customer_export.export(head, one.id, tmp_path, REASON, ("json", "xlsx", "txt"), language="zh")
    assert sorted(file.path.name for file in files) == [
        f"2026-11-23_customer_data_full.{name}" for name in ("json", "txt", "xlsx")
    ]
    assert {file.path.stat().st_mode & 0o777 for file in files} == {0o600}
    by_format = {file.format: file.path for file in files}
    document = json.loads(by_format["json"].read_text(encoding="utf-8"))
    values = [fact["value"] for record in document["records"] for fact in record["facts"]]
    assert {NAME, PHONE, CARD} <= set(values)
    sheet = load_workbook(by_format["xlsx"]).active
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}  # type: ignore[union-attr]
    assert {NAME, PHONE, CARD} <= cells
    assert NAME in by_format["txt"].read_text(encoding="utf-8")
    event = last_event(head, "customer_exported")
    assert event.detail["sha256"] == {file.format: file.sha256 for file in files}
    assert not any(needle in str(event.detail) for needle in NEEDLES)
    with pytest.raises(RefusedError):
        customer_export.export(head, one.id, tmp_path, REASON, ("json",))
    assert len([path for path in tmp_path.iterdir() if path.is_file()]) == 3


def test_no_file_where_one_cannot_be_written(desk: Desk, head: Shift, tmp_path: Path) -> None:
    one = planted(desk)
    (tmp_path / "2026-11-23_customer_data_full.json").write_text("other")
    with pytest.raises(RefusedError):
        customer_export.export(head, one.id, tmp_path, "要求", language="zh")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["2026-11-23_customer_data_full.json"]


# Columns that hold codes, keys, states: words of the program or the playbook, never somebody's own.
CODES = {
    "branch": {"name", "playbook", "playbook_text", "language", "time_zone"},
    "staff": {"no", "name", "role"},
    "visit": {"state", "step", "addressee", "assistance", "need", "segment", "zone", "suggested_zone", "zone_reason",
              "not_referred_reason", "leave_reason"},
    "visit_signal": {"code"},
    "referral": {"status", "reasons", "identifier_kind", "need", "override_reason", "allocation", "answer", "outcome",
                 "customer", "identifier", "contact"},
    "confirmation": {"decision", "reason"},
    "result": {"no_result_reason", "source"},
    "result_product": {"product"},
    "follow_up": {"kind", "outcome"},
    "complaint": {"state", "kind", "channel", "customer", "contact"},
    "complaint_step": {"step", "choice"},
    "incident": {"kind"},
    "meeting": {"kind"},
    "crowding": {"measure"},
    "checklist_tick": {"checklist", "item"},
    "device_fault": {"device"},
    "carried_gap": {"kind"},
    "day_move": {"move", "head"},
    "business_day": {"state"},
    "result_import": {"sha256"},
    "import_line": {"state", "why"},
    "review_mark": {"decision"},
    "review_move": {"move"},
    "coaching": {"part"},
    "goal": {"month", "measure"},
    "day_tally": {"kind", "key"},
    "draft": {"kind"},
    "search_term": {"term"},
    "audit_chain": {"key_date"},
    "audit_event": {"action", "subject"},
}  # fmt: skip


def test_no_column_of_words_is_forgotten() -> None:
    free = {str(table.__tablename__): set(names) for table, names in TEXTS.items()}
    for name, table in SQLModel.metadata.tables.items():
        texts = {
            column.name
            for column in table.columns
            if type(column.type) is String or "AutoString" in str(type(column.type))
        }
        assert texts - CODES.get(name, set()) <= free.get(name, set()), name


def _behinds():  # type: ignore[no-untyped-def]
    from lobby_tui.desk import figures

    return (figures.VISITS,)
