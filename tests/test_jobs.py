# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Work in the background: processes that work, what ends them, what they survive, and schedules."""
from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import uuid
from pathlib import Path
from typing import IO, Any, Mapping

from server import (
    BINARY,
    PATIENCE,
    Server,
    check_log,
    environment,
    populated,
    run,
    sanitized,
    temp,
)

READY, RESERVED, DONE, DEAD, CANCELLED = range(5)


class Process:
    """A worker or a beat; use as a context."""

    def __init__(
        self, data: Path, *args: str, env: Mapping[str, str] | None = None, **popen: Any
    ) -> None:
        self.log: IO[bytes] = tempfile.TemporaryFile()
        command = [str(BINARY), *args, "--data", str(data)]
        env = environment(env)
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log, env=env, **popen
        )
        assert self.process.stdout
        line = self.process.stdout.readline().decode()
        self.process.stdout.close()
        if "is ready" not in line:
            self.process.kill()
            raise AssertionError(f"{args} does not start: {line!r} {self.text()}")

    def text(self) -> str:
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def stop(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        text = self.text()
        check_log(text)
        assert status == 0, (status, text)
        return text

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
        self.log.close()


class Tasks:
    def __init__(self, data: Path) -> None:
        self.db = sqlite3.connect(data / "autoindex.db", timeout=PATIENCE, isolation_level=None)

    def put(
        self, kind: str, queue: int = 1, tries: int = 2, now: int | None = None, **args: Any
    ) -> str:
        """now: by the clock of those who work, in ms."""
        now, number = now or int(time.time() * 1000), str(uuid.uuid4())
        self.db.execute(
            "INSERT INTO tasks (id, kind, queue, state, run_at, ready_at, max_tries, args,"
            " created_at) VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?)",
            (number, kind, queue, now, now, tries, json.dumps(args), now),
        )
        return number

    def get(self, number: str) -> sqlite3.Row:
        cursor = self.db.cursor()
        cursor.row_factory = sqlite3.Row  # type: ignore[assignment]
        row = cursor.execute("SELECT * FROM tasks WHERE id = ?", (number,)).fetchone()
        assert isinstance(row, sqlite3.Row)
        return row

    def until(self, number: str, *states: int) -> sqlite3.Row:
        end = time.monotonic() + PATIENCE
        while (row := self.get(number))["state"] not in states:
            if time.monotonic() > end:
                raise AssertionError(f"the task stays {dict(row)}")
            time.sleep(0.02)
        return row

    def ask(self, sql: str, *args: object) -> list[tuple[Any, ...]]:
        return self.db.execute(sql, args).fetchall()


class JobTest(unittest.TestCase):
    sample = False

    def setUp(self) -> None:
        self.data = populated(self) if self.sample else temp(self) / "data"
        self.assertEqual(run("migrate", data=self.data).returncode, 0)
        self.tasks = Tasks(self.data)
        self.addCleanup(self.tasks.db.close)


class Worker(JobTest):
    def test_a_crash_is_a_retry_and_then_a_dead_letter(self) -> None:
        with Process(self.data, "worker", "--concurrency", "1") as w:
            crash = self.tasks.put("drill_process", fails="crash")
            row = self.tasks.until(crash, DEAD)
            self.assertEqual(row["tries"], 2)
            self.assertIn("crashed: Segmentation fault", row["error"])
            fine = self.tasks.put("drill_process", work_ms=10)
            self.assertEqual(
                json.loads(self.tasks.until(fine, DONE)["result"]), {"published": True}
            )
            self.assertIn("FAULT", w.stop())

    if not sanitized():  # a sanitizer takes more than any limit leaves

        def test_memory_is_limited(self) -> None:
            with Process(self.data, "worker", "--job-memory-mb", "512") as w:
                greedy = self.tasks.put("drill_process", tries=1, fails="memory")
                why = self.tasks.until(greedy, DEAD)["error"]
                self.assertIn("perhaps for want of memory", why)
                w.stop()

    def test_a_fault_is_logged_with_its_stack(self) -> None:
        with Process(self.data, "worker") as w:
            self.tasks.until(self.tasks.put("drill", fails="wrong"), DEAD)
            self.tasks.until(self.tasks.put("drill_process", fails="wrong"), DEAD)
            text = w.stop()
        self.assertEqual(text.count('where="job drill"'), 1)
        self.assertGreaterEqual(text.count('where="job drill_process"'), 1)
        self.assertIn(" < ", text)  # frames

    def test_what_runs_is_cancelled(self) -> None:
        with Process(self.data, "worker") as w:
            for kind in ("drill", "drill_process"):
                number = self.tasks.put(kind, work_ms=600000)
                while self.tasks.get(number)["message"] != "working":
                    time.sleep(0.02)
                self.tasks.ask("UPDATE tasks SET cancel = 1 WHERE id = ?", number)
                self.tasks.until(number, CANCELLED)
            w.stop()

    def test_sigterm_gives_back_what_runs(self) -> None:
        with Process(self.data, "worker", "--job-grace-s", "0") as w:
            both = [self.tasks.put(k, work_ms=600000) for k in ("drill", "drill_process")]
            for number in both:
                while self.tasks.get(number)["message"] != "working":
                    time.sleep(0.02)
            w.stop()
        for number in both:
            row = self.tasks.get(number)
            self.assertEqual((row["state"], row["tries"]), (READY, 0))
        self.assertEqual(self.tasks.ask("SELECT count(*) FROM workers"), [(0,)])

    def test_only_its_queues(self) -> None:
        with Process(self.data, "worker", "--queues", "low_priority,high_priority") as w:
            normal = self.tasks.put("drill", queue=1)
            self.tasks.until(self.tasks.put("drill", queue=0), DONE)
            self.tasks.until(self.tasks.put("drill", queue=2), DONE)
            self.assertEqual(self.tasks.get(normal)["state"], READY)
            w.stop()

    def test_a_locked_database_is_waited_for(self) -> None:
        with Process(self.data, "worker") as w:
            number = self.tasks.put("drill", work_ms=100)
            self.tasks.until(number, RESERVED)
            self.tasks.ask("BEGIN IMMEDIATE")
            time.sleep(1)  # longer than the drill: its end meets the lock
            self.tasks.ask("ROLLBACK")
            self.tasks.until(number, DONE)
            w.stop()

    def test_wrong_usage(self) -> None:
        for args, says in (
            (("worker", "--queues", "urgent"), "no queue 'urgent'"),
            (("worker", "--concurrency", "0"), "--concurrency"),
            (("job",), "not a person"),
        ):
            done = run(*args, data=self.data)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(says, done.stderr)


class Beat(JobTest):
    def due(self, name: str, missed: int, ago_ms: int) -> None:
        now = int(time.time() * 1000)
        self.tasks.ask(
            "INSERT INTO schedules (name, kind, args, spec, timezone, missed, enabled, builtin,"
            " next_at, updated_at) VALUES (?, 'drill', '{}', 'cron 0 0 29 2 *', 'UTC', ?, 1, 0,"
            " ?, 0)",
            name,
            missed,
            now - ago_ms,
        )

    def fired(self, name: str) -> int:
        sql = "SELECT count(*) FROM tasks WHERE parent = ?"
        return int(self.tasks.ask(sql, f"schedule:{name}")[0][0])

    def test_of_two_one_leads_and_the_other_takes_over(self) -> None:
        with Process(self.data, "beat") as one, Process(self.data, "beat") as two:
            self.due("first", 0, 0)
            while not self.fired("first"):
                time.sleep(0.02)
            owner, epoch = self.tasks.ask("SELECT owner, epoch FROM leases")[0]
            leader = one if f":{one.process.pid}:" in owner else two
            leader.process.kill()
            leader.process.wait(PATIENCE)
            self.due("second", 0, 0)
            while not self.fired("second"):
                time.sleep(0.02)
            self.assertGreater(self.tasks.ask("SELECT epoch FROM leases")[0][0], epoch)
            (two if leader is one else one).stop()
        self.assertEqual((self.fired("first"), self.fired("second")), (1, 1))

    def test_missed_runs_come_late_once_or_not_at_all(self) -> None:
        self.due("late", 0, 3600000)
        self.due("skipped", 1, 3600000)
        with Process(self.data, "beat") as b:
            while self.tasks.ask("SELECT 1 FROM schedules WHERE next_at < ?", time.time() * 1000):
                time.sleep(0.02)
            b.stop()
        self.assertEqual((self.fired("late"), self.fired("skipped")), (1, 0))

    def test_times_of_a_clock_that_was_far_ahead_are_put_right(self) -> None:
        """Nothing waits for a year because the clock was wrong once; nothing fires for that, either."""
        day = 86400000
        now = int(time.time() * 1000)
        self.due("far", 0, -400 * day)
        self.due("right", 0, -1)  # in time for the first look, or a second later
        self.tasks.ask(
            "UPDATE schedules SET spec = 'cron 0 0 1 1 *', last_at = ? WHERE name = 'far'",
            now + 399 * day,
        )
        with Process(self.data, "beat") as b:
            until = time.monotonic() + PATIENCE
            ahead = "SELECT 1 FROM schedules WHERE name = 'far' AND next_at > ?"
            while self.tasks.ask(ahead, now + 367 * day):
                self.assertLess(time.monotonic(), until, "it waits for a year")
                time.sleep(0.02)
            while not self.fired("right"):
                time.sleep(0.02)
            self.assertIn("goes by the clock as it was set", b.stop())
        self.assertEqual(self.fired("far"), 0)


class Sample(JobTest):
    sample = True

    def test_refresh_is_followed_by_compute(self) -> None:
        with Server(self.data) as s:
            s.await_log("leads the schedule")
            before = self.tasks.ask("SELECT max(id) FROM runs")[0][0]
            self.tasks.ask("UPDATE schedules SET next_at = 1 WHERE name = 'refresh'")
            sql = "SELECT id FROM tasks WHERE kind = 'index_compute'"
            while not (found := self.tasks.ask(sql)):
                time.sleep(0.02)
            done = self.tasks.until(found[0][0], DONE, DEAD)
            self.assertEqual(done["state"], DONE, done["error"])
            self.assertTrue(done["parent"].startswith("task:"))
            self.assertGreater(self.tasks.ask("SELECT max(id) FROM runs")[0][0], before)

    def test_the_kinds_do_their_work(self) -> None:
        with Server(self.data, "--no-beat"):
            full = self.tasks.until(self.tasks.put("market_refresh", mode="full"), DONE, DEAD)
            result = json.loads(full["result"])
            self.assertTrue(result["computed"])
            self.assertGreater(result["levels"], 8000)
            smart = self.tasks.until(self.tasks.put("market_refresh"), DONE, DEAD)
            self.assertFalse(json.loads(smart["result"])["computed"])
            quality = self.tasks.until(self.tasks.put("data_quality"), DONE, DEAD)
            self.assertGreater(json.loads(quality["result"])["outliers"], 0)
            weights: dict[str, Any] = dict(
                momentum_weight=0.5, market_cap_weight=0.3, risk_parity_weight=0.2
            )
            changed = self.tasks.until(self.tasks.put("index_compute", **weights), DONE, DEAD)
            self.assertEqual(json.loads(changed["result"])["version"], 2)
            wrong = self.tasks.put("index_compute", momentum_weight=0.9)
            self.assertIn("sum to 1", self.tasks.until(wrong, DONE, DEAD)["error"])
            old = self.tasks.until(self.tasks.put("cleanup", days_to_keep=1), DONE, DEAD)
            self.assertEqual(json.loads(old["result"])["tasks"], 0)


if __name__ == "__main__":
    unittest.main()
