"""The envelope of everything said about a child, and the facts that open it."""

from plait.sharing.models.agreements import Agreement
from plait.sharing.models.emergencies import Emergency
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
    "Emergency",
    "Exemption",
    "Glass",
    "Part",
    "Record",
    "RecordVersion",
    "Restriction",
]
