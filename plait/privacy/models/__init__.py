"""What is kept at a privacy lead's desk."""

from plait.privacy.models.breaches import Breach, BreachChange
from plait.privacy.models.reports import AccessReport, Download

__all__ = ["AccessReport", "Breach", "BreachChange", "Download"]
