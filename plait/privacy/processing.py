"""What personal information is used for, and by which law, as dated data (D58).

Each line of law is in force from its day on, for some kinds of agency; the newest one
that has begun counts. What really happens, and how much of it, is counted from the
database (`queries.processing`): no number stands here. Nobody qualified has confirmed
these lines yet, and each says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plait.agencies.models import Agency
from plait.privacy.schedule import CARE, COUNCIL, SCHOOLS
from plait.sharing.categories import ASKED_ABOUT, Category

Kind = Agency.Kind
EVERY = frozenset(Kind)
HEALTH = frozenset({Kind.HEALTH, Kind.THERAPY})
VOLUNTARY = frozenset({Kind.VOLUNTARY})
PUBLIC = SCHOOLS | COUNCIL | CARE
GDPR = date(2018, 5, 25)  # the Data Protection Act 2018 is in force since then


@dataclass(frozen=True)
class Law:
    """By which law, for which kinds of agency. `is_sure`: confirmed by somebody
    qualified."""

    from_on: date
    kinds: frozenset[Kind]
    article_6: str
    article_9: str  # with the condition of the DPA 2018; empty: nothing of the kind
    source: str
    is_sure: bool = False

    @property
    def said(self) -> str:
        """As one line."""
        return "; ".join(filter(None, (self.article_6, self.article_9)))


@dataclass(frozen=True)
class Purpose:
    """One thing that is done with information about people."""

    key: str  # what counts it goes by this name, too
    title: str
    people: str
    information: str
    laws: tuple[Law, ...]
    categories: tuple[Category, ...] = ()  # of records; then those really kept are told

    def law(self, kind: str, on: date) -> Law | None:
        """The newest line that has begun for this kind of agency."""
        begun = [law for law in self.laws if kind in law.kinds and law.from_on <= on]
        return max(begun, key=lambda law: law.from_on, default=None)


def _task(source: str, schedule_1: str = "para. 6") -> tuple[Law, ...]:
    """What each sector usually rests its work with children on."""
    return (
        Law(
            GDPR,
            PUBLIC,
            "UK GDPR Art. 6(1)(e), public task, and (c) where a law asks for it",
            f"Art. 9(2)(g), DPA 2018 Sch. 1 {schedule_1}",
            f"{source} Sch. 1 asks for a policy document (para. 39). A private nursery "
            "rests on Art. 6(1)(c) or (f) instead.",
        ),
        Law(
            GDPR,
            HEALTH,
            "UK GDPR Art. 6(1)(e), public task",
            "Art. 9(2)(h), DPA 2018 Sch. 1 para. 2",
            f"{source} What is said in confidence stays in it (common law).",
        ),
        Law(
            GDPR,
            VOLUNTARY,
            "UK GDPR Art. 6(1)(f), legitimate interests",
            f"Art. 9(2)(g), DPA 2018 Sch. 1 {schedule_1}",
            f"{source} The interest has to be weighed in writing.",
        ),
    )


_SUPPORT = _task(
    "Children and Families Act 2014 Part 3; SEND code of practice 2015, chapters 5 "
    "and 6."
)
_OBLIGATION = Law(
    GDPR,
    EVERY,
    "UK GDPR Art. 6(1)(c), legal duty",
    "Art. 9(2)(g), DPA 2018 Sch. 1 para. 6",
    "UK GDPR Art. 5(2), 12 to 22, 24, 32 and 33.",
)
APART = (Category.BOOK, Category.PHOTOS)

PURPOSES = (
    Purpose(
        "support",
        "Planning support with a family, giving it, and seeing whether it helps",
        "Children and young people; their families; people who work with them",
        "What is written about a child",
        _SUPPORT,
        tuple(kind for kind in ASKED_ABOUT if kind not in APART),
    ),
    Purpose(
        "book",
        "Writing to each other, home and service",
        "Children and young people; their families; people who work with them",
        "The communication book",
        _SUPPORT,
        (Category.BOOK,),
    ),
    Purpose(
        "photos",
        "Photos that show how a child is getting on",
        "Children and young people",
        "Photos",
        _SUPPORT,
        (Category.PHOTOS,),
    ),
    Purpose(
        "sharing",
        "Letting other services see what they need to help the same child",
        "Children and young people; their families",
        "The kinds of information that were shared, and why",
        _task(
            "Children and Families Act 2014 s.23, 25 to 28; each share names its own "
            "reason in law."
        ),
    ),
    Purpose(
        "safeguarding",
        "Keeping children safe",
        "Children and young people; people about whom there is a worry",
        "Worries, and what was decided. Only the safeguarding lead reads them.",
        _task(
            "Children Act 2004 s.10 and 11; Children Act 1989 s.47; Keeping children "
            "safe in education.",
            "para. 18",
        ),
    ),
    Purpose(
        "emergency",
        "Seeing what is needed in an emergency",
        "Children and young people; whoever asked",
        "What was opened, for at most four hours, and the reason",
        (
            Law(
                GDPR,
                EVERY,
                "UK GDPR Art. 6(1)(d), vital interests, or (e)",
                "Art. 9(2)(c), or 9(2)(g) with DPA 2018 Sch. 1 para. 18",
                "Rules E1 to E8 of this Plait.",
            ),
        ),
    ),
    Purpose(
        "census",
        "Knowing pupils by what the school census says of them",
        "Children and young people at school",
        "Names, birthday, pupil number, year group, needs and provision",
        _task(
            "Education Act 1996 s.537A; Education (Information About Individual "
            "Pupils) (England) Regulations 2013."
        ),
    ),
    Purpose(
        "accounts",
        "Letting people who work here sign in",
        "People who work here",
        "Name, e-mail address, job, from when to when, what they signed",
        (
            Law(
                GDPR,
                PUBLIC | HEALTH,
                "UK GDPR Art. 6(1)(e), public task",
                "",
                "UK GDPR Art. 32(4).",
            ),
            Law(
                GDPR,
                VOLUNTARY,
                "UK GDPR Art. 6(1)(f), legitimate interests",
                "",
                "UK GDPR Art. 32(4).",
            ),
        ),
    ),
    Purpose(
        "families",
        "Letting families sign in, read and decide",
        "Parents, carers, relatives and young people",
        "Name, e-mail address, how they are related, what they agreed to",
        _SUPPORT,
    ),
    Purpose(
        "looks",
        "Keeping who opened which page about a child",
        "People who work here; families",
        "Who, when, which page, on what ground",
        (_OBLIGATION,),
    ),
    Purpose(
        "rights",
        "Answering requests, and putting right what went wrong",
        "Whoever asks; children and young people",
        "What was asked, found, decided and told",
        (_OBLIGATION,),
    ),
)


def in_force(kind: str, on: date) -> Iterator[tuple[Purpose, Law]]:
    """Each purpose with the law of this kind of agency, on a day."""
    for purpose in PURPOSES:
        if law := purpose.law(kind, on):
            yield purpose, law


# What keeps it safe, each with where it stands and is tested.
MEASURES = (
    ("People at services sign in with a second step, or with a passkey.",
     "docs/how-to/sign-in-and-accounts.md"),
    ("No password is kept, only what can check one.",
     "docs/how-to/sign-in-and-accounts.md"),
    ("One table decides, for every page and file, who sees which record.",
     "docs/rules/sharing.md"),
    ("Everybody who works here signs a confidentiality agreement first.",
     "docs/rules/sharing.md, K1"),
    ("Who opened what is written down before the page is shown. Each line is chained "
     "to the one before, so that a change shows.", "docs/decisions/0006-hash-chain.md"),
    ("What looks unusual is told to the privacy lead.", "docs/rules/watching.md"),
    ("Emergency access lasts at most four hours, and a second person reviews it.",
     "docs/rules/sharing.md, E1 to E8"),
    ("E-mails carry no child’s name.", "docs/rules/sharing.md"),
    ("In use with real children it starts only behind an encrypted connection.",
     "docs/how-to/install.md"),
    ("Backups are closed with a key of which the other half is kept elsewhere.",
     "docs/how-to/back-up-and-restore.md"),
)  # fmt: skip
