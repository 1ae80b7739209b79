"""What privacy leads keep, each kind in its own module."""

from plait.privacy.models.retention import Disposal, LegalHold

__all__ = ["Disposal", "LegalHold"]
