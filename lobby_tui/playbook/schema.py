"""The whole playbook: a bank's rules as typed, frozen data. Its parts live in the modules that it takes them from."""

from pydantic import Field

from lobby_tui.playbook.after import AfterReferral
from lobby_tui.playbook.errors import UnknownCodeError
from lobby_tui.playbook.finding import find
from lobby_tui.playbook.papers import PLAIN_PAPERS, Column, PaperForm
from lobby_tui.playbook.parts import (
    Addressee,
    AssistanceKind,
    BestTime,
    Checklist,
    CorporateKind,
    DayPart,
    LeaveReason,
    Need,
    Product,
    ReasonChoice,
    Segment,
    Signal,
    SignalClass,
    StatusName,
    Threshold,
    Trigger,
    Zone,
)
from lobby_tui.playbook.review import ReviewRules
from lobby_tui.playbook.rules import (
    Greetings,
    IdentifierPolicy,
    RouteRule,
    SegmentRule,
    SeniorCare,
    SuggestionPolicy,
    WaitLimits,
)
from lobby_tui.playbook.texts import Choice, Code, Coded, Frozen, StaffRole, Text
from lobby_tui.playbook.work import LobbyWork

__all__ = [
    "Addressee", "AssistanceKind", "BestTime", "Checklist", "Choice", "Coded", "Column", "CorporateKind",
    "DayPart", "Frozen", "Greetings", "IdentifierPolicy", "LeaveReason", "Need", "PaperForm", "Playbook",
    "Product", "ReasonChoice", "RouteRule", "Segment", "SegmentRule", "SeniorCare", "Signal", "SignalClass",
    "StaffRole", "StatusName", "SuggestionPolicy", "Text", "Threshold", "Trigger", "WaitLimits", "Zone",
]  # fmt: skip


class Playbook(AfterReferral, LobbyWork, ReviewRules):
    """The rules of one bank. Each look-up by code raises `UnknownCodeError`, naming the nearest code."""

    bank: Text
    code: Code
    version: str = Field(min_length=1)
    note: Text
    """What a reader of the codes and limits has to know about where they come from."""
    zones: tuple[Zone, ...]
    needs: tuple[Need, ...]
    signal_classes: tuple[SignalClass, ...]
    signals: tuple[Signal, ...]
    thresholds: tuple[Threshold, ...]
    segments: tuple[Segment, ...]
    segment_rules: tuple[SegmentRule, ...]
    corporate_kinds: tuple[CorporateKind, ...] = ()
    routes: tuple[RouteRule, ...]
    suggestion: SuggestionPolicy
    addressees: tuple[Addressee, ...]
    day_parts: tuple[DayPart, ...]
    greetings: Greetings
    assistance: tuple[AssistanceKind, ...]
    triggers: tuple[Trigger, ...]
    best_times: tuple[BestTime, ...]
    override_reasons: tuple[ReasonChoice, ...]
    not_referred_reasons: tuple[ReasonChoice, ...]
    leave_reasons: tuple[LeaveReason, ...]
    products: tuple[Product, ...]
    statuses: tuple[StatusName, ...]
    identifiers: IdentifierPolicy
    wait: WaitLimits
    senior: SeniorCare
    fraud_prompt: Text
    papers: tuple[PaperForm, ...]
    checklists: tuple[Checklist, ...] = ()

    def zone(self, code: str) -> Zone:
        """The zone with this code."""
        return find(self.zones, code, "zone")

    def need(self, code: str) -> Need:
        """The need with this code."""
        return find(self.needs, code, "need")

    def signal_class(self, code: str) -> SignalClass:
        """The class of signals with this code."""
        return find(self.signal_classes, code, "signal_class")

    def signal(self, code: str) -> Signal:
        """The signal with this code, switched off or not: old records may hold it."""
        return find(self.signals, code, "signal")

    def signals_of(self, class_code: str) -> tuple[Signal, ...]:
        """The signals of a class that the branch uses, in order."""
        return tuple(s for s in self.signals if s.enabled and s.class_code == class_code)

    def threshold(self, kind: str) -> Threshold:
        """The threshold of this kind of amount."""
        for threshold in self.thresholds:
            if threshold.kind == kind:
                return threshold
        raise UnknownCodeError("threshold", kind, (threshold.kind for threshold in self.thresholds))

    def segment(self, code: str) -> Segment:
        """The segment with this code."""
        return find(self.segments, code, "segment")

    @property
    def default_segment(self) -> str:
        """The segment of a customer about whom nothing is known: that of the last rule."""
        return self.segment_rules[-1].segment

    def corporate_kind(self, code: str) -> CorporateKind:
        """The kind of corporate customer with this code."""
        return find(self.corporate_kinds, code, "corporate")

    def addressee(self, code: str) -> Addressee:
        """The form of address with this code."""
        return find(self.addressees, code, "addressee")

    def assistance_kind(self, code: str) -> AssistanceKind:
        """The kind of help with this code."""
        return find(self.assistance, code, "assistance")

    def trigger(self, code: str) -> Trigger:
        """The moment to ask with this code."""
        return find(self.triggers, code, "trigger")

    def best_time(self, code: str) -> BestTime:
        """The best time to contact with this code."""
        return find(self.best_times, code, "best_time")

    def override_reason(self, code: str) -> ReasonChoice:
        """The reason for overruling a suggestion with this code."""
        return find(self.override_reasons, code, "override_reason")

    def not_referred_reason(self, code: str) -> ReasonChoice:
        """The reason for not referring a customer with this code."""
        return find(self.not_referred_reasons, code, "not_referred_reason")

    def leave_reason(self, code: str) -> LeaveReason:
        """The reason for leaving unserved with this code."""
        return find(self.leave_reasons, code, "leave_reason")

    def product(self, code: str) -> Product:
        """The product with this code."""
        return find(self.products, code, "product")

    def status(self, code: str) -> StatusName:
        """What the bank calls this status of a referral."""
        return find(self.statuses, code, "status")

    def paper(self, code: str) -> PaperForm:
        """The form with this code; those that any bank has go by a plain title unless the playbook has one."""
        named = {form.code for form in self.papers}
        return find((*self.papers, *(form for form in PLAIN_PAPERS if form.code not in named)), code, "paper")

    def checklist(self, code: str) -> Checklist:
        """The checklist with this code."""
        return find(self.checklists, code, "checklist")
