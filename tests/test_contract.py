# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""
The description of the API and the API are one thing.

Every reply that any of these tests gets is held against the document (server.py, contract.py): its
status is documented for the operation and its body is of the documented schema. Here is what does
not come by the way.
"""
from __future__ import annotations

import json
import re
import unittest
from typing import Any, Iterator

import contract
from server import ROOT, Reply, ServerTest, described, run

# What each path with a parameter is tried with.
EXAMPLES = {"{symbol}": "AAPL", "{version}": "1", "{id}": "999999999", "{task_id}": "999999999"}
# Of these there is none.
NONE = ("{id}", "{task_id}")
# The error that a request without any input has, where there must be one.
EMPTY_BODY = 422
# Those that want no input: nothing to change is no error, a computation takes none.
NO_INPUT = (
    "/strategy/config",
    "/restore",
    "/strategy/rebalance",
    "/strategy/backtest",
    "/cache-invalidate",
    "/recalculate-index",
    "/refresh",
    "-refresh",
    "/refresh-market-data",
    "/compute-index",
    "/compute",
    "/cleanup-old-data",
    "/cleanup",
    "/logout",
    "/revoke-all",
    "/totp/setup",
    "/backups",
)
# Those that end the token that asks.
ENDING = ("/auth/refresh", "/auth/logout")
SUCCESS = ("200", "201", "202", "204", "303")
# Open to everybody, and yet who sends something wrong is not who he says.
SIGNING_IN = ("/login", "/google", "/oidc/token")


def every(node: Any, key: str) -> Iterator[Any]:
    """Every value of that key in the document."""
    if isinstance(node, dict):
        for k, v in node.items():
            if k == key:
                yield v
            yield from every(v, key)
    elif isinstance(node, list):
        for v in node:
            yield from every(v, key)


class Document(unittest.TestCase):
    doc: dict[str, Any]

    @classmethod
    def setUpClass(cls) -> None:
        cls.doc = described().document

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, item in self.doc["paths"].items():
            for method, op in item.items():
                self.assertIn(method, ("get", "post", "put", "delete"))
                yield method, path, op

    def test_committed_copy(self) -> None:
        committed = (ROOT / "openapi.json").read_text(encoding="utf-8")
        self.assertEqual(run("openapi").stdout, committed, "openapi.json is stale: make openapi")

    def test_every_reference_resolves_and_everything_is_used(self) -> None:
        used = set()
        for ref in every(self.doc, "$ref"):
            described().resolve(ref)
            used.add(ref)
        for kind, parts in self.doc["components"].items():
            for name in parts:
                if kind == "securitySchemes":
                    self.assertTrue(
                        any(name in s for each in every(self.doc, "security") for s in each)
                    )
                    continue
                self.assertIn(f"#/components/{kind}/{name}", used)

    def test_operations_are_described(self) -> None:
        ids = []
        for method, path, op in self.operations():
            where = f"{method} {path}"
            ids.append(op["operationId"])
            self.assertRegex(op["operationId"], r"^[a-z][A-Za-z0-9]+$", where)
            self.assertTrue(op["summary"], where)
            self.assertTrue(set(op["tags"]) <= {t["name"] for t in self.doc["tags"]}, where)
            self.assertTrue(any(s[0] == "2" or s == "303" for s in op["responses"]), where)
            params = op.get("parameters", [])
            named = set(re.findall(r"\{(\w+)\}", path))
            self.assertEqual({p["name"] for p in params if p["in"] == "path"}, named, where)
            self.assertTrue(all(p["required"] for p in params if p["in"] == "path"), where)
            self.assertEqual(len({(p["in"], p["name"]) for p in params}), len(params), where)
            self.assertTrue(all(p.get("description") for p in params), where)
        self.assertEqual(len(ids), len(set(ids)))

    def test_problems_are_problem_documents(self) -> None:
        for method, path, op in self.operations():
            for status, response in op["responses"].items():
                if int(status) >= 400:
                    body = described().resolve(response["$ref"])["content"]
                    self.assertEqual(list(body), ["application/problem+json"], f"{method} {path}")

    def test_what_needs_a_token_says_so(self) -> None:
        for method, path, op in self.operations():
            public = op.get("security", self.doc["security"]) == []
            self.assertEqual("401" in op["responses"] and not path.endswith(SIGNING_IN), not public)

    def test_defaults_and_examples_are_of_their_schema(self) -> None:
        def schemas(node: Any) -> Iterator[dict[str, Any]]:
            if isinstance(node, dict):
                if "type" in node:
                    yield node
                for v in node.values():
                    yield from schemas(v)
            elif isinstance(node, list):
                for v in node:
                    yield from schemas(v)

        found = 0
        for schema in schemas(self.doc):
            for value in [
                *schema.get("examples", []),
                *([schema["default"]] if "default" in schema else []),
            ]:
                described().validate(schema, value, json.dumps(schema))
                found += 1
        self.assertGreater(found, 5)

    def test_every_operation_can_succeed(self) -> None:
        for method, path, op in self.operations():
            success = {s for s in op["responses"] if s in SUCCESS}
            self.assertTrue(success, f"{method} {path}")
            self.assertEqual("303" in success, path.endswith("/oidc/callback"))

    def test_examples_of_bodies_are_of_their_schema(self) -> None:
        for method, path, op in self.operations():
            where = f"{method} {path}"
            for content in every(op, "content"):
                for media in content.values():
                    if "$ref" not in media.get("schema", {}):
                        continue
                    if "requestBody" not in op or media is not self.body(op):
                        self.assertIn("example", media, where)
                    if "example" in media:
                        described().validate(media["schema"], media["example"], where)

    def body(self, op: dict[str, Any]) -> dict[str, Any]:
        return dict(op["requestBody"])["content"]["application/json"]

    def test_what_must_be_given_has_an_example(self) -> None:
        for method, path, op in self.operations():
            if op.get("requestBody", {}).get("required"):
                self.assertIn("example", self.body(op), f"{method} {path}")

    def test_links_lead_to_operations_and_fill_their_paths(self) -> None:
        found = {op["operationId"]: op for _, _, op in self.operations()}
        links = [link for all in every(self.doc, "links") for link in all.values()]
        for link in links:
            op = found[link["operationId"]]
            path = {p["name"] for p in op.get("parameters", []) if p["in"] == "path"}
            self.assertEqual(set(link.get("parameters", {})), path, link)
        self.assertIn("restoreStrategyVersion", {link["operationId"] for link in links})


class Answers(ServerTest):
    sample = True

    def target(self, path: str) -> str:
        for name, value in EXAMPLES.items():
            path = path.replace(name, value)
        self.assertNotIn("{", path, "add an example for it above")
        return path

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, item in described().document["paths"].items():
            for method, op in item.items():
                yield method.upper(), path, op

    def call(self, method: str, path: str, token: str | None = "") -> Reply:
        body = None if method == "GET" else b"{}"
        if token == "" and path.endswith(ENDING):
            token = self.server.login()
        return self.server.call(method, self.target(path), body, token=token)

    def test_document_is_what_the_program_writes(self) -> None:
        reply = self.server.get("/openapi.json", token=None)
        self.assertEqual(reply.body.decode(), run("openapi").stdout)

    def test_every_operation_answers_as_documented(self) -> None:
        for method, path, op in self.operations():
            with self.subTest(f"{method} {path}"):
                reply = self.call(method, path)
                if any(n in path for n in NONE):
                    wants_body = op.get("requestBody", {}).get("required", False)
                    self.assertEqual(reply.status, EMPTY_BODY if wants_body else 404)
                elif method == "GET":
                    self.assertEqual(reply.status, 303 if "303" in op["responses"] else 200)
                    self.assertEqual("etag" in reply.headers, "304" in op["responses"])
                else:
                    good = [int(s) for s in op["responses"] if s in SUCCESS]
                    want = good if path.endswith(NO_INPUT) else [EMPTY_BODY]
                    self.assertIn(reply.status, want)

    def test_without_token(self) -> None:
        for method, path, op in self.operations():
            with self.subTest(f"{method} {path}"):
                reply = self.call(method, path, token=None)
                if op.get("security") == []:
                    self.assertNotEqual(reply.status, 401)
                else:
                    reply.problem(401, "unauthorized")

    def test_each_parameter_is_known(self) -> None:
        """Its example is taken; a wrong value is refused by its name."""
        for method, path, op in self.operations():
            for p in op.get("parameters", []):
                if p["in"] != "query":
                    continue
                with self.subTest(f"{method} {path} {p['name']}"):
                    target = self.target(path) + f"?{p['name']}="
                    body: dict[str, Any] | None = None if method == "GET" else {}
                    for example in p["schema"].get("examples", []):
                        text = str(example).lower() if isinstance(example, bool) else str(example)
                        reply = self.server.call(method, target + text, body)
                        self.assertEqual(reply.status, 200)
                    wrong = "x" * 2000  # no date, no number, no word, and too long a text
                    reply = self.server.call(method, target + wrong, body)
                    reply.problem(422, "invalid", p["name"])

    def test_deprecated_operations_say_so(self) -> None:
        for method, path, op in self.operations():
            with self.subTest(f"{method} {path}"):
                reply = self.call(method, path)
                self.assertEqual("deprecation" in reply.headers, op.get("deprecated", False))

    def test_methods_are_the_documented_ones(self) -> None:
        for path in described().document["paths"]:
            with self.subTest(path):
                allow = self.server.call("OPTIONS", self.target(path)).headers["allow"].split(", ")
                # A path with a parameter may match where a literal one stands.
                items = [i for p, _, i in described().paths if p.fullmatch(self.target(path))]
                methods = {m.upper() for i in items for m in i} | {"OPTIONS"}
                self.assertEqual(set(allow), methods | ({"HEAD"} if "GET" in methods else set()))


class TheCheckItself(unittest.TestCase):
    """The contract of server.py notices what it should."""

    def setUp(self) -> None:
        schema = {
            "type": "object",
            "required": ["a"],
            "properties": {
                "a": {"type": ["string", "null"], "format": "date"},
                "b": {"type": "array", "items": {"type": "integer"}},
                "c": {"type": "string", "enum": ["x", "y"]},
                "n": {"type": "number", "minimum": -1, "maximum": 0},
                "t": {"type": "string", "maxLength": 2, "pattern": "^x"},
            },
        }
        content = {"application/json": {"schema": schema}}
        operation = {"responses": {"200": {"content": content}}}
        self.contract = contract.Contract({"paths": {"/p/{id}": {"get": operation}}})

    def check(self, body: object, status: int = 200, media: str = "application/json") -> None:
        headers = {"content-type": media}
        self.contract.check("GET", "/p/1?q=2", status, headers, json.dumps(body).encode())

    def test_good(self) -> None:
        self.check({"a": "2020-02-29", "b": [1, 2], "c": "x", "n": 0, "t": "xy"})
        self.check({"a": None})
        self.contract.check("POST", "/p/1", 999, {}, b"")  # not an operation

    def test_bad(self) -> None:
        for body in (
            {},
            [],
            {"a": 1},
            {"a": "2020-02-30"},
            {"a": None, "b": [True]},
            {"a": None, "b": [1.5]},
            {"a": None, "c": "z"},
            {"a": None, "d": 1},
            {"a": None, "n": 0.5},
            {"a": None, "n": -2},
            {"a": None, "t": "xyz"},
            {"a": None, "t": "y"},
        ):
            with self.assertRaises(AssertionError, msg=body):
                self.check(body)
        with self.assertRaises(AssertionError):
            self.check({"a": None}, status=201)
        with self.assertRaises(AssertionError):
            self.check({"a": None}, media="text/plain")


if __name__ == "__main__":
    unittest.main()
