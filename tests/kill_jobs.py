#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Ends server, worker and beat with kill -9 under load: kill_jobs.py [--kills 200] [--seed 1]

Every task must end, its effect must be there exactly once, and what a process that was ended had at
work must be free to run again within ten seconds of its next start. Kills are counted by what the tasks of
the process were at: reserve (nothing told yet), run, publish (before its effect is stored), commit
(after that, before the queue knows). Two beats run all the time; each schedule fires once.
"""
from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from server import BINARY, PATIENCE, QUICK, check_log, environment

READY, RESERVED, DONE = 0, 1, 2
AGAIN_S = 10.0  # an interrupted task runs again within
PHASES = ("reserve", "run", "publish", "commit")
ROLES = ("worker", "serve", "beat")
VERBS = {
    "worker": ("worker", "--concurrency", "3"),
    "serve": ("serve", "--port", "0", "--no-sample-data", "--job-workers", "2", *QUICK),
    "beat": ("beat",),
}


@dataclass
class Summary:
    kills: int = 0
    tasks: int = 0
    schedules: int = 0
    interrupted: int = 0
    slowest_s: float = 0.0  # until it could run again
    slowest_run_s: float = 0.0  # until it did, in its turn
    by_role: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 0))
    by_phase: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PHASES, 0))


class Run:
    def __init__(self, data: Path, seed: int) -> None:
        self.data = data
        self.dice = random.Random(seed)
        self.logs: list[IO[bytes]] = []
        self.at_work: dict[str, subprocess.Popen[bytes]] = {}
        self.waiting: dict[str, tuple[int, float]] = {}  # interrupted: epoch, and since when
        self.freed: set[str] = set()  # of these
        self.summary = Summary()
        command = [str(BINARY), "migrate", "--data", str(data)]
        subprocess.run(command, env=environment(), check=True, capture_output=True)
        self.db = sqlite3.connect(data / "autoindex.db", timeout=PATIENCE, isolation_level=None)
        # A task that is interrupted too often is a dead letter, rightly; here it is the test that interrupts.
        self.db.execute(
            "CREATE TRIGGER patience AFTER INSERT ON tasks BEGIN"
            " UPDATE tasks SET max_tries = 1000 WHERE seq = new.seq; END"
        )

    def start(self, role: str) -> None:
        log = tempfile.TemporaryFile()
        self.logs.append(log)
        command = [str(BINARY), *VERBS[role], "--data", str(self.data)]
        p = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment())
        assert p.stdout
        line = p.stdout.readline().decode()
        if "is ready" not in line:
            raise AssertionError(f"{role} does not start: {line!r}")
        self.at_work[role] = p

    def put(self, n: int) -> None:
        """So many more tasks, of both kinds, some of them by a schedule that is due in a moment."""
        now = int(time.time() * 1000)
        self.db.execute("BEGIN IMMEDIATE")
        for _ in range(n):
            args = json.dumps(
                {
                    "work_ms": self.dice.choice((0, 20, 150, 300)),
                    "publish_ms": self.dice.choice((1, 50, 200)),
                    "after_ms": self.dice.choice((0, 50, 200)),
                }
            )
            kind = self.dice.choice(("drill", "drill", "drill_process"))
            if self.dice.random() < 0.1:
                self.db.execute(
                    "INSERT INTO schedules (name, kind, args, spec, timezone, missed, enabled,"
                    " builtin, next_at, updated_at) VALUES (?, 'drill', ?, 'cron 0 0 29 2 *',"
                    " 'UTC', 0, 1, 0, ?, ?)",
                    (f"s{uuid.uuid4().hex}", args, now + self.dice.randrange(2000), now),
                )
                self.summary.schedules += 1
                continue
            self.db.execute(
                "INSERT INTO tasks (id, kind, queue, state, run_at, ready_at, max_tries, args,"
                " created_at) VALUES (?, ?, ?, 0, ?, ?, 1000, ?, ?)",
                (str(uuid.uuid4()), kind, self.dice.randrange(3), now, now, args, now),
            )
            self.summary.tasks += 1
        self.db.execute("COMMIT")

    def unfinished(self) -> int:
        return int(self.db.execute("SELECT count(*) FROM tasks WHERE state < 2").fetchone()[0])

    def phase(self, task: str, percent: int, message: str | None) -> str:
        if self.db.execute("SELECT 1 FROM task_effects WHERE task_id = ?", (task,)).fetchone():
            return "commit"
        if message == "publishing":
            return "publish"
        return "run" if message else "reserve"

    def kill(self, role: str) -> None:
        p = self.at_work.pop(role)
        p.kill()
        p.wait(PATIENCE)
        assert p.stdout
        p.stdout.close()
        held = self.db.execute(
            "SELECT id, percent, message, lease_epoch FROM tasks WHERE state = 1"
            " AND lease_owner LIKE ?",
            (f"%:{p.pid}:%",),
        ).fetchall()
        for phase in {self.phase(*row[:3]) for row in held}:
            self.summary.by_phase[phase] += 1
        self.start(role)
        for row in held:
            self.waiting[row[0]] = (row[3], time.monotonic())
            self.freed.discard(row[0])
        self.summary.kills += 1
        self.summary.by_role[role] += 1
        self.summary.interrupted += len(held)

    def look(self) -> None:
        """Which of the interrupted tasks are at work again?"""
        for task, (epoch, since) in list(self.waiting.items()):
            row = self.db.execute(
                "SELECT state, lease_epoch FROM tasks WHERE id = ?", (task,)
            ).fetchone()
            waited = time.monotonic() - since
            again = row[0] >= DONE or row[1] > epoch
            if (again or row[0] == READY) and task not in self.freed:
                self.freed.add(task)
                self.summary.slowest_s = max(self.summary.slowest_s, waited)
            if again:
                del self.waiting[task]
                self.freed.discard(task)
                self.summary.slowest_run_s = max(self.summary.slowest_run_s, waited)
            elif row[0] == RESERVED and waited > AGAIN_S:
                raise AssertionError(f"the task {task} is still held by a dead process")

    def drain(self) -> None:
        until = time.monotonic() + 2 * PATIENCE
        left = "SELECT count(*) FROM schedules WHERE builtin = 0 AND last_task IS NULL"
        while self.unfinished() or self.db.execute(left).fetchone()[0]:
            self.look()
            if time.monotonic() > until:
                raise AssertionError(f"{self.unfinished()} tasks do not end")
            time.sleep(0.05)
        self.look()

    def check(self) -> None:
        ask = self.db.execute
        wrong = ask(
            "SELECT id, state, error FROM tasks WHERE kind LIKE 'drill%' AND state <> 2"
        ).fetchall()
        assert not wrong, wrong[:5]
        made = ask("SELECT count(*) FROM tasks WHERE kind LIKE 'drill%'").fetchone()[0]
        assert made == self.summary.tasks + self.summary.schedules, made
        times = ask(
            "SELECT count(a.id) FROM tasks t LEFT JOIN audit_log a"
            " ON a.action = 'drill' AND a.object = t.id WHERE t.kind LIKE 'drill%' GROUP BY t.id"
        ).fetchall()
        assert all(n == 1 for (n,) in times), "an effect is missing, or there twice"
        fired = ask(
            "SELECT count(*) FROM tasks WHERE parent LIKE 'schedule:s%' AND kind = 'drill'"
            " GROUP BY parent"
        ).fetchall()
        assert len(fired) == self.summary.schedules and all(n == 1 for (n,) in fired)

    def stop(self) -> None:
        for p in self.at_work.values():
            p.send_signal(signal.SIGTERM)
        for role, p in self.at_work.items():
            status = p.wait(PATIENCE)
            assert p.stdout
            p.stdout.close()
            assert status == 0, f"{role} ended with {status}"
        self.at_work = {}
        for log in self.logs:
            log.seek(0)
            check_log(log.read().decode(errors="replace"))

    def end(self) -> None:
        """Whatever happened: no process stays."""
        for p in self.at_work.values():
            p.kill()
            p.wait(PATIENCE)
        for log in self.logs:
            log.close()
        self.db.close()


def run(kills: int, seed: int) -> Summary:
    folder = Path(tempfile.mkdtemp(prefix="autoindex-kill-"))
    r = Run(folder / "data", seed)
    try:
        for role in ROLES:
            r.start(role)
        while r.summary.kills < kills:
            if r.unfinished() < 15:
                r.put(15)
            time.sleep(r.dice.uniform(0.02, 0.6))
            r.kill(r.dice.choices(ROLES, (6, 3, 1))[0])
            r.look()
        r.drain()
        r.check()
        r.stop()
        return r.summary
    finally:
        r.end()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--kills", type=int, default=200)
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    s = run(args.kills, args.seed)
    print(f"{s.kills} kills: " + ", ".join(f"{n} of {role}" for role, n in s.by_role.items()))
    print("by phase: " + ", ".join(f"{n} {phase}" for phase, n in s.by_phase.items()))
    print(f"{s.tasks} tasks and {s.schedules} schedules, each with its effect exactly once")
    print(
        f"{s.interrupted} were interrupted; they were free again after at most {s.slowest_s:.1f} s"
        f" and ran, in their turn among others, after at most {s.slowest_run_s:.1f} s"
    )
    assert args.kills < 200 or min(s.by_phase.values()) >= 10, "a phase was hit too seldom"


if __name__ == "__main__":
    main()
