#!/usr/bin/env python3
"""Build the stylesheet, fonts, icons and script that Plait serves.

Needs node and npm, and is needed only when something in this folder changes: the
results are kept beside the product's code, so neither running nor testing it does.
With `--lock` it first chooses the package versions anew from package.json.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ASSETS = Path(__file__).resolve().parent
ROOT = ASSETS.parent
MODULES = ASSETS / "node_modules"
SYSTEM = ROOT / "plait" / "design_system"
STATIC = SYSTEM / "static" / "plait"
ICONS = SYSTEM / "icons"
RECORD = ASSETS / "built.json"

FONTS = MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next"
FONT_FILES = {
    "latin-wght-normal": "atkinson-next-latin",
    "latin-ext-wght-normal": "atkinson-next-latin-ext",
    "latin-wght-italic": "atkinson-next-latin-italic",
}
LUCIDE = MODULES / "lucide-static"


def main(arguments: list[str]) -> None:
    if "--lock" in arguments:
        choose_versions()
    install()
    made = [*styles(), *fonts(), *icons(), *own()]
    forget_what_is_no_longer_made(made)
    record = {"sources": hashes(sources()), "outputs": hashes(made)}
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")
    sys.stdout.write(f"Built {len(made)} files.\n")


def npm(*arguments: str) -> None:
    program = shutil.which("npm")
    if program is None:
        sys.exit("Building the assets needs node and npm. Please install them.")
    command = [program, *arguments, "--ignore-scripts", "--omit=optional"]
    subprocess.run(command, cwd=ASSETS, check=True)


def choose_versions() -> None:
    """Write package-lock.json with hashes and without any address in it."""
    lock = ASSETS / "package-lock.json"
    lock.unlink(missing_ok=True)
    npm("install", "--package-lock-only")
    content = json.loads(lock.read_text("utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def install() -> None:
    """Install the locked packages, unless these very ones are there already."""
    wanted = digest(ASSETS / "package-lock.json")
    stamp = MODULES / "lock.sha256"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    npm("ci")
    stamp.write_text(wanted, "utf-8")


def styles() -> list[Path]:
    program = MODULES / ".bin" / ("sass.cmd" if os.name == "nt" else "sass")
    made = STATIC / "plait.css"
    command = [
        str(program),
        f"--load-path={MODULES}",
        "--style=compressed",
        "--no-error-css",
        "--no-source-map",
        f"{ASSETS / 'scss' / 'plait.scss'}:{made}",
    ]
    subprocess.run(command, check=True)
    return [made]


def fonts() -> list[Path]:
    folder = STATIC / "fonts"
    return [
        copied(FONTS / "LICENSE", folder / "OFL.txt"),
        *(
            copied(
                FONTS / "files" / f"atkinson-hyperlegible-next-{theirs}.woff2",
                folder / f"{ours}.woff2",
            )
            for theirs, ours in FONT_FILES.items()
        ),
    ]


def icons() -> list[Path]:
    lines = (ASSETS / "icons.txt").read_text("utf-8").splitlines()
    return [
        copied(LUCIDE / "icons" / f"{name}.svg", ICONS / f"{name}.svg")
        for name in lines
        if name and not name.startswith("#")
    ]


def own() -> list[Path]:
    """Our own script and pictures, and the licences that must travel along."""
    files = [ASSETS / "CREDITS.txt", ASSETS / "js" / "plait.js"]
    folders = [*(ASSETS / "img").iterdir(), *(ASSETS / "licences").iterdir()]
    return [
        *(copied(file, STATIC / file.name) for file in files),
        *(copied(file, STATIC / file.relative_to(ASSETS)) for file in folders),
        copied(LUCIDE / "LICENSE", STATIC / "licences" / "lucide.txt"),
    ]


def copied(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target


def forget_what_is_no_longer_made(made: list[Path]) -> None:
    """Remove what an earlier run made and this one did not."""
    if RECORD.exists():
        before = json.loads(RECORD.read_text("utf-8"))["outputs"]
        for name in set(before) - set(hashes(made)):
            (ROOT / name).unlink(missing_ok=True)


def sources() -> list[Path]:
    """Every file here that the results depend on."""
    return [
        file
        for file in ASSETS.rglob("*")
        if file.is_file()
        and MODULES not in file.parents
        and "__pycache__" not in file.parts
        and file not in (RECORD, ASSETS / ".gitignore")
    ]


def hashes(files: list[Path]) -> dict[str, str]:
    return {file.relative_to(ROOT).as_posix(): digest(file) for file in files}


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1:])
