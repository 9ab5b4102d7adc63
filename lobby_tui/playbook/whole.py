"""The whole of a playbook: what types cannot say is proved here."""

from lobby_tui.playbook.errors import Problem
from lobby_tui.playbook.proofs import prove_routes, prove_segments, prove_use
from lobby_tui.playbook.references import check_codes, check_digits, check_order, check_references
from lobby_tui.playbook.review_checks import check_review
from lobby_tui.playbook.schema import Playbook
from lobby_tui.playbook.wording import check_texts
from lobby_tui.playbook.work_checks import check_work


def problems_of(playbook: Playbook, file: str) -> tuple[Problem, ...]:
    """What is wrong with a playbook as a whole: codes, digits, references, routes, rules, work, review, texts."""
    references = [*check_codes(playbook), *check_references(playbook)]
    # Routes over unknown codes would only repeat what the references already say.
    proofs = [] if references else [*prove_routes(playbook), *prove_segments(playbook), *prove_use(playbook)]
    order = [*check_digits(playbook), *check_order(playbook)]
    rest = [*order, *check_work(playbook), *check_review(playbook), *check_texts(playbook)]
    return tuple(Problem(file, flaw.key, flaw.message, flaw.nearest) for flaw in [*references, *proofs, *rest])
