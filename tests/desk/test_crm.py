"""Copying customers into the CRM: all of them, each once, in files that nobody else reads and nothing runs."""

import csv
import hashlib
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from lobby_tui.desk import absences, answers, checkup, crm, referrals
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError, StoreError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.referral import Referral
from tests.conftest import beside
from tests.desk.follow import accepted, entry, logged
from tests.store.test_plans import plans

SignIn = Callable[[str], Shift]


@pytest.fixture
def wei(sign_in: SignIn) -> Shift:
    return sign_in("301")


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def marked(shift: Shift) -> int:
    with shift.reading() as session:
        return len([row for row in session.exec(select(Referral)).all() if row.crm_export_id])


def test_customers_are_copied_in_full_and_counted(lobby_manager: Shift, wei: Shift, tmp_path: Path) -> None:
    accepted(wei, logged(lobby_manager, "王小明", identifier="ABC12345", remarks="=1+1", need="wealth"))
    logged(lobby_manager, "李四", contact="13812345679")  # not accepted
    answers.accept(wei, referrals.log(lobby_manager, _introduced()).referral.id)
    copied = crm.copy(wei, tmp_path / "out", second=beside(wei))
    assert (copied.rows, copied.again) == (1, False)
    by_format = {file.format: file for file in copied.files}
    assert set(by_format) == {"csv", "xlsx"}
    for file in copied.files:
        assert file.rows == 1
        assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256
        assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    heading, row = rows_of(by_format["csv"].path)
    assert len(heading) == len(row)
    assert {"王小明", "ABC12345", "13812345678", "'=1+1", "301", "陈伟"} <= set(row)
    sheet = load_workbook(by_format["xlsx"].path).active
    values = [cell for line in sheet.iter_rows(values_only=True) for cell in line]
    assert {"王小明", "ABC12345", "13812345678", "'=1+1"} <= set(values)


def _introduced():  # type: ignore[no-untyped-def]
    from lobby_tui.desk.referral.entry import ReferralEntry

    return ReferralEntry(customer="赵六", signals=["A01"], manager_no="301")


def test_never_twice_unless_asked(lobby_manager: Shift, wei: Shift, tmp_path: Path) -> None:
    accepted(wei, logged(lobby_manager))
    crm.copy(wei, tmp_path, second=beside(wei))
    assert crm.waiting(wei) == ()
    with pytest.raises(RefusedError) as caught:
        crm.copy(wei, tmp_path, second=beside(wei))
    assert caught.value.code == "nothing_to_copy"
    accepted(wei, logged(lobby_manager, "李四", contact="13812345679"))
    second = crm.copy(wei, tmp_path, ["csv"], second=beside(wei))
    assert [row[2] for row in rows_of(second.files[0].path)[1:]] == ["李四"]
    third = crm.copy(wei, tmp_path, ["csv"], again=True, second=beside(wei))
    assert sorted(row[2] for row in rows_of(third.files[0].path)[1:]) == ["李四", "王小明"]
    assert len({file.path for file in (*second.files, *third.files)}) == 2


def test_everybody_copies_their_own(lobby_manager: Shift, wei: Shift, sign_in: SignIn, tmp_path: Path) -> None:
    jing = sign_in("302")
    accepted(wei, logged(lobby_manager))
    accepted(jing, logged(lobby_manager, "李四", "302", contact="13812345679"))
    assert [one.number for one in crm.waiting(jing)] == [2]
    assert [one.number for one in crm.waiting(sign_in("001"))] == [1, 2]
    absences.plan(wei, "301", wei.today(), wei.today(), "302")
    assert [one.number for one in crm.waiting(jing)] == [1, 2]
    assert crm.copy(jing, tmp_path, second=beside(jing)).rows == 2


def test_nothing_is_marked_where_a_file_cannot_be_written(lobby_manager: Shift, wei: Shift, tmp_path: Path) -> None:
    accepted(wei, logged(lobby_manager))
    (tmp_path / "out").write_text("")
    with pytest.raises((RefusedError, StoreError)):
        crm.copy(wei, tmp_path / "out", second=beside(wei))
    assert marked(wei) == 0
    taken = tmp_path / f"{wei.today().isoformat()}_crm_customers_1_full.xlsx"
    taken.write_text("mine")
    with pytest.raises(RefusedError):
        crm.copy(wei, tmp_path, second=beside(wei))
    assert marked(wei) == 0
    assert taken.read_text() == "mine"
    assert not list(tmp_path.glob("*.csv"))


def test_no_file_stays_where_nothing_could_be_marked(
    lobby_manager: Shift, wei: Shift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = accepted(wei, logged(lobby_manager))
    write = crm.write_papers

    def slow(*arguments: object) -> object:
        files = write(*arguments)  # type: ignore[arg-type]
        version = referrals.reveal(lobby_manager, view.id, "look").view.version
        referrals.change(lobby_manager, view.id, entry("王大明"), version)
        return files

    monkeypatch.setattr(crm, "write_papers", slow)
    with pytest.raises(RefusedError) as caught:
        crm.copy(wei, tmp_path / "out", second=beside(wei))
    assert caught.value.code == "changed_meanwhile"
    assert list((tmp_path / "out").iterdir()) == []
    assert marked(wei) == 0


def test_a_copy_leaves_a_trace_without_names(lobby_manager: Shift, wei: Shift, sign_in: SignIn, tmp_path: Path) -> None:
    accepted(wei, logged(lobby_manager))
    copied = crm.copy(wei, tmp_path, second=beside(wei))
    with wei.reading() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "customers_copied")).one()
    assert event.detail["rows"] == 1
    assert event.detail["sha256"] == {file.format: file.sha256 for file in copied.files}
    assert "王" not in str(event.detail)
    assert checkup.check(sign_in("001")).ok


def test_an_unknown_format(lobby_manager: Shift, wei: Shift, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        crm.copy(wei, tmp_path, ["pdf"], second=beside(wei))
    assert caught.value.field == "format"


@pytest.mark.parametrize("no", ["301", "001"])
def test_what_waits_is_found_by_its_index(sign_in: SignIn, no: str) -> None:
    steps = plans(sign_in(no), crm.waiting)
    assert [step for step in steps if "referral_to_copy (branch_id=? AND manager_id=?" in step], steps


def test_whoever_was_returned_since_is_not_copied_again(lobby_manager: Shift, wei: Shift, tmp_path: Path) -> None:
    view = accepted(wei, logged(lobby_manager))
    crm.copy(wei, tmp_path / "out", second=beside(wei))
    answers.return_(wei, view.id, "unreachable")
    with pytest.raises(RefusedError) as caught:
        crm.copy(wei, tmp_path / "out", again=True, second=beside(wei))
    assert caught.value.code == "nothing_to_copy"
