"""What is kept at a privacy lead's desk, each kind in its own module."""

from plait.privacy.models.breaches import Breach, BreachChange
from plait.privacy.models.reports import AccessReport, Download
from plait.privacy.models.requests import AccessRequest, RequestItem
from plait.privacy.models.retention import Disposal, LegalHold

__all__ = [
    "AccessReport",
    "AccessRequest",
    "Breach",
    "BreachChange",
    "Disposal",
    "Download",
    "LegalHold",
    "RequestItem",
]
