"""The mark that this database is the demonstration and nothing else."""

from django.db import models


class Area(models.Model):
    """Made by `plait demo` in an empty database; one-tap sign-in asks for it."""

    made_at = models.DateTimeField()
