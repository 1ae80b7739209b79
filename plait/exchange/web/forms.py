"""What somebody is asked who brings a census in."""

from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from plait.design_system.forms import PlaitForm
from plait.exchange.census import survey
from plait.exchange.census.files import FileRefused
from plait.exchange.census.verdicts import DIFFERENT


class CensusFiles(PlaitForm):
    """The files, and for a council whether to add schools."""

    pupils = forms.FileField(
        label="Pupils on roll",
        help_text="A CSV file in UTF-8, as the census system exports it.",
        error_messages={"required": "Choose the file with the pupils"},
    )
    needs = forms.FileField(
        label="Their needs",
        required=False,
        help_text="The file with the types of need and their ranks, if you have it.",
    )
    add_schools = forms.BooleanField(
        label="Add schools that are not in Plait yet",
        required=False,
        help_text="Each is added under the code in the file, as “School” and the code. "
        "Without this, rows of other schools are held.",
    )

    def __init__(self, *args: Any, council: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not council:
            del self.fields["add_schools"]

    def clean_pupils(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["pupils"]
        _refuse_large(upload)
        with_needs = bool(self.files.get("needs"))
        _look_at_header(
            upload, lambda file: survey.pupil_table(file, with_needs=with_needs)
        )
        return upload

    def clean_needs(self) -> "UploadedFile[bytes] | None":
        upload: UploadedFile[bytes] | None = self.cleaned_data["needs"]
        if upload:
            _refuse_large(upload)
            _look_at_header(upload, survey.needs_table)
        return upload


def _refuse_large(upload: "UploadedFile[bytes]") -> None:
    most = settings.LARGEST_IMPORT_BYTES
    if (upload.size or 0) > most:
        raise ValidationError(
            f"That file is {(upload.size or 0) // 1_000_000} MB. Choose one under "
            f"{most // 1_000_000} MB, or send it in parts"
        )


def _look_at_header(upload: "UploadedFile[bytes]", look: Any) -> None:
    """What is wrong with the first lines is said at once, beside the question."""
    try:
        look(cast(BinaryIO, upload.file))
    except FileRefused as refusal:
        raise ValidationError(
            f"{refusal} Change that in the file, then choose it again"
        ) from None
    finally:
        upload.seek(0)


class WhoIsIt(PlaitForm):
    """Whether a row is a child who is here already. A name does not decide; you do."""

    who = forms.ChoiceField(
        label="Who is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is, or go back and leave it"},
    )

    def __init__(
        self, *args: Any, children: tuple[tuple[str, str], ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        same = [(child_id, f"The same child: {words}") for child_id, words in children]
        different = "A different child" if children else "They are different children"
        choices = [*same, (DIFFERENT, different)]
        cast(forms.ChoiceField, self.fields["who"]).choices = choices
