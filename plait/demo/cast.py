"""The people of the demonstration. Every one of them is made up.

The tests use the same people, so that what is shown is what is tested.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Organisation:
    code: str
    name: str
    called: str
    kind: str
    hours: str
    replies_within_days: int = 5
    census_code: str = ""


@dataclass(frozen=True)
class Actor:
    """Somebody of the cast: what they do, and the line that the page of the cast shows."""

    key: str
    name: str
    known_as: str
    does: str
    agency: str = ""
    role: str = ""
    manages_people: bool = False


ORGANISATIONS = (
    Organisation(
        "bramblecote",
        "Bramblecote Primary School and Nursery",
        "Bramblecote Nursery",
        "nursery",
        "Monday to Friday, 8am to 6pm",
        1,
        "9990001",
    ),
    Organisation(
        "rowan",
        "Rowan Speech Therapy",
        "Rowan Speech Therapy",
        "therapy",
        "Monday to Thursday, 9am to 5pm",
        3,
    ),
    Organisation(
        "harrowmere-health",
        "Harrowmere Health Visiting",
        "Harrowmere Health Visiting",
        "health",
        "Monday to Friday, 9am to 5pm",
        5,
    ),
    Organisation(
        "harrowmere",
        "Harrowmere Council, SEND team",
        "Harrowmere Council",
        "council",
        "Monday to Friday, 9am to 4:30pm",
        5,
    ),
    Organisation(
        "harrowmere-care",
        "Harrowmere Children’s Social Care",
        "Social Care",
        "social_care",
        "Every day, at any hour",
        1,
    ),
    Organisation(
        "larkfield",
        "Larkfield Nursery School",
        "Larkfield Nursery",
        "nursery",
        "Monday to Friday, 8:30am to 3:30pm",
        2,
        "9990002",
    ),
    Organisation(
        "riverside",
        "Riverside Children’s Therapies",
        "Riverside Therapies",
        "therapy",
        "Monday to Friday, 9am to 5pm",
        5,
    ),
    Organisation(
        "thornbridge",
        "Thornbridge Sixth Form and College",
        "Thornbridge College",
        "college",
        "Monday to Friday, 8:30am to 5pm",
        3,
    ),
    Organisation(
        "moorview",
        "Moor View Occupational Therapy",
        "Moor View Therapy",
        "therapy",
        "Monday to Thursday, 9am to 4pm",
        5,
    ),
)

ACTORS = (
    Actor("shirin", "Shirin Hossain", "Shirin", "Rafi’s mum"),
    Actor("conor", "Conor Doyle", "Conor", "Rafi’s dad"),
    Actor("nani", "Rehana Hossain", "Nani", "Rafi’s grandmother"),
    Actor(
        "abena",
        "Abena Owusu",
        "Abena",
        "Key worker in Robin Room",
        "bramblecote",
        "key_worker",
    ),
    Actor(
        "margaret",
        "Margaret Pryce",
        "Margaret",
        "SENCO",
        "bramblecote",
        "senco",
        manages_people=True,
    ),
    Actor(
        "leon",
        "Leon Baptiste",
        "Leon",
        "Key worker who stands in for Abena",
        "bramblecote",
        "key_worker",
    ),
    Actor(
        "tomasz",
        "Tomasz Wilk",
        "Tomasz",
        "Speech and language therapist, in two nurseries",
        "rowan",
        "speech_therapist",
        manages_people=True,
    ),
    Actor(
        "joy",
        "Joy Adeleke",
        "Joy",
        "Health visitor",
        "harrowmere-health",
        "health_visitor",
        manages_people=True,
    ),
    Actor(
        "daniel",
        "Daniel Tran",
        "Daniel",
        "SEND officer at the council, and Noor’s dad: two hats",
        "harrowmere",
        "la_officer",
        manages_people=True,
    ),
    Actor("idris", "Idris Aziz", "Idris", "Noor’s dad"),
    Actor("thandi", "Thandi Mbeki", "Thandi", "Grace’s mum, who has moved"),
    Actor("robert", "Robert Lane", "Robert", "Grace’s dad, whom a court has limited"),
    Actor(
        "owen",
        "Owen Bright",
        "Owen",
        "Designated safeguarding lead",
        "bramblecote",
        "safeguarding_lead",
    ),
    Actor(
        "sofia",
        "Sofia Marek",
        "Sofia",
        "Social worker on duty",
        "harrowmere-care",
        "social_worker",
        manages_people=True,
    ),
    Actor(
        "ayesha",
        "Ayesha Grant",
        "Ayesha",
        "Privacy lead at the council",
        "harrowmere",
        "privacy_lead",
    ),
    Actor(
        "gwen",
        "Gwen Parry",
        "Gwen",
        "SENCO at Larkfield Nursery",
        "larkfield",
        "senco",
        manages_people=True,
    ),
    Actor(
        "petra",
        "Petra Novak",
        "Petra",
        "Occupational therapist who has no child here",
        "riverside",
        "occupational_therapist",
        manages_people=True,
    ),
    Actor("tilda", "Tilda Osei", "Tilda", "A young woman of 17 at college"),
    Actor("adwoa", "Adwoa Osei", "Adwoa", "Tilda’s mum"),
    Actor("per", "Per Lindqvist", "Per", "Tilda’s dad"),
    Actor("jaden", "Jaden Clarke", "Jaden", "A boy of 15 who soon decides for himself"),
    Actor("michelle", "Michelle Brandt", "Michelle", "Jaden’s mum"),
    Actor(
        "edith",
        "Edith Marlow",
        "Edith",
        "Grandmother of Kwame, who is 18, and his deputy",
    ),
    Actor(
        "priya",
        "Priya Nair",
        "Priya",
        "SENCO at Thornbridge College",
        "thornbridge",
        "senco",
        manages_people=True,
    ),
    Actor(
        "jonah",
        "Jonah Reece",
        "Jonah",
        "Learning mentor and key worker",
        "thornbridge",
        "key_worker",
    ),
    Actor(
        "dewi",
        "Dewi Rees",
        "Dewi",
        "Occupational therapist for young people",
        "moorview",
        "occupational_therapist",
        manages_people=True,
    ),
)
BY_KEY = {actor.key: actor for actor in ACTORS}


def email_of(actor: Actor) -> str:
    """Addresses end in a domain that is set aside and can never receive mail."""
    return f"{actor.key}@plait.example"
