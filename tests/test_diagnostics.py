# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""What the installation says of itself, by the API and by `doctor` and `config`."""
from __future__ import annotations

import json
import unittest
from typing import Any

from server import Server, ServerTest, ask, count, populated, run, temp
from task_case import TaskTest

API = "/api/v1/diagnostics"


class Status(ServerTest):
    sample = True

    def read(self, path: str) -> Any:
        return self.server.read(API + path)

    def post(self, path: str, body: object = None) -> Any:
        reply = self.server.call("POST", API + path, body)
        self.assertEqual(reply.status, 200, reply.body)
        return reply.json()

    def test_database(self) -> None:
        s = self.read("/database-status")
        self.assertEqual((s["backend"], s["simulation_ready"]), ("sqlite", True))
        for name, table in s["tables"].items():
            self.assertEqual(table["count"], count(self.server.data, name), name)
            self.assertEqual(table["status"], "OK" if table["count"] else "EMPTY")
        self.assertEqual(s["tables"]["index_values"]["earliest_date"], "1990-04-02")

    def test_refresh(self) -> None:
        s = self.read("/refresh-status")
        self.assertEqual((s["assets"]["count"], s["assets"]["has_benchmark"]), (20, True))
        self.assertEqual(s["prices"]["latest_date"], "2022-12-28")
        self.assertTrue(s["prices"]["needs_update"])
        self.assertEqual([a["symbol"] for a in s["per_asset"]], sorted(s["assets"]["symbols"]))

    def test_cache(self) -> None:
        s = self.read("/cache-status")
        self.assertEqual(s["status"], "connected")
        for name in ("total_entries", "memory_usage", "hit_rate", "miss_rate"):
            self.assertIsInstance(s["stats"][name], (int, float), name)
        self.server.read("/api/v1/index/explain")
        self.server.read("/api/v1/index/explain?date=2008-10-15")
        s = self.read("/cache-status")["stats"]
        self.assertEqual((s["total_entries"], s["keys_by_prefix"]), (3, {"panel": 1, "reply": 2}))
        self.assertEqual(self.post("/cache-invalidate?pattern=reply:*")["invalidated_count"], 2)
        self.assertGreater(s["memory_usage"], 1000000)
        self.assertGreater(s["hit_rate"], 0)
        self.assertEqual(self.post("/cache-invalidate?pattern=quote:*")["invalidated_count"], 0)
        self.assertEqual(self.post("/cache-invalidate", {"pattern": "p*"})["invalidated_count"], 1)
        self.assertEqual(self.read("/cache-status")["stats"]["total_entries"], 0)

    def test_recalculation(self) -> None:
        done = self.post("/recalculate-index")
        task = self.server.read(f"/api/v1/background/task/{done['task_id']}")
        self.assertEqual((task["kind"], task["state"]), ("index_compute", "SUCCESS"))
        self.assertEqual((done["status"], done["before"]), ("SUCCESS", done["after"]))
        self.assertEqual(done["after"]["index_values"], 8250)
        self.assertEqual(done["sample_recent_values"][0]["date"], "2022-12-28")

    def test_what_another_process_imports_is_seen(self) -> None:
        """The prices in memory are those of the database, whoever changed them."""
        data = populated(self)
        with Server(data) as s:
            s.login()
            self.assertEqual(s.read("/api/v1/index/explain")["date"], "2022-12-28")
            csv = data.parent / "more.csv"
            csv.write_text("date,symbol,adj_close\n2022-12-29,AAPL,130\n")
            self.assertEqual(run("import", csv, data=data).returncode, 0)
            self.assertEqual(run("compute", data=data).returncode, 0)
            day = s.await_read("/api/v1/index/explain", lambda d: d["date"] == "2022-12-29")
            self.assertTrue(day["exact"])
            carried = {h["symbol"]: h["carried"] for h in day["holdings"]}
            self.assertEqual([n for n, c in carried.items() if not c], ["AAPL"])


class Nothing(ServerTest):
    """Before there is any price."""

    def test_all_answer(self) -> None:
        s = self.server
        db = s.read(f"{API}/database-status")
        self.assertFalse(db["simulation_ready"])
        self.assertEqual(db["tables"]["prices"]["status"], "EMPTY")
        refresh = s.read(f"{API}/refresh-status")
        self.assertEqual((refresh["assets"]["count"], refresh["prices"]["days_old"]), (0, None))
        self.assertEqual(s.read(f"{API}/cache-status")["stats"]["total_entries"], 0)
        s.get("/api/v1/index/explain").problem(409, "not_computed")
        s.get("/api/v1/index/weights").problem(409, "not_computed")
        self.assertEqual(s.read("/api/v1/index/events")["items"], [])

    def test_recalculation(self) -> None:
        """Of nothing it fails, as its task does, and says why."""
        reply = self.server.call("POST", f"{API}/recalculate-index")
        said = reply.problem(409, "task_failed")["detail"]
        self.assertRegex(said, "^the computation failed: the index has no (prices|strategy)")
        items = self.server.read("/api/v1/background/dead-letters")["items"]
        self.assertEqual([i["kind"] for i in items], ["index_compute"])


class NoWorker(ServerTest):
    sample = True
    flags = ("--job-workers", "0")

    def test_recalculation(self) -> None:
        reply = self.server.call("POST", f"{API}/recalculate-index")
        self.assertIn("JOB_WORKERS", reply.problem(503, "no_worker")["detail"])


class NoTime(TaskTest):
    flags = (*TaskTest.flags, "--task-wait-s", "0", "--job-workers", "1")

    def test_recalculation(self) -> None:
        before = self.drill(work_ms=600000)
        self.started(before)
        reply = self.server.call("POST", f"{API}/recalculate-index")
        self.assertIn("goes on", reply.problem(504, "timeout")["detail"])
        self.post(f"/api/v1/background/task/{before}/cancel")
        self.ended(before)


class Commands(unittest.TestCase):
    def test_doctor(self) -> None:
        data = populated(self)
        done = run("doctor", data=data)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"(?m)^warn +backup +there is none")
        run("backup", data=data)
        done = run("doctor", data=data)
        self.assertRegex(done.stdout, r"(?m)^ok +backup .* 0 days ago$")
        for name in ("data folder", "disk", "database", "schema", "prices", "index", "clock"):
            self.assertRegex(done.stdout, rf"(?m)^ok +{name} ")
        items = json.loads(run("doctor", "--json", data=data).stdout)["items"]
        self.assertEqual({i["status"] for i in items}, {"ok"})

    def test_doctor_finds_what_is_wrong(self) -> None:
        data = temp(self) / "data"
        done = run("doctor", data=data)
        self.assertEqual(done.returncode, 1)
        self.assertIn("fail  data folder", done.stdout)
        self.assertFalse(data.exists())
        data = populated(self)
        with open(data / "autoindex.db", "r+b") as f:
            f.seek(4096 * 40)
            f.write(b"x" * 4096 * 20)
        for wal in data.glob("autoindex.db-*"):
            wal.unlink()
        done = run("doctor", data=data)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertRegex(done.stdout, r"fail  (database|schema|prices)")

    def test_config(self) -> None:
        secret = "0123456789abcdef0123456789abcdef"
        data = temp(self) / "data"
        done = run("config", "--admin-token", secret, data=data, env={"PORT": "1234"})
        self.assertRegex(done.stdout, r"(?m)^port +1234 +environment$")
        self.assertRegex(done.stdout, r"(?m)^admin_token +\*+ +flag$")
        self.assertRegex(done.stdout, r"(?m)^host +127\.0\.0\.1 +default$")
        self.assertNotIn(secret, done.stdout)
        items = json.loads(run("config", "--json", "--secret-key", secret).stdout)["items"]
        value = {i["name"]: (i["value"], i["source"]) for i in items}
        self.assertEqual(value["secret_key"], ("********", "flag"))
        self.assertFalse(data.exists())

    def test_backtest(self) -> None:
        data = populated(self)
        text = run("backtest", "cost_bps=0", "--start", "2010-01-04", data=data).stdout
        self.assertIn("Backtest from 2010-01-04 to 2022-12-28: 3270 sessions", text)
        rows = run("backtest", "--csv", data=data).stdout.splitlines()
        self.assertEqual((rows[0], len(rows)), ("date,value,net_value", 8251))
        self.assertTrue(rows[-1].startswith("2022-12-28,25408.215977132"))
        got = json.loads(run("backtest", "--json", "rebalance_lag=2", data=data).stdout)
        self.assertEqual(got["config"]["rebalance_lag"], 2)
        self.assertEqual(ask(data, "SELECT count(*) FROM runs"), [(1,)])
        for args, says in (
            (("momentm_weight=1",), "did you mean 'momentum_weight'"),
            (("cost_bps",), "cost_bps=VALUE"),
            (("cost_bps=-1",), "cost_bps: must be at least 0"),
            (("momentum_weight=0.5",), "must sum to 1"),
            (("--start", "x"), "start: must be a date"),
            (("--csv", "--json"), "exclude each other"),
        ):
            done = run("backtest", *args, data=data)
            self.assertEqual((done.returncode, done.stdout), (2, ""), args)
            self.assertIn(says, done.stderr)

    def test_explain(self) -> None:
        data = populated(self)
        text = run("explain", "2008-10-15", data=data).stdout
        self.assertIn("2008-10-15: level 2171.0175705", text)
        self.assertIn("to the last digit", text)
        self.assertEqual(len(run("explain", "--csv", data=data).stdout.splitlines()), 21)
        got = json.loads(run("explain", "--json", data=data).stdout)
        self.assertEqual((got["date"], got["exact"]), ("2022-12-28", True))
        done = run("explain", "2008-10-18", data=data)
        self.assertEqual(done.returncode, 2)
        self.assertIn("2008-10-17 and 2008-10-20", done.stderr)
        self.assertEqual(run("explain", "yesterday", data=data).returncode, 2)


if __name__ == "__main__":
    unittest.main()
