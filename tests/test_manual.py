# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""A refresh as older clients and cron ask for it, and the computation that the strategy page begins."""
from __future__ import annotations

import unittest
from typing import Any

from accounts import ADMIN_TOKEN
from server import Server, ServerTest, count, populated
from task_case import API, MANUAL, NO_WORKER, TaskTest, begun, ended

CRON = "/api/v1/tasks/refresh"
REBALANCE = "/api/v1/strategy/rebalance"
PATHS = (
    *(f"{MANUAL}/{name}-refresh" for name in ("trigger", "smart", "minimal")),
    REBALANCE,
    CRON,
)
# What each way of asking becomes: the mode said, the kind of task, and its own mode.
WAYS: tuple[tuple[str, str, str, str | None], ...] = (
    ("/trigger-refresh", "smart", "market_refresh", "smart"),
    ("/smart-refresh", "smart", "market_refresh", "smart"),
    ("/smart-refresh?mode=auto", "smart", "market_refresh", "smart"),
    ("/smart-refresh?mode=auto&force=true", "full", "market_refresh", "full"),
    ("/smart-refresh?mode=full", "full", "market_refresh", "full"),
    ("/smart-refresh?mode=minimal&force=true", "minimal", "market_refresh", "minimal"),
    ("/smart-refresh?mode=cached", "cached", "index_compute", None),
    ("/minimal-refresh", "minimal", "market_refresh", "minimal"),
)


class Asked(TaskTest):
    def test_ways(self) -> None:
        for path, said, kind, mode in WAYS:
            with self.subTest(path):
                stored = {t: count(self.server.data, t) for t in ("index_values", "prices")}
                reply = self.post(MANUAL + path)
                started = reply.json()
                self.assertEqual((reply.status, started["status"]), (200, "started"))
                self.assertEqual((started["mode"], started["current_state"]), (said, stored))
                self.assertTrue(started["message"])
                task = self.ended(started["task_id"])
                self.assertEqual((task["kind"], task["state"]), (kind, "SUCCESS"))
                self.assertEqual(task["args"].get("mode"), mode)

    def test_older_clients_send_more(self) -> None:
        reply = self.post(f"{MANUAL}/smart-refresh?mode=minimal&verbose=1", {"symbols": ["AAPL"]})
        self.ended(begun(reply, 200))
        reply = self.server.call("POST", MANUAL + "/trigger-refresh")
        self.ended(begun(reply, 200))

    def test_wrong_input(self) -> None:
        url = MANUAL + "/smart-refresh"
        self.post(url + "?mode=all").problem(422, "invalid", "mode")
        self.post(url + "?force=perhaps").problem(422, "invalid", "force")
        self.post(url + "?mode=x&force=x").problem(422, "invalid", "mode", "force")
        self.post(REBALANCE + "?force=perhaps").problem(422, "invalid", "force")

    def test_who_may(self) -> None:
        read, write = (self.key(scope)["key"] for scope in ("read", "write"))
        root = str(self.server.token)
        root_read, root_write = (self.key(scope, root)["key"] for scope in ("read", "write"))
        for path in PATHS:
            with self.subTest(path):
                self.post(path, token=None).problem(401, "unauthorized")
                for token in (self.token, read, write):
                    self.post(path, token=token).problem(403, "forbidden")
                self.post(path, token=root_read).problem(403, "read_only")
                for token in (root, root_write, ADMIN_TOKEN):
                    self.ended(begun(self.post(path, token=token), 200))

    def test_rebalance(self) -> None:
        runs = count(self.server.data, "runs")
        reply = self.post(REBALANCE + "?force=true")
        self.assertEqual(set(reply.json()), {"message", "task_id"})
        task = self.ended(begun(reply, 200))
        self.assertEqual((task["kind"], task["state"]), ("index_compute", "SUCCESS"))
        self.assertEqual(count(self.server.data, "runs"), runs + 1)


class Cron(TaskTest):
    def test_it_waits(self) -> None:
        """When it answers, all is done."""
        reply = self.post(CRON)
        done = reply.json()
        self.assertEqual((reply.status, done["status"]), (200, "ok"))
        task = self.server.read(f"{API}/task/{done['task_id']}")
        self.assertEqual((task["state"], task["args"]), ("SUCCESS", {"mode": "smart"}))

    def test_header_of_the_token(self) -> None:
        """As cron has it: without a body, the token in X-Admin-Token."""
        reply = self.server.call("POST", CRON, headers={"X-Admin-Token": ADMIN_TOKEN}, token=None)
        self.assertEqual(reply.status, 200)


class NoTime(ServerTest):
    sample = True
    flags = ("--task-wait-s", "0")

    def test_it_goes_on(self) -> None:
        problem = self.server.call("POST", CRON, {}).problem(504, "timeout")
        self.assertIn("goes on", problem["detail"])
        task = self.server.read(API + "/tasks")["items"][0]
        self.assertEqual(ended(self.server, task["task_id"])["state"], "SUCCESS")


class NoWorker(ServerTest):
    sample = True
    flags = NO_WORKER

    def waiting(self) -> list[Any]:
        return list(self.server.read(API + "/tasks?state=pending")["items"])

    def test_nobody_works(self) -> None:
        """Cron hears why it was in vain; the task waits, once, however often it asks."""
        for _ in range(2):
            problem = self.server.call("POST", CRON, {}).problem(503, "no_worker")
            self.assertIn("JOB_WORKERS", problem["detail"])
        self.assertEqual([t["kind"] for t in self.waiting()], ["market_refresh"])

    def test_others_do_not_wait(self) -> None:
        for path in PATHS[:-1]:
            begun(self.server.call("POST", path, {}), 200)


class Nothing(ServerTest):
    """Before there is any price."""

    def test_why(self) -> None:
        """A refresh without data is no success; the reason is told."""
        problem = self.server.call("POST", CRON, {}).problem(409, "task_failed")
        self.assertRegex(problem["detail"], "^the refresh failed: the index has no strategy")
        end = ended(self.server, begun(self.server.call("POST", REBALANCE, {}), 200))
        self.assertEqual((end["state"], end["tries"]), ("FAILURE", 1))
        self.assertTrue(end["error"])


class Restarted(unittest.TestCase):
    def test_at_once(self) -> None:
        """A server that has just begun is not taken for one that does not work."""
        with Server(populated(self)) as s:
            s.login()
            self.assertEqual(s.call("POST", CRON, {}).status, 200)


if __name__ == "__main__":
    unittest.main()
