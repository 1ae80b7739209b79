"""Addresses of worries, receipts, cases and files."""

from django.urls import path

from plait.safeguarding.web import cases, handing_on, raising

app_name = "safeguarding"
CHILD = "children/<uuid:child_id>/safety"

urlpatterns = [
    path("safety/worries", raising.choose, name="choose"),
    path("safety/passed-on", raising.passed_on, name="passed-on"),
    path("safety/cases", cases.cases, name="cases"),
    path("safety/files", handing_on.files, name="files"),
    path(
        "safety/files/<uuid:transfer_id>/send", handing_on.send_file, name="send-file"
    ),
    path(
        "safety/files/<uuid:transfer_id>/receive",
        handing_on.receive_file,
        name="receive-file",
    ),
    path("safety/worries/<slug:reference>", cases.open_worry, name="open"),
    path(CHILD + "/worry", raising.raise_worry, name="raise"),
    path(CHILD, cases.case, name="case"),
    path(CHILD + "/notes/<uuid:item_id>", cases.note, name="note"),
    path(CHILD + "/steps/<uuid:step_id>/done", cases.finish, name="finish"),
    path(CHILD + "/steps/add", cases.add_step, name="add-step"),
    path(CHILD + "/decide", cases.decide, name="decide"),
    path(CHILD + "/sharing", cases.disclose, name="disclose"),
    path(CHILD + "/file", handing_on.move, name="move"),
]
