"""What a row of “what works” says, in a sentence or two: shown below the table."""

from lobby_tui.desk.review.shares import Share
from lobby_tui.desk.review.works import Found
from lobby_tui.desk.review.works_look import Row, Works
from lobby_tui.desk.review.works_pairs import Pair, Pairs
from lobby_tui.desk.review.works_tellers import ByRole, Missed
from lobby_tui.desk.review.works_times import Wait, Waits
from lobby_tui.locale import Message, Renderable, msg


def sentence(row: Row) -> tuple[Message, ...]:
    """What a row says, in full; each part may stand on a line of its own."""
    match row:
        case Found():
            seen = msg("{name}: seen {seen}.", name=named(row.key, row.name), seen=row.seen)
            waiting = row.fate.waiting
            open_ = (msg("{count} of them are still open.", count=waiting),) if waiting else ()
            return (seen, sold(row.share), *open_)
        case Pair():
            one, other = named(row.signal, row.name), named(row.other, row.other_name)
            return (
                msg("{one} with {other}: {text}", one=one, other=other, text=sold(row.both)),
                msg("Without it: {text}", text=sold(row.without)),
            )
        case Waits():
            return (
                msg("{name}: until confirmed {text}", name=row.name, text=waited(row.confirmed)),
                msg("Until the first attempt to reach the customer: {text}", text=waited(row.contacted)),
            )
        case ByRole():
            per = msg("{name}: {count} referrals for every 100 visits.", name=row.name, count=_rate(row.per_100))
            return (per, sold(row.share))
        case Missed():
            return (_missed(row),)


def left_out(works: Works) -> tuple[Message, ...]:
    """What the rows do not say: how many pairs are silent."""
    if not isinstance(works, Pairs) or not works.silent:
        return ()
    return (
        msg(
            "{count} more pairs have fewer than {least} referrals, with both or with one alone: silent.",
            count=works.silent, least=works.least_n,
        ),
    )  # fmt: skip


def named(code: str, name: Renderable) -> Renderable:
    """A name with its code; the codes of hours and of what is nothing say nothing beside it."""
    return msg("{code} {name}", code=code, name=name) if code[:1].isupper() else name


def sold(one: Share) -> Message:
    """Of how many referrals how many came to something, and between what that share may lie."""
    if not one.n:
        return msg("Nobody was referred.")
    if one.bounds is None:
        return msg("{hits} of {n} referrals sold: too few for a share.", hits=one.hits, n=one.n)
    return msg(
        "{hits} of {n} referrals sold: {share}, likely between {low} and {high}.",
        hits=one.hits, n=one.n, share=per_cent(one.value), low=per_cent(one.bounds[0]), high=per_cent(one.bounds[1]),
    )  # fmt: skip


def sold_briefly(one: Share) -> Message:
    """The same in a few words, for a heading."""
    if one.bounds is None:
        return msg("{hits} of {n} sold", hits=one.hits, n=one.n)
    low, high = map(per_cent, one.bounds)
    return msg("{share} of {n} sold ({low}–{high})", share=per_cent(one.value), n=one.n, low=low, high=high)


def waited(one: Wait) -> Message:
    """The median of waits, and where the middle half of them lies."""
    if one.median is None or one.early is None or one.late is None:
        return msg("too few ({n}).", n=one.n)
    return msg(
        "{median} working minutes in the middle, half of them between {early} and {late} ({n} referrals).",
        median=round(one.median), early=round(one.early), late=round(one.late), n=one.n,
    )  # fmt: skip


def per_cent(value: float | None) -> str:
    """A share without places, which few numbers would bear."""
    return "-" if value is None else f"{value * 100:.0f}%"


def _missed(row: Missed) -> Message:
    facts = msg(
        "{name}: {missed} of {n} identified only at the counter; the lobby had noted nothing of them.",
        name=named(row.key, row.name), missed=row.share.hits, n=row.share.n,
    )  # fmt: skip
    if row.share.bounds is None:
        return msg("{text} Too few for a share.", text=facts)
    low, high = map(per_cent, row.share.bounds)
    return msg(
        "{text} That is {share}, likely between {low} and {high}.",
        text=facts, share=per_cent(row.share.value), low=low, high=high,
    )  # fmt: skip


def _rate(per_100: float | None) -> str:
    return "-" if per_100 is None else f"{per_100:.1f}"
