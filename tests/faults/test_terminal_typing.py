"""What a terminal may do in the middle of a form: commit words at once, paste, send rubbish, change its size."""

from collections.abc import Callable

import pytest

from lobby_tui.settings import Settings

pytest.importorskip("fcntl", reason="needs pseudo-terminals")

from tests.faults.terminals import FrontDesk, draft

Begin = Callable[..., FrontDesk]

TOO_SMALL = "窗口太小"


@pytest.fixture
def form(front_desk: Begin) -> FrontDesk:
    """A program with the one-page referral open, in the field for the name."""
    program = front_desk()
    program.sign_in()
    program.refer_on_one_page()
    return program


def kept(form: FrontDesk, settings: Settings) -> str:
    """The name that the draft holds once the form has been left."""
    form.press("esc")
    form.wait("一键分流")
    found = draft(settings.home, "quick")
    assert found is not None
    return str(found.fields["customer"])


def test_words_that_an_input_method_commits_at_once(form: FrontDesk, settings: Settings) -> None:
    form.send("欧阳王小明")
    form.wait("客户姓名         欧阳王小明")
    assert kept(form, settings) == "欧阳王小明"


def test_a_paste_of_two_lines_with_escape_codes(form: FrontDesk, settings: Settings) -> None:
    form.send("\x1b[200~王\x1b[31m小\x1b]0;title\x07明\r\n  先生\u202e\u200b\x1b[201~")
    form.wait("客户姓名         王小明 先生")
    # The escape codes reached neither the field, nor through it the terminal.
    assert b"\x1b]0;title" not in form.output
    assert kept(form, settings) == "王小明 先生"


def test_bytes_that_are_not_utf_8_are_told_of_and_end_nothing(form: FrontDesk, settings: Settings) -> None:
    form.type("王小明")
    form.send("王".encode("gbk"))
    form.wait("请把终端窗口的编码设为 UTF-8")
    form.press("enter")
    form.wait_gone("请把终端窗口的编码")
    form.send("明")
    form.wait("王小明明")
    assert kept(form, settings) == "王小明明"


def test_a_window_made_too_small_and_large_again(form: FrontDesk, settings: Settings) -> None:
    form.type("王小明")
    form.resize(20, 5)
    form.wait(TOO_SMALL)
    form.resize(80, 24)
    form.wait("新推介", "王小明")
    assert TOO_SMALL not in form.text
    form.send("明")
    form.wait("王小明明")
    assert kept(form, settings) == "王小明明"


def test_a_window_too_small_that_grows_under_a_dialog(form: FrontDesk) -> None:
    form.resize(50, 14)
    form.wait(TOO_SMALL)
    form.send("王".encode("gbk"))
    form.wait("不是 UTF-8 编码")
    form.resize(80, 24)
    form.wait("F2  保存  Tab  下一栏  Esc  返回  F1  帮助  F10  命令")
    form.press("enter")
    form.wait_gone("不是 UTF-8 编码")
    form.wait_gone(TOO_SMALL)
    form.wait("新推介", "推介原因  A01")
