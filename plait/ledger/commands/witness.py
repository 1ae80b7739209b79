"""Be a witness for another Plait: the same as `python3 witness.py` without Plait."""

from plait.ledger.witness import arguments, run

__all__ = ["arguments", "run"]
