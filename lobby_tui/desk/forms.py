"""The day's papers: gathered from the records, previewed, and written to files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from lobby_tui.desk import second_person
from lobby_tui.desk.days import by_date
from lobby_tui.desk.form import checks as form_checks
from lobby_tui.desk.form import complaints as form_complaints
from lobby_tui.desk.form import meetings as form_meetings
from lobby_tui.desk.form import pack as form_pack
from lobby_tui.desk.form import referrals as form_referrals
from lobby_tui.desk.form import statistics as form_statistics
from lobby_tui.desk.form import traffic as form_traffic
from lobby_tui.desk.form.look import Look, look_at
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.second_person import SecondPerson
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, msg
from lobby_tui.nearest import nearest
from lobby_tui.papers.content import Document, Pack, Paper
from lobby_tui.papers.files import PaperFile, make_folder, remove, write_papers
from lobby_tui.papers.render import FORMATS, PACK_FORMATS

REFERRAL_RECORD: Final = "referral_record"
DAY_PACK: Final = "day_pack"
_MAKERS: Final[Mapping[str, Callable[[Look], Paper]]] = {
    REFERRAL_RECORD: form_referrals.paper,
    "daily_statistics": form_statistics.paper,
    "traffic": form_traffic.paper,
    "checklist_record": form_checks.paper,
    "complaint_register": form_complaints.paper,
    "meeting_morning": form_meetings.morning,
    "meeting_evening": form_meetings.evening,
}
PAPERS: Final = tuple(_MAKERS)
"""The papers of a day, in the order in which they lie in its pack."""


def paper(
    shift: Shift,
    day: date,
    *,
    code: str = REFERRAL_RECORD,
    full: bool = False,
    second: SecondPerson | None = None,
    language: Language | None = None,
) -> Paper:
    """One paper of one day, all staff; masked unless `full`, which takes a second person.

    Raises RefusedError for an unknown day or paper, NotAllowedError. A look in full leaves an audit event where it is
    exported, by `export`.
    """
    _known(code, PAPERS, "paper")
    with _looking(shift, day, full=full, second=second, language=language) as look:
        return _MAKERS[code](look)


def papers(
    shift: Shift,
    day: date,
    *,
    full: bool = False,
    second: SecondPerson | None = None,
    language: Language | None = None,
) -> tuple[Paper, ...]:
    """All papers of one day, of one state of the records, in order. Raises as `paper` does."""
    with _looking(shift, day, full=full, second=second, language=language) as look:
        return _all(look)


def pack(
    shift: Shift,
    day: date,
    *,
    full: bool = False,
    second: SecondPerson | None = None,
    language: Language | None = None,
) -> Pack:
    """All papers of one day behind a cover with the audit head. Raises as `paper` does."""
    with _looking(shift, day, full=full, second=second, language=language) as look:
        return form_pack.pack(look, _all(look))


def export(
    shift: Shift,
    day: date,
    formats: Sequence[str],
    folder: Path,
    *,
    papers: Sequence[str] | None = None,
    full: bool = False,
    second: SecondPerson | None = None,
    language: Language | None = None,
) -> tuple[PaperFile, ...]:
    """Write papers of the day into `folder`, made if it is missing; nothing is overwritten, and all or none are kept.

    `papers` are codes of `PAPERS`, or `day_pack`, which is PDF or XLSX; all of `PAPERS` where none is named. In full
    they take a second person. Each export leaves one audit event with the files, their counts of rows and their
    digests. Raises RefusedError, StoreError, NotAllowedError, also where the password was given too long ago.
    """
    shift.require(Action.EXPORT_FULL if full else Action.EXPORT, fresh=True)
    for name in formats or ("",):
        _known(name, FORMATS, "format")
    wanted = tuple(dict.fromkeys(papers or PAPERS))
    for name in wanted:
        _known(name, (*PAPERS, DAY_PACK), "paper")
    if DAY_PACK in wanted:
        for name in formats:
            _known(name, PACK_FORMATS, "format")
    with _looking(shift, day, full=full, second=second, language=language) as look:
        documents = _documents(look, wanted)
    make_folder(folder)
    written = write_papers([(one, name) for one in documents for name in dict.fromkeys(formats)], folder)
    try:
        _record(shift, day, written, second if full else None)
    except BaseException:
        remove(written)
        raise
    return written


def _record(shift: Shift, day: date, written: Sequence[PaperFile], second: SecondPerson | None) -> None:
    """Who took which papers away: no names, but what every file held and its digest."""
    files = [{"paper": one.paper, "format": one.format, "rows": one.rows, "sha256": one.sha256} for one in written]
    detail = {"second": second.id.hex} if second else {}
    with shift.writing() as writing:
        writing.record("paper_exported", f"business_day:{day.isoformat()}", full=bool(second), files=files, **detail)


def _documents(look: Look, wanted: Sequence[str]) -> list[Document]:
    """Each paper is made once, also where it stands in the pack too."""
    if DAY_PACK not in wanted:
        return [_MAKERS[code](look) for code in wanted]
    whole = {one.code: one for one in _all(look)}
    packed = form_pack.pack(look, tuple(whole.values()))
    return [packed if code == DAY_PACK else whole[code] for code in wanted]


def _all(look: Look) -> tuple[Paper, ...]:
    return tuple(make(look) for make in _MAKERS.values())


@contextmanager
def _looking(
    shift: Shift, day: date, *, full: bool, second: SecondPerson | None, language: Language | None
) -> Iterator[Look]:
    shift.require(Action.EXPORT_FULL if full else Action.EXPORT, fresh=full)
    if full:
        second_person.checked(shift, second, msg("Names and numbers in full are taken out by two people."))
    with shift.reading() as session:
        yield look_at(session, shift, by_date(session, shift, day), full=full, language=language)


def _known(name: str, known: Sequence[str], field: str) -> None:
    if name not in known:
        raise RefusedError(msg("There is no “{name}”.", name=name), remedy=nearest(name, known), field=field)
