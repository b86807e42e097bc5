#!/usr/bin/env python3
"""Lists what Ferrule ships of others, each with its licence; ends with 1 when one may not be, is unknown or unnamed.

`./licences.py` after a build writes target/licences.txt. It reads the jars of server/target/lib with their POMs in
Maven's repository on this machine, the installed packages that python/pyproject.toml names (with `--python`, of another
Python), and console/package-lock.json. NOTICE must name each: a jar by its group, the others by name.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

HOME = Path(__file__).resolve().parent
POM = "{http://maven.apache.org/POM/4.0.0}"
# What may be shipped, by how the licences are written.
ALLOWED = [
    ("Apache-2.0", r"apache|\bASL\b"),
    ("MIT", r"\bMIT\b|bouncy castle"),
    ("BSD", r"\bBSD\b|Go License|New BSD"),
    ("ISC", r"\bISC\b"),
    ("EPL-2.0", r"eclipse public license|\bEPL\b"),
    ("PSF-2.0", r"python software foundation|\bPSF\b"),
    ("MPL-2.0", r"mozilla|\bMPL\b"),
    ("CDDL-1.1", r"\bCDDL\b"),
    ("CC0-1.0", r"\bCC0\b|public domain"),
    ("Unicode", r"unicode"),
]
DENIED = re.compile(r"\bA?GPL|general public|SSPL|business source|commons clause|non-?commercial", re.IGNORECASE)


def repository() -> Path:
    """Where Maven keeps what it fetched, by the class path that the build wrote."""
    written = HOME / "server/target/runtime.classpath"
    if not written.is_file():
        sys.exit("licences: expected server/target/runtime.classpath, found none; build first")
    jars = map(Path, written.read_text().strip().split(os.pathsep))
    return next(jar for jar in jars if jar.name.startswith("slf4j-api-")).parents[4]  # org/slf4j/slf4j-api/VERSION


MAVEN = repository()


def judged(written: str) -> str:
    """The licence's short name; `unknown` or `denied` when it may not be shipped."""
    choices = re.split(r"\s+OR\s+|;", written)  # a choice is ours
    for choice in choices:
        if DENIED.search(choice) and "classpath" not in choice.lower():
            continue
        for name, pattern in ALLOWED:
            if re.search(pattern, choice, re.IGNORECASE):
                return name
    return "denied" if DENIED.search(written) else "unknown"


def pom_licence(pom: Path) -> str:
    """What a POM says, or one of its parents."""
    while pom.is_file():
        root = ET.parse(pom).getroot()
        found = [each.text or "" for each in root.findall(f"{POM}licenses/{POM}license/{POM}name")]
        if found:
            return "; ".join(found)
        parent = root.find(f"{POM}parent")
        if parent is None:
            break
        group, artifact, version = (str(parent.findtext(POM + part)) for part in ("groupId", "artifactId", "version"))
        pom = MAVEN / group.replace(".", "/") / artifact / version / f"{artifact}-{version}.pom"
    return ""


def jars() -> list[tuple[str, str, str]]:
    """Name, how NOTICE names it, and licence of each jar."""
    places = {jar.name: jar for jar in MAVEN.rglob("*.jar")}
    listed = []
    for jar in sorted((HOME / "server/target/lib").glob("*.jar")):
        if jar.name.startswith("ferrule-"):
            continue
        place = places.get(jar.name)
        if place is None:
            listed.append((jar.name, jar.name, ""))
            continue
        version, artifact = place.parent.name, place.parent.parent.name
        group = ".".join(place.parent.parent.parent.relative_to(MAVEN).parts)
        pom = place.parent / f"{artifact}-{version}.pom"
        listed.append((f"{group}:{artifact}:{version}", group, pom_licence(pom)))
    if not listed:
        sys.exit("licences: expected jars in server/target/lib, found none; build first")
    return listed


ASK = """
import importlib.metadata as m, json, re, sys
asked, seen = list(json.loads(sys.argv[1])), {}
while asked:
    name = re.match(r"[A-Za-z0-9._-]+", asked.pop())[0].lower().replace("_", "-")
    if name in seen:
        continue
    try:
        found = m.distribution(name)
    except m.PackageNotFoundError:
        seen[name] = None
        continue
    data = found.metadata
    classified = [c.rpartition(":: ")[2] for c in data.get_all("Classifier", []) if c.startswith("License")]
    first = (data.get("License") or "").strip().splitlines()[:1]
    said = data.get("License-Expression") or "; ".join(classified) or "".join(first)
    seen[name] = [found.version, said]
    left_out = ("extra ==", "python_version <", "python_version<", 'platform_system == "Windows"')
    asked += [r for r in found.requires or [] if not any(each in r for each in left_out)]
print(json.dumps(seen))
"""


def packages(python: str) -> list[tuple[str, str, str]]:
    """The same of Python's packages, those that they need included."""
    project = tomllib.loads((HOME / "python/pyproject.toml").read_text())["project"]
    asked = json.dumps(project.get("dependencies", []))
    answer = subprocess.run([python, "-c", ASK, asked], capture_output=True, text=True, check=True)
    listed = []
    for name, found in sorted(json.loads(answer.stdout).items()):
        version, licence = found or ("?", "")
        listed.append((f"python {name} {version}", name, licence))
    return listed


def modules() -> list[tuple[str, str, str]]:
    """The same of what the console is built with and ships."""
    lock = json.loads((HOME / "console/package-lock.json").read_text())
    listed = []
    for path, entry in sorted(lock["packages"].items()):
        if path and not entry.get("dev") and not entry.get("devOptional") and not entry.get("optional"):
            name = path.rpartition("node_modules/")[2]
            listed.append((f"npm {name} {entry['version']}", name, entry.get("license", "")))
    return listed


def main() -> int:
    """Writes the list and says what is wrong with it."""
    parser = argparse.ArgumentParser(description="Lists what Ferrule ships of others, with licences.")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the packages")
    notice = (HOME / "NOTICE").read_text().lower()
    lines, wrong = [], []
    for name, noticed, written in [*jars(), *packages(parser.parse_args().python), *modules()]:
        licence = judged(written)
        lines.append(f"{name}\t{licence}\t{written}")
        if licence in {"unknown", "denied"}:
            wrong.append(f"{name}: expected a licence that may be shipped, found {written or 'none'}")
        if not re.search(rf"(?<![\w.-]){re.escape(noticed.lower())}(?![\w-])", notice):
            wrong.append(f"{name}: expected {noticed} in NOTICE, found nothing")
    target = HOME / "target"
    target.mkdir(exist_ok=True)
    (target / "licences.txt").write_text("\n".join(lines) + "\n")
    for each in wrong:
        print(f"licences: {each}")
    print(f"licences: {len(lines)} libraries, {len(wrong)} wrong; target/licences.txt has the list")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
