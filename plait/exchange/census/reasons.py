"""What can become of a row, and every reason for it, in words."""

from dataclasses import dataclass

OUTCOMES = ("new", "changed", "unchanged", "held", "refused")
OUTCOME_WORDS = {
    "new": "New",
    "changed": "Changed",
    "unchanged": "Unchanged",
    "held": "Held",
    "refused": "Refused",
}


@dataclass(frozen=True)
class Reason:
    """Why a row has its outcome."""

    outcome: str
    words: str


REASONS = {
    # new
    "new_pupil": Reason("new", "Not sent before under this pupil number."),
    "different_child": Reason("new", "Somebody looked, and it is a different child."),
    # changed
    "says_something_new": Reason("changed", "The file says something new."),
    "known_by_number": Reason(
        "changed",
        "A child of your school with this checked pupil number and date of birth. "
        "What the census says is added.",
    ),
    "same_child": Reason("changed", "Somebody looked, and it is the same child."),
    "senco_joins": Reason(
        "changed",
        "Nothing new in the file. The SENCO, who has not been in the team, joins it.",
    ),
    # unchanged
    "same_as_before": Reason("unchanged", "Says the same as last time."),
    # held
    "other_school": Reason("held", "Belongs to another school."),
    "school_unknown": Reason("held", "The school is not known here."),
    "no_number": Reason(
        "held", "Has no pupil number, so it could not be found again next time."
    ),
    "number_twice": Reason("held", "Its pupil number stands on more than one row."),
    "child_twice": Reason("held", "Another row leads to the same child."),
    "key_twice": Reason(
        "held", "Its pupilonrolltableid stands on more than one row of the school."
    ),
    "name_twice": Reason(
        "held",
        "Another row has the same name and date of birth with another pupil number.",
    ),
    "other_birth_date": Reason(
        "held", "Known under this pupil number with another date of birth."
    ),
    "sent_for_matching": Reason(
        "held",
        "Sent for matching. A child of your school has the same name and date of "
        "birth, and a name alone never decides who is who.",
    ),
    # refused
    "ragged": Reason("refused", "Has more or fewer cells than the first line."),
    "no_school": Reason("refused", "Names no school (NativeId)."),
    "no_name": Reason("refused", "Has no first name (forename)."),
    "name_too_long": Reason("refused", "Has a name of more than 80 letters."),
    "number_too_long": Reason(
        "refused", "Has a school or pupil number of more than 40 letters."
    ),
    "code_too_long": Reason("refused", "Has a code of more than 20 letters."),
    "unfit_letters": Reason("refused", "Has signs that no name or code can have."),
    "no_birth_date": Reason("refused", "Has no date of birth (dob)."),
    "birth_date_unreadable": Reason(
        "refused",
        "Has a date of birth (dob) that could be misread. Write it as 2020-04-25.",
    ),
    "birth_date_in_future": Reason(
        "refused", "Has a date of birth (dob) in the future."
    ),
    "too_old": Reason("refused", "Has a date of birth (dob) of somebody over 25."),
}

# Where somebody who may see the child can say who it is.
DECIDABLE = frozenset({"sent_for_matching", "name_twice"})

REMARKS = {
    "provision_missing": "No SEN provision given (senprovision is empty).",
    "provision_of_before_2014": "SEN provision of before 2014 (A, P or S).",
    "provision_unknown": "SEN provision that is no code we know.",
    "year_group_missing": "No year group given (ncyearactual is empty).",
    "year_group_unknown": "Year group that is no code we know.",
    "entry_date_odd": "Date of joining that cannot be read or lies before the birth.",
    "number_unchecked": "Pupil number whose check letter is not right.",
    "need_unknown": "Type of need that is no code we know.",
    "need_rank_twice": "Two needs with the same rank.",
    "needs_without_support": "Needs listed, without SEN support or an EHC plan.",
    "not_assessed_with_plan": "“No specialist assessment” (NSA) with an EHC plan.",
}
