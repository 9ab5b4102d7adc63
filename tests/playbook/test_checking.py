"""Each mistake that a playbook's author can make is found, at its key, with the nearest valid value."""

from pathlib import Path

import pytest

from lobby_tui.locale import catalogue
from lobby_tui.playbook.checking import check_playbook
from lobby_tui.playbook.errors import PlaybookError, Problem
from lobby_tui.playbook.loading import list_playbooks, parse_playbook
from lobby_tui.resources import data_dir

PAPER = "[papers.referral_record]"
CUSTOMER = '    { code = "customer", title = { zh = "姓名", en = "Name" } },\n'
DAY = '    { code = "day", title = { zh = "日", en = "Day" } },\n'
BELL = '[meetings.morning.agenda.bell]\nname = { zh = "敲钟", en = "Ring the bell" }\nminutes = 1\nowner = "guide"\n'
PRICES = (
    '\n[meetings.morning.agenda.prices]\nname = { zh = "报金价", en = "The price of gold" }\n'
    'minutes = 4\nowner = "cash_teller"\n'
)


def problems(text: str) -> tuple[Problem, ...]:
    try:
        parse_playbook(text, "small.toml")
    except PlaybookError as error:
        return error.problems
    return ()


MISTAKES = [
    # what is replaced, by what, the key of the problem, the nearest value
    ('zone = "hall"', 'zone = "hal"', "needs.coins.zone", "hall"),
    ('amount_kind = "gold"', 'amount_kind = "golt"', "needs.gold.amount_kind", "gold"),
    ('signals = ["Z01"]', 'signals = ["Z1"]', "needs.gold.signals", "Z01"),
    ('threshold = "gold"', 'threshold = "gld"', "signals.Z02.threshold", "gold"),
    ("[signals.Z04]", "[signals.Q04]", "signals.Q04", None),
    ('segment = "firm"', 'segment = "form"', "segment_rules.1.segment", "firm"),
    ('corporate = ["workshop"]', 'corporate = ["workshp"]', "segment_rules.1.corporate", "workshop"),
    ('segments = ["upper"]', 'segments = ["uper"]', "routes.3.segments", "upper"),
    ('strength = "strong"', 'strength = "strnog"', "signals.Z02.strength", "strong"),
    ('staff_role = "guide"', 'staff_role = "guid"', "zones.hall.staff_role", "guide"),
    ("staffed = false", "stafed = false", "zones.hall.stafed", "staffed"),
    (
        "min_assets_yuan = 200000",
        "min_asset_yuan = 200000",
        "segment_rules.2.min_asset_yuan",
        "min_assets_yuan",
    ),
    ("min_assets_yuan = 200000", "min_assets_yuan = 0.5", "segment_rules.2.min_assets_yuan", None),
    ('yuan = "1234.56"', 'yuan = "1234.567"', "thresholds.gold.yuan", None),
    ('yuan = "1234.56"', "yuan = 1234.5", "thresholds.gold.yuan", None),
    ('yuan = "1234.56"', "yuan = 0", "thresholds.gold.yuan", None),
    ('yuan = "1234.56"', "", "thresholds.gold.yuan", None),
    ('zh = "黄金", en = "gold"', 'zh = "黄金", en = " "', "thresholds.gold.name.en", None),
    ('zh = "黄金", en = "gold"', 'zh = "黄金"', "thresholds.gold.name.en", None),
    ('zh = "黄金", en = "gold"', 'zh = "gold", en = "gold"', "thresholds.gold.name.zh", None),
    ('zh = "黄金", en = "gold"', 'zh = "黄金", en = "黄金"', "thresholds.gold.name.en", None),
    (
        'short = { zh = "机器", en = "Machine" }',
        'short = { zh = "自助机器区", en = "M" }',
        "zones.hall.short",
        None,
    ),
    (
        'short = { zh = "机器", en = "Machine" }',
        'short = { zh = "机", en = "Machinery" }',
        "zones.hall.short",
        None,
    ),
    ("digit = 2\nzone", "digit = 1\nzone", "needs.gold.digit", "2"),
    ("digit = 2\nthreshold", "digit = 1\nthreshold", "signals.Z02.digit", "2"),
    ("digit = 2\nzone", "digit = 10\nzone", "needs.gold.digit", None),
    ('risk = { zh = "价格会涨跌。", en = "Prices rise and fall." }', "", "needs.gold.risk", None),
    ('zone = "window"\nstaff_role', 'zone = "hall"\nstaff_role', "routes.1.zone", None),
    ('segments = ["upper"]', 'segments = ["upper", "mass"]', "routes.3", None),
    ('segments = ["upper"]', "segments = []", "routes.3", None),
    ('segments = ["mass", "chosen", "firm"]', 'segments = ["mass", "firm"]', "routes", None),
    ('segment = "mass"', 'segment = "mass"\nmin_age = 3', "segment_rules.4", None),
    ("min_assets_yuan = 200000", "", "segment_rules.2", None),
    ("judged = true", "", "segments.chosen", None),
    ('amount_kind = "gold"', "", "thresholds.gold", None),
    ('threshold = "gold"', "", "thresholds.gold", None),
    ("[signals.L01]", "[signals.Z05]", "signal_classes.L", None),
    ("weak_to_refer = 3", "weak_to_refer = 1", "suggestion.weak_to_refer", None),
    ("alarm_minutes = 5", "alarm_minutes = 3", "wait.alarm_minutes", None),
    ('start = "20:00"', 'start = "06:00"', "day_parts", None),
    ('start = "20:00"', 'start = "24:00"', "day_parts.2.start", None),
    ('code = "customer"', 'code = "custmer"', "papers.referral_record.columns.custmer.code", "customer"),
    ('code = "customer"', 'code = "day"', "papers.referral_record.columns.day", None),
    ('information = "full"', "", "identifiers.keep.information", None),
    ('account = "tail"', 'account = "tale"', "identifiers.keep.account", "tail"),
    ('plain = { zh = "{greeting}。"', 'plain = { zh = "{greting}。"', "greetings.plain.zh", None),
    ("[triggers.waits]", "[trigers.waits]", "trigers", "triggers"),
    ("columns = [\n" + DAY + CUSTOMER + "]", "columns = []", "papers.referral_record.columns", None),
    ("[papers.daily_statistics]", "[papers.daily_statistic]", "papers.daily_statistic.code", "daily_statistics"),
    (
        '[return_reasons.moved_away]\nname = { zh = "搬走了", en = "Moved away" }\ndigit = 2',
        '[return_reasons.moved_away]\nname = { zh = "搬走了", en = "Moved away" }\ndigit = 1',
        "return_reasons.moved_away.digit",
        "2",
    ),
    (
        'name = { zh = "约好喝茶", en = "Tea agreed" }\ndigit = 2',
        'name = { zh = "约好喝茶", en = "Tea agreed" }\ndigit = 1',
        "contact_outcomes.tea.digit",
        "2",
    ),
    ('then = "appointment"', 'then = "apointment"', "contact_outcomes.tea.then", "appointment"),
    ('then = "again"', 'then = "done"', "contact_outcomes", None),
    ('then = "done"', 'then = "again"', "contact_outcomes", None),
    ('then = "done"', "", "contact_outcomes.settled.then", None),
    ("answer_hours = 6", "answer_hours = 0", "follow_up.answer_hours", None),
    ("answer_hours = 6", "answer_hour = 6", "follow_up.answer_hour", "answer_hours"),
    ('rule = "by_segment"', 'rule = "by_segmant"', "allocation.rule", "by_segment"),
    ('fallback = "round_robin"', 'fallback = "by_segment"', "allocation.fallback", None),
    ("upper = [", "uper = [", "allocation.segments.uper", "upper"),
    ('upper = ["77", "78"]', "upper = []", "allocation.segments.upper", None),
    ('upper = ["77", "78"]', 'upper = ["77", "77"]', "allocation.segments.upper", None),
    ('segments = { upper = ["77", "78"] }', "", "allocation.segments", None),
    ("gold = [", "golt = [", "allocation.needs.golt", "gold"),
    ('opens = "07:30"', 'opens = "12:15"', "hours.closes", None),
    ('opens = "07:30"', 'opens = "7:30"', "hours.opens", None),
    ("wait_minutes = 7", "wait_minutes = 0", "crowding.wait_minutes", None),
    ("normal_days = 10", "normal_days = 16", "complaints.normal_days", None),
    ("complex_days = 20", "complex_days = 31", "complaints.complex_days", None),
    ("extension_days = 12", "extension_days = 31", "complaints.extension_days", None),
    ("most_days = 40", "most_days = 61", "complaints.most_days", None),
    ("most_representatives = 3", "most_representatives = 6", "complaints.most_representatives", None),
    ("major_people = 8", "major_people = 21", "complaints.major_people", None),
    ("complex_days = 20", "complex_days = 9", "complaints.complex_days", None),
    ("most_days = 40", "most_days = 19", "complaints.most_days", None),
    ("near_days = 2", "near_days = 10", "complaints.near_days", None),
    ("[devices.scales]", "[device.scales]", "device", "devices"),
    ("[meetings.evening.questions]", "[meetings.evening.question]", "meetings.evening.question", "questions"),
    ("[meetings.evening.agenda.count]", "[meetings.evning.agenda.count]", "meetings.evning.code", "evening"),
    (
        'minutes = 9\nowner = "supervisor"',
        'minutes = 9\nowner = "superviser"',
        "meetings.evening.agenda.count.owner",
        "supervisor",
    ),
    (BELL + PRICES, "[meetings.morning]\nagenda = []\n", "meetings.morning.agenda", None),
    ('cow = { zh = "牛回家了吗？"', 'cow = { zh = "?"', "meetings.evening.questions.cow.name.zh", None),
    ("burst_minutes = 15", "burst_minutes = 4", "odd.burst_minutes", None),
    ("burst_count = 4", "burst_cuont = 4", "odd.burst_cuont", "burst_count"),
    ('closes = "12:15"', 'closes = "07:45"', "odd.burst_minutes", None),
    ("confidence = 0.9", "confidence = 95", "review.confidence", None),
    ("usual_weeks = 4", "usual_weeks = nan", "review.usual_weeks", None),
    ('measure = "complaints"', 'measure = "complaint"', "scorecard.items.grumbles.measure", "complaints"),
    ('measure = "complaints"', 'measure = "irregular"', "scorecard.items", None),
    ('measure = "served"', 'measure = "answered_in_time"', "scorecard.items", None),
    ("points = -4", "points = 4", "scorecard.items.grumbles.points", None),
    ("points = -4", "points = 0", "scorecard.items.grumbles.points", None),
    ("points = 3", "points = -3", "scorecard.items.gold.points", None),
    ("points = 3\nmost = 12", "points = 3\nmost = 12.5", "scorecard.items.gold.most", None),
    ("points = 3\nmost = 12", "points = 3", "scorecard.items.gold.most", None),
    ('zh = "客人抱怨"', 'zh = "Grumbles"', "scorecard.items.grumbles.name.zh", None),
    ("[scorecard.items.served]", "[scorecard.item.served]", "scorecard.item", "items"),
    ("[wait]\nwarn_minutes = 3", "wait = 3\n[weit]\nwarn_minutes = 3", None, None),
]


@pytest.mark.parametrize(("old", "new", "key", "nearest"), MISTAKES)
def test_a_mistake_is_found_at_its_key(
    small_text: str, old: str, new: str, key: str | None, nearest: str | None
) -> None:
    assert old in small_text
    found = problems(small_text.replace(old, new, 1))
    assert found
    if key is not None:
        assert (key, nearest) in [(each.key, each.nearest) for each in found], found
    for each in found:
        assert each.file == "small.toml"
        for language in ("zh", "en"):
            assert catalogue(language).render(each.message)  # every place of the message is filled


def test_a_list_that_is_there_is_not_empty(small_text: str) -> None:
    start = small_text.index("[devices.scales]")
    end = small_text.index("[crowding]")
    found = problems("devices = []\n" + small_text[:start] + small_text[end:])
    assert [each.key for each in found] == ["devices"]


def test_both_meetings_are_planned_or_neither(small_text: str) -> None:
    text = small_text[: small_text.index("[meetings.evening.agenda")]
    assert [each.key for each in problems(text)] == ["meetings.evening"]
    assert problems(text[: text.index("[meetings.morning.agenda")]) == ()


def test_a_meeting_asks_nothing_twice(small_text: str) -> None:
    asked = '[meetings.evening.questions]\ncow = { zh = "牛回家了吗？", en = "Is the cow home?" }'
    name = 'name = { zh = "牛回家了吗？", en = "Is the cow home?" }'
    twice = "\n".join(f'[[meetings.evening.questions]]\ncode = "cow"\n{name}' for _ in range(2))
    assert asked in small_text
    assert [each.key for each in problems(small_text.replace(asked, twice))] == ["meetings.evening.questions.cow"]


def test_a_scorecard_has_no_line_twice(small_text: str) -> None:
    start = small_text.index("[scorecard.items.served]")
    lines = [block.split("]\n", 1) for block in small_text[start:].split("\n\n")]
    codes = ["served", "gold", "served"]
    listed = "".join(
        f'[[scorecard.items]]\ncode = "{code}"\n{rest}\n' for code, (_, rest) in zip(codes, lines, strict=True)
    )
    assert [each.key for each in problems(small_text[:start] + listed)] == ["scorecard.items.served"]


def test_a_sound_playbook_has_no_problems(small_text: str) -> None:
    assert problems(small_text) == ()
    for name in list_playbooks():
        assert check_playbook(data_dir() / "playbooks" / f"{name}.toml") == ()


def test_a_zone_that_no_route_reaches_is_found(small_text: str) -> None:
    zone = (
        '[zones.attic]\nname = { zh = "阁楼", en = "Attic" }\nshort = { zh = "阁楼", en = "Attic" }\n'
        'staff_role = "guide"\n'
    )
    found = problems(small_text.replace(PAPER, zone + PAPER))
    assert [each.key for each in found] == ["zones.attic"]


def test_an_item_about_machines_is_one_of_the_checklist(small_text: str) -> None:
    checklist = (
        '[checklists.opening]\nname = { zh = "开门", en = "Opening" }\nmachines = ["ligths"]\n\n'
        '[checklists.opening.items]\nlights = { zh = "灯", en = "Lights" }\n\n'
    )
    (found,) = problems(small_text.replace(PAPER, checklist + PAPER))
    assert (found.key, found.nearest) == ("checklists.opening.machines", "lights")
    assert problems(small_text.replace(PAPER, checklist.replace("ligths", "lights") + PAPER)) == ()


def test_every_mistake_is_listed_not_only_the_first(small_text: str) -> None:
    text = small_text.replace('zone = "hall"', 'zone = "hal"').replace("alarm_minutes = 5", "alarm_minutes = 1")
    assert {each.key for each in problems(text)} == {"needs.coins.zone", "wait.alarm_minutes"}


def test_broken_toml_names_its_line(small_text: str) -> None:
    (problem,) = problems(small_text.replace("staffed = false", "staffed = = false", 1))
    line = small_text[: small_text.index("staffed = false")].count("\n") + 1
    assert problem.message.params["line"] == str(line)
    assert problems("code = ")[0].message.params["line"] in (1, "1")


def test_a_table_written_twice_is_found(small_text: str) -> None:
    assert problems(small_text + "\n[zones.hall]\n")


def test_files_that_cannot_be_read_are_a_problem(tmp_path: Path) -> None:
    (problem,) = check_playbook(tmp_path / "icbk.toml")
    assert problem.nearest == "icbc"
    latin = tmp_path / "gbk.toml"
    latin.write_bytes("银行".encode("gbk"))
    assert check_playbook(latin)


@pytest.mark.parametrize(
    "text", ["", "zones = 3", "zones = [3]", "[zones]\nhall = 3", "needs = [[1]]", "segments = [1]"]
)
def test_nonsense_is_refused_and_never_crashes(text: str) -> None:
    assert problems(text)
