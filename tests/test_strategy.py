# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Steering the index: configuration, versions, recorded adjustments, backtests."""
from __future__ import annotations

import math
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from server import EMAIL, Reply, Server, ServerTest, ask, count, run, temp
from task_case import begun, computed, ended

API = "/api/v1/strategy"
WEIGHTS = ("momentum_weight", "market_cap_weight", "risk_parity_weight")
# field: values just outside its range
OUTSIDE: dict[str, tuple[object, ...]] = {
    "momentum_weight": (-0.1, 1.1, "x", True),
    "market_cap_weight": (-0.1, 1.1),
    "risk_parity_weight": (-0.1, 1.1),
    "min_price_threshold": (0, 1e6 + 1),
    "max_daily_return": (0.009, 10.1),
    "min_daily_return": (-10.1, -0.009, 0),
    "max_forward_fill_days": (-1, 31, 1.5),
    "outlier_std_threshold": (0.9, 10.1),
    "rebalance_frequency": ("hourly", 1),
    "daily_drop_threshold": (-1.1, 0.1),
    "momentum_lookback": (0, 1001),
    "volatility_lookback": (1, 1001),
    "volatility_floor": (0, 1.1),
    "cost_bps": (-1, 1001, 1e300),
    "rebalance_lag": (0, 31),
}


class StrategyTest(ServerTest):
    sample = True

    def put(self, change: object, query: str = "", method: str = "PUT", **kw: Any) -> Reply:
        return self.server.call(method, f"{API}/config{query}", change, **kw)

    def change(self, change: object, query: str = "") -> dict[str, Any]:
        return dict(computed(self.server, self.put(change, query)))

    def config(self) -> dict[str, Any]:
        return dict(self.server.read(f"{API}/config"))

    def versions(self) -> list[dict[str, Any]]:
        return list(self.server.read(f"{API}/config/versions?limit=1000")["items"])

    def last(self, variant: str = "total") -> float:
        series = self.server.read(f"/api/v1/index/history?variant={variant}")["series"]
        return float(series[-1]["value"])

    def restore(self, version: int) -> dict[str, Any]:
        reply = self.server.call("POST", f"{API}/config/versions/{version}/restore")
        return dict(computed(self.server, reply))


class Base(StrategyTest):
    """Two administrators at once: If-Match says what a change is based on."""

    def tag(self, coding: str = "identity") -> str:
        reply = self.server.get(f"{API}/config", headers={"Accept-Encoding": coding})
        return reply.headers["etag"]

    def on(self, tag: str, bps: float, method: str = "PUT") -> Reply:
        return self.put({"cost_bps": bps}, method=method, headers={"If-Match": tag})

    def test_a_change_based_on_what_is_in_force(self) -> None:
        for i, coding in enumerate(("identity", "gzip", "br")):
            reply = self.on(self.tag(coding), 20 + i, ("PUT", "POST")[i % 2])
            self.assertEqual(reply.status, 200, reply.body)
        tag = self.tag()
        self.assertEqual(self.on(f'"other", {tag}', 23).status, 200)
        self.assertEqual(self.on("*", 24).status, 200)
        self.assertEqual(self.change({"cost_bps": 25})["config"]["cost_bps"], 25)

    def test_a_change_based_on_something_older_is_refused(self) -> None:
        old = self.tag()
        self.change({"cost_bps": 31})
        before, versions = self.config(), count(self.server.data, "strategy_configs")
        for tag in (old, f"W/{self.tag()}", '"nonsense"', "nonsense", ""):
            said = self.on(tag, 32).problem(412, "precondition_failed")["detail"]
            self.assertIn(f"version {before['version']} is in force", said)
        self.assertEqual(self.config(), before)
        self.assertEqual(count(self.server.data, "strategy_configs"), versions)
        # Also where nothing would change, and before what is wrong with the change.
        self.on(old, 31).problem(412, "precondition_failed")
        self.put({"cost_bps": -1}, headers={"If-Match": old}).problem(422, "invalid", "cost_bps")

    def test_one_of_many_wins(self) -> None:
        tag = self.tag()
        with ThreadPoolExecutor(8) as pool:
            got = sorted(r.status for r in pool.map(lambda i: self.on(tag, 40 + i), range(8)))
        self.assertEqual(got, [200] + [412] * 7)


class Change(StrategyTest):
    def test_change_and_undo(self) -> None:
        before, level, net = self.config(), self.last(), self.last("net")
        done = self.change({"momentum_weight": 0.5, "risk_parity_weight": 0.2})
        self.assertEqual(done["version"], before["version"] + 1)
        self.assertIn("is being computed", done["message"])
        self.assertEqual(self.config(), done["config"])
        self.assertEqual(done["config"]["market_cap_weight"], 0.3)
        self.assertNotEqual(self.last(), level)
        newest = self.versions()[0]
        self.assertEqual(newest["created_by"], EMAIL)
        self.assertEqual(
            newest["changes"],
            [
                {"field": "momentum_weight", "from": "0.4", "to": "0.5"},
                {"field": "risk_parity_weight", "from": "0.3", "to": "0.2"},
            ],
        )
        undone = self.restore(before["version"])
        self.assertEqual((self.last(), self.last("net")), (level, net))
        self.assertEqual(undone["version"], before["version"] + 2)

    def test_what_changes_nothing(self) -> None:
        versions, generation = self.versions(), self.server.read("/ready")["generation"]
        for change in ({}, {"cost_bps": 10}, {"momentum_weight": None}, {"unknown": 7}):
            done = self.change(change)
            self.assertIn("Nothing changed", done["message"])
            self.assertIsNone(done["task_id"])
        self.assertEqual(self.versions(), versions)
        self.assertEqual(self.server.read("/ready")["generation"], generation)

    def test_post_is_put(self) -> None:
        """As the older client sends it, with members that are no more."""
        body = {"momentum_weight": 0.4, "force_rebalance": True, "lookback": {"a": [1]}}
        self.assertEqual(self.put(body, method="POST").status, 200)

    def test_outside_of_the_range(self) -> None:
        for field, values in OUTSIDE.items():
            for value in values:
                with self.subTest(f"{field}={value}"):
                    self.put({field: value}).problem(422, "invalid", field)

    def test_every_wrong_field_is_listed(self) -> None:
        wrong = {field: values[0] for field, values in OUTSIDE.items()}
        self.put(wrong).problem(422, "invalid", *OUTSIDE)

    def test_weights_sum_to_one(self) -> None:
        for change in (
            {"momentum_weight": 0.5},
            {w: 0.334 for w in WEIGHTS},
            {w: 0 for w in WEIGHTS},
        ):
            self.put(change).problem(422, "invalid", *WEIGHTS)
        version = self.config()["version"]
        self.change({"momentum_weight": 0.401})
        self.restore(version)

    def test_without_recompute(self) -> None:
        version, runs = self.config()["version"], count(self.server.data, "runs")
        done = self.change({"cost_bps": 33}, "?recompute=false")
        self.assertIsNone(done["task_id"])
        self.assertEqual(count(self.server.data, "runs"), runs)
        self.restore(version)
        self.put({}, "?recompute=maybe").problem(422, "invalid", "recompute")

    def test_who_may(self) -> None:
        user = self.server.register("bob@example.com")
        for method, path in (
            ("PUT", "/config"),
            ("POST", "/config"),
            ("POST", "/config/ai-adjust"),
            ("POST", "/config/versions/1/restore"),
            ("POST", "/rebalance"),
        ):
            self.server.call(method, API + path, {}, token=user).problem(403, "forbidden")
            self.server.call(method, API + path, {}, token=None).problem(401, "unauthorized")
        for path in ("/config", "/config/versions", "/fields"):
            self.assertEqual(self.server.get(API + path, token=user).status, 200)
        self.assertEqual(self.server.call("POST", f"{API}/backtest", {}, token=user).status, 200)

    def test_two_restores_at_once(self) -> None:
        version = self.config()["version"]
        self.change({"cost_bps": 44}, "?recompute=false")
        done: list[dict[str, Any]] = []
        threads = [
            threading.Thread(target=lambda: done.append(self.restore(version))) for _ in range(2)
        ]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(len(done), 2)
        self.assertEqual(sum("Nothing changed" in d["message"] for d in done), 1)
        self.assertEqual(done[0]["version"], done[1]["version"])

    def test_restore_what_is_not(self) -> None:
        self.server.call("POST", f"{API}/config/versions/999999/restore").problem(404, "not_found")
        self.server.call("POST", f"{API}/config/versions/0/restore").problem(
            422, "invalid", "version"
        )

    def test_fields_tell_their_effect(self) -> None:
        items = self.server.read(f"{API}/fields")["items"]
        self.assertEqual([i["name"] for i in items], list(OUTSIDE))
        config = self.config()
        for i in items:
            self.assertIn(i["name"], config)
            self.assertGreater(len(i["effect"]), 30)
        self.assertEqual(items[8]["words"], ["daily", "weekly", "monthly", "quarterly", "yearly"])

    def test_rebalance(self) -> None:
        level, runs = self.last(), count(self.server.data, "runs")
        done = self.server.call("POST", f"{API}/rebalance?force=true")
        self.assertEqual(ended(self.server, begun(done, 200))["state"], "SUCCESS")
        self.assertEqual(self.last(), level)
        self.assertEqual(count(self.server.data, "runs"), runs + 1)


class Flags(StrategyTest):
    def total(self, code: str) -> int:
        return int(self.server.read(f"/api/v1/index/events?code={code}&limit=1")["total"])

    def test_thresholds_raise_flags_and_change_no_level(self) -> None:
        version = self.config()["version"]
        history = self.server.read("/api/v1/index/history")
        net = self.server.read("/api/v1/index/history?variant=net")
        before = {
            c: self.total(c) for c in ("return_above", "return_below", "outlier", "daily_drop")
        }
        self.assertEqual((before["return_above"], before["return_below"]), (2, 2))
        self.change(
            {
                "max_daily_return": 0.2,
                "min_daily_return": -0.2,
                "outlier_std_threshold": 6,
                "daily_drop_threshold": -0.005,
            }
        )
        for code, n in before.items():
            self.assertGreater(self.total(code), n, code)
        self.assertEqual(self.server.read("/api/v1/index/history"), history)
        self.assertEqual(self.server.read("/api/v1/index/history?variant=net"), net)
        self.restore(version)
        self.assertEqual({c: self.total(c) for c in before}, before)

    def test_a_drop_is_the_return_of_the_day(self) -> None:
        """Recomputed from the levels alone."""
        series = self.server.read("/api/v1/index/history")["series"]
        want = {
            b["date"]: b["value"] / a["value"] - 1
            for a, b in zip(series, series[1:])
            if b["value"] / a["value"] - 1 < -0.01
        }
        got = self.server.read("/api/v1/index/events?code=daily_drop&limit=5000")
        self.assertEqual({e["date"]: e["value"] for e in got["items"]}, want)
        self.assertEqual(got["total"], len(want))

    def test_a_day_that_was_real(self) -> None:
        """Apple fell by half on 2000-09-29: flagged, and in the level all the same."""
        items = self.server.read("/api/v1/index/events?start_date=2000-09-29&end_date=2000-09-29")
        flags = {(e["code"], e["symbol"]): e["value"] for e in items["items"]}
        self.assertLess(flags["return_below", "AAPL"], -0.518)
        self.assertIn(("outlier", "AAPL"), flags)
        day = self.server.read("/api/v1/index/explain?date=2000-09-29")
        held = {h["symbol"]: h for h in day["holdings"]}
        self.assertLess(held["AAPL"]["contribution"], 0)


class Adjust(StrategyTest):
    def adjust(self, body: object, query: str = "") -> Reply:
        return self.server.call("POST", f"{API}/config/ai-adjust{query}", body)

    def test_what_is_missing(self) -> None:
        missing = ("adjustments", "reason", "confidence")
        empty: tuple[Any, ...] = (None, {}, {"market_condition": "bull"}, {"adjustments": None})
        for body in empty:
            self.adjust(body).problem(422, "invalid", *missing)
        self.adjust({"adjustments": {"x": 1}}).problem(422, "invalid", *missing)
        self.adjust({"adjustments": {"cost_bps": 5}}).problem(
            422, "invalid", "reason", "confidence"
        )

    def test_as_put(self) -> None:
        said: dict[str, Any] = {"reason": "test", "confidence": 0.5}
        for field, values in OUTSIDE.items():
            body: dict[str, Any] = {"adjustments": {field: values[0]}, **said}
            self.adjust(body).problem(422, "invalid", f"adjustments.{field}")
        self.adjust({"adjustments": {"momentum_weight": 0.9}, **said}).problem(
            422, "invalid", *WEIGHTS
        )
        for confidence in (-0.1, 1.1):
            body = {"adjustments": {"cost_bps": 5}, "reason": "x", "confidence": confidence}
            self.adjust(body).problem(422, "invalid", "confidence")

    def test_dry_run_then_record_then_undo(self) -> None:
        before, versions = self.config(), len(self.versions())
        self.assertEqual((before["ai_adjusted"], before["ai_confidence_score"]), (False, None))
        body: dict[str, Any] = {
            "adjustments": {"cost_bps": 12},
            "reason": "dearer",
            "confidence": 0.7,
        }
        dry = self.adjust({**body, "dry_run": True}).json()
        self.assertEqual((dry["dry_run"], dry["version"], dry["task_id"]), (True, None, None))
        self.assertEqual(dry["config"]["cost_bps"], 12)
        self.assertEqual(len(self.versions()), versions)
        done = computed(self.server, self.adjust(body))
        self.assertEqual(done["changes"], [{"field": "cost_bps", "from": "10", "to": "12"}])
        self.assertTrue(done["task_id"])
        now = self.config()
        self.assertEqual(
            (now["ai_adjusted"], now["ai_adjustment_reason"], now["ai_confidence_score"]),
            (True, "dearer", 0.7),
        )
        self.assertTrue(self.versions()[0]["ai_adjusted"])
        self.restore(before["version"])
        self.assertFalse(self.config()["ai_adjusted"])

    def test_reason_and_confidence_in_the_query(self) -> None:
        body: dict[str, Any] = {"adjustments": {"cost_bps": 12}, "dry_run": True}
        done = self.adjust(body, "?reason=why%20not&confidence=0.25").json()
        self.assertEqual((done["reason"], done["confidence"]), ("why not", 0.25))


class Backtest(StrategyTest):
    def backtest(self, body: object) -> Reply:
        return self.server.call("POST", f"{API}/backtest", body)

    def test_unchanged_is_what_is_published(self) -> None:
        got = self.backtest({}).json()
        total = self.server.read("/api/v1/index/history")["series"]
        net = self.server.read("/api/v1/index/history?variant=net")["series"]
        self.assertEqual([{"date": p["date"], "value": p["value"]} for p in got["series"]], total)
        for mine, published in zip(got["series"], net):
            self.assertTrue(math.isclose(mine["net_value"], published["value"], rel_tol=1e-15))
        current = self.server.read("/api/v1/index/current")["allocations"]
        self.assertEqual([w["symbol"] for w in got["weights"]], [h["symbol"] for h in current])
        self.assertEqual(got["rebalances"], 1709)
        self.assertTrue(math.isclose(got["turnover"], 7.5709, abs_tol=5e-5))

    def test_figures(self) -> None:
        got = self.backtest({"start_date": "2010-01-04"}).json()
        value = [p["value"] for p in got["series"]]
        r = [b / a - 1 for a, b in zip(value, value[1:])]
        mean = math.fsum(r) / len(r)
        sd = math.sqrt(math.fsum((x - mean) ** 2 for x in r) / (len(r) - 1))
        peak, deepest = 0.0, 0.0
        for v in value:
            peak = max(peak, v)
            deepest = min(deepest, v / peak - 1)
        want = {
            "total_return": value[-1] / value[0] - 1,
            "volatility": sd * math.sqrt(252),
            "sharpe_ratio": mean / sd * math.sqrt(252),
            "max_drawdown": deepest,
        }
        for name, v in want.items():
            self.assertTrue(math.isclose(got["total"][name], v, rel_tol=1e-9), name)
        self.assertTrue(math.isclose(sum(w["weight"] for w in got["weights"]), 1, abs_tol=1e-12))

    def test_nothing_is_stored(self) -> None:
        before = [count(self.server.data, t) for t in ("runs", "strategy_configs", "index_values")]
        generation = self.server.read("/ready")["generation"]
        self.assertEqual(
            self.backtest({"cost_bps": 50, "rebalance_frequency": "daily"}).status, 200
        )
        after = [count(self.server.data, t) for t in ("runs", "strategy_configs", "index_values")]
        self.assertEqual((after, self.server.read("/ready")["generation"]), (before, generation))

    def test_refusals(self) -> None:
        for body, *fields in (
            ({"momentum_weight": 0.5}, *WEIGHTS),
            ({"start_date": "2020-01-02", "end_date": "2020-01-01"}, "start_date"),
            ({"start_date": "2022-12-28"}, "start_date"),
            ({"start_date": "2030-01-01"}, "start_date"),
            ({"end_date": "1980-01-01"}, "end_date"),
            ({"momentum_weigth": 0.4}, "momentum_weigth"),
            ({"cost_bps": 5000, "rebalance_lag": 0}, "cost_bps", "rebalance_lag"),
        ):
            self.backtest(body).problem(422, "invalid", *map(str, fields))


class Small(unittest.TestCase):
    """A history of a few weeks, with traded prices."""

    def test_windows_and_eligibility(self) -> None:
        data = temp(self) / "data"
        csv = data.parent / "p.csv"
        rows = ["date,symbol,close"]
        for day in range(120):
            month, rest = divmod(day, 28)
            low = 2 if day == 109 else 4
            rows.append(f"2024-{month + 1:02}-{rest + 1:02},AAA,{low + day % 7 / 10}")
        csv.write_text("\n".join(rows) + "\n")
        self.assertEqual(run("import", csv, data=data).returncode, 0)
        with Server(data, "--no-sample-data") as s:
            s.register()
            computed(s, s.call("PUT", f"{API}/config", {"cost_bps": 5}))
            put = f"{API}/config"
            s.call("PUT", put, {"volatility_lookback": 120}).problem(
                422, "invalid", "volatility_lookback"
            )
            runs = ask(data, "SELECT count(*), max(id) FROM runs")
            for low, named in ((3, "2024-04-"), (100, "2024-03-")):
                p = s.call("PUT", put, {"min_price_threshold": low, "rebalance_frequency": "daily"})
                self.assertIn(named, p.problem(422, "none_eligible")["detail"])
            self.assertEqual(ask(data, "SELECT count(*), max(id) FROM runs"), runs)
            self.assertEqual(s.read(put)["version"], 2)


if __name__ == "__main__":
    unittest.main()
