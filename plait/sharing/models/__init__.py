"""The envelope of everything said about a child, and the facts that open it."""

from plait.sharing.models.agreements import Agreement
from plait.sharing.models.changes import Objection, Pause
from plait.sharing.models.copies import Copy
from plait.sharing.models.facts import (
    Basis,
    Clearance,
    Exemption,
    Glass,
    Restriction,
)
from plait.sharing.models.records import Content, Part, Record, RecordVersion

__all__ = [
    "Agreement",
    "Basis",
    "Clearance",
    "Content",
    "Copy",
    "Exemption",
    "Glass",
    "Objection",
    "Part",
    "Pause",
    "Record",
    "RecordVersion",
    "Restriction",
]
