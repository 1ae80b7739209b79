"""The kinds of information about a child, in the words a parent is asked in.

And, for each role, how sensitive a record of each kind it is cleared to read. The
clearances only ever lower what a tie and a basis would allow.
"""

from django.db import models


class Category(models.TextChoices):
    """What a record is about. The words finish "… can see"."""

    INVOLVEMENT = "involvement", "who is in the team"
    PLAN = "plan", "the plan and progress"
    EDUCATION = "education", "notes and observations"
    BOOK = "book", "the communication book"
    REPORT = "report", "reports and assessments"
    HOME_LIFE = "home_life", "home life"
    PHOTOS = "photos", "photos"
    VOICE = "voice", "the child’s own views"
    HEALTH = "health", "health"
    SOCIAL = "social", "social care"
    LOCATION = "location", "addresses and places"
    SAFEGUARDING = "safeguarding", "safeguarding"


class Sensitivity(models.IntegerChoices):
    NORMAL = 1, "Normal"
    RESTRICTED = 2, "Restricted"
    VERY_RESTRICTED = 3, "Very restricted"


# What families are asked about, in the order of the page. Safeguarding is never asked
# for, because it never rests on agreement.
ASKED_ABOUT = (
    Category.PLAN,
    Category.EDUCATION,
    Category.BOOK,
    Category.REPORT,
    Category.HOME_LIFE,
    Category.PHOTOS,
    Category.VOICE,
    Category.HEALTH,
    Category.SOCIAL,
    Category.LOCATION,
    Category.INVOLVEMENT,
)

# Why somebody reads what a service keeps, to answer whoever asked for it. It opens no
# page about the child.
ANSWERS_REQUEST, DECIDES_HARM = "answers_request", "decides_harm"
FOR_REQUESTS = (ANSWERS_REQUEST, DECIDES_HARM)

_EVERYDAY = {
    "involvement": 1, "plan": 1, "education": 1, "book": 1, "report": 1,
    "home_life": 1, "photos": 1, "voice": 1, "health": 1, "location": 1,
}  # fmt: skip
_LEAD = {
    **_EVERYDAY, "involvement": 2, "plan": 2, "education": 2, "book": 2, "report": 2,
    "home_life": 2, "voice": 2, "social": 1, "location": 2,
}  # fmt: skip
_THERAPIST = {**_EVERYDAY, "plan": 2, "report": 2, "health": 2}

CLEARANCES: dict[str, dict[str, int]] = {
    "key_worker": _EVERYDAY,
    "teacher": _EVERYDAY,
    "teaching_assistant": {**_EVERYDAY, "report": 0, "health": 0},
    "senco": _LEAD,
    "setting_lead": _LEAD,
    "safeguarding_lead": {**_EVERYDAY, "social": 2, "safeguarding": 3},
    "speech_therapist": _THERAPIST,
    "occupational_therapist": _THERAPIST,
    "physiotherapist": _THERAPIST,
    "educational_psychologist": {**_THERAPIST, "health": 1},
    "specialist_teacher": _EVERYDAY,
    "outreach_worker": _EVERYDAY,
    "health_visitor": {**_THERAPIST, "social": 1},
    "social_worker": {**_LEAD, "social": 3, "safeguarding": 2},
    "la_officer": {**_LEAD, "book": 0, "photos": 0},
    "privacy_lead": {},
    # Parts of a request for everything kept, and of nothing else (`sharing.door`).
    ANSWERS_REQUEST: {
        **dict.fromkeys(_EVERYDAY, 2),
        "social": 2,
        "safeguarding": 0,
    },
    DECIDES_HARM: {**dict.fromkeys(_EVERYDAY, 3), "social": 3, "safeguarding": 3},
}
