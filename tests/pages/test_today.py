"""What the first pages fetch: as much as they show, and no more."""

from datetime import timedelta

from plait.team import plaits
from plait.today import queries
from plait.today.web import todos
from tests.pages.test_ceilings import Setting
from tests.trust.everything import Telling, tell_everything


def work_of(setting):
    """What waits for the key worker, and which records were read to find it."""
    viewer = setting.viewer("kit")
    work = todos.todos_of(queries.children_of(viewer), viewer)
    return work, {sight.record_id for sight in viewer.sights}


def tell_much(setting):
    """A dozen of everything, with outcomes that nobody has counted or given a view of."""
    hang_on = {
        "plan": setting.made["plans.plan"],
        "outcome": setting.made["plans.outcome"],
        "strategy": setting.made["plans.strategy"],
        "note": setting.made["evidence.observation"].record,
    }
    for number in range(12):
        setting.tell(f"Kim{number}", **hang_on)


def test_the_most_urgent_are_shown_and_all_are_counted(cast, monkeypatch):
    setting = Setting(cast)
    tell_much(setting)
    work, few = work_of(setting)
    monkeypatch.setattr(todos, "SHOWN", 1_000)
    whole, everything = work_of(setting)

    assert len(work.todos) < len(whole.todos)
    assert work.total == whole.total == len(whole.todos)
    due = [one.due_on for one in whole.todos]
    assert [one.due_on for one in work.todos] == due[: len(work.todos)]
    assert few < everything  # the ledger does not say that the others were read


def letters_of_the_setting(setting):
    letters = plaits.letters_of([setting.child.pk], viewer=setting.viewer("ola"))
    return letters[setting.child.pk][1]


def test_a_plait_knows_that_something_is_older_than_it_shows(cast):
    setting = Setting(cast)
    assert letters_of_the_setting(setting) == ".....i"
    long_ago = setting.at - timedelta(days=400)
    told = Telling(
        setting.child, setting.people["kit"], long_ago, "Kim", agency=setting.agency
    )
    tell_everything(told, owner_agency=setting.agency)
    assert letters_of_the_setting(setting) == "nnnnni"
