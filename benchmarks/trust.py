"""What guarding costs the person at the desk: signing in with the real figures of Argon2, and a look in full."""

from benchmarks.branch import PASSWORD, folder, set_up, signed_in
from benchmarks.measure import Result, in_turns, quantile
from lobby_tui.desk import referrals
from lobby_tui.desk.opening import open_desk
from lobby_tui.desk.referral.entry import ReferralEntry

SIGN_INS = 15
LOOKS = 50


def run() -> list[Result]:
    """Both with the store on the disk, the slower ones counting."""
    with folder() as home:
        settings = set_up(home / "home", argon2=None)

        def sign_in() -> None:
            desk = open_desk(settings)
            desk.sign_in("101", PASSWORD)
            desk.close()

        signed = in_turns(SIGN_INS, {"sign in": sign_in}, warm=2)["sign in"]
        with signed_in(settings, "101") as shift:
            entry = ReferralEntry(customer="王小明", signals=["A01"], manager_no="301", contact="13800000000")
            row = referrals.log(shift, entry).referral
            looks = in_turns(LOOKS, {"look": lambda: referrals.reveal(shift, row.id, "contact")})["look"]
    return [
        Result("signing in, p95", quantile(signed, 0.95), 400),
        Result("a look in full, p95", quantile(looks, 0.95), 100),
    ]
