"""The parts of a referral: what is typed, the row, the views, the search. It is logged in `referrals`."""
