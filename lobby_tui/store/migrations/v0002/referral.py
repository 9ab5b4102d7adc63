"""What a referral gains on its way back: the answer, the outcome, second claims, and the copy in the CRM."""

from alembic import op

from lobby_tui.store.migrations.tables import column, one_of


def make() -> None:
    """Add the columns, and the indexes over them."""
    for one in (
        "home_branch TEXT CHECK (length(home_branch) <= 60)",
        one_of("allocation", "chosen", "card", "round_robin", "least_open", "by_segment", "by_product", "reassigned",
               "none", null=True),
        one_of("answer", "accepted", "returned", null=True),
        "answered_at AT?",
        "answered_by ID?",
        one_of("outcome", "success", "nothing", null=True),
        "outcome_at AT?",
        "second_to ID?",
        "credit_shared INTEGER CHECK (credit_shared IN (0, 1))",
        "crm_export_id ID?",
    ):  # fmt: skip
        op.execute(f"ALTER TABLE referral ADD COLUMN {column(one)}")
    standing = "undone_at IS NULL"
    op.execute(
        f"CREATE INDEX referral_waiting ON referral (branch_id, manager_id, created_at) "
        f"WHERE {standing} AND answer IS NULL"
    )
    op.execute(
        f"CREATE INDEX referral_no_outcome ON referral (branch_id, manager_id, created_at) "
        f"WHERE {standing} AND answer = 'accepted' AND outcome IS NULL"
    )
    # Confirmed customers whom nobody has copied into the CRM yet.
    op.execute(
        f"CREATE INDEX referral_to_copy ON referral (branch_id, manager_id, id) "
        f"WHERE {standing} AND answer = 'accepted' AND status = 'to_follow_up' AND crm_export_id IS NULL"
    )
    # One customer, one day, one credit: the first claim stands. Referrals from before have no allocation, and may
    # hold what is a double today.
    for name, keys in (("identifier", "identifier_index"), ("contact", "contact_index, customer")):
        op.execute(
            f"CREATE UNIQUE INDEX referral_first_by_{name} ON referral (branch_id, day_id, {keys}) "
            f"WHERE {standing} AND second_to IS NULL AND allocation IS NOT NULL AND {name}_index IS NOT NULL"
        )


def fewer_pages() -> None:
    """Of the 28 pages that a referral writes, the first index was 3: a row's terms can be told from the row itself."""
    op.execute("DROP INDEX search_term_of_referral")
    op.execute("DROP INDEX referral_of_visit")
    op.execute(
        "CREATE UNIQUE INDEX referral_of_visit ON referral (branch_id, visit_id) "
        "WHERE undone_at IS NULL AND visit_id IS NOT NULL"
    )
