"""The six months of Rafi, and the beginnings of Noor, as calls of the real operations."""

from plait.demo.story.telling import tell

__all__ = ["tell"]
