"""Texts that are looked for, compared, read from a file or kept as drafts: nothing cleans them first."""

import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lobby_tui.desk import doubles, drafts, result_import, second_person
from lobby_tui.desk.answer import lookup as answer_lookup
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError
from lobby_tui.locale import catalogue
from lobby_tui.models.contacts import mask_contact, parse_contact
from lobby_tui.models.identifiers import parse_identifier
from lobby_tui.models.masking import mask_text
from lobby_tui.models.money import parse_yuan
from lobby_tui.models.names import initials, mask_name, search_terms
from lobby_tui.models.text import display, secretlike
from lobby_tui.nearest import nearest
from lobby_tui.papers.text import guarded, unguarded, visible
from tests.conftest import PASSWORD
from tests.hostile.texts import TEXTS, dangers, kept, share

READERS: tuple[Callable[[str], object], ...] = (
    display, secretlike, mask_text, mask_name, mask_contact, initials, visible, parse_contact, parse_identifier,
    lambda text: search_terms(text, text, text), lambda text: parse_yuan(text, "loss"),
    lambda text: nearest(text, ["open", "closed"]),
)  # fmt: skip


@pytest.fixture
def shift(desk: Desk) -> Shift:
    return desk.sign_in("101", PASSWORD)


def test_looking_for_anything_finds_it_or_nothing(shift: Shift) -> None:
    for text in share(TEXTS, 0, 3):
        assert referral_search.search(shift, text) == ()
        doubles.while_typing(shift, text[:60], text, text)
        drafts.keep(shift, "referral", {"customer": text, "contact": text})
        found = drafts.kept(shift, "referral")
        assert found is not None
        text = text.replace("\ud83d\ude00", "😀")  # two halves that stand together are one character in JSON
        assert found.fields["customer"] in (text, text[: len(found.fields["customer"])])
        assert len(text) > 1000 or found.fields == {"customer": text, "contact": text}


def test_a_number_or_a_password_is_right_or_wrong(desk: Desk, shift: Shift) -> None:
    for text in share(TEXTS, 1, 40):
        with pytest.raises(LobbyError):
            second_person.prove(shift, text, PASSWORD)
        with pytest.raises(LobbyError):
            second_person.prove(shift, "001", text)
    for text in share(TEXTS, 2, 60):
        with pytest.raises(NotAllowedError):
            desk.sign_in(text, text)


@pytest.mark.parametrize("reader", READERS)
def test_reading_takes_no_time(reader: Callable[[str], object]) -> None:
    """No text makes a pattern try all ways: the longest that anybody can send is read while they look."""
    hard = [
        "1" * 9,
        "1 ",
        "1-",
        "a@",
        "a.",
        "微信",
        "wx1",
        "=1",
        "密码是 ",
        "\x1b[",
        "\x1b]",
        "\u200d",
        "王·",
        "'",
        "\ufe0f",
        "𠮷",
        "零一",
    ]
    for piece in (*hard, *share(TEXTS, 3, 50)):
        text = (piece * 10_000)[:10_000]
        began = time.process_time()
        with suppress(RefusedError):
            reader(text)
        assert time.process_time() - began < 1.0, (ascii(piece), time.process_time() - began)


def test_a_mask_hides_and_changes_nothing_else() -> None:
    for text in map(kept, TEXTS):
        shown = mask_text(text)
        assert not dangers(shown)
        assert mask_text(shown) == shown or "*" in shown
        assert shown == text or "*" in shown


def test_a_guard_against_formulas_comes_off_again() -> None:
    for text in map(kept, TEXTS):
        assert unguarded(guarded(text)) == text
        assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_a_file_of_results_is_read_or_refused(desk: Desk, tmp_path: Path) -> None:
    head = desk.sign_in("001", PASSWORD)
    for number, text in enumerate(share(TEXTS, 4, 12)):
        quoted = text.replace('"', '""').encode("utf-8", "surrogatepass")
        for place, data in enumerate((
            b'customer,product,date,quantity\n"' + quoted + b'","fund","2026-11-20","1"\n',
            b'customer,product,date\n"a","' + quoted + b'","2026-11-20"\n"' + quoted + b'","fund","' + quoted + b'"\n',
            quoted + b"\n" + quoted, text.encode("gb18030", "replace"), text.encode("utf-16", "surrogatepass"),
        )):  # fmt: skip
            file = tmp_path / f"{number}-{place}.csv"
            file.write_bytes(data)
            with suppress(RefusedError):
                read = result_import.read(head, file)
                assert read.recorded == 0
                assert not [bad for bad in read.bad if dangers(catalogue("en").render(bad.why))]


def test_no_record_has_a_text_for_its_number(shift: Shift) -> None:
    for look in (lambda: complaint_lists.page(shift, uuid.uuid4()), lambda: answer_lookup.by_number(shift, 10**9)):
        with pytest.raises(LobbyError):
            look()
