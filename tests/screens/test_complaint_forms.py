"""What is typed about a complaint: errors under their fields, drafts, both languages, hostile text."""

from lobby_tui.desk import complaints, drafts
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.opening import Desk
from tests.conftest import PASSWORD, AtTerminal
from tests.screens.steps import error_under, in_field
from tests.screens.test_complaints import ENTRY, listed
from tests.screens.test_hostile_text import FEW, HOSTILE, check_screen, cleaned


async def test_errors_stand_under_their_fields_and_nothing_is_lost(at_terminal: AtTerminal) -> None:
    async with listed(at_terminal) as hand:
        await hand.press("f2", "f2")
        assert error_under(hand, "类别") == "投诉的是什么？"
        assert error_under(hand, "投诉内容")
        assert in_field(hand) == "kind"
        await hand.press("2")
        assert in_field(hand) == "what"
        await hand.type("没人理")
        for _ in range(4):
            await hand.press("enter")
        await hand.press("enter")
        assert in_field(hand) == "about"
        await hand.type("999")
        await hand.press("f2")
        assert "999" in error_under(hand, "被投诉人")
        assert hand.sees("没人理")


async def test_what_is_being_typed_is_a_draft_at_once(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    async with listed(at_terminal) as hand:
        await hand.press("f2", "2")
        await hand.type("柜台没人")
        await hand.until(lambda: bool(drafts.mine(shift)))
    (draft,) = drafts.mine(shift)
    assert (draft.kind, draft.fields["kind"], draft.fields["what"]) == ("complaint", "service", "柜台没人")
    async with listed(at_terminal) as hand:
        await hand.press("f2")
        assert hand.sees("柜台没人")
        assert in_field(hand) == "channel"
        await hand.press("f2")
    assert drafts.mine(shift) == ()
    assert complaint_lists.unfiled(shift).total == 1


async def test_the_words_of_a_step_are_a_draft_too(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    complaints.register(shift, ENTRY)
    async with listed(at_terminal) as hand:
        await hand.press("enter", "2")
        await hand.type("只开一个")
        await hand.press("escape")
        assert drafts.mine(shift)[0].fields["note"] == "只开一个"
        await hand.press("2")
        assert hand.sees("只开一个")
        await hand.press("end")
        await hand.type("柜口")
        await hand.press("f2")
        assert hand.sees("只开一个柜口")
    assert drafts.mine(shift) == ()


async def test_changing_keeps_the_language_and_the_words(at_terminal: AtTerminal, desk: Desk) -> None:
    shift = desk.sign_in("101", PASSWORD)
    complaints.register(shift, ENTRY)
    async with listed(at_terminal) as hand:
        await hand.press("enter", "f3")
        assert hand.sees("修改第 1 号投诉")
        assert hand.sees("13812345678")
        await hand.press("tab", "end")
        await hand.type("两次")
        await hand.press("f8")
        assert hand.sees("Change complaint no. 1")
        assert hand.sees("柜台等候过久两次")
        await hand.press("f2")
        assert hand.sees("柜台等候过久两次")
        assert not hand.sees("13812345678")
    assert drafts.mine(shift) == ()
    assert complaint_lists.by_number(shift, 1).version == 2


async def test_hostile_text_everywhere(at_terminal: AtTerminal, desk: Desk) -> None:
    texts = [text for text in FEW if text != HOSTILE["long"]]
    shift = desk.sign_in("101", PASSWORD)
    async with listed(at_terminal) as hand:
        for text in texts:
            await hand.press("f2", "2")
            await hand.paste(text)
            await hand.press("f2")
            check_screen(hand)
            if not hand.sees("✓ 第"):
                assert error_under(hand, "投诉内容")
                await hand.burst("end", "ctrl+u", "x", "f2")
            check_screen(hand)
        await hand.press("enter", "f2")
        await hand.paste("[/b]\x1b[31m")
        await hand.press("f2")
        check_screen(hand)
        assert hand.sees("[/b]")
        await hand.press("f4", "1")
        check_screen(hand)
    whats = {one.what for one in complaint_lists.unfiled(shift).rows}
    assert {cleaned(text) for text in texts if cleaned(text)} <= whats | {"x"}


async def test_a_saved_complaint_is_sent_once(at_terminal: AtTerminal, desk: Desk) -> None:
    async with listed(at_terminal) as hand:
        await hand.press("f2", "2")
        await hand.type("没人理")
        await hand.burst("f2", "f2", "escape")
    assert complaint_lists.unfiled(desk.sign_in("101", PASSWORD)).total == 1
