"""The communication book between home and setting."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from plait.sharing.categories import Category
from plait.sharing.models import Content


class Entry(Content):
    """One entry: how the night or the day was, something good, perhaps a question."""

    KIND: ClassVar[str] = "book.entry"
    CATEGORY: ClassVar[Category] = Category.BOOK

    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)  # {"night": "woke", "food": "some", …}
    question = models.TextField(blank=True)
    answers = models.ForeignKey(
        "book.Entry", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") | ~Q(question="") | ~Q(facts={}),
                name="book_entry_says_something",
            )
        ]


class LastRead(models.Model):
    """When somebody last opened a child's book: what is newer is unread."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    child = models.ForeignKey(
        "children.Child", on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "child"], name="book_lastread_is_one"
            )
        ]
