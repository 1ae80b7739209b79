"""Measure the product on the database that DATABASE_URL names. See ./run bench.

    python -m tests.bench [--records 10000,1000000] [--seconds 4] [--only lists|pages]
                          [--anew]

Nothing is asserted: what is seen is printed, with an exclamation mark where it is more
than what we aim at.
"""

import argparse
import os

import django

os.environ.setdefault("PLAIT_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.config.settings")
django.setup()

from django.conf import settings  # noqa: E402

from tests.bench import measurements  # noqa: E402

parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
parser.add_argument("--records", default="10000,100000,1000000", help="which sizes")
parser.add_argument("--seconds", type=float, default=4, help="for each comparison")
parser.add_argument("--only", choices=("lists", "pages"), help="one half of it")
parser.add_argument("--anew", action="store_true", help="fill the databases again")
given = parser.parse_args()
settings.ROOT_URLCONF = "tests.bench.pages"
measurements.measure(
    sorted(int(size) for size in given.records.split(",")),
    seconds=given.seconds,
    only=given.only,
    anew=given.anew,
)
