"""Traffic, checklists, machines, complaints and meetings of a day, counted from the records."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Any

from tests.journeys.recount import Block, Rows, Store, at, day_id, local, name, same, say, words

ENDED = {"left": say("Left unserved"), "referred": say("Referred")}
IN_ORDER = {1: say("in order"), 0: say("not in order")}
COMPLAINT = {
    "open": say("In hand"),
    "decided": say("To be told"),
    "notified": say("Told"),
    "withdrawn": say("Withdrawn"),
    "archived": say("Filed"),
}


def traffic(store: Store, day: str, tables: list[Block]) -> None:
    """Who came in which hour, where they went, how long they waited, why they left, when the lobby was full."""
    visits = store.rows(
        """SELECT *, strftime('%H', substr(arrived_at, 1, 19), '+8 hours') AS hour, coalesce(zone, state) AS place
           FROM visit WHERE day_id = ? AND state <> 'undone'""",
        day_id(store, day),
    )
    hours, places, left, crowding, needs = tables
    zones, all_needs = words()["zones"], words()["needs"]
    others = sorted({one["place"] for one in visits} - set(zones))
    columns = [*zones, *others]
    assert hours.headings[1:-1] == [zones[one]["short"]["zh"] if one in zones else ENDED[one] for one in columns]
    same(hours.rows, _hours(visits, columns), f"{day}, visits by hour")
    named = {code: zone["name"]["zh"] for code, zone in zones.items()} | ENDED
    same(places.rows, _waits(visits, columns, named, lambda one: one["place"]), f"{day}, waits by zone")
    gone = [one for one in visits if one["leave_reason"]]
    reasons = {code: reason["name"]["zh"] for code, reason in words()["leave_reasons"].items()}
    same(left.rows, _waits(gone, sorted(reasons), reasons, lambda one: one["leave_reason"]), f"{day}, who left")
    same(crowding.rows, _crowding(store, day), f"{day}, crowding")
    asked = {code: need["name"]["zh"] for code, need in all_needs.items()} | {"": say("not asked")}
    same(needs.rows, _waits(visits, list(asked), asked, lambda one: one["need"] or ""), f"{day}, needs")


def _hours(visits: list[Any], columns: list[str]) -> Rows:
    seen = sorted({*(f"{hour:02d}" for hour in range(9, 17)), *(one["hour"] for one in visits)})
    rows = []
    for hour in [*seen, ""]:
        ones = [one for one in visits if hour in ("", one["hour"])]
        counts = [sum(one["place"] == place for one in ones) for place in columns]
        rows.append([f"{hour}-{int(hour) + 1:02d}" if hour else say("Total"), *map(str, counts), str(len(ones))])
    return rows


def _waits(visits: list[Any], codes: list[str], named: Mapping[str, str], of: Callable[[Any], str]) -> Rows:
    rows = []
    for code in codes:
        ones = [one for one in visits if of(one) == code]
        waits = [int((local(one["ended_at"]) - local(one["arrived_at"])).total_seconds()) for one in ones
                 if one["ended_at"] != one["arrived_at"]]  # fmt: skip
        if ones:
            rows.append([named[code], str(len(ones)), *(_clock(waits, how) for how in (median, max))])
    return rows


def _clock(waits: list[int], how: Callable[[list[int]], float]) -> str:
    if not waits:
        return ""
    minutes, seconds = divmod(int(how(waits)), 60)
    return f"{minutes}:{seconds:02d}"


def _crowding(store: Store, day: str) -> Rows:
    found = store.rows(
        'SELECT c.*, s.name FROM crowding c JOIN staff s ON s.id = c."by" WHERE day_id = ? ORDER BY at',
        day_id(store, day),
    )
    return [
        [f"{local(one['at']):%H:%M}", str(one["waiting"]), _clock([one["longest_wait"]], max), one["name"],
         name("crowding_measures", one["measure"]), one["note"]]
        for one in found
    ]  # fmt: skip


def checks(store: Store, day: str, tables: list[Block]) -> None:
    """Each item of each checklist, gone through or not; each machine that was out of order on the day."""
    *lists, machines = tables
    (patrols,) = store.rows(
        "SELECT max(round) FROM checklist_tick WHERE checklist = 'patrol' AND day_id = ? AND dropped_at IS NULL",
        day_id(store, day),
    )
    rounds = [("opening", 1), *(("patrol", number) for number in range(1, (patrols[0] or 1) + 1)), ("closing", 1)]
    assert len(lists) == len(rounds)
    for table, (checklist, number) in zip(lists, rounds, strict=True):
        title = name("checklists", checklist)
        assert table.title == (
            say("{checklist}, round {number}", checklist=title, number=number) if checklist == "patrol" else title
        )
        same(table.rows, _ticks(store, day, checklist, number), f"{day}, {checklist}")
    same(machines.rows, _machines(store, day), f"{day}, machines")


def _ticks(store: Store, day: str, checklist: str, number: int) -> Rows:
    found = store.rows(
        """SELECT t.*, s.name FROM checklist_tick t JOIN staff s ON s.id = t."by"
           WHERE day_id = ? AND checklist = ? AND round = ? AND dropped_at IS NULL""",
        day_id(store, day), checklist, number,
    )  # fmt: skip
    ticks = {one["item"]: one for one in found}
    rows = []
    for item, text in words()["checklists"][checklist]["items"].items():
        one = ticks.get(item)
        said = (
            [IN_ORDER[one["in_order"]], one["name"], _time(one["at"], day), one["note"]]
            if one
            else [say("not checked"), "", "", ""]
        )
        rows.append([text["zh"], *said])
    return rows


def _time(instant: str, day: str) -> str:
    moment = local(instant)
    return f"{moment:%H:%M}" if moment.date().isoformat() == day else at(instant)


def _machines(store: Store, day: str) -> Rows:
    found = store.rows(
        """SELECT f.*, r.name AS reporter, x.name AS mender FROM device_fault f JOIN business_day d ON d.date = ?
           JOIN staff r ON r.id = f.reported_by LEFT JOIN staff x ON x.id = f.fixed_by
           WHERE f.day_id = d.id OR f.reported_at < d.opened_at AND (f.fixed_at IS NULL OR f.fixed_at >= d.opened_at)
           ORDER BY f.number""",
        day,
    )
    ((now,),) = store.rows("SELECT max(at) FROM audit_event")
    rows = []
    for one in found:
        spent = int((local(one["fixed_at"] or now) - local(one["reported_at"])).total_seconds() // 60)
        rows.append(
            [one["what"], str(one["number"]), f"{name('devices', one['device'])} {one['label']}".rstrip(),
             one["ticket"], f"{at(one['reported_at'])} {one['reporter']}",
             f"{at(one['fixed_at'])} {one['mender']}" if one["fixed_at"] else say("not yet"),
             say("{hours} h {minutes} min", hours=spent // 60, minutes=spent % 60), one["fixed_note"]]
        )  # fmt: skip
    return rows


def complaints(store: Store, day: str, tables: list[Block]) -> None:
    """Those received on the day, and those from before that had a step on it or are not filed."""
    received, in_hand = tables
    ((opened,),) = store.rows("SELECT opened_at FROM business_day WHERE date = ?", day)
    new = store.rows("SELECT * FROM complaint WHERE day_id = ? ORDER BY number", day_id(store, day))
    old = store.rows(
        """SELECT * FROM complaint WHERE day_id <> ? AND recorded_at < ? AND (archived_at IS NULL OR id IN
           (SELECT complaint_id FROM complaint_step WHERE day_id = ?)) ORDER BY number""",
        day_id(store, day), opened, day_id(store, day),
    )  # fmt: skip
    same(received.rows, [_complaint(store, one) for one in new], f"{day}, complaints received")
    same(in_hand.rows, [_complaint(store, one) for one in old], f"{day}, complaints in hand")


def _complaint(store: Store, one: Any) -> list[str]:
    steps = store.rows("SELECT * FROM complaint_step WHERE complaint_id = ? ORDER BY seq", one["id"])
    kinds = [step["step"] for step in steps]
    handler = store.rows("SELECT name FROM staff WHERE id = ?", one["handler_id"])
    state = COMPLAINT[one["state"]]
    if "made_complex" in kinds:
        state = say("{state} ({marks})", state=state, marks=say("complex"))
    told = [step for step in steps if step["step"] == "notified"]
    notice = f"{told[-1]['on_date']} {name('notification_means', told[-1]['choice'])}" if told else ""
    by = handler[0][0] if handler else say("nobody yet")
    return [str(one["number"]), f"{local(one['received_at']):%Y-%m-%d %H:%M}", name("complaint_kinds", one["kind"]),
            name("complaint_channels", one["channel"]), one["customer"], by, state, _due(one, steps),
            notice]  # fmt: skip


def _due(one: Any, steps: list[Any]) -> str:
    """Calendar days by CBIRC Order 2020-3: 15, a complex one 30, 30 more with an extension; pauses are not counted."""
    kinds = [step["step"] for step in steps]
    days, since = 30 if "made_complex" in kinds else 15, None
    days += 30 if "extended" in kinds else 0
    for step in steps:
        if step["step"] == "paused":
            since = date.fromisoformat(step["on_date"])
        elif step["step"] == "resumed" and since:
            days, since = days + (date.fromisoformat(step["on_date"]) - since).days, None
    if since or "withdrawn" in kinds:
        return ""
    return (date.fromisoformat(one["received_on"]) + timedelta(days=days)).isoformat()


def meeting(store: Store, day: str, kind: str, tables: list[Block]) -> None:
    """The agenda, the figures of the day that it speaks of, what was answered and noted."""
    agenda, records, questions, note = tables
    plan = words()["meetings"][kind]
    minutes = [[item["name"]["zh"], str(item["minutes"])] for item in plan["agenda"].values()]
    total = [[say("Total"), str(sum(item["minutes"] for item in plan["agenda"].values()))]]
    same([row[:2] for row in agenda.rows], minutes + total, f"{day}, agenda of the {kind}")
    spoken_of = store.rows("SELECT date FROM business_day WHERE date <= ? ORDER BY date DESC LIMIT 2", day)
    dates = [one["date"] for one in spoken_of if kind == "evening" or one["date"] != day][:1]
    heading = "Today, {day}" if kind == "evening" else "The business day before, {day}"
    expected = [[say(heading, day=one), _figures(store, one)] for one in dates]
    figures = [row for row in records.rows if row[0] in [title for title, _ in expected]]
    same(figures, expected, f"{day}, figures of the {kind}")
    held = store.rows("SELECT * FROM meeting WHERE day_id = ? AND kind = ?", day_id(store, day), kind)
    answers = json.loads(held[0]["answers"]) if held else {}
    asked = [[text["zh"], answers.get(code, "")] for code, text in plan["questions"].items()]
    same(questions.rows, asked, f"{day}, questions of the {kind}")
    same(note.rows, [[held[0]["note"] if held else ""]], f"{day}, note of the {kind}")


def _figures(store: Store, day: str) -> str:
    ours = day_id(store, day)
    visits = store.rows("SELECT * FROM visit WHERE day_id = ? AND state <> 'undone'", ours)
    waits = [local(one["ended_at"]) - local(one["arrived_at"]) for one in visits]
    longest = int(max(waits, default=timedelta()).total_seconds()) // 60
    left = sum(one["state"] == "left" for one in visits)
    ((made, introduced),) = store.rows(
        "SELECT count(*), coalesce(sum(status = 'introduced'), 0) FROM referral WHERE day_id = ? AND undone_at IS NULL",
        ours,
    )
    lines = [
        say("Visits {visits}, left unserved {left}, longest wait {minutes} min", visits=len(visits), left=left,
            minutes=longest),
        say("Referrals {total}: introduced {introduced}, to follow up {to_follow_up}", total=made,
            introduced=introduced, to_follow_up=made - introduced),
    ]  # fmt: skip
    ((opened,),) = store.rows("SELECT coalesce(sum(opened), 0) FROM result WHERE day_id = ?", ours)
    sold = store.rows(
        """SELECT product, sum(quantity) FROM result_product p JOIN result r ON r.id = p.result_id
           WHERE r.day_id = ? AND quantity > 0 GROUP BY product ORDER BY product""",
        ours,
    )
    parts = [say("accounts opened: {count}", count=opened)] if opened else []
    for code, count in sold:
        product, unit = name("products", code), words()["products"][code]["unit"]["zh"]
        parts.append(say("{product} ({unit}): {quantity}", product=product, quantity=count, unit=unit))
    return "\n".join([*lines, *([say("Results: {what}", what="，".join(parts))] if parts else [])])
