# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Holds replies against openapi.json: the status is documented, and the body is of its schema."""
from __future__ import annotations

import json
import math
import operator
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Callable, Mapping

Document = dict[str, Any]
Ranges = dict[str, Callable[[Any, Any], bool]]

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float))
    and not isinstance(v, bool)
    and math.isfinite(v),
}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    try:
        return text.endswith("Z") and bool(datetime.fromisoformat(text[:-1]))
    except ValueError:
        return False


FORMATS: dict[str, Callable[[str], bool]] = {"date": _is_date, "date-time": _is_time}


@dataclass(frozen=True)
class Event:
    name: str
    data: str
    id: str | None  # of this event; None = it has none of its own


def stream_events(text: str) -> list[Event]:
    """Server-sent events, as far as they are whole."""
    found = []
    for block in text.split("\n\n")[:-1]:
        fields: dict[str, list[str]] = {}
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
        if "data" in fields:
            name = fields.get("event", ["message"])[-1]
            found.append(
                Event(name, "\n".join(fields["data"]), fields["id"][-1] if "id" in fields else None)
            )
    return found


NUMBER: Ranges = {"minimum": operator.ge, "maximum": operator.le, "exclusiveMinimum": operator.gt}
RANGES: dict[type, Ranges] = {
    int: NUMBER,
    float: NUMBER,
    str: {"minLength": operator.ge, "maxLength": operator.le},
    list: {"minItems": operator.ge, "maxItems": operator.le},
}


class Contract:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.paths = [
            (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path, item)
            for path, item in document["paths"].items()
        ]
        # A literal segment beats a parameter.
        self.paths.sort(key=lambda p: str(p[1]).count("{"))
        self.seen: set[tuple[str, str, int]] = set()
        self.partial = False

    def resolve(self, ref: str) -> Document:
        if not ref.startswith("#/"):
            raise AssertionError(f"{ref} points out of the document")
        node: Any = self.document
        for key in ref[2:].split("/"):
            node = node[key.replace("~1", "/").replace("~0", "~")]
        return dict(node)

    def _follow(self, node: Document) -> Document:
        while "$ref" in node:
            node = self.resolve(node["$ref"])
        return node

    def operation(self, method: str, target: str) -> tuple[str, Document] | None:
        path = target.partition("?")[0]
        verb = "get" if method == "HEAD" else method.lower()
        for pattern, name, item in self.paths:
            if pattern.fullmatch(path) and verb in item:
                return name, item[verb]
        return None

    def check(
        self, method: str, target: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> None:
        """What is no operation of the document (pages, wrong methods) is not looked at."""
        found = self.operation(method, target)
        if not found:
            return
        name, op = found
        where = f"{method} {name}: {status}"
        self.seen.add((method, name, status))
        if str(status) not in op["responses"]:
            raise AssertionError(f"{where} is not documented ({', '.join(op['responses'])})")
        response = self._follow(op["responses"][str(status)])
        for header, spec in response.get("headers", {}).items():
            if self._follow(spec).get("required") and header.lower() not in headers:
                raise AssertionError(f"{where} lacks the header {header}")
        media = headers.get("content-type", "").partition(";")[0]
        content = response.get("content", {})
        if method == "HEAD" or not body:
            return
        if media not in content:
            raise AssertionError(f"{where}: {media!r} is not documented ({', '.join(content)})")
        if media == "text/event-stream":
            self.events(content[media]["schema"], body, where)
        elif "schema" in content[media] and "content-encoding" not in headers:
            self.partial = "fields=" in target  # asks for a part of the members
            self.validate(content[media]["schema"], json.loads(body), where)

    def events(self, schema: Document, body: bytes, at: str) -> None:
        """Every event of a stream is one that the document names, and its data are of that schema."""
        for event in stream_events(body.decode()):
            if event.name not in schema["x-events"]:
                raise AssertionError(f"{at}: the event {event.name!r} is not documented")
            self.validate(schema["x-events"][event.name], json.loads(event.data), at)

    def validate(self, schema: Document, value: Any, at: str) -> None:
        """The part of JSON Schema that the document uses."""
        schema = self._follow(schema)
        if "anyOf" in schema:
            self._any(schema["anyOf"], value, at)
            return
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if types and not any(TYPES[t](value) for t in types):
            raise AssertionError(f"{at}: {value!r:.80} is not {types}")
        if "enum" in schema and value not in schema["enum"]:
            raise AssertionError(f"{at}: {value!r:.80} is not one of {schema['enum']}")
        self._range(schema, value, at)
        if isinstance(value, str) and not FORMATS.get(schema.get("format", ""), bool_of)(value):
            raise AssertionError(f"{at}: {value!r:.80} is no {schema['format']}")
        if isinstance(value, dict):
            self._members(schema, value, at)
        if isinstance(value, list):
            for i, item in enumerate(value):
                self.validate(schema.get("items", {}), item, f"{at}[{i}]")

    def _range(self, schema: Document, value: Any, at: str) -> None:
        sized = len(value) if isinstance(value, (str, list)) else value
        for key, holds in RANGES.get(type(value), {}).items():
            if key in schema and not holds(sized, schema[key]):
                raise AssertionError(f"{at}: {value!r:.80} breaks {key} {schema[key]}")
        if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
            raise AssertionError(f"{at}: {value!r:.80} does not match {schema['pattern']}")

    def _any(self, choices: list[Document], value: Any, at: str) -> None:
        errors = []
        for choice in choices:
            try:
                return self.validate(choice, value, at)
            except AssertionError as e:
                errors.append(str(e))
        raise AssertionError("; ".join(errors))

    def _members(self, schema: Document, value: Document, at: str) -> None:
        known = schema.get("properties", {})
        missing = [n for n in schema.get("required", []) if n not in value and not self.partial]
        unknown = [n for n in value if known and n not in known]
        if missing or unknown:
            raise AssertionError(f"{at}: missing {missing}, not documented {unknown}")
        others = schema.get("additionalProperties", {})
        others = others if isinstance(others, dict) else {}  # true: whatever they are
        for name, member in value.items():
            self.validate(known.get(name, others), member, f"{at}.{name}")


def bool_of(_: str) -> bool:
    return True
