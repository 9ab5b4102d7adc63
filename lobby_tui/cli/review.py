"""`lobby review`: the branch head's review. Each part of it stands in a module of its own."""

import typer

from lobby_tui.cli import (
    review_asked,
    review_compare,
    review_day,
    review_glance,
    review_goals,
    review_odd,
    review_pack,
    review_people,
    review_trends,
    review_works,
)


def build() -> typer.Typer:
    """The sub-commands, in the order of the screens."""
    app = typer.Typer(no_args_is_help=True)
    app.command("glance", help=review_glance.HELP)(review_glance.glance)
    app.command("rows", help=review_day.ROWS_HELP)(review_day.rows)
    app.command("approve", help=review_day.APPROVE_HELP)(review_day.approve)
    app.command("ask", help=review_day.ASK_HELP)(review_day.ask)
    app.command("coach", help=review_day.COACH_HELP)(review_day.coach)
    app.command("take-back", help=review_day.TAKE_BACK_HELP)(review_day.take_back)
    app.command("sign", help=review_day.SIGN_HELP)(review_day.sign)
    app.command("unsign", help=review_day.UNSIGN_HELP)(review_day.unsign)
    app.command("asked", help=review_asked.ASKED_HELP)(review_asked.asked)
    app.command("answer", help=review_asked.ANSWER_HELP)(review_asked.answer)
    app.command("anomalies", help=review_odd.HELP)(review_odd.anomalies)
    app.command("works", help=review_works.HELP)(review_works.works)
    app.command("summary", help=review_trends.SUMMARY)(review_trends.summary)
    app.command("trends", help=review_trends.TRENDS)(review_trends.trends)
    app.add_typer(review_goals.goal(), name="goal", help=review_goals.GOAL)
    app.command("month-file", help=review_compare.MONTH_FILE)(review_compare.month_file)
    app.command("compare", help=review_compare.COMPARE)(review_compare.compare)
    app.command("pack", help=review_pack.HELP)(review_pack.pack)
    app.command("people", help=review_people.PEOPLE)(review_people.people)
    app.command("my-score", help=review_people.MY_SCORE)(review_people.my_score)
    app.add_typer(review_people.coaching(), name="coaching", help=review_people.COACHING)
    return app
