# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""The clock is set by an hour, forward and back, while server, worker and two beats are at work."""
from __future__ import annotations

import time
import unittest
from contextlib import ExitStack
from typing import Any

from accounts import ADMIN_TOKEN
from clocks import HOUR_MS, Clock, at_time_of_day
from server import PATIENCE, Server
from task_case import API
from test_jobs import DONE, RESERVED, JobTest, Process

URL = API + "/schedules"
ALOUD = 2  # signs of life to wait for: so often everybody looks for those that are gone


class Clocks(JobTest):
    """It is 10:10 of some day; `half` is due at 10:30, `daily` at 10:40, `then` follows that."""

    def setUp(self) -> None:
        super().setUp()
        self.stack = ExitStack()
        self.addCleanup(self.stack.close)
        self.offset = at_time_of_day(10, 10)

    def start(self, server: Clock, worker: Clock, *beats: Clock) -> None:
        self.clocks = (server, worker, *beats)
        flags = ("--no-sample-data", "--no-beat", "--admin-token", ADMIN_TOKEN)
        self.server = self.stack.enter_context(Server(self.data, *flags, env=server.env))
        self.server.token = ADMIN_TOKEN
        self.others = [self.stack.enter_context(Process(self.data, "worker", env=worker.env))]
        for b in beats:
            self.others.append(self.stack.enter_context(Process(self.data, "beat", env=b.env)))
        for name, spec, args in (
            ("half", "every 30m", {"work_ms": 1}),
            ("daily", "cron 40 10 * * *", {"work_ms": 2000}),
            ("then", "after daily", {"work_ms": 1}),
        ):
            body = {"name": name, "kind": "drill", "spec": spec, "args": args}
            self.assertEqual(self.server.call("POST", URL, body).status, 201)
        self.until(lambda: self.tasks.ask("SELECT 1 FROM leases"))
        self.epoch = self.lease_epoch()
        self.long = [
            self.tasks.put(kind, tries=9, now=server.now_ms(), work_ms=12000)
            for kind in ("drill", "drill_process", "drill", "drill_process")
        ]
        for number in self.long:
            self.tasks.until(number, RESERVED)

    def until(self, good: Any) -> None:
        end = time.monotonic() + PATIENCE
        while not good():
            if time.monotonic() > end:
                raise AssertionError("it does not come")
            time.sleep(0.05)

    def lease_epoch(self) -> int:
        return int(self.tasks.ask("SELECT epoch FROM leases")[0][0])

    def more(self) -> None:
        """Short tasks, put before the clocks are set and done after it."""
        now = self.clocks[0].now_ms()
        for _ in range(10):
            self.tasks.put("drill", tries=9, now=now, work_ms=300)

    def step(self, ms: int, *clocks: Clock) -> None:
        """Set these; until everybody has said more than once that it lives, as the API shows it."""
        self.more()
        for c in clocks:
            c.step(ms)
        seen: dict[str, set[str]] = {}
        end = time.monotonic() + PATIENCE
        while len(seen) < len(self.clocks) or min(map(len, seen.values())) <= ALOUD:
            self.assertLess(time.monotonic(), end, seen)
            for w in self.server.read(API + "/active")["workers"]:
                seen.setdefault(w["node"], set()).add(w["seen_at"])
            time.sleep(0.05)

    def fired(self) -> dict[str, int]:
        sql = "SELECT count(*) FROM tasks WHERE kind = 'drill' AND parent LIKE ?"
        own = {n: self.tasks.ask(sql, f"schedule:{n}")[0][0] for n in ("half", "daily")}
        return own | {"then": self.tasks.ask(sql, "task:%")[0][0]}

    def next(self, name: str) -> str:
        """The hour and minute of the next time, as the API shows it."""
        (row,) = [s for s in self.server.read(URL)["items"] if s["name"] == name]
        return str(row["next_at"])[11:16]

    def finish(self) -> None:
        """All that was put was done once, and nobody lost anything on the way."""
        self.until(lambda: not self.tasks.ask("SELECT 1 FROM tasks WHERE state < 2"))
        rows = self.tasks.ask(
            "SELECT t.id, t.state, t.tries, (SELECT count(*) FROM audit_log a"
            " WHERE a.action = 'drill' AND a.object = t.id) FROM tasks t"
        )
        odd = [r for r in rows if r[1:] != (DONE, 1, 1)]
        self.assertEqual(odd, [], self.server.stderr()[-4000:] + self.others[0].text())
        for number in self.long:
            task = self.server.read(f"{API}/task/{number}")
            self.assertEqual((task["state"], task["tries"]), ("SUCCESS", 1))
        self.assertEqual(self.lease_epoch(), self.epoch, "the schedule changed hands")
        logs = [self.server.stop(), *(p.stop() for p in self.others)]
        for word in ("JOB-LOST", "JOB-FENCED", "JOB-QUEUE"):
            self.assertNotIn(word, "".join(logs))
        self.assertIn("JOB-CLOCK", logs[0])
        self.assertIn("JOB-CLOCK", logs[1])

    def test_of_all_at_once(self) -> None:
        clock = Clock(self.offset)
        self.start(clock, clock, clock, clock)
        self.assertEqual((self.next("half"), self.next("daily")), ("10:30", "10:40"))
        clock.step(HOUR_MS)
        self.until(lambda: self.fired()["daily"])
        self.step(-HOUR_MS, clock)  # while the daily one is at work
        self.until(lambda: self.fired()["then"])
        self.step(-HOUR_MS, clock)  # 9:10
        self.assertEqual(self.fired(), {"half": 1, "daily": 1, "then": 1})
        self.assertEqual((self.next("half"), self.next("daily")), ("09:30", "10:40"))
        self.step(HOUR_MS, clock)
        self.assertEqual(self.fired(), {"half": 2, "daily": 1, "then": 1})
        self.step(HOUR_MS, clock)  # 11:10: the daily one was at that time already
        self.assertEqual(self.fired(), {"half": 3, "daily": 1, "then": 1})
        self.assertEqual((self.next("half"), self.next("daily")), ("11:30", "10:40"))
        self.finish()

    def test_of_one_alone(self) -> None:
        clocks = [Clock(self.offset) for _ in range(4)]
        server, worker, *beats = clocks
        self.start(*clocks)
        self.step(HOUR_MS, worker)
        worker.step(-HOUR_MS)
        self.step(-HOUR_MS, worker, beats[0])
        self.step(HOUR_MS, server, beats[1])
        self.assertLessEqual(self.fired()["half"], 1)
        self.step(-2 * HOUR_MS, server, beats[1])
        self.assertLessEqual(self.fired()["daily"], 1)
        self.assertLessEqual(self.fired()["half"], 2)
        self.finish()


if __name__ == "__main__":
    unittest.main()
