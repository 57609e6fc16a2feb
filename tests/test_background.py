# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""/api/v1/background: work that goes on after the answer, and what becomes of it."""
from __future__ import annotations

import concurrent.futures
import json
import unittest
from typing import Any

import contract
from accounts import ADMIN_TOKEN
from server import Reply, Server, ask, count, populated, temp
from task_case import API, DONE, NO_WORKER, REPORT, TaskTest, begun, ended

# What begins something: the path, its alias, and a body.
BEGIN: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("/refresh-market-data", "/refresh", {"mode": "minimal"}),
    ("/compute-index", "/compute", {}),
    ("/cleanup-old-data", "/cleanup", {"days_to_keep": 36500}),
    ("/generate-report", "/report", REPORT),
)
ADMINS = BEGIN[:3]


class Begun(TaskTest):
    def test_answer(self) -> None:
        reply = self.post(API + "/compute-index", {})
        self.assertEqual(reply.status, 202)
        started = reply.json()
        self.assertEqual(set(started), {"task_id", "status", "message"})
        self.assertEqual(started["status"], "started")
        self.assertIsInstance(started["task_id"], str)
        self.good(started["task_id"])

    def test_aliases(self) -> None:
        """The same work, and the same task seen by either name; only the old names say that they are."""
        for path, alias, body in BEGIN:
            with self.subTest(alias):
                replies = [self.post(API + p, body) for p in (path, alias)]
                tasks = [self.ended(begun(r)) for r in replies]
                self.assertEqual(*(t["kind"] for t in tasks))
                self.assertEqual(*(t["args"] for t in tasks))
                self.assertEqual(["deprecation" in r.headers for r in replies], [False, True])
        one = self.server.get(f"{API}/status/{tasks[0]['task_id']}")
        self.assertEqual(one.json(), tasks[0])
        self.assertIn("deprecation", one.headers)

    def test_who_may(self) -> None:
        read, write = (self.key(scope)["key"] for scope in ("read", "write"))
        root = str(self.server.token)
        root_read, root_write = (self.key(s, root)["key"] for s in ("read", "write"))
        for path, alias, body in BEGIN:
            users = body is REPORT
            for p in (path, alias):
                with self.subTest(p):
                    self.post(API + p, body, token=None).problem(401, "unauthorized")
                    for key in (read, root_read):
                        bobs = key == read and not users  # not even with a key that writes
                        code = "forbidden" if bobs else "read_only"
                        self.post(API + p, body, token=key).problem(403, code)
                    for token in (self.token, write):
                        reply = self.post(API + p, body, token=token)
                        if users:
                            self.good(begun(reply), token)
                        else:
                            reply.problem(403, "forbidden")
                    for token in (root, root_write, ADMIN_TOKEN):
                        reply = self.post(API + p, body, token=token)
                        if users and token == ADMIN_TOKEN:
                            reply.problem(403, "forbidden")  # there is nobody whose it would be
                        else:
                            self.good(begun(reply), token)

    def test_older_clients_send_more(self) -> None:
        """What is not known is ignored; what is known must be right."""
        self.good(self.begin("/refresh", {"mode": "minimal", "force": True}))
        self.good(self.begin("/report?pretty=1", REPORT | {"email": "x"}), self.server.token)
        self.good(self.begin("/compute", {"momentum_weight": None}))

    def test_without_a_body(self) -> None:
        for path, _, _ in ADMINS:
            self.good(begun(self.server.call("POST", API + path)))

    def test_wrong_input(self) -> None:
        before = count(self.server.data, "tasks")
        wrong: tuple[tuple[str, object, str], ...] = (
            ("/refresh", {"mode": "auto"}, "mode"),
            ("/refresh", {"mode": 1}, "mode"),
            (
                "/compute",
                {"momentum_weight": 2, "market_cap_weight": "x"},
                "momentum_weight market_cap_weight",
            ),
            ("/cleanup", {"days_to_keep": 0}, "days_to_keep"),
            ("/cleanup", {"days_to_keep": 36501}, "days_to_keep"),
            ("/report", {}, "report_type"),
            ("/report", REPORT | {"period_days": 0}, "period_days"),
            ("/report", REPORT | {"period_days": 3651}, "period_days"),
            ("/report", REPORT | {"format": "doc"}, "format"),
            ("/report", REPORT | {"report_type": "all"}, "report_type"),
        )
        for path, body, fields in wrong:
            with self.subTest(body):
                self.post(API + path, body).problem(422, "invalid", *fields.split())
        self.post(API + "/refresh", b"{").problem(400, "malformed")
        self.assertEqual(count(self.server.data, "tasks"), before)

    def test_double_click(self) -> None:
        """What is asked for twice at once is done once, in whatever words; a report once for each user."""
        with Server(populated(self), *NO_WORKER) as s:
            s.login()
            bob = s.register("bob@example.com")

            def post(path: str, body: object, token: str | None = "") -> str:
                return begun(
                    s.call("POST", path, body, token=token), 200 if "rebalance" in path else 202
                )

            with concurrent.futures.ThreadPoolExecutor() as pool:
                ids = set(pool.map(lambda _: post(API + "/compute", {}), range(8)))
            ids |= {post(API + "/compute-index", None), post("/api/v1/strategy/rebalance", {})}
            ids |= {post(API + "/compute", {"momentum_weight": None})}
            self.assertEqual(len(ids), 1)
            ids |= {post(API + "/compute", {"momentum_weight": 0.5})}
            self.assertEqual(len(ids), 2)
            reports = [post(API + "/report", REPORT, token) for token in ("", "", bob, bob)]
            self.assertEqual(len(set(reports)), 2)
            again = s.call("POST", API + "/compute", {}).json()
            self.assertEqual(again["status"], "started")
            self.assertIn("already", again["message"])
            s.call("POST", f"{API}/task/{again['task_id']}/cancel")
            self.assertNotIn(post(API + "/compute", {}), ids, "what has ended does not count")


class Results(TaskTest):
    def test_refresh(self) -> None:
        for mode in ("smart", "full", "minimal"):
            result = self.good(self.begin("/refresh", {"mode": mode}))
            self.assertEqual((result["mode"], result["quality"]["assets"]), (mode, 20))
            self.assertEqual(result["computed"], mode == "full")
            self.assertEqual(result["levels"], 8250 if mode == "full" else None)

    def test_compute(self) -> None:
        result = self.good(self.begin("/compute"))
        self.assertEqual((result["levels"], result["version"]), (8250, None))
        self.assertEqual((result["first_date"], result["last_date"]), ("1990-04-02", "2022-12-28"))
        runs = ask(self.server.data, "SELECT max(id) FROM runs")
        self.assertEqual(result["run"], f"run-{runs[0][0]}")

    def test_compute_with_other_weights(self) -> None:
        config = self.server.read("/api/v1/strategy/config")
        weights = {"momentum_weight": 0.6, "market_cap_weight": 0, "risk_parity_weight": 0.4}
        result = self.good(self.begin("/compute", weights))
        now = self.server.read("/api/v1/strategy/config")
        self.assertEqual(result["version"], now["version"])
        self.assertGreater(now["version"], config["version"])
        self.assertEqual({k: now[k] for k in weights}, weights)

    def test_weights_that_do_not_sum(self) -> None:
        """A rule across members is known when it is done: a failure with its reason, not tried again."""
        task = self.ended(self.begin("/compute", {"momentum_weight": 0.99}))
        self.assertEqual((task["state"], task["tries"], task["result"]), ("FAILURE", 1, None))
        self.assertIn("must sum to 1", task["error"])

    def test_cleanup(self) -> None:
        kept = ("prices", "index_values", "allocations", "runs", "tasks")
        before = [count(self.server.data, t) for t in kept]
        result = self.good(self.begin("/cleanup", {"days_to_keep": 1}))
        self.assertEqual(result["tasks"], 0)
        before[-1] += 1  # itself
        self.assertEqual([count(self.server.data, t) for t in kept], before)

    def test_report(self) -> None:
        result = self.good(self.begin("/report", REPORT, self.token), self.token)
        self.assertEqual({k: result[k] for k in REPORT}, REPORT)
        listed = self.server.read("/api/v1/reports", token=self.token)["items"]
        self.assertIn(result["id"], [r["id"] for r in listed])

    def test_progress_and_times(self) -> None:
        task = self.ended(self.begin("/compute"))
        self.assertEqual(
            (task["state"], task["ready"], task["successful"]), ("SUCCESS", True, True)
        )
        self.assertEqual(task["status"], task["state"])
        self.assertEqual((task["progress"]["percent"], task["current"], task["total"]), (100,) * 3)
        self.assertEqual((task["tries"], task["error"], task["cancelling"]), (1, None, False))
        self.assertLessEqual(task["created_at"], task["started_at"])
        self.assertLessEqual(task["started_at"], task["ended_at"])

    def test_progress_on_the_way(self) -> None:
        task = self.drill(work_ms=600000)
        url = f"{API}/task/{task}"
        seen = self.server.await_read(url, lambda t: t["state"] == "PROGRESS")
        self.assertFalse(seen["ready"] or seen["successful"])
        self.assertEqual(seen["progress"]["message"], "working")
        self.assertEqual((seen["current"], seen["total"]), (seen["progress"]["percent"], 100))
        self.post(url + "/cancel")
        self.ended(task)


class Empty(TaskTest):
    sample = False

    def test_nothing_to_work_on(self) -> None:
        """Without any data a report and an index cannot be: said once, with the reason."""
        for path, body in (("/generate-report", REPORT), ("/compute-index", {})):
            task = self.ended(self.begin(path, body))
            self.assertEqual((task["state"], task["tries"]), ("FAILURE", 1), task)
            self.assertRegex(task["error"], "price|level|history|data|asset")


class Others(TaskTest):
    def test_what_is_not_there(self) -> None:
        for path in ("/task/nothing", "/status/nothing", f"/task/{'0' * 36}"):
            self.server.get(API + path).problem(404, "not_found")
        self.server.get(f"{API}/task/{'0' * 65}").problem(422, "invalid", "task_id")
        for verb in ("cancel", "retry"):
            for token in ("", self.token, ADMIN_TOKEN):
                self.post(f"{API}/task/nothing/{verb}", token=token).problem(404, "not_found")
        self.server.call("DELETE", API + "/dead-letters/nothing").problem(404, "not_found")

    def test_anothers_looks_like_none(self) -> None:
        theirs = self.begin("/report", REPORT)
        self.ended(theirs)
        none = "0" * 36
        for method, path in (
            ("GET", "/task/{}"),
            ("GET", "/status/{}"),
            ("POST", "/task/{}/cancel"),
            ("POST", "/task/{}/retry"),
        ):
            said = []
            for task in (theirs, none):
                reply = self.server.call(method, API + path.format(task), token=self.token)
                said.append(reply.problem(404, "not_found")["detail"].replace(task, "N"))
            self.assertEqual(said[0], said[1])

    def test_who_sees(self) -> None:
        bobs = self.begin("/report", REPORT, self.token)
        url = f"{API}/task/{bobs}"
        self.server.get(url, token=None).problem(401, "unauthorized")
        key = self.key("read")["key"]
        for token in (self.token, key, "", ADMIN_TOKEN):
            self.assertEqual(self.server.read(url, token=token)["task_id"], bobs)
        other = self.server.register(f"other{self.number}@example.com")
        self.server.get(url, token=other).problem(404, "not_found")

    def test_the_programs_own(self) -> None:
        """Everybody sees it, an administrator alone changes it."""
        task = self.begin("/compute", {}, ADMIN_TOKEN)
        url = f"{API}/task/{task}"
        self.assertIsNone(self.server.read(url, token=self.token)["user_id"])
        for verb in ("cancel", "retry"):
            self.post(f"{url}/{verb}", token=self.token).problem(403, "forbidden")
        self.good(task)

    def test_administration(self) -> None:
        key = self.key("read")["key"]
        root_key = self.key("read", str(self.server.token))["key"]
        for path in ("/tasks", "/dead-letters"):
            self.server.get(API + path, token=None).problem(401, "unauthorized")
            for token in (self.token, key):
                self.server.get(API + path, token=token).problem(403, "forbidden")
            for token in ("", ADMIN_TOKEN, root_key):
                self.assertEqual(self.server.get(API + path, token=token).status, 200)
        drop = API + "/dead-letters/nothing"
        self.server.call("DELETE", drop, token=None).problem(401, "unauthorized")
        self.server.call("DELETE", drop, token=self.token).problem(403, "forbidden")
        self.server.call("DELETE", drop, token=root_key).problem(403, "read_only")
        for verb in ("cancel", "retry"):
            self.post(f"{API}/task/nothing/{verb}", token=None).problem(401, "unauthorized")
            self.post(f"{API}/task/nothing/{verb}", token=key).problem(403, "read_only")


class Control(TaskTest):
    def act(self, task: str, verb: str, token: str | None = "") -> Reply:
        return self.post(f"{API}/task/{task}/{verb}", token=token)

    def test_cancel_what_runs(self) -> None:
        task = self.drill(work_ms=600000)
        self.started(task)
        asked = self.act(task, "cancel").json()
        self.assertTrue(asked["cancelling"] or asked["ready"])
        end = self.ended(task)
        self.assertEqual((end["state"], end["successful"]), ("REVOKED", False))
        self.assertIsNone(end["result"])
        self.act(task, "cancel").problem(409, "conflict")

    def test_cancel_what_runs_in_a_process(self) -> None:
        task = self.drill("drill_process", work_ms=600000)
        self.server.await_read(
            f"{API}/task/{task}", lambda t: t["progress"]["message"] == "working"
        )
        self.act(task, "cancel")
        self.assertEqual(self.ended(task)["state"], "REVOKED")

    def test_what_ended_cannot_be_cancelled(self) -> None:
        task = self.begin("/report", REPORT, self.token)
        self.good(task)
        for token in ("", self.token):
            self.act(task, "cancel", token).problem(409, "conflict")
            self.act(task, "retry", token).problem(409, "conflict")  # it did not fail

    def test_retry_what_failed(self) -> None:
        task = self.drill(fails="wrong")
        failed = self.ended(task)
        self.assertEqual((failed["state"], failed["tries"]), ("FAILURE", 1))
        self.assertEqual(self.act(task, "retry").status, 200)
        again = self.ended(task)
        self.assertEqual((again["state"], again["task_id"]), ("FAILURE", task))
        self.assertGreater(again["started_at"], failed["started_at"])

    def test_retry_what_was_cancelled(self) -> None:
        task = self.drill(work_ms=600000)
        self.act(task, "cancel")
        self.ended(task)
        self.assertFalse(self.act(task, "retry").json()["cancelling"])
        self.started(task)
        self.act(task, "retry").problem(409, "conflict")
        self.act(task, "cancel")
        self.ended(task)

    def test_ones_own(self) -> None:
        """A user cancels and retries their own report; here nothing works on it meanwhile."""
        with Server(populated(self), *NO_WORKER) as s:
            s.login()
            bob = s.register("bob@example.com")
            task = begun(s.call("POST", API + "/report", REPORT, token=bob))
            end = s.call("POST", f"{API}/task/{task}/cancel", token=bob).json()
            self.assertEqual((end["state"], end["ready"]), ("REVOKED", True))
            back = s.call("POST", f"{API}/task/{task}/retry", token=bob).json()
            self.assertEqual((back["state"], back["ready"]), ("PENDING", False))
            heard = s.get(
                "/api/v1/events?wait=false", token=bob, headers={"Last-Event-ID": "0"}
            ).body.decode()
            told = [json.loads(e.data) for e in contract.stream_events(heard)[1:]]
            states = [e["state"] for e in told if e.get("task_id") == task]
            self.assertEqual(states, ["PENDING", "REVOKED", "PENDING"])

    def test_reports_at_a_time(self) -> None:
        """An account has so many made at a time, whichever way they come to wait; others have theirs."""
        with Server(populated(self), *NO_WORKER) as s:
            s.login()
            bob, url = s.register("bob@example.com"), API + "/report"
            tasks = [
                begun(s.call("POST", url, REPORT | {"period_days": n}, token=bob))
                for n in range(2, 42)
            ]
            s.call("POST", url, REPORT, token=bob).problem(429, "too_many_waiting")
            self.assertEqual(s.call("POST", f"{API}/task/{tasks[0]}/cancel", token=bob).status, 200)
            begun(s.call("POST", url, REPORT, token=bob))
            reply = s.call("POST", f"{API}/task/{tasks[0]}/retry", token=bob)
            reply.problem(429, "too_many_waiting")
            self.assertGreater(int(reply.headers["retry-after"]), 0)
            begun(s.call("POST", url, REPORT))

    def test_crash(self) -> None:
        """Of a process of its own: the worker lives on, and the task is tried again before it is given up."""
        task = self.drill("drill_process", fails="crash")
        seen = self.server.await_read(f"{API}/task/{task}", lambda t: t["state"] == "RETRY")
        self.assertTrue(seen["error"])
        self.act(task, "cancel")
        self.assertIn(self.ended(task)["state"], DONE)

    def test_dead_letters(self) -> None:
        url = API + "/dead-letters"
        tasks = [self.drill(fails="wrong") for _ in range(3)]
        for task in tasks:
            self.ended(task)
        letters = self.server.read(url)
        self.assertEqual([t["task_id"] for t in letters["items"]][:3], tasks[::-1])
        self.assertTrue(all(t["state"] == "FAILURE" and t["error"] for t in letters["items"]))
        page = self.server.read(url + "?limit=1&offset=1&fields=task_id,error")
        self.assertEqual(page["total"], letters["total"])
        self.assertEqual([set(i) for i in page["items"]], [{"task_id", "error"}])
        self.assertEqual(page["items"][0]["task_id"], tasks[1])
        self.assertEqual(self.server.read(f"{url}?offset={letters['total']}")["items"], [])
        gone = self.server.call("DELETE", f"{url}/{tasks[1]}")
        self.assertEqual((gone.status, gone.json()["task_id"]), (200, tasks[1]))
        self.assertEqual(self.server.read(url)["total"], letters["total"] - 1)
        self.server.call("DELETE", f"{url}/{tasks[1]}").problem(404, "not_found")
        self.server.get(f"{API}/task/{tasks[1]}").problem(404, "not_found")
        fine = self.drill()
        self.good(fine)
        self.server.call("DELETE", f"{url}/{fine}").problem(409, "conflict")


class Waiting(TaskTest):
    """Nobody works: tasks wait, and can be looked at."""

    flags = (*TaskTest.flags, *NO_WORKER)

    def active(self, token: str | None = "") -> Any:
        return self.server.read(API + "/active", token=token)

    def tasks(self, query: str = "") -> Any:
        return self.server.read(f"{API}/tasks?{query}")

    def tearDown(self) -> None:
        for task in self.tasks("state=pending&limit=500")["items"]:
            self.post(f"{API}/task/{task['task_id']}/cancel")
        super().tearDown()

    def test_without_any_task(self) -> None:
        active = self.active(self.token)
        for name in ("active", "scheduled", "reserved"):
            self.assertEqual(active[name], {"worker": []})
        stats = {"total_active": 0, "total_scheduled": 0, "total_reserved": 0}
        self.assertEqual(active["stats"], stats)
        self.assertEqual(sum(w["threads"] for w in active["workers"]), 0)

    def test_it_waits(self) -> None:
        task = self.begin("/compute")
        seen = self.server.read(f"{API}/task/{task}")
        self.assertEqual((seen["state"], seen["ready"], seen["tries"]), ("PENDING", False, 0))
        self.assertEqual((seen["started_at"], seen["ended_at"]), (None, None))
        end = self.post(f"{API}/task/{task}/cancel").json()
        self.assertEqual((end["state"], end["ready"]), ("REVOKED", True))

    def test_active(self) -> None:
        self.server.get(API + "/active", token=None).problem(401, "unauthorized")
        low, middle, high = (
            self.begin("/cleanup"),
            self.begin("/report", REPORT, self.token),
            self.begin("/compute"),
        )
        waiting = self.active()
        self.assertEqual([t["task_id"] for t in waiting["reserved"]["worker"]], [high, middle, low])
        self.assertEqual(waiting["stats"]["total_reserved"], 3)
        bobs = self.active(self.token)
        self.assertEqual([t["task_id"] for t in bobs["reserved"]["worker"]], [middle])
        self.assertEqual(bobs["stats"]["total_reserved"], 3)
        self.assertEqual(len(self.active(ADMIN_TOKEN)["reserved"]["worker"]), 3)
        self.assertEqual(len(self.active(self.key("read")["key"])["reserved"]["worker"]), 1)

    def test_filters(self) -> None:
        compute, report = self.begin("/compute"), self.begin("/report", REPORT, self.token)
        found = self.tasks("state=pending")
        self.assertEqual([t["task_id"] for t in found["items"]], [report, compute])
        self.assertEqual(found["total"], 2)
        found = self.tasks("state=pending&kind=report")
        self.assertEqual(([t["task_id"] for t in found["items"]], found["total"]), ([report], 1))
        self.assertEqual(self.tasks("state=running"), {"items": [], "total": 0})
        self.assertEqual(self.tasks("kind=nothing"), {"items": [], "total": 0})
        self.post(f"{API}/task/{compute}/cancel")
        cancelled = self.tasks("state=cancelled")["items"]
        self.assertEqual(cancelled[0]["task_id"], compute)
        self.assertTrue(all(t["state"] == "REVOKED" for t in cancelled))

    def test_pages(self) -> None:
        tasks = [self.begin("/compute", {"momentum_weight": i / 10}) for i in range(5)][::-1]
        query = "state=pending&fields=task_id"
        pages = [self.tasks(f"{query}&limit=2&offset={o}") for o in (0, 2, 4, 5, 6)]
        self.assertEqual([len(p["items"]) for p in pages], [2, 2, 1, 0, 0])
        self.assertEqual([t["task_id"] for p in pages for t in p["items"]], tasks)
        self.assertEqual({p["total"] for p in pages}, {5})
        for query, field in (
            ("limit=0", "limit"),
            ("limit=501", "limit"),
            ("offset=-1", "offset"),
            ("state=done", "state"),
            ("kind=", "kind"),
            ("fields=nothing", "fields"),
            ("sort=kind", "sort"),
        ):
            self.server.get(f"{API}/tasks?{query}").problem(422, "invalid", field)

    def test_somebody_comes(self) -> None:
        """What waits is done as soon as there is a worker."""
        data = populated(self)
        with Server(data, *NO_WORKER) as s:
            s.login()
            task = begun(s.call("POST", API + "/compute", {}))
        with Server(data) as s:
            s.login()
            self.assertEqual(ended(s, task)["state"], "SUCCESS")


class Nobody(unittest.TestCase):
    def test_a_task_outlives_the_server(self) -> None:
        """What ended is there after a restart, with what came of it."""
        data = temp(self) / "data"
        with Server(data, "--no-sample-data") as s:
            s.register()
            task = ended(s, begun(s.call("POST", API + "/cleanup", {})))
        with Server(data) as s:
            s.login()
            self.assertEqual(s.read(f"{API}/task/{task['task_id']}"), task)


if __name__ == "__main__":
    unittest.main()
