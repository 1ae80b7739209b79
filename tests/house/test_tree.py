"""The tree is the glossary, and what the documents say about it is so."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PLAIT = ROOT / "plait"
MODULES = [
    path
    for path in sorted(PLAIT.rglob("*.py"))
    if "migrations" not in path.parts and "__pycache__" not in path.parts
]
DRAWERS = {"core", "common", "utils", "helpers", "lib", "services", "misc"}
MARKDOWN = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_is_no_drawer():
    names = {part.removesuffix(".py") for path in MODULES for part in path.parts}
    assert not names & DRAWERS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_one_thing(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_can_be_read_at_a_glance(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            length = node.end_lineno - node.lineno + 1
            assert length <= 55, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_edges_read_the_clock(path):
    edges = ("clock.py", "commands", "__main__.py")
    if any(edge in path.parts or path.name == edge for edge in edges):
        return
    words = path.read_text()
    assert "datetime.now(" not in words
    assert "date.today(" not in words


def test_every_model_is_in_the_glossary():
    glossary = (ROOT / "GLOSSARY.md").read_text()
    ours = [
        model for model in apps.get_models() if model.__module__.startswith("plait")
    ]
    missing = [
        m.__name__ for m in ours if not re.search(rf"\b{m.__name__}\b", glossary)
    ]
    assert not missing


def test_every_app_is_in_the_architecture():
    words = (ROOT / "ARCHITECTURE.md").read_text()
    for app in settings.APPS:
        assert f"| `{app}` |" in words, app


def test_every_file_the_architecture_names_exists():
    words = (ROOT / "ARCHITECTURE.md").read_text()
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", words))
    missing = [
        one for one in named if not (ROOT / one).exists() and not (PLAIT / one).exists()
    ]
    assert not missing


def test_links_between_documents_lead_somewhere():
    for document in MARKDOWN:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_decision_numbers_are_unique():
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))


def test_the_project_speaks_of_the_product_alone():
    """No paths of a machine, no registry hosts, no marks of unfinished work."""
    forbidden = re.compile(
        r"pypi\.|npmjs|debian\.org|/root/|/work/|\bTODO\b|\bFIXME\b|\bissue \d"
    )
    places = [*MODULES, *MARKDOWN, ROOT / "run", ROOT / "pyproject.toml"]
    places += [
        *(ROOT / "requirements").glob("*.txt"),
        ROOT / "assets" / "package-lock.json",
    ]
    for path in places:
        found = forbidden.search(path.read_text())
        assert not found, f"{name_of(path)}: {found}"


def test_templates_are_used():
    words = "\n".join(path.read_text() for path in [*MODULES, *PLAIT.rglob("*.jinja")])
    for template in PLAIT.rglob("*.jinja"):
        own = template.relative_to(
            next(p for p in template.parents if p.name == "jinja2")
        )
        if own.parts[0] in ("account", "mfa"):  # named by the sign-in library
            continue
        used = str(own) in words or "errors/{name}" in words or "{page}" in words
        assert used, own


def test_templates_write_no_address_by_hand():
    for template in PLAIT.rglob("*.jinja"):
        found = re.search(r'(?:href|action)="/', template.read_text())
        assert not found, template


def test_templates_see_no_model():
    """A template gets page objects; it never walks from a record to its neighbours."""
    allowed = {
        "correct_note.jinja",
        "change_outcome.jinja",
        "change_strategy.jinja",
        "story.jinja",
    }
    for template in PLAIT.rglob("*.jinja"):
        if template.name in allowed:  # the newer version that somebody else saved
            continue
        assert "record." not in template.read_text(), template
