"""The envelope of everything said about a child, and the facts that open it."""

from plait.sharing.models.agreements import Agreement
from plait.sharing.models.facts import (
    Basis,
    Clearance,
    Exemption,
    Glass,
    Restriction,
)
from plait.sharing.models.records import Content, Part, Record, RecordVersion
from plait.sharing.models.seals import Conflict, HeldBack, Seal

__all__ = [
    "Agreement",
    "Basis",
    "Clearance",
    "Conflict",
    "Content",
    "Exemption",
    "Glass",
    "HeldBack",
    "Part",
    "Record",
    "RecordVersion",
    "Restriction",
    "Seal",
]
