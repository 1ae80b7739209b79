"""The story from beginning to end, in the order in which it happened."""

from datetime import datetime

from plait.demo.models import Area
from plait.demo.story import (
    acting,
    apart,
    asking,
    beginnings,
    between,
    changing,
    emergencies,
    everyday,
    grace,
    keeping,
    leaving,
    looking,
    noor,
    others,
    planning,
    safety,
    unusual,
    wrong,
    young,
)
from plait.demo.story.stage import Stage, set_stage


def tell(now: datetime) -> Stage:
    """Fill an empty database with the demonstration, relative to today."""
    stage = set_stage(now)
    acts = [
        *beginnings.acts(stage),
        *planning.acts(stage),
        *everyday.acts(stage),
        *noor.acts(stage),
        *others.acts(stage),
        *between.acts(stage),
        *grace.acts(stage),
        *leaving.acts(stage),
        *looking.acts(stage),
        *emergencies.acts(stage),
        *safety.acts(stage),
        *apart.acts(stage),
        *unusual.acts(stage),
        *wrong.acts(stage),
        *young.acts(stage),
        *acting.acts(stage),
        *changing.acts(stage),
        *keeping.acts(stage),
        *asking.acts(stage),
    ]
    for moment, act in sorted(acts, key=lambda pair: pair[0]):
        act(moment)
    Area.objects.create(made_at=now)
    return stage
