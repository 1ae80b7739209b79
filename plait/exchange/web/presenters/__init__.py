"""The pages of an import, and of what it brought in, in words."""

from plait.exchange.web.presenters.entry import Entry
from plait.exchange.web.presenters.runs import HeldRow, Run, Start

__all__ = ["Entry", "HeldRow", "Run", "Start"]
