"""What privacy leads keep, each kind in its own module."""

from plait.privacy.models.requests import AccessRequest, RequestItem

__all__ = ["AccessRequest", "RequestItem"]
