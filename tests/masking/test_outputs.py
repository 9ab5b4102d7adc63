"""Papers, commands, errors and the log: nothing of the planted customer can be read in any of them."""

import dataclasses
import io
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import typer
from pypdf import PdfReader
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from lobby_tui.cli.commands import build
from lobby_tui.cli.run import run
from lobby_tui.desk import (
    absences,
    audit_export,
    audit_trail,
    complaints,
    days,
    faults,
    figures,
    forms,
    import_review,
    incidents,
    records,
    referrals,
)
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.referral import search
from lobby_tui.desk.shift import Shift
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.draft import Draft
from lobby_tui.models.referral import Referral
from lobby_tui.papers.render import FORMATS
from lobby_tui.store.failures import translated
from tests.cli.conftest import bare  # noqa: F401 - a fixture
from tests.conftest import beside
from tests.masking.planted import CARD, EMAIL, ID_CARD, NAME, NUMBERS, PHONE, TEXT, WECHAT, leaks

SignIn = Callable[[str], Shift]


def read(path: Path) -> str:
    """Every word of a file, whatever its format."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            return "\n".join(unescape(parts.read(name).decode()) for name in parts.namelist() if name.endswith("xml"))
    return path.read_bytes().decode("utf-8-sig")


def test_the_test_can_see() -> None:
    assert leaks(TEXT) == [*NUMBERS, EMAIL.partition("@")[0], WECHAT]
    assert leaks(f"139 8│7\n654 321{NAME}") == [PHONE, NAME]
    assert leaks("139****4321 ****0128 110***********1233 欧阳*娜") == []
    assert leaks(f"LOBBY1 2026-11-23 45 67{'c0ffee' * 10}ab") == []
    assert leaks(f"{PHONE}{'ab' * 32}") == [PHONE]


@pytest.mark.parametrize("kind", FORMATS)
def test_papers(sign_in: SignIn, tmp_path: Path, kind: str) -> None:
    shift = sign_in("001")
    for day in days.latest(shift, 9):
        if kind in ("pdf", "xlsx"):
            (pack,) = forms.export(shift, day.date, [kind], tmp_path, papers=[forms.DAY_PACK])
            texts = [read(pack.path)]
        else:
            texts = [read(file.path) for file in forms.export(shift, day.date, [kind], tmp_path)]
        assert any("欧阳*娜" in text for text in texts), texts
        assert [leak for text in texts for leak in leaks(text)] == []


def test_a_paper_in_full_says_it_all(sign_in: SignIn, tmp_path: Path) -> None:
    shift = sign_in("001")
    (file,) = forms.export(
        shift, shift.today(), ["csv"], tmp_path, papers=[forms.REFERRAL_RECORD], full=True, second=beside(shift)
    )
    assert {PHONE, CARD, ID_CARD, NAME} <= set(leaks(read(file.path)))


def test_the_audit_trail(sign_in: SignIn, tmp_path: Path) -> None:
    shift = sign_in("001")
    page = audit_trail.page(shift)
    assert page.events
    assert leaks(repr(page)) == []
    wanted = audit_trail.Wanted()
    exported: Any = audit_export.export(shift, wanted, ["csv", "xlsx", "txt"], tmp_path, second=beside(shift))
    files = list(tmp_path.glob("*.*"))
    assert exported
    assert len(files) == 3
    assert [leak for path in files for leak in leaks(read(path))] == []


def test_views(sign_in: SignIn) -> None:
    """What the desk hands to a screen, in whatever field."""
    for no in ("001", "101", "301", "302"):
        shift = sign_in(no)
        seen: list[object] = [*search.of_day(shift, shift.today()).rows, search.search(shift, "oynn")]
        seen += [import_review.waiting(shift)] if no in ("001",) else []
        seen += [absences.planned(shift), faults.open_faults(shift)]
        if no in ("001", "101"):
            seen += [incidents.listed(shift), complaint_lists.unfiled(shift)]
            groups = figures.of_day(shift, shift.today()).groups
            shown = [one for group in groups for one in group.figures]
            seen += [records.page(shift, shift.today(), one.behind, 0) for one in shown]
            seen += [complaint_lists.page(shift, one.id) for one in complaint_lists.unfiled(shift).rows]
        assert leaks(repr(seen)) == [], no


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The commands that read and need nothing to be told."""
    parts = getattr(command, "commands", {})
    for name, part in parts.items():
        yield from leaves(part, (*path, name))
    if not parts and not any(one.required for one in command.params):
        yield path


# What writes, makes a branch or needs a terminal. A new command is run until it is named here.
NOT_READ = {
    ("demo",), ("visit",), ("day", "close"), ("day", "sign"), ("store", "upgrade"), ("store", "paper-key"),
    ("store", "recover"), ("store", "rotate-key"),
}  # fmt: skip
READ = sorted(set(leaves(typer.main.get_command(build()))) - NOT_READ)
TOLD = (
    ("complaint", "show", "1"), ("complaint", "list", "--filed"), ("meeting", "show", "morning"),
    ("meeting", "show", "evening"), ("referrals", "--day", "2026-11-23"), ("day", "show", "--day", "2026-11-23"),
    ("checklist", "list", "--day", "2026-11-23"), ("traffic", "--day", "2026-11-23"),
    ("complaint", "show", "99"), ("confirm", "99"), ("incident", "close", "99", "--outcome", TEXT),
    ("refer", "--customer", NAME, "--signal", "X1", "--status", "introduced", "--contact", PHONE[:9]),
    ("refer", "--customer", NAME, "--signal", "A01", "--status", "introduced", "--identifier", CARD[:-1] + "0"),
    ("refer", "--customer", NAME * 20, "--signal", "A01", "--status", "introduced", "--remarks", TEXT * 9),
    ("refer", "--customer", NAME, "--signal", "A01", "--status", "introduced", "--contact", PHONE, "--remarks", TEXT),
    ("complaint", "add", "--kind", "fees", "--what", TEXT, "--contact", PHONE, "--customer", NAME),
    ("incident", "add", "--kind", "fire", "--what", TEXT), ("fault", "add", "--device", "atm", "--what", TEXT),
    ("crowded", "--measure", "comfort", "--note", TEXT), ("day", "close"),
    ("review", "summary", "--from", "2026-01-01", "--to", "2026-12-31", "--by", "staff"),
    ("review", "goal", "set", TEXT, "visits", "9"), ("review", "goal", "set", "2026-11", TEXT, "9"),
    ("review", "month-file", TEXT, "--out", "."), ("review", "compare", TEXT),
)  # fmt: skip


@pytest.mark.usefixtures("bare", "settings")
@pytest.mark.parametrize(
    ("who", "form", "lines"),
    [("001", ("--json",), [*READ, *TOLD]), ("101", (), [*READ, *TOLD]),
     ("301", ("--json",), [("referrals",), ("follow-up", "list"), ("crm", "review")])],
    ids=["json", "lines", "manager"],
)  # fmt: skip
def test_commands(
    who: str, form: tuple[str, ...], lines: list[tuple[str, ...]], clock: FixedClock,
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("lobby_tui.desk.opening.SystemClock", lambda: clock)
    done = 0
    for words in lines:
        status = run(["--as", who, *words, *form])
        out, err = capfdbinary.readouterr()
        assert leaks((out + err).decode()) == [], words
        done += status == 0
    assert done > len(lines) / 3


def test_an_error_of_the_store_names_nobody(sign_in: SignIn) -> None:
    shift = sign_in("101")
    with shift.reading() as session:
        row = session.exec(select(Referral).where(col(Referral.contact) == PHONE)).first()
        assert row
        values = row.model_dump()
    with shift.writing() as writing:
        writing.session.add(Referral(**values))
        with pytest.raises(IntegrityError) as caught:
            writing.session.flush()
        writing.session.rollback()
        writing.record("test", "test")
    assert "referral" in str(caught.value)
    assert leaks(f"{caught.value} {caught.value.orig}") == []
    assert leaks(str(translated(caught.value, Path("lobby.db")).message)) == []


def test_every_look_in_full_leaves_its_event(sign_in: SignIn) -> None:
    shift = sign_in("001")
    referral = search.of_day(shift, shift.today()).rows[0]
    complaint = complaint_lists.unfiled(shift).rows[0]
    incident, fault = incidents.listed(shift)[0], faults.open_faults(shift)[0]
    looks: list[tuple[str, object]] = [
        ("referral_revealed", referrals.reveal(shift, referral.id, "contact")),
        ("complaint_revealed", complaints.reveal(shift, complaint.id, "contact")),
        ("incident_revealed", incidents.reveal(shift, incident.id, "contact")),
        ("fault_revealed", faults.reveal(shift, fault.number, "contact")),
        ("absence_revealed", absences.reveal(shift, absences.planned(shift)[0].id, "contact")),
    ]
    with shift.reading() as session:
        events = session.exec(select(AuditEvent).order_by(col(AuditEvent.seq).desc()).limit(5)).all()
    assert [event.action for event in reversed(events)] == [action for action, _ in looks]
    for action, seen in looks:
        shown = repr([getattr(seen, one.name) for one in dataclasses.fields(seen) if one.name != "view"]) if (
            dataclasses.is_dataclass(seen)
        ) else str(seen)  # fmt: skip
        assert PHONE in leaks(shown), action
    assert leaks(repr([event.detail for event in events])) == []


def test_nothing_is_masked_in_the_store(sign_in: SignIn) -> None:
    """Masks are for the eye: what was written is kept."""
    shift = sign_in("001")
    with shift.reading() as session:
        assert all(TEXT in row.remarks for row in session.exec(select(Referral)).all())
        assert all(TEXT in row.what for row in session.exec(select(Complaint)).all())
        assert session.exec(select(Draft)).all()
