# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What Schemathesis cannot know about this API. No check is switched off.

The document says what one input may be. Rules across inputs and of the data (dates in order, weights
that sum to 1, a currency without a rate on that day, the rules for passwords) have no words in JSON
Schema; the contract is that such a request is a 422 that names the inputs. A rejection of valid data
is therefore looked at: it stays a failure unless it is such an answer, that is, unless it says
something that the decoder of single inputs never says (server/base/scalar.c, server/base/decode.c).
tests/interop/client.py holds SINGLE_INPUT to what it says.
"""
from __future__ import annotations

import re
import sys
import zlib
from pathlib import Path
from typing import Any

import schemathesis

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import contract  # noqa: E402

SINGLE_INPUT = re.compile(
    r"is required|must not be (null|empty)|unknown (field|parameter)\b.*|must be UTF-8"
    r"|must be (a string|a whole number|a number|true or false|a list|an object)"
    r"|must be a (date|time), YYYY.*|must be one of: .*"
    r"|must be (at least|at most|above) -?[\d.e+-]+|must lie within -9007199254740991 and .*"
    r"|must have at (least|most) \d+ (characters?|items?)"
)


def ruled(response: schemathesis.Response) -> bool:
    """Whether it refuses for a rule that the document has no words for."""
    problem = response.json()
    errors = problem.get("errors", [])
    if problem["code"] != "invalid":  # a finer word: short_history
        return problem["code"] != "malformed"
    # The rules for passwords count characters, as the decoder does; which arguments there are follows from the kind.
    others = [
        e
        for e in errors
        if e["field"] not in ("password", "new") and not e["field"].startswith("args.")
    ]
    return bool(errors) and not any(SINGLE_INPUT.fullmatch(e["message"]) for e in others)


def from_null(case: schemathesis.Case) -> bool:
    """Whether a link that Schemathesis made up by a name led from a null, of which it makes "None"."""
    return any(v is None or v == "None" for v in (case.path_parameters or {}).values())


def trimmed(case: schemathesis.Case, response: schemathesis.Response) -> bool:
    """Whether the reply is whole but for the members that fields= left out, as the parameter says."""
    described = contract.Contract(case.operation.schema.raw_schema)
    described.partial = True
    content = case.operation.definition.raw["responses"]["200"]["content"]
    try:
        described.validate(content["application/json"]["schema"], response.json(), "reply")
    except AssertionError:
        return False
    return True


def told(case: schemathesis.Case, response: schemathesis.Response) -> bool:
    """Whether every event of a stream is one that the document names, with data of its schema (x-events).

    Schemathesis takes an event for an object; the document describes the text that it is on the wire.
    """
    described = contract.Contract(case.operation.schema.raw_schema)
    content = case.operation.definition.raw["responses"]["200"]["content"]
    try:
        described.events(content["text/event-stream"]["schema"], response.content, "stream")
    except AssertionError:
        return False
    return True


# Assets and versions of the configuration are of the index, which all users see: nobody owns them.
EVERYBODYS = {"symbol", "version"}


@schemathesis.hook
def filter_failure(
    context: schemathesis.HookContext,
    failure: Exception,
    case: schemathesis.Case,
    response: schemathesis.Response,
) -> bool:
    """False drops it."""
    kind = type(failure).__name__
    if kind == "RejectedPositiveData" and response.status_code == 422:
        return not ruled(response) and not from_null(case)
    if kind == "RejectedPositiveData" and response.status_code == 412:
        return "If-Match" not in (case.headers or {})  # it was not the tag of what is in force
    if kind == "JsonSchemaError" and case.operation.path == "/api/v1/events":
        return not told(case, response)
    if kind == "JsonSchemaError" and response.status_code == 200 and "fields" in (case.query or {}):
        return not trimmed(case, response)
    if kind == "ObjectLevelAuthorizationViolation":
        return not set(case.path_parameters or {}) <= EVERYBODYS
    return True


WEIGHTS = ("momentum_weight", "market_cap_weight", "risk_parity_weight")


def share(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


ACCOUNT = {"email": 254, "password": 1024}  # as long as the document lets them be
# Those who sign in all along. Addresses are taken from replies, too, and wrong passwords for these would
# hold up the next sign-in; as many are tried for somebody else.
CALLERS = {"bob@example.com": "other-7@example.com", "carol@example.com": "other-8@example.com"}


def text(value: object) -> str:
    return value if isinstance(value, str) else ""


def keep_rules(inputs: dict[str, Any]) -> dict[str, Any]:
    """Let more of what is generated get past the rules, to where the work is done.

    What breaks the document must go on breaking it.
    """
    first, last = inputs.get("start_date"), inputs.get("end_date")
    if isinstance(first, str) and isinstance(last, str) and first > last:
        inputs |= {"start_date": last, "end_date": first}
    if any(share(inputs.get(w)) for w in WEIGHTS) and all(share(inputs.get(w, 0)) for w in WEIGHTS):
        total = sum(inputs.get(w, 0) for w in WEIGHTS)
        inputs |= {w: inputs.get(w, 0) / total if total else 1 / 3 for w in WEIGHTS}
    if (caller := text(inputs.get("email")).strip().lower()) in CALLERS:
        inputs |= {"email": CALLERS[caller]}
    if all(1 <= len(text(inputs.get(name))) <= most for name, most in ACCOUNT.items()):
        if len(inputs["password"]) % 2:
            mail, word = (
                f"{zlib.crc32(text(inputs[n]).encode('utf-8', 'replace')):08x}" for n in ACCOUNT
            )
            inputs |= {"email": f"user-{mail}@example.com", "password": f"Heron-{word}-Vault"}
    return inputs


@schemathesis.hook
def map_body(context: schemathesis.HookContext, body: Any) -> Any:
    return keep_rules(body) if isinstance(body, dict) else body


@schemathesis.hook
def map_query(context: schemathesis.HookContext, query: Any) -> Any:
    return keep_rules(query) if isinstance(query, dict) else query


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: Any) -> None:
    """A stream of events goes on: it is read for what there is, unless what it is asked is refused."""
    if case.operation.path == "/api/v1/events":
        query = dict(case.query or {})
        if str(query.get("wait", "true")).lower() in ("true", "none"):
            case.query = query | {"wait": "false"}
