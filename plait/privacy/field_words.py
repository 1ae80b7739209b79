"""What each field of each kind of record is called when somebody reads all of it.

Every kind is here with each of its fields (`tests/trust/test_out_words.py`), so that no
answer shows a name that only a program reads. What says nothing of its own to a reader
is in `SILENT`: what a record hangs on, the name of a file. People whom a record points
at are, too: who else is named is decided with the words (D47).
"""

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """What a kind is called, its fields, and those of its parts."""

    name: str
    fields: Mapping[str, str]
    parts: Mapping[str, str] = {}


TITLE, WORDS, WHY = "What it is called", "What it says", "Why"
AREA, WHICH_AREAS = "What it is about", "What it is about"
LOOK_AGAIN, WHY_NOT_TOLD = "Looked at again on", "Why the family was not told"
FAMILY_TOLD, UNTIL = "Was the family told?", "Until"
NOTE, STATE = "What else was seen", "How it stands"

KINDS: Mapping[str, Kind] = {
    "team.involvement": Kind(
        "A part in the team",
        {
            "does": "What they do",
            "reach": "How to reach them",
            "reach_when": "When they can be reached",
            "covered_by": "Who stands in for them",
            "leads": "Do they lead the team?",
        },
    ),
    "team.court-order": Kind(
        "A court order",
        {
            "court": "Which court",
            "made_on": "Made on",
            "says": "What it says",
            "closes": "What it closes to that adult",
            "from_on": "From",
            "last_day": "Last day",
        },
    ),
    "team.contact": Kind("Who is with the child when", {"says": WORDS}),
    "evidence.observation": Kind(
        "A note",
        {
            "saw": "What was seen or heard",
            "means": "What it may mean",
            "seen_at": "When it was seen",
            "areas": WHICH_AREAS,
        },
    ),
    "evidence.photo": Kind("A photo", {"shows": "What it shows"}),
    "evidence.concern": Kind(
        "A concern",
        {
            "wondering": "What somebody wondered about",
            "areas": WHICH_AREAS,
            "tried": "What had been tried",
            "family_told": FAMILY_TOLD,
            "why_not_told": WHY_NOT_TOLD,
            "look_again_on": LOOK_AGAIN,
        },
    ),
    "evidence.assessment": Kind(
        "A report",
        {
            "title": TITLE,
            "seen_on": "When the child was seen",
            "how": "How it was found out",
            "summary": "What was found out",
        },
        {"kind": "What this part is", "area": AREA, "words": WORDS},
    ),
    "evidence.passage": Kind(
        "What a report says about one adult",
        {"about": "Whom it is about", "words": WORDS},
    ),
    "evidence.story": Kind("What the family wrote first", {"words": WORDS}),
    "evidence.home": Kind(
        "A home",
        {
            "called": "What it is called",
            "address": "Address",
            "phone": "Phone",
            "nights": "Which nights",
        },
    ),
    "evidence.attendance": Kind(
        "A setting",
        {
            "agency": "Which setting",
            "group": "Room, class or year",
            "days": "Which days",
            "from_on": "Since",
            "until_on": UNTIL,
        },
    ),
    "plans.plan": Kind(
        "The plan",
        {
            "title": TITLE,
            "starts_on": "Starts on",
            "review_on": LOOK_AGAIN,
            "review_words": "How it is looked at again",
            "state": STATE,
        },
        {"area": AREA, "words": "What the child needs"},
    ),
    "plans.outcome": Kind(
        "An outcome",
        {
            "title": TITLE,
            "wording": "In full",
            "area": AREA,
            "measure": "What is counted",
            "baseline": "At the start",
            "baseline_on": "Counted at the start on",
            "target": "What is hoped for",
            "due_on": "By when",
            "state": STATE,
        },
    ),
    "plans.strategy": Kind(
        "A strategy",
        {"title": TITLE, "why": WHY, "instead_of": "Instead of"},
        {
            "place": "Where",
            "looks_like": "What it looks like there",
            "who": "Who does it",
            "how_often": "How often",
            "times_a_week": "Times a week",
            "state": STATE,
        },
    ),
    "plans.view": Kind("A view", {"stance": "How they see it", "words": "Their words"}),
    "plans.rating": Kind(
        "A count", {"counted_on": "Counted on", "value": "How many", "note": NOTE}
    ),
    "plans.practice": Kind(
        "Practice at home",
        {"place": "Where", "on": "On which day", "went": "How it went", "note": NOTE},
    ),
    "plans.activity": Kind(
        "A game",
        {
            "title": TITLE,
            "steps": "How it goes",
            "minutes": "How many minutes",
            "elsewhere": "The same elsewhere",
            "until_on": UNTIL,
        },
    ),
    "book.entry": Kind(
        "The book",
        {"words": WORDS, "facts": "How it was", "question": "What was asked"},
    ),
    "exchange.census-entry": Kind(
        "The school census",
        {
            "given_name": "First name",
            "family_name": "Family name",
            "known_as": "Called",
            "provision": "Support",
            "year_group": "Year group",
            "language": "First language (code)",
            "entered_on": "Came to the school on",
            "unit": "In a special unit (code)",
            "resourced": "In resourced provision (code)",
            "needs": "Needs, the first one first",
        },
    ),
    "safeguarding.worry": Kind(
        "A worry about safety",
        {
            "saw": "What was seen or heard",
            "happened": "When that was",
            "own_words": "The child’s own words",
            "in_danger": "Was there danger now?",
            "about_adult": "Which adult it is about",
        },
    ),
    "safeguarding.step": Kind(
        "A step to keep the child safe",
        {
            "what": "What is done",
            "by_whom": "By whom",
            "due_on": "By when",
            "done_on": "Done on",
            "came_of_it": "What came of it",
        },
    ),
    "safeguarding.verdict": Kind(
        "A decision to keep the child safe",
        {
            "choice": "What was decided",
            "reason": WHY,
            "look_again_on": LOOK_AGAIN,
            "closes": "Does it close the case?",
        },
    ),
    "safeguarding.disclosure": Kind(
        "A decision on sharing to keep the child safe",
        {
            "to_agency": "With which service",
            "shared": "Was it shared?",
            "reason": WHY,
            "necessary": "Why it was necessary",
            "relevant": "Why it was relevant",
            "family_told": FAMILY_TOLD,
            "why_not_told": WHY_NOT_TOLD,
            "look_again_on": LOOK_AGAIN,
            "until_on": UNTIL,
            "ended_on": "Ended on",
        },
    ),
    "safeguarding.file": Kind(
        "A file on the child’s safety, handed on",
        {"from_agency": "From which service", "notes": WORDS},
    ),
}
# Not said, anywhere: what it hangs on, who is pointed at, and the name of a file.
SILENT = frozenset(
    {
        "id", "file", "width", "height", "of", "of_version", "plan", "outcome",
        "strategy", "taken_from", "answers", "tie", "basis", "person",
        "about_colleague",
    }
)  # fmt: skip
