# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""A change of the configuration, and the task that computes the index with it."""
from __future__ import annotations

import hashlib
import json
import unittest
from typing import Any

from server import Server, ask, count, described, populated
from task_case import API as BACKGROUND, NO_WORKER, begun, computed, ended
from test_jobs import Process
from test_strategy import API, StrategyTest


def digest(series: Any) -> str:
    """What differs between two of them would be too long to show."""
    text = json.dumps([(p["date"], p["value"]) for p in series])
    return hashlib.sha256(text.encode()).hexdigest()


def levels(server: Server) -> str:
    return digest(server.read("/api/v1/index/history")["series"])


def of_the_configuration(server: Server) -> str:
    """The levels that the configuration in force gives."""
    return digest(server.call("POST", f"{API}/backtest", {}).json()["series"])


class Computed(StrategyTest):
    """The index follows the configuration by a task."""

    def test_the_task_is_known(self) -> None:
        """Where the document says, by the id in the reply; the log names it too."""
        adjust = {"adjustments": {"cost_bps": 61}, "reason": "test", "confidence": 0.5}
        version = self.config()["version"]
        for method, path, body in (
            ("PUT", "/strategy/config", {"cost_bps": 60}),
            ("POST", "/strategy/config/ai-adjust", adjust),
            ("POST", "/strategy/config/versions/{version}/restore", None),
            ("POST", "/strategy/rebalance", {}),
            ("POST", "/diagnostics/recalculate-index", {}),
        ):
            with self.subTest(path):
                described_as = described().document["paths"]["/api/v1" + path][method.lower()]
                links = described_as["responses"]["200"]["links"].values()
                (link,) = (k for k in links if k["operationId"] == "getTask")
                self.assertEqual(link["parameters"], {"task_id": "$response.body#/task_id"})
                target = "/api/v1" + path.format(version=version)
                done = computed(self.server, self.server.call(method, target, body))
                task = self.server.read(f"{BACKGROUND}/task/{done['task_id']}")
                self.assertEqual((task["kind"], task["state"]), ("index_compute", "SUCCESS"))
                self.assertEqual(task["user_id"], self.server.read("/api/v1/auth/me")["id"])
                if "config" in done:
                    items = self.server.read("/api/v1/admin/audit?limit=20")["items"]
                    entry = next(i for i in items if i["action"].startswith("strategy."))
                    self.assertIn(done["task_id"], entry["detail"])

    def test_levels_follow(self) -> None:
        before = self.config()["version"], levels(self.server)
        self.change({"momentum_weight": 0.5, "market_cap_weight": 0.2})
        self.assertNotEqual(levels(self.server), before[1])
        self.assertEqual(levels(self.server), of_the_configuration(self.server))
        self.restore(before[0])
        self.assertEqual(levels(self.server), before[1])

    def test_many_in_a_row(self) -> None:
        """Whatever the task of one is doing when the next comes, each is computed by the task it names."""
        version = self.config()["version"]
        replies = [self.put({"volatility_lookback": 70 + i}) for i in range(20)]
        for reply in replies:
            done = computed(self.server, reply)
            run_id = self.server.read(f"{BACKGROUND}/task/{done['task_id']}")["result"]["run"]
            ((used,),) = ask(
                self.server.data,
                "SELECT c.version FROM runs r JOIN strategy_configs c"
                " ON c.id = r.strategy_config_id WHERE r.id = ?",
                int(run_id.removeprefix("run-")),
            )
            self.assertGreaterEqual(used, done["version"])
        self.assertEqual(levels(self.server), of_the_configuration(self.server))
        self.restore(version)


class Waiting(unittest.TestCase):
    """While nobody works, the configuration changes and the levels wait; nothing is lost."""

    change = {"momentum_weight": 0.6, "risk_parity_weight": 0.1}

    def test_killed_before_it_is_computed(self) -> None:
        data = populated(self)
        with Server(data, *NO_WORKER) as s:
            s.login()
            before = levels(s)
            first = begun(s.call("PUT", f"{API}/config", {"cost_bps": 3}), 200)
            second = begun(s.call("PUT", f"{API}/config", self.change), 200)
            self.assertEqual(first, second, "one that waits computes both")
            self.assertEqual(s.read(f"{BACKGROUND}/task/{first}")["state"], "PENDING")
            self.assertEqual(levels(s), before)
            s.kill()
        with Server(data) as s:
            s.login()
            self.assertEqual(ended(s, second)["state"], "SUCCESS")
            self.assertNotEqual(levels(s), before)
            self.assertEqual(levels(s), of_the_configuration(s))

    def test_computed_by_another_process(self) -> None:
        """Who hears of the end sees the levels, whatever the server had ready."""
        data = populated(self)
        with Server(data, *NO_WORKER) as s, Process(data, "worker") as worker:
            s.login()
            for bps in range(3, 6):
                change = {"cost_bps": bps, "volatility_lookback": 60 + bps}
                reply = s.call("PUT", f"{API}/config", change)
                levels(s)  # are made ready, of before
                computed(s, reply)
                self.assertEqual(levels(s), of_the_configuration(s))
            worker.stop()

    def test_refused_without_a_task(self) -> None:
        data = populated(self)
        with Server(data, *NO_WORKER) as s:
            s.login()
            for query, body in (
                ("", {"cost_bps": -1}),
                ("", {}),
                ("?recompute=false", self.change),
            ):
                reply = s.call("PUT", f"{API}/config{query}", body)
                self.assertIn(reply.status, (200, 422))
                self.assertIsNone(reply.json().get("task_id"))
            self.assertEqual(count(data, "tasks"), 0)


if __name__ == "__main__":
    unittest.main()
