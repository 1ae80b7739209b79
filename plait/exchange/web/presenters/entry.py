"""What the school census says about one child, in words."""

from dataclasses import dataclass

from plait.children.models import Child
from plait.design_system import words
from plait.exchange.census import codes
from plait.exchange.models import CensusEntry


@dataclass(frozen=True)
class Entry:
    """What the school census says about one child, in words where there are words."""

    child: str
    school: str
    on: str
    facts: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]

    @classmethod
    def of(cls, entry: CensusEntry, child: Child) -> "Entry":
        provision = codes.PROVISION_WORDS.get(entry.provision, "")
        joined = words.record_day(entry.entered_on) if entry.entered_on else ""
        owner = entry.record.owner_agency
        facts = (
            ("SEN provision", _code_in_words(entry.provision, provision)),
            ("Year group", entry.year_group),
            ("Language code", entry.language),
            ("Joined the school", joined),
            ("In a SEN unit", _yes_or_no(entry.unit)),
            ("In resourced provision", _yes_or_no(entry.resourced)),
        )
        return cls(
            child=child.called,
            school=owner.short_name if owner else "",
            on=words.record_day(entry.record.made_at),
            facts=tuple((name, said or "Not given") for name, said in facts),
            needs=tuple(
                _code_in_words(code, codes.NEEDS.get(code, ""))
                for _, code in entry.needs
            ),
        )


def _yes_or_no(code: str) -> str:
    return {"true": "Yes", "false": "No"}.get(code.casefold(), code)


def _code_in_words(code: str, said: str) -> str:
    """A known code in words; any other as it was received, and marked as that."""
    if said:
        return f"{said[:1].upper()}{said[1:]} ({code})"
    return f"Code {code}, as received" if code else ""
