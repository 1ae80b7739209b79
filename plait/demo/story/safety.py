"""Two worries about safety: one that is open, and one that turned out well."""

from datetime import datetime, timedelta
from functools import partial

from plait.demo.story.beginnings import Act
from plait.demo.story.stage import Stage
from plait.safeguarding import operations as safeguarding
from plait.safeguarding.models import Step, Verdict, Worry


def acts(stage: Stage) -> list[Act]:
    """Grace and the game on the tablet, closed; Leo and the boys by the gate, open."""
    return [
        (stage.ago(75, 11), partial(the_game, stage)),
        (stage.ago(75, 11, 25), partial(takes_on, stage, "grace")),
        (stage.ago(75, 15), partial(talks_with_family, stage)),
        (stage.ago(60, 10), partial(it_is_done, stage)),
        (stage.ago(3, 13), partial(the_gate, stage)),
        (stage.ago(3, 13, 30), partial(takes_on, stage, "leo")),
        (stage.ago(3, 14), partial(somebody_walks_along, stage)),
    ]


def the_game(stage: Stage, now: datetime) -> None:
    _raise(
        stage,
        "grace",
        Worry(
            saw="Grace told us about a game on the tablet. Somebody in it whom she does "
            "not know had asked for a picture of her. She had said no.",
            happened="Yesterday evening, she says. She told us at snack.",
            own_words="“They want my face. I said no way.”",
        ),
        now,
    )


def the_gate(stage: Stage, now: datetime) -> None:
    _raise(
        stage,
        "leo",
        Worry(
            saw="Leo asked twice to stay in at home time. He says that two big boys wait "
            "by the park gate and take his snack.",
            happened="On Monday and again today.",
            own_words="“They say give it or you can’t pass.”",
        ),
        now,
    )


def _raise(stage: Stage, child: str, worry: Worry, now: datetime) -> None:
    safeguarding.raise_worry(
        worry,
        child=stage.children[child],
        agency_id=stage.agencies["bramblecote"].pk,
        viewer=stage.viewer("leon", now),
    )


def takes_on(stage: Stage, child: str, now: datetime) -> None:
    owen = stage.viewer("owen", now)
    worries = Worry.objects.visible_to(owen.hat, now)
    found = worries.select_related("record").get(record__child=stage.children[child])
    safeguarding.take_on(found, child=stage.children[child], viewer=owen)


def talks_with_family(stage: Stage, now: datetime) -> None:
    safeguarding.add_step(
        Step(
            what="Talk with Grace’s family about the game, and show how to block somebody.",
            by_whom="Owen Bright",
            due_on=now.date() + timedelta(days=7),
        ),
        child=stage.children["grace"],
        viewer=stage.viewer("owen", now),
    )


def it_is_done(stage: Stage, now: datetime) -> None:
    grace, owen = stage.children["grace"], stage.viewer("owen", now)
    steps = Step.objects.visible_to(owen.hat, now).select_related("record")
    safeguarding.finish_step(
        steps.get(record__child=grace),
        "They changed the settings together. Grace showed her class how.",
        child=grace,
        viewer=owen,
    )
    safeguarding.decide(
        Verdict(
            choice=Verdict.Choice.NOTHING,
            reason="The person is blocked, the family knows what to do, and Grace told "
            "somebody at once. She has not been asked again.",
            closes=True,
        ),
        child=grace,
        viewer=owen,
    )


def somebody_walks_along(stage: Stage, now: datetime) -> None:
    safeguarding.add_step(
        Step(
            what="Somebody walks with Leo to the other gate, and I talk with the school "
            "that the boys go to.",
            by_whom="Owen Bright",
            due_on=stage.today + timedelta(days=2),
        ),
        child=stage.children["leo"],
        viewer=stage.viewer("owen", now),
    )
