"""What several tests of the screens do with their hands, and where they look."""

from tests.conftest import PASSWORD
from tests.hand import Hand

ENTERED = "✓ 第"


async def spot(hand: Hand, need: str = "9", addressee: str = "1") -> None:
    """Greet a customer, ask for the need, and arrive at the signals."""
    await hand.burst("space", addressee, need)


async def refer(hand: Hand, signal: str = "8", need: str = "9") -> None:
    """Arrive at the form of a greeted customer, with a signal of class A."""
    await hand.burst("space", "1", need, signal, "enter")


async def fill(hand: Hand, customer: str, *, manager: str = "1", contact: str = "") -> None:
    """Key an introduction, from the name to the contact."""
    await hand.type(customer)
    await hand.burst("enter", "1", manager, "enter", *contact)


async def log_quickly(hand: Hand, customer: str, signal: str = "1", contact: str = "") -> None:
    """A whole referral on one page, from the desk or from one's own list."""
    await hand.burst("f2", signal, "enter")
    await fill(hand, customer, contact=contact)
    await hand.press("f2")
    assert hand.sees(ENTERED), hand.screen


def line_of(hand: Hand, label: str) -> int:
    """The line on which a field stands."""
    found = [number for number, line in enumerate(hand.screen.splitlines()) if line.strip().startswith(label)]
    assert found, f"no {label}:\n{hand.screen}"
    return found[0]


def error_under(hand: Hand, label: str) -> str:
    """The complaint right under a field, without its mark; empty where there is none."""
    below = hand.screen.splitlines()[line_of(hand, label) + 1].strip()
    return below.removeprefix("✗ ") if below.startswith("✗") else ""


async def stands_by(hand: Hand, no: str = "001") -> None:
    """A second person types their number and password into the dialog that asks for them."""
    await hand.type(no)
    await hand.press("enter")
    await hand.type(PASSWORD)
    await hand.press("enter")


def in_field(hand: Hand) -> str:
    """The name of the field that has the cursor."""
    focused = hand.app.focused
    assert focused is not None
    ids = [node.id or "" for node in focused.ancestors_with_self]
    return next((one.removeprefix("field-") for one in ids if one.startswith("field-")), ids[0])


def dialog(hand: Hand) -> str:
    """The text of the dialog on the screen, in one line."""
    lines = [line.split("│") for line in hand.screen.splitlines() if line.count("│") >= 2]
    assert lines, f"no dialog:\n{hand.screen}"
    return " ".join(" ".join(parts[1].split()) for parts in lines).strip()
