"""Raising a worry, working on a case, sharing it, handing its file on."""

from plait.safeguarding.operations.cases import (
    add_step,
    decide,
    finish_step,
    take_on,
)
from plait.safeguarding.operations.disclosing import (
    disclose,
    end_disclosure,
    tell_family,
)
from plait.safeguarding.operations.escalating import pass_on_waiting
from plait.safeguarding.operations.handing_on import (
    begin_transfer,
    receive_file,
    send_file,
)
from plait.safeguarding.operations.raising import raise_worry
from plait.safeguarding.operations.reaching import let_new_leads_in

__all__ = [
    "add_step",
    "begin_transfer",
    "decide",
    "disclose",
    "end_disclosure",
    "finish_step",
    "let_new_leads_in",
    "pass_on_waiting",
    "raise_worry",
    "receive_file",
    "send_file",
    "take_on",
    "tell_family",
]
