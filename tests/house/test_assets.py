"""What is built is what was written, holds no outside address, and every icon is there."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"
SYSTEM = ROOT / "plait" / "design_system"
STATIC = SYSTEM / "static" / "plait"
RECORD = json.loads((ASSETS / "built.json").read_text("utf-8"))
REMEDY = "Run `./run assets` and keep what it makes."

ADDRESS = re.compile(r"https?://[a-z0-9][^\s\"')<>]*", re.IGNORECASE)
NAMESPACE = "http://www.w3.org/"
ICON_NAMED = re.compile(r"""\bicon(?:\(|=)\s*["']([a-z0-9-]+)["']""")
NAV_ITEM = re.compile(r"""NavItem\(\s*["'][^"']*["'],\s*["']([a-z0-9-]+)["']""")


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def files_that_differ(recorded: dict[str, str]) -> list[str]:
    return [
        name
        for name, known in recorded.items()
        if not (ROOT / name).exists() or digest(ROOT / name) != known
    ]


def test_what_was_built_comes_from_what_is_written():
    changed = files_that_differ(RECORD["sources"])
    assert not changed, f"Changed since the last build: {changed}. {REMEDY}"


def test_no_source_is_missing_from_the_record():
    written = {
        file.relative_to(ROOT).as_posix()
        for file in ASSETS.rglob("*")
        if file.is_file()
        and "node_modules" not in file.parts
        and "__pycache__" not in file.parts
        and file.name not in ("built.json", ".gitignore")
    }
    new = written ^ set(RECORD["sources"])
    assert not new, f"Not part of the last build: {sorted(new)}. {REMEDY}"


def test_what_was_built_is_what_is_served():
    changed = files_that_differ(RECORD["outputs"])
    assert not changed, f"Not as they were built: {changed}. {REMEDY}"


@pytest.mark.parametrize(
    "file",
    [
        ASSETS / "package-lock.json",
        ASSETS / "package.json",
        ASSETS / ".npmrc",
        STATIC / "plait.css",
        STATIC / "plait.js",
        *(STATIC / "img").glob("*.svg"),
        *(SYSTEM / "icons").glob("*.svg"),
    ],
    ids=lambda file: file.name,
)
def test_no_address_of_another_machine_stands_in_it(file):
    found = ADDRESS.findall(file.read_text("utf-8"))
    assert [address for address in found if not address.startswith(NAMESPACE)] == []


def test_the_stylesheet_asks_only_for_our_own_files():
    asked = re.findall(r"url\(\"?([^)\"]+)\"?\)", (STATIC / "plait.css").read_text())
    assert asked
    missing = [name for name in asked if not (STATIC / name).exists()]
    assert missing == []


def listed_icons() -> set[str]:
    lines = (ASSETS / "icons.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def icons_there_are() -> set[str]:
    return {file.stem for file in (SYSTEM / "icons").glob("*.svg")}


def icons_named() -> dict[str, set[str]]:
    """Every icon that a template or a module names, and the files that do."""
    named: dict[str, set[str]] = {}
    for file in (ROOT / "plait").rglob("*"):
        if file.suffix in (".jinja", ".py"):
            text = file.read_text("utf-8")
            for name in ICON_NAMED.findall(text) + NAV_ITEM.findall(text):
                named.setdefault(name, set()).add(file.relative_to(ROOT).as_posix())
    return named


def test_every_icon_that_is_named_exists():
    named = icons_named()
    missing = {name: named[name] for name in set(named) - icons_there_are()}
    assert not missing, f"Add these to assets/icons.txt: {missing}. {REMEDY}"


def test_every_icon_that_is_shipped_is_listed_or_named():
    unknown = icons_there_are() - listed_icons() - set(icons_named())
    assert not unknown, f"Nobody asked for {sorted(unknown)}."


def test_everything_listed_is_shipped():
    assert listed_icons() - icons_there_are() == set()


def test_what_other_people_made_is_credited():
    credits = (STATIC / "CREDITS.txt").read_text("utf-8")
    for name in ("Atkinson Hyperlegible Next", "Lucide", "GOV.UK Frontend"):
        assert name in credits
    for licence in (
        "fonts/OFL.txt",
        "licences/lucide.txt",
        "licences/govuk-frontend.txt",
    ):
        assert (STATIC / licence).exists()
        assert licence in credits
