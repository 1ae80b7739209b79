"""The jobs people do around a child, as data. A role says nothing about one child.

Which role may see which kind of information, and how sensitive, is the table of
clearances in `sharing`.
"""

from dataclasses import dataclass

HOME, SETTING, SPECIALISTS = "home", "setting", "specialists"
PRIVACY_LEAD, SAFEGUARDING_LEAD = "privacy_lead", "safeguarding_lead"
SENCO, SETTING_LEAD, LA_OFFICER = "senco", "setting_lead", "la_officer"


@dataclass(frozen=True)
class Role:
    """A job, in the words a family would use, and the first page it opens."""

    key: str
    words: str
    strand: str
    first_page: (
        str  # "key_worker", "senco", "specialist", "council", "safety" or "privacy"
    )
    does: str  # the sentence offered until the person writes their own


ROLES = (
    Role("key_worker", "key worker", SETTING, "key_worker",
         "Knows {child} best in the setting and is there every day."),
    Role("teacher", "teacher", SETTING, "key_worker",
         "Plans {child}’s learning day by day."),
    Role("teaching_assistant", "teaching assistant", SETTING, "key_worker",
         "Helps {child} during the day."),
    Role("senco", "SENCO", SETTING, "senco",
         "Keeps everyone together, and knows whom to ask."),
    Role("setting_lead", "head of the setting", SETTING, "senco",
         "Is responsible for what the setting promises."),
    Role(SAFEGUARDING_LEAD, "designated safeguarding lead", SETTING, "safety",
         "Makes sure that children are safe."),
    Role("speech_therapist", "speech and language therapist", SPECIALISTS, "specialist",
         "Helps with talking, understanding and playing with words."),
    Role("occupational_therapist", "occupational therapist", SPECIALISTS, "specialist",
         "Helps with everyday skills, movement and the senses."),
    Role("physiotherapist", "physiotherapist", SPECIALISTS, "specialist",
         "Helps with moving, balance and strength."),
    Role("educational_psychologist", "educational psychologist", SPECIALISTS,
         "specialist", "Looks at how {child} learns and feels, and what would help."),
    Role("specialist_teacher", "specialist teacher", SPECIALISTS, "specialist",
         "Advises on teaching that fits {child}."),
    Role("outreach_worker", "outreach worker", SPECIALISTS, "specialist",
         "Brings a specialist school’s experience to {child}’s setting."),
    Role("health_visitor", "health visitor", SPECIALISTS, "specialist",
         "Looks after {child}’s health and growth."),
    Role("social_worker", "social worker", SPECIALISTS, "council",
         "Supports the family and looks after {child}’s welfare."),
    Role("la_officer", "SEND officer at the council", SPECIALISTS, "council",
         "Makes sure the council does what the law asks for {child}."),
    Role(PRIVACY_LEAD, "privacy lead", SPECIALISTS, "privacy",
         "Looks after how information is used."),
)  # fmt: skip
BY_KEY = {role.key: role for role in ROLES}
CHOICES = [(role.key, role.words) for role in ROLES]


def words(key: str) -> str:
    """A role in words; a role this product does not know is shown as it came."""
    role = BY_KEY.get(key)
    return role.words if role else key.replace("_", " ")
