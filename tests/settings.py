"""The product's settings, in the mode for tests, however the tests are started."""

import os

os.environ["PLAIT_MODE"] = "test"

from plait.config.settings import *  # noqa: F403 - settings are names
