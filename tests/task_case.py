# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What the tests of work in the background share."""
from __future__ import annotations

import time
from typing import Any

from accounts import ADMIN_TOKEN, AccountTest
from server import PATIENCE, Reply, Server

API = "/api/v1/background"
MANUAL = "/api/v1/manual"
REPORT = {"report_type": "summary", "period_days": 365, "format": "json"}
NO_WORKER = ("--job-workers", "0")
DONE = ("SUCCESS", "FAILURE", "REVOKED")


def begun(reply: Reply, status: int = 202) -> str:
    """The id of the task that this reply says was begun."""
    if reply.status != status:
        raise AssertionError(f"not begun: {reply.status} {reply.body!r}")
    return str(reply.json()["task_id"])


def ended(server: Server, task_id: str, token: str | None = "") -> Any:
    """The task once it has ended; asked for again and again, as older clients do."""
    until = time.monotonic() + PATIENCE
    while not (task := server.read(f"{API}/task/{task_id}", token=token))["ready"]:
        if time.monotonic() > until:
            raise AssertionError(f"it does not end: {task}")
        time.sleep(0.02)
    return task


def computed(server: Server, reply: Reply) -> Any:
    """The answer to a change of the configuration, once the task that it names has computed the index."""
    if reply.status != 200:
        raise AssertionError(f"not changed: {reply.status} {reply.body!r}")
    if (task_id := reply.json()["task_id"]) is not None:
        if (task := ended(server, task_id))["state"] != "SUCCESS":
            raise AssertionError(f"not computed: {task}")
    return reply.json()


class TaskTest(AccountTest):
    """bob is a user, the server's token the administrator's."""

    sample = True
    flags = (*AccountTest.flags, "--admin-token", ADMIN_TOKEN)

    def setUp(self) -> None:
        super().setUp()
        self.server.secrets.append(ADMIN_TOKEN)

    def begin(self, path: str, body: object = None, token: str | None = "") -> str:
        return begun(self.post(API + path, body, token))

    def ended(self, task_id: str, token: str | None = "") -> Any:
        return ended(self.server, task_id, token)

    def good(self, task_id: str, token: str | None = "") -> Any:  # type: ignore[override]
        """What came of a task that must succeed."""
        task = self.ended(task_id, token)
        self.assertEqual(task["state"], "SUCCESS", task)
        return task["result"]

    def schedule(self, name: str, kind: str = "drill", **more: object) -> Any:
        """One that does nothing by itself."""
        body = {"name": name, "kind": kind, "spec": "every 24h", "enabled": False} | more
        reply = self.post(API + "/schedules", body)
        self.assertEqual(reply.status, 201, reply.body)
        made = reply.json()
        path = f"{API}/schedules/{made['id']}"
        self.addCleanup(self.server.call, "DELETE", path)
        return made

    def drill(self, kind: str = "drill", **args: object) -> str:
        """A task that practises, of a schedule of its own."""
        type(self).number += 1
        made = self.schedule(f"drill-{self.number}", kind, args=args)
        return self.begin(f"/schedules/{made['id']}/run")

    def started(self, task_id: str) -> None:
        self.server.await_read(
            f"{API}/task/{task_id}", lambda t: t["state"] in ("STARTED", "PROGRESS")
        )
