# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What tasks survive besides an end of their process: a full disk, a held database, a process that sleeps."""
from __future__ import annotations

import os
import signal
import threading
import time
import unittest
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import disks
from accounts import ADMIN_TOKEN
from server import PATIENCE, Reply, Server, run, temp
from task_case import API
from test_jobs import DONE, RESERVED, Process, Tasks

URL = API + "/schedules"
LONG_MS, SHORT_MS = 2500, 50
OUTAGE_S = 5.0  # longer than the long ones take
HELD_S = 13.0  # longer than a request waits, and than somebody silent counts as there


class Faults(unittest.TestCase):
    def setUp(self) -> None:
        self.stack = ExitStack()
        self.addCleanup(self.stack.close)

    def open(self, data: Path, beat: bool = False, **popen: Any) -> None:
        """A server that works on tasks, too, and a worker."""
        self.assertEqual(run("migrate", data=data).returncode, 0)
        self.tasks = Tasks(data)
        self.stack.callback(self.tasks.db.close)
        flags = ("--no-sample-data", "--admin-token", ADMIN_TOKEN)
        more = () if beat else ("--no-beat",)
        self.server = self.stack.enter_context(Server(data, *flags, *more, **popen))
        self.server.token = ADMIN_TOKEN
        self.worker = self.stack.enter_context(Process(data, "worker", **popen))

    def until(self, good: Any) -> Any:
        end = time.monotonic() + PATIENCE
        while not (found := good()):
            if time.monotonic() > end:
                raise AssertionError("it does not come")
            time.sleep(0.05)
        return found

    def drill(self, number: int, kind: str, work_ms: int) -> str:
        """A schedule that is only run by hand; its address."""
        body = {"name": f"d{number}", "kind": kind, "spec": "every 24h", "enabled": False}
        reply = self.server.call("POST", URL, body | {"args": {"work_ms": work_ms}})
        self.assertEqual(reply.status, 201, reply.body)
        return f"{URL}/{reply.json()['id']}/run"

    def away(self, reply: Reply, code: str) -> None:
        reply.problem(503, code)
        self.assertGreater(int(reply.headers["retry-after"]), 0)

    def unready(self, code: str) -> None:
        self.until(lambda: self.server.get("/ready", token=None).status == 503)
        reply = self.server.get("/ready", token=None)
        self.away(reply, code)
        self.assertRegex(reply.json()["detail"], "nothing can be stored|cannot be read or written")
        self.assertEqual(self.server.get("/health", token=None).status, 200)
        self.assertEqual(self.server.get(API + "/tasks").status, 200)

    def ended_once(self, *accepted: str) -> None:
        """Every task that there is was accepted, was done, and has its effect once."""
        self.until(lambda: not self.tasks.ask("SELECT 1 FROM tasks WHERE state < 2"))
        rows = self.tasks.ask(
            "SELECT t.id, t.state, (SELECT count(*) FROM audit_log a WHERE a.action = 'drill'"
            " AND a.object = t.id) FROM tasks t WHERE kind LIKE 'drill%'"
        )
        self.assertEqual(sorted(rows), sorted((a, DONE, 1) for a in accepted))
        self.until(lambda: self.server.get("/ready", token=None).status == 200)

    def close(self) -> str:
        return self.server.stop() + self.worker.stop()

    def processor_s(self) -> float:
        used = 0.0
        for p in (self.server.process, self.worker.process):
            stat = Path(f"/proc/{p.pid}/stat").read_text().rpartition(")")[2].split()
            used += (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
        return used

    def test_a_full_disk(self) -> None:
        """While tasks are put, reserved, at work, and ending."""
        disk = disks.Disk(self, 16 << 20)
        self.addCleanup(self.stack.close)  # before the disk goes
        self.open(disk.folder / "data", beat=True, **disk.popen)
        # A limit on the size of files, which stands for a full disk, has no word of its own.
        code = "disk_full" if disk.mounted else "unavailable"
        pids = (self.server.process.pid, self.worker.process.pid)
        kinds = ("drill", "drill_process")
        runs = [self.drill(i, kinds[i % 2], LONG_MS if i < 6 else SHORT_MS) for i in range(60)]
        accepted = [self.server.call("POST", r).json()["task_id"] for r in runs[:6]]
        for number in accepted[:4]:  # as many as there are threads
            self.tasks.until(number, RESERVED)
        disk.full(*pids)
        refused = []
        for address in runs[6:]:
            reply = self.server.call("POST", address)
            if reply.status == 202:
                accepted.append(reply.json()["task_id"])
                disk.full(*pids)
            else:
                self.away(reply, code)
                refused.append(address)
        self.assertTrue(refused)
        self.unready(code)
        before = self.processor_s()
        time.sleep(OUTAGE_S)
        self.assertLess(self.processor_s() - before, OUTAGE_S / 2, "somebody does not rest")
        self.unready(code)
        disk.room(*pids)
        self.ended_once(*accepted)
        accepted += [self.server.call("POST", r).json()["task_id"] for r in refused]
        self.ended_once(*accepted)
        text = self.close()
        self.assertIn("JOB-QUEUE", text)
        for word in ("JOB-LOST", "FAULT"):
            self.assertNotIn(word, text)

    def test_a_database_that_another_process_holds(self) -> None:
        self.open(temp(self) / "data")
        run_late = self.drill(9, "drill", SHORT_MS)
        accepted = [self.tasks.put("drill", work_ms=LONG_MS, tries=2) for _ in range(5)]
        for number in accepted[:4]:
            self.tasks.until(number, RESERVED)
        said: list[Reply] = []
        asker = threading.Thread(target=lambda: said.append(self.server.call("POST", run_late)))
        self.tasks.ask("BEGIN IMMEDIATE")
        begun = time.monotonic()
        asker.start()
        self.unready("database_busy")
        asker.join()
        self.away(said[0], "database_busy")
        time.sleep(max(0.0, begun + HELD_S - time.monotonic()))
        self.tasks.ask("ROLLBACK")
        self.ended_once(*accepted)
        text = self.close()
        for word in ("JOB-LOST", "JOB-FENCED", "FAULT"):
            self.assertNotIn(word, text)

    def test_a_worker_that_sleeps(self) -> None:
        """Its task goes to another; what it does when it wakes up changes nothing."""
        self.open(temp(self) / "data")
        pid = self.worker.process.pid
        all_three = [self.tasks.put("drill", work_ms=LONG_MS, tries=2) for _ in range(3)]
        mine = "SELECT id FROM tasks WHERE state = 1 AND lease_owner LIKE ?"
        held = self.until(lambda: self.tasks.ask(mine, f"%:{pid}:%"))
        self.worker.process.send_signal(signal.SIGSTOP)
        for (number,) in held:
            self.until(lambda n=number: self.tasks.get(n)["lease_epoch"] > 1)
        self.worker.process.send_signal(signal.SIGCONT)
        self.ended_once(*all_three)
        server, worker = self.server.stop(), self.worker.stop()
        self.assertEqual(server.count("JOB-LOST"), len(held))
        self.assertEqual(worker.count("JOB-FENCED"), len(held))

    def test_a_beat_that_sleeps(self) -> None:
        """Another leads; what the first knew when it fell asleep fires nothing when it wakes up."""
        data = temp(self) / "data"
        self.open(data)
        beats = [self.stack.enter_context(Process(data, "beat")) for _ in range(2)]
        lease = "SELECT owner, epoch FROM leases"
        owner, epoch = self.until(lambda: self.tasks.ask(lease))[0]
        one, two = sorted(beats, key=lambda b: f":{b.process.pid}:" not in owner)
        self.due("before")
        self.until(lambda: self.fired("before"))
        one.process.send_signal(signal.SIGSTOP)
        self.due("asleep")
        self.until(lambda: self.fired("asleep"))
        now, later = self.tasks.ask(lease)[0]
        self.assertIn(f":{two.process.pid}:", now)
        self.assertEqual(later, epoch + 1)
        self.due("awake")  # both are about to see it
        one.process.send_signal(signal.SIGCONT)
        seen = "SELECT seen_at FROM workers WHERE node = ?"
        first = self.until(lambda: self.tasks.ask(seen, owner))
        self.until(lambda: self.tasks.ask(seen, owner) not in ([], first))
        self.until(lambda: self.fired("awake"))
        for name in ("before", "asleep", "awake"):
            self.assertEqual(self.fired(name), 1, name)
        self.assertEqual(self.tasks.ask(lease), [(now, later)])
        self.assertEqual(one.stop().count("leads the schedule"), 1)
        self.assertEqual(two.stop().count("leads the schedule"), 1)

    def due(self, name: str) -> None:
        now = int(time.time() * 1000)
        self.tasks.ask(
            "INSERT INTO schedules (name, kind, args, spec, timezone, missed, enabled, builtin,"
            " next_at, updated_at) VALUES (?, 'drill', '{}', 'cron 0 0 29 2 *', 'UTC', 0, 1, 0,"
            " ?, 0)",
            name,
            now,
        )

    def fired(self, name: str) -> int:
        sql = "SELECT count(*) FROM tasks WHERE parent = ?"
        return int(self.tasks.ask(sql, f"schedule:{name}")[0][0])


if __name__ == "__main__":
    unittest.main()
