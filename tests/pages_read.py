"""Reading a page as a browser does: its forms, and what stands where in it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = ("text", "search", "email", "tel", "url", "")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "path"}


@dataclass
class Form:
    """A form as a browser would send it when nothing is changed."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)  # boxes that somebody writes in
    files: list[str] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)  # answers to choose


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form, self.area, self.select = [], None, None, None

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form and (said.get("name") or tag == "option"):
            self._control(tag, said.get("name", ""), said)

    def _control(self, tag, name, said):
        if tag == "input":
            self._input(name, said)
        elif tag == "textarea":
            self.area = name
            self.form.typed.append(name)
            self.form.fields[name] = [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.form.offered.setdefault(self.select, []).append(said.get("value", ""))
            if "selected" in said:
                self.form.fields[self.select] = [said.get("value", "")]
        elif tag == "button":
            self.form.offered.setdefault(name, []).append(said.get("value", ""))

    def _input(self, name, said):
        kind, value = said.get("type", ""), said.get("value", "")
        if kind in ("checkbox", "radio"):
            self.form.offered.setdefault(name, []).append(value)
            if "checked" in said:
                self.form.fields.setdefault(name, []).append(value)
        elif kind == "file":
            self.form.files.append(name)
        else:
            if kind in TYPED:
                self.form.typed.append(name)
            self.form.fields.setdefault(name, []).append(value)

    def handle_data(self, data):
        if self.area:
            self.form.fields[self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.area:
            # A browser drops the first line end of a text area.
            value = self.form.fields[self.area][0]
            self.form.fields[self.area] = [
                value.removeprefix("\r\n").removeprefix("\n")
            ]
            self.area = None
        elif tag == "select":
            self.select = None


def forms_on(page):
    """Every form of a page that is sent, not merely looked up with."""
    reader = _Forms()
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]


def form_on(page, address):
    """The form of a page that is sent to an address; its own address when it says none."""
    path = address.split("?")[0]
    fitting = [form for form in forms_on(page) if form.action in ("", path, address)]
    named = [form for form in fitting if form.action]
    if not fitting:
        raise LookupError(f"No form for {address} on this page.")
    return (named or fitting)[0]


class Words(HTMLParser):
    """The words of a page, without its mark-up."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        self.found.append(data)


def words_of(answer):
    parser = Words()
    parser.feed(answer.content.decode())
    return " ".join(" ".join(parser.found).split())
