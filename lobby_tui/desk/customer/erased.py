"""What whoever wants to change a record hears once it is nobody's."""

from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg


def erased(number: int) -> RefusedError:
    """The error for a referral whose customer was erased."""
    return RefusedError(
        msg("What no. {number} said about its customer was erased.", number=number),
        remedy=msg("Log a new referral, should the customer come again."),
        code="erased",
    )
