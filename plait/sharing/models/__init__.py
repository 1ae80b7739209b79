"""The envelope of everything said about a child, and the facts that open it."""

from plait.sharing.models.agreements import Agreement
from plait.sharing.models.changes import Objection, Pause
from plait.sharing.models.copies import Copy
from plait.sharing.models.emergencies import Emergency
from plait.sharing.models.facts import (
    Basis,
    Clearance,
    Exemption,
    Glass,
    Restriction,
)
from plait.sharing.models.growing_up import Choice, PrivacyWish, Representative
from plait.sharing.models.lawful import AreaAgreement, AreaSignature, Disclosure
from plait.sharing.models.looks import LookDelay, LookQuestion
from plait.sharing.models.records import Content, Part, Record, RecordVersion
from plait.sharing.models.seals import Conflict, HeldBack, Seal
from plait.sharing.models.unfinished import Unfinished

__all__ = [
    "Agreement",
    "AreaAgreement",
    "AreaSignature",
    "Basis",
    "Choice",
    "Clearance",
    "Conflict",
    "Content",
    "Disclosure",
    "Emergency",
    "Copy",
    "Exemption",
    "Glass",
    "LookDelay",
    "LookQuestion",
    "HeldBack",
    "Objection",
    "Part",
    "PrivacyWish",
    "Pause",
    "Record",
    "RecordVersion",
    "Representative",
    "Restriction",
    "Unfinished",
    "Seal",
]
