# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""A client that openapi-python-client made of the document, at work. Run by tests/interop.py."""
from __future__ import annotations

import datetime
import importlib
import json
import os
import pkgutil
import re
import unittest
import urllib.request
from typing import Any

from autoindex_client import AuthenticatedClient, Client, api
from autoindex_client.api.auth import get_me, login
from autoindex_client.api.index import get_asset_history, get_assets, get_history
from autoindex_client.api.simulation import simulate
from autoindex_client.api.strategy import (
    get_strategy_config,
    get_strategy_versions,
    put_strategy_config,
    restore_strategy_version,
)
from autoindex_client.models import (
    AssetHistory,
    Credentials,
    Problem,
    SimulationQuery,
    StrategyChange,
    Token,
)
from hooks import SINGLE_INPUT

API = os.environ["API"]


def sign_in(password: str) -> Any:
    body = Credentials(email=os.environ["EMAIL"], password=password)
    with Client(base_url=API) as client:
        return login.sync_detailed(client=client, body=body)


def snake(operation_id: str) -> str:
    """As the generator spells it: getSp500 is get_sp_500."""
    return re.sub(r"(?<=.)([A-Z]|(?<=[a-z])\d+)", r"_\1", operation_id).lower()


def as_sent(parsed: Any) -> Any:
    """The model as JSON; the client writes an instant with six digits or none, we with three."""
    text = json.dumps(parsed.to_dict())
    text = re.sub(r'(:\d\d)\+00:00"', r'\1.000000+00:00"', text)
    return json.loads(re.sub(r'(:\d\d\.\d{3})000\+00:00"', r'\1Z"', text))


class GeneratedClient(unittest.TestCase):
    document: dict[str, Any]
    client: AuthenticatedClient

    @classmethod
    def setUpClass(cls) -> None:
        with urllib.request.urlopen(f"{API}/openapi.json") as reply:
            cls.document = json.load(reply)
        token = sign_in(os.environ["PASSWORD"]).parsed
        assert isinstance(token, Token)
        cls.client = AuthenticatedClient(base_url=API, token=token.access_token)
        cls.addClassCleanup(cls.client.get_httpx_client().close)

    def operations(self) -> Any:
        for item in self.document["paths"].values():
            yield from item.items()

    def test_each_operation_became_a_function(self) -> None:
        packages = [m.name for m in pkgutil.iter_modules(api.__path__)]
        made = {
            m.name
            for p in packages
            for m in pkgutil.iter_modules([f"{api.__path__[0]}/{p}"])
            if not m.ispkg
        }
        self.assertEqual(made, {snake(op["operationId"]) for _, op in self.operations()})

    def test_each_get_answers_as_its_type(self) -> None:
        for method, op in self.operations():
            content = op["responses"].get("200", {}).get("content", {})
            if method != "get" or "schema" not in content.get("application/json", {}):
                continue
            params = op.get("parameters", [])
            given = {
                p["name"]: p["schema"]["examples"][0]
                for p in params
                if p["in"] == "path" and "examples" in p["schema"]
            }
            if any(p["required"] and p["name"] not in given for p in params):
                continue  # needs what only another reply can tell
            with self.subTest(op["operationId"]):
                tag = op["tags"][0].replace("-", "_")
                name = f"autoindex_client.api.{tag}.{snake(op['operationId'])}"
                reply = importlib.import_module(name).sync_detailed(client=self.client, **given)
                self.assertEqual(reply.status_code, 200)
                self.assertIsNotNone(reply.parsed)
                self.assertNotIsInstance(reply.parsed, Problem)
                self.assertEqual(as_sent(reply.parsed), json.loads(reply.content))

    def test_who_signed_in(self) -> None:
        self.assertEqual(get_me.sync(client=self.client).email, os.environ["EMAIL"])

    def test_dates_and_numbers_have_their_types(self) -> None:
        day = datetime.date(2022, 1, 3)
        history = get_history.sync(client=self.client, start_date=day)
        self.assertEqual(history.series[0].date, day)
        self.assertIsInstance(history.series[0].value, float)

    def test_a_reply_leads_to_the_next_call(self) -> None:
        symbol = get_assets.sync(client=self.client, limit=1).items[0].symbol
        asset = get_asset_history.sync(symbol, client=self.client)
        self.assertIsInstance(asset, AssetHistory)
        self.assertEqual(asset.symbol, symbol)

    def test_a_body_goes_out_and_a_result_comes_back(self) -> None:
        body = SimulationQuery(amount=1000, start_date=datetime.date(2010, 1, 4))
        done = simulate.sync(client=self.client, body=body)
        self.assertEqual(done.amount_initial, 1000)
        self.assertEqual(done.series[-1].date, done.end_date)

    def test_change_and_restore(self) -> None:
        before = get_strategy_config.sync(client=self.client)
        body = StrategyChange(cost_bps=before.cost_bps + 1)
        changed = put_strategy_config.sync(client=self.client, body=body)
        self.assertEqual(changed.config.cost_bps, before.cost_bps + 1)
        versions = get_strategy_versions.sync(client=self.client).items
        self.assertEqual(versions[0].version, changed.version)
        restore_strategy_version.sync(versions[1].version, client=self.client)
        self.assertEqual(get_strategy_config.sync(client=self.client).cost_bps, before.cost_bps)

    def test_failures_are_problems(self) -> None:
        refused = sign_in("wrong")
        self.assertIsInstance(refused.parsed, Problem)
        self.assertEqual((refused.status_code, refused.parsed.code), (401, "invalid_credentials"))
        unknown = get_asset_history.sync_detailed("NOSUCH", client=self.client)
        self.assertEqual((unknown.status_code, unknown.parsed.code), (404, "not_found"))
        wrong = get_assets.sync(client=self.client, limit=0)
        self.assertEqual(wrong.errors[0].field, "limit")

    def test_hooks_know_what_is_said_of_a_single_input(self) -> None:
        """Each parameter of a query, wrong by itself; hooks.py must see that it is."""
        seen = 0
        for method, op in self.operations():
            for p in op.get("parameters", []):
                if p["in"] != "query" or p["name"] == "fields":
                    continue
                path = next(k for k, v in self.document["paths"].items() if op in v.values())
                path = path.replace("{symbol}", "AAPL").replace("{version}", "1")
                if "{" in path:
                    continue
                target = f"{path}?{p['name']}={'x' * 5000}"
                reply = self.client.get_httpx_client().request(method.upper(), target)
                if reply.status_code != 422:
                    continue  # 413 or 404: decided before the parameters are looked at
                for error in reply.json()["errors"]:
                    if error["field"] == p["name"]:
                        self.assertRegex(error["message"], f"^({SINGLE_INPUT.pattern})$")
                        seen += 1
        self.assertGreater(seen, 20)


if __name__ == "__main__":
    unittest.main()
