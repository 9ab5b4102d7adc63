"""Segments: every boundary of both banks, and what holds for every profile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.errors import RefusedError
from lobby_tui.locale import catalogue
from lobby_tui.playbook.errors import UnknownCodeError
from lobby_tui.playbook.loading import load_playbook
from lobby_tui.playbook.schema import Playbook
from lobby_tui.playbook.segments import Profile, segment

ICBC = load_playbook("icbc")
amounts = st.integers(0, 2_000_000_000)  # fen, to twice the highest limit
profiles = st.fixed_dictionaries(
    {
        "loans_fen": st.none() | amounts,
        "age": st.none() | st.integers(0, 120),
        "education": st.sampled_from([None, "below_university", "university"]),
        "corporate": st.sampled_from([None, *(kind.code for kind in ICBC.corporate_kinds)]),
    }
)


@pytest.mark.parametrize(
    ("assets", "expected"),
    [
        (0, "ordinary"),
        (4_999_999, "ordinary"),
        (5_000_000, "mid"),
        (99_999_999, "mid"),
        (100_000_000, "high_end"),
        (999_999_999, "high_end"),
        (1_000_000_000, "private_bank"),
        (None, "ordinary"),
    ],
)
def test_a_limit_belongs_to_the_better_segment(icbc: Playbook, assets: int | None, expected: str) -> None:
    assert segment(icbc, Profile(assets)).segment == expected


@pytest.mark.parametrize(
    ("age", "education", "expected"),
    [
        (15, "university", "ordinary"),
        (16, "university", "potential"),
        (28, "university", "potential"),
        (29, "university", "ordinary"),
        (20, "below_university", "ordinary"),
        (20, None, "ordinary"),
        (None, "university", "ordinary"),
    ],
)
def test_potential_needs_age_and_education(
    icbc: Playbook, age: int | None, education: str | None, expected: str
) -> None:
    assert segment(icbc, Profile(4_999_999, age=age, education=education)).segment == expected  # type: ignore[arg-type]


def test_assets_come_before_potential(icbc: Playbook) -> None:
    assert segment(icbc, Profile(5_000_000, age=20, education="university")).segment == "mid"


@given(profiles, st.none() | amounts, st.none() | amounts)
def test_more_assets_never_lower_the_segment(known: dict[str, object], one: int | None, other: int | None) -> None:
    less, more = sorted((one, other), key=lambda fen: -1 if fen is None else fen)
    lower = segment(ICBC, Profile(less, **known))  # type: ignore[arg-type]
    higher = segment(ICBC, Profile(more, **known))  # type: ignore[arg-type]
    assert ICBC.segment(lower.segment).rank <= ICBC.segment(higher.segment).rank
    assert lower.reasons
    assert higher.reasons


def test_a_corporate_customer_has_no_personal_tier(icbc: Playbook) -> None:
    assert segment(icbc, Profile(10**12, corporate="company")).segment == "ordinary"


def test_reasons_say_the_limit_in_both_languages(icbc: Playbook) -> None:
    (reason,) = segment(icbc, Profile(5_000_000)).reasons
    assert catalogue("en").render(reason) == "The average financial assets reach 50,000 yuan."
    reasons = segment(icbc, Profile(0, age=20, education="university")).reasons
    assert [catalogue("en").render(each) for each in reasons] == [
        "The age, 20, is within the limits.",
        "The education is university or above.",
    ]


def test_another_bank_counts_loans_and_firms(small: Playbook) -> None:
    def of(*known: int | None, corporate: str | None = None) -> str:
        return segment(small, Profile(*known, corporate=corporate)).segment

    assert of(19_999_999, 49_999_999) == "mass"
    assert of(20_000_000, None) == "upper"
    assert of(None, 50_000_000) == "upper"
    assert of(10**10, corporate="workshop") == "firm"
    assert of(10**10, corporate="guild") == "mass", "rules without a corporate kind are for persons"


def test_impossible_profiles_are_refused(icbc: Playbook) -> None:
    for wrong, field in (
        ({"assets_fen": -1}, "assets"),
        ({"assets_fen": 0, "loans_fen": -1}, "loans"),
        ({"assets_fen": 0, "age": -1}, "age"),
        ({"assets_fen": 0, "age": 151}, "age"),
        ({"assets_fen": 0, "education": "phd"}, "education"),
    ):
        with pytest.raises(RefusedError) as refused:
            Profile(**wrong)  # type: ignore[arg-type]
        assert refused.value.field == field
    with pytest.raises(UnknownCodeError) as unknown:
        segment(icbc, Profile(0, corporate="compny"))
    assert unknown.value.nearest == "company"
