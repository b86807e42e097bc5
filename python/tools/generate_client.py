"""Writes the client's record types and error classes from what the project says of its API.

`python tools/generate_client.py` after a change of `openapi.json` or `ErrorCode.java`; a test fails until it ran.
"""

import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

PYTHON = Path(__file__).resolve().parents[1]
PROJECT = PYTHON.parent
OPENAPI = PROJECT / "server/src/main/resources/web/openapi.json"
CODES = PROJECT / "model/src/main/java/dev/ferrule/model/ErrorCode.java"
TARGET = PYTHON / "src/ferrule/client"

# Schemas that are not objects with fields of their own, as what a caller sees of them.
ALIASES = {
    "ErrorCode": "str",
    "FieldType": "str",
    "Role": "str",
    "MetadataValue": "Any",
    "Metadata": "Mapping[str, Any]",
    "Filter": "Mapping[str, Any]",
    "ReleaseFiles": "Mapping[str, Any]",
    "PutLine": "PutResult | PutFailure",
}
# What requests are made of stands in the signatures of the operations.
REQUESTS = {
    *("CollectionSchema", "DocumentPut", "SearchRequest", "AnswerRequest", "EmbeddingRequest", "KeyRequest"),
    *("Event", "ReleaseRequest", "ReleaseActivation", "LabelChange", "WebhookRequest", "BackupRequest"),
}
# Objects that an operation answers with and that have no name in the description.
ANSWERS = {
    "listWebhooks": "WebhookPage",
    "testWebhook": "WebhookTest",
    "listDeadLetters": "DeadLetterPage",
    "replayDeadLetters": "DeadLetterReplay",
    "listReleases": "ReleasePage",
    "releaseHistory": "ReleaseHistory",
    "getRelease": "ReleaseContent",
    "publishRelease": "PublishedRelease",
    "releaseState": "NodeReleaseState",
}
# What a record can do beside holding its fields.
VIEWS = {
    "Problem": "ProblemView",
    "Answer": "AnswerView",
    "SearchResponse": "SearchResponseView",
    "DocumentPage": "DocumentPageView",
    "ResultPage": "ResultPageView",
    "EventCounts": "EventCountsView",
    "EventTop": "EventTopView",
    "EntityPage": "EntityPageView",
    "ReleasePage": "ReleasePageView",
    "ReleaseHistory": "ReleaseHistoryView",
    "EmbeddingList": "EmbeddingListView",
    "DeadLetterPage": "DeadLetterPageView",
}
KEYWORDS = {"from": "from_"}
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def pascal(name: str) -> str:
    """`releaseState` and `EVENT_INVALID` as the name of a class."""
    if name.isupper():
        return "".join(part.capitalize() for part in name.split("_"))
    return re.sub(r"(?:^|_)(.)", lambda match: match[1].upper(), name)


class Records:
    """The classes that were made so far, in an order in which each stands after those it is made of."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self.schemas = schemas
        self.made: dict[str, str] = {}

    def add(self, name: str, schema: dict[str, Any]) -> str:
        """Makes a class of a schema, unless there is one, and gives its name."""
        if name in self.made:
            return name if self.made[name] else f'"{name}"'
        self.made[name] = ""  # a schema may refer to itself
        fields, required = self.fields(schema)
        lines = []
        for field in sorted(fields, key=lambda one: one not in required):
            kind = self.kind(name + pascal(field), fields[field])
            if field not in required and "None" not in kind:
                kind += " | None"
            lines.append(f"    {KEYWORDS.get(field, field)}: {kind}{'' if field in required else ' = None'}")
            if said := fields[field].get("description"):
                lines.append(docstring(said))
        view = f"({VIEWS[name]})" if name in VIEWS else "(Record)"
        about = docstring(schema.get("description") or f"`{name}` of the HTTP API.")
        body = "\n".join([about, "", *lines, "    raw: Json = RAW"])
        del self.made[name]
        self.made[name] = f"@record\nclass {name}{view}:\n{body}\n"
        return name

    def fields(self, schema: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
        """The fields of an object, with those of what it extends, and which of them are always there."""
        if "$ref" in schema:
            return self.fields(self.schemas[schema["$ref"].rsplit("/", 1)[1]])
        fields, required = dict(schema.get("properties", {})), set(schema.get("required", ()))
        for part in schema.get("allOf", ()):
            more, needed = self.fields(part)
            fields |= more
            required |= needed
        return fields, required

    def kind(self, name: str, schema: dict[str, Any]) -> str:
        """The Python type of a schema; `name` is for the class it may need."""
        if "$ref" in schema:
            target = schema["$ref"].rsplit("/", 1)[1]
            return ALIASES.get(target) or self.add(target, self.schemas[target])
        types = schema.get("type", [])
        named = [types] if isinstance(types, str) else list(types)
        optional = " | None" if "null" in named else ""
        named = [one for one in named if one != "null"]
        if named == ["array"]:
            return f"tuple[{self.kind(singular(name), schema.get('items', {}))}, ...]{optional}"
        if named == ["object"] or "properties" in schema:
            if schema.get("properties"):
                return self.add(name, schema) + optional
            more = schema.get("additionalProperties")
            return f"Mapping[str, {self.kind(name, more) if isinstance(more, dict) else 'Any'}]{optional}"
        if len(named) == 1 and named[0] in SCALARS:
            return SCALARS[named[0]] + optional
        return "Any"


def singular(name: str) -> str:
    """The name for one of many."""
    if name.endswith(("Series", "Previous")):
        return name
    return name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")


def docstring(text: str) -> str:
    """A description as a docstring."""
    said = re.sub(r"\s+", " ", text).replace("\\", "\\\\").strip()
    return textwrap.indent(textwrap.fill(f'"""{said}"""', width=112, break_long_words=False), "    ")


def types() -> str:
    """The module of record types."""
    api = json.loads(OPENAPI.read_text(encoding="utf-8"))
    schemas = api["components"]["schemas"]
    records = Records(schemas)
    for name, schema in schemas.items():
        if name not in ALIASES and name not in REQUESTS:
            records.add(name, schema)
    for methods in api["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                schema = response.get("content", {}).get("application/json", {}).get("schema", {})
                if status.startswith("2") and operation["operationId"] in ANSWERS:
                    records.add(ANSWERS[operation["operationId"]], schema)
    views = ", ".join(sorted(set(VIEWS.values())))
    head = f'''"""What the node answers with. Written by tools/generate_client.py; do not change by hand."""

from collections.abc import Mapping
from typing import Any

from ferrule.client._records import RAW, Json, Record, record
from ferrule.client._views import {views}

__all__ = {sorted([*records.made])!r}
'''
    return "\n\n".join([head, *records.made.values()])


def errors() -> str:
    """The module of error classes."""
    found = re.findall(r'^  ([A-Z_]+)\("([a-z.-]+)", Blame\.([A-Z]+), (\d+)\)', CODES.read_text(), re.MULTILINE)
    bases = {"CALLER": "CallerError", "SYSTEM": "SystemFaultError", "RETRY": "RetryError"}
    classes = []
    names = []
    for constant, code, blame, status in found:
        names.append(f"{pascal(constant)}Error")
        classes.append(
            f"class {names[-1]}({bases[blame]}):\n"
            f'    """`{code}`, status {status}."""\n\n'
            f'    code = "{code}"\n'
            f"    status = {status}\n"
        )
    table = "BY_CODE: dict[str, type[FerruleError]] = {\n"
    table += "".join(f'    "{code}": {name},\n' for (_, code, _, _), name in zip(found, names, strict=True)) + "}\n"
    head = f'''"""One class for each error code. Written by tools/generate_client.py; do not change by hand."""

from ferrule.client._fault import CallerError, FerruleError, RetryError, SystemFaultError

__all__ = {sorted(names)!r}
'''
    return "\n\n".join([head, *classes, table])


def formatted(source: str) -> str:
    """The source as ruff formats it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "made.py", "-"]
    return subprocess.run(command, input=source, text=True, capture_output=True, check=True, cwd=PYTHON).stdout


def made() -> dict[Path, str]:
    """The text of each file that this script writes."""
    return {TARGET / "_types.py": formatted(types()), TARGET / "_errors.py": formatted(errors())}


if __name__ == "__main__":
    for path, text in made().items():
        path.write_text(text, encoding="utf-8")
