"""The referral record and the daily statistics of a day, counted from the records."""

from typing import Any

from tests.journeys.recount import Block, Rows, Store, at, day_id, name, same, say, words

STATUS = {"introduced": say("Introduced"), "to_follow_up": say("To follow up")}
REASONS = {"next_day": say("For the next business day"), "manager_away": say("The customer manager was away")}
OF_ANSWER = ("unconfirmed", "without_manager", "returned")
OF_RESULT = ("without_result", "no_follow_up", "no_contact")


def record(store: Store, day: str, tables: list[Block]) -> None:
    """Every referral that stands, with who confirmed when, and what came of it."""
    found = store.rows(
        """SELECT r.*, noticer.name AS noticed, m.name AS manager, a.name AS answerer, res.id AS result, res.opened,
                  res.no_result_reason AS why_nothing, res.note AS result_note, first_by.name AS first
           FROM referral r JOIN staff noticer ON noticer.id = r.identified_by
           LEFT JOIN staff m ON m.id = r.manager_id LEFT JOIN staff a ON a.id = r.answered_by
           LEFT JOIN result res ON res.referral_id = r.id
           LEFT JOIN referral f ON f.id = r.second_to LEFT JOIN staff first_by ON first_by.id = f.identified_by
           WHERE r.day_id = ? AND r.undone_at IS NULL ORDER BY r.number""",
        day_id(store, day),
    )
    expected = [
        [day, STATUS[row["status"]], row["customer"], row["noticed"], row["identifier"] or "", row["reasons"],
         row["contact"] or "", name("best_times", row["best_time"]) if row["best_time"] else "",
         _confirmation(store, row), _result(store, row), _remarks(row)]
        for row in found
    ]  # fmt: skip
    (table,) = tables
    same(table.rows, expected, f"{day}, the referral record")


def _carried(store: Store, row: Any, kinds: tuple[str, ...]) -> list[str]:
    found = store.rows("SELECT DISTINCT kind, reason FROM carried_gap WHERE subject = ? AND day_id = ?", row["id"],
                       row["day_id"])  # fmt: skip
    return list(
        dict.fromkeys(
            say("Carried over: {reason}", reason=REASONS.get(why, why)) for kind, why in found if kind in kinds
        )
    )


def _confirmation(store: Store, row: Any) -> str:
    said = store.rows(
        """SELECT c.*, s.name AS giver FROM confirmation c LEFT JOIN staff s ON s.id = coalesce(c.from_manager, c."by")
           WHERE referral_id = ? ORDER BY c.at, c.id""",
        row["id"],
    )
    passed = [one for one in said if one["decision"] == "reassigned"]
    moved = [
        say("Reassigned from {name} {at}", name=one["giver"], at=at(one["at"]))
        for one in passed[-1:]
        if one["to_manager"] == row["manager_id"]
    ]
    if row["answer"] is None:
        return "\n".join(
            [*_carried(store, row, OF_ANSWER), say("To be confirmed by {name}", name=row["manager"]), *moved]
        )
    other = row["answered_by"] != row["manager_id"]
    who = say("{name} for {manager}", name=row["answerer"], manager=row["manager"]) if other else row["answerer"]
    lines = [f"{who} {at(row['answered_at'])}"]
    if row["answer"] == "returned":
        last = [one for one in said if one["decision"] == "returned"][-1]
        why = name("return_reasons", last["reason"]) + (f"（{last['note']}）" if last["note"] else "")
        lines.insert(0, say("Returned: {reason}", reason=why))
    return "\n".join([*lines, *moved])


def _result(store: Store, row: Any) -> str:
    if row["result"] is None:
        return "\n".join(_carried(store, row, OF_RESULT))
    lines = [say("Accounts opened: {count}", count=row["opened"])] if row["opened"] else []
    for product, quantity in store.rows(
        "SELECT product, quantity FROM result_product WHERE result_id = ? AND quantity > 0 ORDER BY id", row["result"]
    ):
        lines.append(f"{name('products', product)} {quantity} {words()['products'][product]['unit']['zh']}")
    if row["why_nothing"]:
        lines.append(say("No sale: {reason}", reason=name("no_result_reasons", row["why_nothing"])))
    return "\n".join([*lines, *([row["result_note"]] if row["result_note"] else [])])


def _remarks(row: Any) -> str:
    lines = [say("Second claim, the first is by {name}", name=row["first"])] if row["second_to"] else []
    lines += [say("Credit shared")] if row["credit_shared"] else []
    lines += [say("Home branch: {branch}", branch=row["home_branch"])] if row["home_branch"] else []
    return "\n".join([*lines, *([row["remarks"]] if row["remarks"] else [])])


COUNTS = """count(r.id), coalesce(sum(r.status = 'introduced'), 0), coalesce(sum(r.status = 'to_follow_up'), 0)"""
STANDING = "r.day_id = ? AND r.undone_at IS NULL"


def statistics(store: Store, day: str, tables: list[Block]) -> None:
    """Received by each customer manager, identified by each group of staff, sold, complained about [ICBC 3]."""
    received, identified, sold, complaints = tables
    same(received.rows, _received(store, day), f"{day}, received")
    same(identified.rows, _identified(store, day), f"{day}, identified")
    same(sold.rows, _sold(store, day), f"{day}, sold")
    kinds = store.rows("SELECT kind, count(*) FROM complaint WHERE day_id = ? GROUP BY kind", day_id(store, day))
    order = list(words()["complaint_kinds"])
    lines = [
        [name("complaint_kinds", kind), str(count)]
        for kind, count in sorted(kinds, key=lambda one: order.index(one[0]))
    ]
    total = [[say("Total"), str(sum(count for _, count in kinds))]] if kinds else []
    same(complaints.rows, lines + total, f"{day}, complaints")


def _texts(rows: list[Any]) -> Rows:
    return [[str(cell) for cell in row] for row in rows]


def _received(store: Store, day: str) -> Rows:
    counts = f"""{COUNTS}, coalesce(sum(r.answer = 'accepted'), 0), coalesce(sum(r.answer = 'returned'), 0),
                 coalesce(sum(r.id IS NOT NULL AND r.answer IS NULL), 0), count(res.id), coalesce(sum(res.opened), 0)"""
    each = store.rows(
        f"""SELECT s.name || ' ' || s.no, {counts} FROM staff s
            LEFT JOIN referral r ON r.manager_id = s.id AND {STANDING}
            LEFT JOIN result res ON res.referral_id = r.id WHERE s.role = 'customer_manager'
            GROUP BY s.id ORDER BY s.no""",
        day_id(store, day),
    )
    everybody = store.rows(
        f"""SELECT '{say("Total")}', {counts} FROM referral r
            LEFT JOIN result res ON res.referral_id = r.id WHERE {STANDING}""",
        day_id(store, day),
    )
    return _texts([*each, *everybody])


def _identified(store: Store, day: str) -> Rows:
    counts = f"{COUNTS}, count(res.id), coalesce(sum(r.second_to IS NOT NULL), 0)"
    whole = "FROM referral r LEFT JOIN result res ON res.referral_id = r.id JOIN staff s ON s.id = r.identified_by"
    groups = (
        (say("Lobby managers"), "s.role = 'lobby_manager'"),
        (say("Cash tellers"), "s.role = 'cash_teller'"),
        (say("Non-cash tellers"), "s.role = 'counter_teller'"),
        (say("Others"), "s.role NOT IN ('lobby_manager', 'cash_teller', 'counter_teller')"),
        (say("Total"), "1"),
    )
    found = []
    for group, which in groups:
        (row,) = store.rows(f"SELECT '{group}', {counts} {whole} WHERE {STANDING} AND {which}", day_id(store, day))
        found.append(row)
    return _texts(found)


def _sold(store: Store, day: str) -> Rows:
    sums = store.rows(
        f"""SELECT p.product, sum(p.quantity) FROM result_product p JOIN result res ON res.id = p.result_id
            JOIN referral r ON r.id = res.referral_id WHERE {STANDING} GROUP BY p.product""",
        day_id(store, day),
    )
    found = {row[0]: row[1] for row in sums if row[1]}
    products = words()["products"]
    return [
        [products[code]["name"]["zh"], str(found[code]), products[code]["unit"]["zh"]]
        for code in products
        if code in found
    ]
