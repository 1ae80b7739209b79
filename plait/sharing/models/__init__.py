"""The envelope of everything said about a child, and the facts that open it."""

from plait.sharing.models.agreements import Agreement
from plait.sharing.models.facts import (
    Basis,
    Clearance,
    Exemption,
    Glass,
    Restriction,
)
from plait.sharing.models.growing_up import Choice, PrivacyWish, Representative
from plait.sharing.models.records import Content, Part, Record, RecordVersion

__all__ = [
    "Agreement",
    "Basis",
    "Choice",
    "Clearance",
    "Content",
    "Exemption",
    "Glass",
    "Part",
    "PrivacyWish",
    "Record",
    "RecordVersion",
    "Representative",
    "Restriction",
]
