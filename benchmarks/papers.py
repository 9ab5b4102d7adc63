"""The referral record form of a full day, in every format."""

from benchmarks import big_store
from benchmarks.branch import folder, set_up, signed_in
from benchmarks.measure import Result, in_turns, median
from lobby_tui.desk import forms
from lobby_tui.papers.render import FORMATS, render

REFERRALS = 300


def run() -> list[Result]:
    """Gathering the records and setting the form in all formats, together."""
    with folder() as home:
        settings = set_up(home / "home")
        big_store.fill(settings, REFERRALS, REFERRALS)
        with signed_in(settings, "101") as shift:

            def all_formats() -> None:
                paper = forms.paper(shift, shift.today())
                assert len(paper.rows) == REFERRALS
                for name in FORMATS:
                    render(paper, name)

            took = median(in_turns(5, {"all": all_formats}, warm=1)["all"])
    return [Result(f"form of {REFERRALS} referrals, {', '.join(FORMATS)}", took, 1000)]
