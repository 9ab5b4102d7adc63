"""Greetings by person and time of day."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.playbook.errors import UnknownCodeError
from lobby_tui.playbook.greetings import greeting
from lobby_tui.playbook.loading import load_playbook
from lobby_tui.playbook.schema import Playbook

ICBC = load_playbook("icbc")


@pytest.mark.parametrize(
    ("who", "at", "zh", "en"),
    [
        ("sir", time(8, 30), "先生，早上好！", "Good morning, sir!"),
        ("madam", time(11, 59), "女士，上午好！", "Good morning, madam!"),
        ("miss", time(12, 0), "小姐，下午好！", "Good afternoon, miss!"),
        ("auntie", time(17, 59, 59), "阿姨，下午好！", "Good afternoon, madam!"),
        ("elder_man", time(18, 0), "大爷，晚上好！", "Good evening, sir!"),
        (None, time(3, 0), "您好，晚上好！", "Good evening!"),
    ],
)
def test_icbc_greets_by_person_and_time(icbc: Playbook, who: str | None, at: time, zh: str, en: str) -> None:
    text = greeting(icbc, who, at)
    assert (text.zh, text.en) == (zh, en)


@given(st.sampled_from([None, *(person.code for person in ICBC.addressees)]), st.times())
def test_everybody_is_greeted_at_any_time(who: str | None, at: time) -> None:
    text = greeting(ICBC, who, at)
    assert "{" not in text.zh + text.en


def test_another_bank_greets_its_own_way(small: Playbook) -> None:
    assert greeting(small, "miller", time(6, 30)).zh == "早安，师傅。"
    assert greeting(small, "miller", time(6, 29)).en == "Master: Evening."


def test_an_unknown_person_is_refused(icbc: Playbook) -> None:
    with pytest.raises(UnknownCodeError) as unknown:
        greeting(icbc, "sirr", time(9))
    assert unknown.value.nearest == "sir"
