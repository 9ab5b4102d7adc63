"""Loading: by name, by path, from text; and what a branch sets for itself."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lobby_tui.locale import Bilingual
from lobby_tui.playbook.errors import PlaybookError, UnknownCodeError
from lobby_tui.playbook.loading import Overrides, list_playbooks, load_playbook, parse_playbook
from lobby_tui.playbook.money import fen_from_yuan, yuan_text
from lobby_tui.playbook.schema import Playbook, Text
from lobby_tui.playbook.wording import texts_in
from tests.playbook.conftest import SMALL

COLUMNS = [
    "day", "status", "customer", "identified_by", "identifier", "reason",
    "contact", "best_time", "confirmation", "result", "remarks",
]  # fmt: skip


def test_names_and_paths_load_the_same(icbc: Playbook, small: Playbook) -> None:
    assert "icbc" in list_playbooks()
    assert icbc.code == "icbc"
    assert load_playbook(str(SMALL)) == small == parse_playbook(SMALL.read_text(encoding="utf-8"), "kept")


@pytest.mark.parametrize("book", ["icbc", SMALL])
def test_a_playbook_survives_a_round_trip(book: str | Path) -> None:
    playbook = load_playbook(book)
    assert Playbook.model_validate(playbook.model_dump()) == playbook
    assert Playbook.model_validate_json(playbook.model_dump_json()) == playbook
    json.dumps(playbook.model_dump(mode="json"))


def test_the_form_has_its_eleven_columns(icbc: Playbook) -> None:
    paper = icbc.paper("referral_record")
    assert [column.code for column in paper.columns] == COLUMNS
    assert paper.title.zh == "已识别优质客户信息记录表"
    assert set(icbc.identifiers.keep.values()) == {"full"}


def test_the_keys_of_the_desk(icbc: Playbook) -> None:
    assert sorted(need.digit for need in icbc.needs if need.digit is not None) == list(range(10))
    assert icbc.need("other").digit == 0
    assert [segment.code for segment in icbc.segments] == [
        "ordinary", "potential", "mid", "high_end", "private_bank",
    ]  # fmt: skip


def test_every_text_is_bilingual_and_frozen(icbc: Playbook) -> None:
    texts = [text for _, text in texts_in(icbc)]
    assert len(texts) > 250
    assert all(isinstance(text, Bilingual) for text in texts)
    with pytest.raises(ValidationError):
        texts[0].zh = "改"


def test_a_branch_sets_limits_names_and_what_it_uses(icbc: Playbook) -> None:
    renamed = Text(zh="大额现金", en="big cash")
    book = load_playbook(
        "icbc",
        Overrides(
            thresholds={"cash": 5_000_000},
            disabled_signals=frozenset({"D01"}),
            hide_sensitive=True,
            signal_names={"A01": renamed},
        ),
    )
    assert book.threshold("cash").fen == 5_000_000
    assert book.threshold("fund") == icbc.threshold("fund")
    assert {s.code for s in book.signals if not s.enabled} == {"D01", "D06", "D08"}
    assert book.signal("A01").name == renamed
    assert book.signal("A02") == icbc.signal("A02")
    assert load_playbook("icbc", Overrides()) == icbc


@pytest.mark.parametrize(
    ("overrides", "field", "nearest"),
    [
        (Overrides(thresholds={"cas": 1}), "threshold", "cash"),
        (Overrides(disabled_signals=frozenset({"D011"})), "signal", "D01"),
        (Overrides(signal_names={"A100": Text(zh="一", en="one")}), "signal", "A10"),
    ],
)
def test_overrides_of_unknown_codes_are_refused(overrides: Overrides, field: str, nearest: str) -> None:
    with pytest.raises(UnknownCodeError) as unknown:
        load_playbook("icbc", overrides)
    assert (unknown.value.field, unknown.value.nearest) == (field, nearest)


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError):
        Overrides(thresholds={"cash": 0})


def test_unknown_names_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError) as unknown:
        load_playbook("icbx")
    assert unknown.value.nearest == "icbc"
    with pytest.raises(PlaybookError) as missing:
        load_playbook(tmp_path / "none.toml")
    assert missing.value.exit_status == 1
    assert missing.value.remedy


@pytest.mark.parametrize(
    "look_up",
    ["zone", "need", "signal", "signal_class", "threshold", "segment", "corporate_kind", "addressee",
     "assistance_kind", "trigger", "best_time", "override_reason", "not_referred_reason", "leave_reason",
     "product", "status", "paper", "checklist", "return_reason", "no_result_reason", "contact_outcome",
     "device", "crowding_measure", "complaint_kind", "complaint_channel", "notification_way", "incident_kind",
     "meeting"],
)  # fmt: skip
def test_every_look_up_refuses_what_it_does_not_know(icbc: Playbook, look_up: str) -> None:
    with pytest.raises(UnknownCodeError):
        getattr(icbc, look_up)("no such code")


@given(st.integers(0, 10**15))
def test_yuan_and_fen_agree(fen: int) -> None:
    assert fen_from_yuan(yuan_text(fen).replace(",", "")) == fen


@pytest.mark.parametrize("text", ["", "-1", "+1", "1e3", "1.234", ".5", "1.", "NaN", "1,000", "二十", "٣"])
def test_only_plain_amounts_are_taken(text: str) -> None:
    with pytest.raises(ValueError, match="amount of yuan"):
        fen_from_yuan(text)
