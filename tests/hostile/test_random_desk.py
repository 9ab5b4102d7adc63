"""A desk that does anything in any order, with hostile texts, against lists of what was acknowledged.

After each action the store has one more audit event if it was done and none if it was refused, and the figures of a day
are those of the lists. At the end everything is counted anew, texts are read back, and the check finds nothing.
"""

import shutil
import tempfile
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, func, select

from lobby_tui.desk import (
    answers,
    checkup,
    closing,
    complaints,
    days,
    figures,
    follow_ups,
    forms,
    incidents,
    referrals,
    results,
    second_person,
    signing,
    summary,
    visit_endings,
    visits,
)
from lobby_tui.desk.complaint import steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.incident import Incident
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import Visit
from lobby_tui.settings import Settings
from tests.conftest import CHEAP, MORNING, PASSWORD
from tests.desk.test_figures import Counter, all_of
from tests.hostile.tally import CLOSED, OPEN, REOPENED, SIGNED, KeptReferral, KeptVisit, Tally
from tests.hostile.texts import EVERYTHING, TEXTS, expected, kept, tell

R = TypeVar("R")
NAMES = [text for text in TEXTS if expected(text, limit=60, needed=True)]
NOTES = [text for text in TEXTS if expected(text, limit=200, needed=True)]
names, notes = st.sampled_from(NAMES), st.sampled_from(NOTES)
some = st.integers(0, 999)


class RandomDesk(RuleBasedStateMachine):
    """One branch with its lobby manager and its head, who acts for the customer managers as well."""

    home: ClassVar[Path]
    tried: ClassVar[list[str]] = []

    @initialize()
    def open_branch(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="random desk "))
        shutil.copytree(self.home, self.folder / "home")
        self.clock = FixedClock(MORNING)
        self.tally = Tally()
        self.desk: Desk | None = None
        self.broken = False
        self.come_back()
        # Something to begin with: nothing can be answered before anything was logged.
        for place, follow in enumerate((True, False, True)):
            self.log(NAMES[place], NOTES[-place - 1], follow, 0, twice=False)
        self.greet()
        self.complain(NOTES[7], NAMES[8])

    def teardown(self) -> None:
        if getattr(self, "desk", None) is None:
            return
        try:
            if not self.broken:
                self.count_anew()
        finally:
            assert self.desk is not None
            self.desk.close()
            shutil.rmtree(self.folder)

    # What people do.

    @rule()
    def come_back(self) -> None:
        """The terminal is switched off and on again."""
        if self.desk:
            self.desk.close()
        self.desk = open_desk(Settings(self.folder / "home", "zh", CHEAP), self.clock)
        self.lobby, self.head = (self.desk.sign_in(no, PASSWORD) for no in ("101", "001"))

    @rule(hours=st.integers(-30, 40))
    def time_passes(self, hours: int) -> None:
        """Or somebody sets the clock back."""
        if hours >= 0:
            self.clock.advance(timedelta(hours=hours))
        else:
            self.clock.set(self.clock.now() + timedelta(hours=hours))

    @rule(number=st.integers(1, 3))
    def count(self, number: int) -> None:
        counted = self.done(lambda: visits.count(self.lobby, "cash_small", number=number))
        day = self.tally.enter(self.lobby.today())
        self.tally.visits |= {one: KeptVisit(day, "routed") for one in counted.visits}

    @rule()
    def greet(self) -> None:
        visit = self.done(lambda: visits.greet(self.lobby)).id
        self.tally.visits[visit] = KeptVisit(self.tally.enter(self.lobby.today()))

    @rule(which=some, leaves=st.booleans())
    def end_a_visit(self, which: int, leaves: bool) -> None:
        with suppress(StopIteration):
            visit, known = self.one_of(self.tally.visits, which)
            act: Callable[[], object] = lambda: visit_endings.send(self.lobby, visit, "cash_counter")  # noqa: E731
            if leaves:
                act = lambda: visit_endings.leave(self.lobby, visit, "comes_back")  # noqa: E731
            if self.allowed(act, known.state == "in_lobby"):
                known.state = "left" if leaves else "routed"

    @rule(customer=names, remarks=notes, follow=st.booleans(), which=some, twice=st.booleans())
    def log(self, customer: str, remarks: str, follow: bool, which: int, twice: bool) -> None:
        waiting = {key: one for key, one in self.tally.visits.items() if one.state == "in_lobby"}
        visit = list(waiting)[which % len(waiting)] if waiting and which % 2 else None
        number = len(self.tally.referrals)
        entry = ReferralEntry(
            customer, ["A01"], "to_follow_up" if follow else "introduced", "" if follow else "301", remarks=remarks,
            contact=f"1380000{number:04d}" if follow else "", best_time="上午" if follow else "", consent=follow,
            visit_id=visit, key=uuid.uuid4(),
        )  # fmt: skip
        logged = self.done(lambda: referrals.log(self.lobby, entry)).referral
        day = self.tally.enter(self.lobby.today())
        if visit:
            waiting[visit].state = "referred"
        of_visit = waiting[visit] if visit else None
        manager = logged.manager.no if logged.manager else ""
        self.tally.referrals[logged.id] = KeptReferral(day, entry.status, customer, remarks, manager, of_visit)
        if twice:
            again = self.done(lambda: referrals.log(self.lobby, entry)).referral
            assert (again.id, again.number) == (logged.id, logged.number)

    @rule(which=some, remarks=notes)
    def change(self, which: int, remarks: str) -> None:
        with suppress(StopIteration):
            key, known = self.one_of(self.tally.referrals, which)
            with self.head.reading() as session:
                row = session.get_one(Referral, (self.head.branch.id, key))
                entry = ReferralEntry(
                    known.customer, ["B04"], known.status, known.manager, remarks=remarks, contact=row.contact or "",
                    best_time=row.best_time or "", consent=row.status == "to_follow_up",
                )  # fmt: skip
            may = self.tally.days[known.day] in (OPEN, REOPENED) and not known.undone
            if self.allowed(lambda: referrals.change(self.head, key, entry, row.version), may):
                known.remarks = remarks

    @rule(which=some)
    def undo(self, which: int) -> None:
        with suppress(StopIteration):
            key, known = self.one_of(self.tally.referrals, which)
            may = self.tally.days[known.day] == OPEN and not known.undone and not known.result
            if self.allowed(lambda: referrals.undo(self.head, key), may):
                known.undone = True
                if known.visit:
                    known.visit.state = "in_lobby"

    @rule(which=some, text=notes)
    def accept(self, which: int, text: str) -> None:
        with suppress(StopIteration):
            key, known = self.one_of(self.tally.referrals, which)
            may = not known.undone and known.answer != "accepted"
            if self.allowed(lambda: answers.accept(self.head, key, text), may):
                known.answer = "accepted"
                self.tally.enter(self.lobby.today())

    @rule(which=some, text=notes)
    def give_back(self, which: int, text: str) -> None:
        with suppress(StopIteration):
            key, known = self.one_of(self.tally.referrals, which)
            may = not known.undone and known.answer != "returned" and not known.result
            if self.allowed(lambda: answers.return_(self.head, key, "unreachable", text), may):
                known.answer = "returned"
                self.tally.enter(self.lobby.today())

    @rule(which=some, to=st.sampled_from(["301", "302"]))
    def pass_on(self, which: int, to: str) -> None:
        with suppress(StopIteration):
            key, known = self.one_of(self.tally.referrals, which)
            may = not known.undone and not known.result and (known.manager != to or known.answer == "returned")
            if self.allowed(lambda: answers.reassign(self.head, key, to), may):
                known.manager, known.answer = to, ""
                self.tally.enter(self.lobby.today())

    @rule(which=some, text=notes, opened=st.integers(0, 3))
    def result(self, which: int, text: str, opened: int) -> None:
        with suppress(StopIteration):
            key, known = self.one_of(self.tally.referrals, which)
            entry = ResultEntry(opened, no_result_reason=None if opened else "other", note=text)
            if self.allowed(lambda: results.record(self.head, key, entry), not known.undone):
                if not known.result:  # an amendment stays with its day
                    self.tally.enter(self.lobby.today())
                known.answer, known.result = "accepted", True

    @rule(which=some, text=notes, outcome=st.sampled_from(["no_answer", "declined"]))
    def follow_up(self, which: int, text: str, outcome: str) -> None:
        waiting = follow_ups.due(self.head)
        if waiting:
            one = waiting[which % len(waiting)]
            self.done(lambda: follow_ups.done(self.head, one.id, outcome, text))
            self.tally.follow_ups += 1

    @rule(text=notes, name=names)
    def complain(self, text: str, name: str) -> None:
        one = self.done(lambda: complaints.register(self.lobby, ComplaintEntry("fees", text, customer=name))).id
        self.tally.complaints[one] = self.tally.enter(self.lobby.today())

    @rule(which=some, text=notes, step=st.sampled_from(["calmed", "noted", "escalated", "withdrawn", "archived"]))
    def see_to_complaint(self, which: int, text: str, step: str) -> None:
        with suppress(StopIteration):
            key, _ = self.one_of(self.tally.complaints, which)
            before = self.events()
            try:
                view = steps.take(self.lobby, key, StepEntry(step, text))
            except RefusedError:
                assert self.events() == before
                assert key in self.tally.filed or step != "noted"
            else:
                assert self.events() == before + 1
                assert key not in self.tally.filed
                self.tally.enter(self.lobby.today())
                self.tally.filed |= {key} if view.state == "archived" else set()

    @rule(text=notes)
    def incident(self, text: str) -> None:
        one = self.done(lambda: incidents.report(self.lobby, IncidentEntry("fire", text))).id
        self.tally.incidents[one] = self.tally.enter(self.lobby.today())

    @rule(text=notes)
    def close(self, text: str) -> None:
        day = self.tally.open_day
        inside = any(one.state == "in_lobby" and one.day == day for one in self.tally.visits.values())
        closed = self.allowed(lambda: closing.close(self.fresh(self.lobby), carry_over=text), bool(day) and not inside)
        if closed and day:
            self.tally.days[day] = CLOSED
            self.tally.carried[day] = closed.carried

    @rule(which=some, text=notes)
    def close_again(self, which: int, text: str) -> None:
        with suppress(StopIteration):
            day, state = self.one_of(self.tally.days, which)
            if state != OPEN:
                closed = self.allowed(lambda: closing.close(self.fresh(self.head), day, text), state == REOPENED)
                if closed:
                    self.tally.days[day] = CLOSED
                    self.tally.carried[day] += closed.carried

    @rule(which=some)
    def sign(self, which: int) -> None:
        with suppress(StopIteration):
            day, state = self.one_of(self.tally.days, which)
            if self.allowed(lambda: signing.sign(self.fresh(self.head), day), state == CLOSED):
                self.tally.days[day] = SIGNED

    @precondition(lambda self: CLOSED in self.tally.days.values() or SIGNED in self.tally.days.values())
    @rule(which=some, text=notes)
    def reopen(self, which: int, text: str) -> None:
        day, state = self.one_of(self.tally.days, which)
        second = second_person.prove(self.head, "101", PASSWORD)
        act = lambda: signing.reopen(self.fresh(self.head), day, text, second)  # noqa: E731
        if self.allowed(act, state in (CLOSED, SIGNED)):
            self.tally.days[day] = REOPENED

    # What holds.

    @invariant()
    def the_figures_of_a_day_are_those_of_the_lists(self) -> None:
        day = next(reversed(self.tally.days), None) if getattr(self, "desk", None) else None
        if day is not None:
            self.compare(day)

    def count_anew(self) -> None:
        """Everything there is against the lists, against SQL of another hand, and against itself."""
        assert {one.date: one.state.value for one in days.latest(self.head)} == self.tally.days
        for day in self.tally.days:
            self.compare(day)
            standing = sum(one.day == day and not one.undone for one in self.tally.referrals.values())
            assert len(forms.paper(self.head, day).rows) == standing
            with self.head.reading() as session:
                counter = Counter(session, self.head, day)
                for one in all_of(figures.of_day(self.head, day)):
                    assert counter.figure(one.behind) == one.value, one
        assert checkup.check(self.head).problems == ()
        with self.head.reading() as session:
            for row in session.exec(select(Referral)):
                known = self.tally.referrals.pop(row.id)
                assert (row.customer, row.remarks) == (kept(known.customer), kept(known.remarks))
            assert not self.tally.referrals
            for table in (Visit, Referral):
                numbers: dict[Any, list[int]] = {}
                for day_id, number in session.exec(select(table.day_id, table.number)):
                    numbers.setdefault(day_id, []).append(number)
                assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())
            for of_branch in (Complaint, Incident):
                found = session.exec(select(of_branch.number).order_by(col(of_branch.number))).all()
                assert list(found) == list(range(1, len(found) + 1))
            done = session.exec(select(func.count()).select_from(FollowUp).where(col(FollowUp.done_at).is_not(None)))
            assert done.one() == self.tally.follow_ups

    def compare(self, day: Any) -> None:
        """One day's figures against the lists."""
        found = summary.of_day(self.lobby, day)
        wanted = self.tally.figures(day)
        assert {name: getattr(found, name) for name in wanted} == wanted

    # How it is done.

    def done(self, act: Callable[[], R]) -> R:
        """Do what has to work; one more event."""
        result = self.allowed(act, True)
        assert result is not None
        return result

    def allowed(self, act: Callable[[], R], may: bool) -> R | None:
        """Do what has to work, or to be refused: the event of a refusal is none. What it gave, or None."""
        before = self.events()
        result, why = None, ""
        try:
            result = act()
        except LobbyError as error:
            why = error.message.text
        self.tried.append("refused" if why else "done")
        # What is counted at the end would only hide this.
        self.broken = (not why) is not may or self.events() != before + may
        assert not self.broken, (why or "done", "expected" if may else "not expected", self.events() - before)
        return result

    def events(self) -> int:
        """How many audit events there are; they are numbered without gaps."""
        with self.head.reading() as session:
            return session.exec(select(func.coalesce(func.max(AuditEvent.seq), 0))).one()

    @staticmethod
    def one_of(known: dict[Any, R], which: int) -> tuple[Any, R]:
        """One of them; StopIteration where there is none."""
        if not known:
            raise StopIteration
        key = list(known)[which % len(known)]
        return key, known[key]

    @staticmethod
    def fresh(shift: Shift) -> Shift:
        """The person has just given their password again."""
        shift.presence.proved = shift.store.clock.monotonic()
        return shift


def test_whatever_is_done_the_figures_hold(branch_folder: Path) -> None:
    RandomDesk.home = branch_folder
    RandomDesk.tried.clear()
    examples, length = (150, 60) if EVERYTHING else (10, 40)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        RandomDesk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=length,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.reuse, Phase.generate],  # to shrink a day takes minutes, and its steps are few enough
        ),
    )
    tell("random desk", **{what: RandomDesk.tried.count(what) for what in ("done", "refused")})
