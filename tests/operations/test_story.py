"""The demonstration starts on any day: its days of the past fall as they fall."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.journeys.worlds import ROOT, environment

TELL = """
import sys
from datetime import datetime, time
import django
django.setup()
from django.core.management import call_command
from plait.clocks.arithmetic import LONDON
from plait.demo.story.telling import tell
call_command("migrate", verbosity=0)
day = datetime.fromisoformat(sys.argv[1]).date()
tell(datetime.combine(day, time(11), LONDON))
"""


DAYS = {
    "a Wednesday": "2026-12-02",
    "a Thursday": "2026-12-03",
    "a Sunday": "2026-11-29",
    "a Monday": "2026-11-30",
    "the first of a year": "2027-01-01",
    "the last of February": "2028-02-29",
}


@pytest.mark.skipif(settings.POSTGRES, reason="Days hang on no database")
@pytest.mark.parametrize("day", DAYS)
def test_the_story_is_told_on_any_day(tmp_path, day):
    database = f"sqlite:///{tmp_path / 'story.sqlite3'}"
    done = subprocess.run(
        [sys.executable, "-c", TELL, DAYS[day]],
        cwd=ROOT,
        env=environment(tmp_path, database),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
