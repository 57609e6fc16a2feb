# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""The index as the API shows it, against the published figures and against itself."""
from __future__ import annotations

import csv
import gzip
import math
import unittest
from typing import Any
from urllib.parse import quote

from server import ROOT, ServerTest, populated, Server, run, temp

API = "/api/v1/index"
FIRST, LAST = "1990-04-02", "2022-12-28"
LEVELS, REBALANCES = 8250, 1709
TOTAL, NET = 25408.215977132, 15475.670394227


class IndexTest(ServerTest):
    sample = True

    def read(self, path: str) -> Any:
        return self.server.read(API + path)

    def close(self, got: float, want: float, tolerance: float = 1e-9) -> None:
        self.assertTrue(math.isclose(got, want, rel_tol=tolerance), f"{got!r}, want {want!r}")


class History(IndexTest):
    def series(self, query: str = "") -> list[dict[str, Any]]:
        history = self.read("/history" + query)
        series: list[dict[str, Any]] = history["series"]
        if series:
            self.assertEqual(history["start_date"], series[0]["date"])
            self.assertEqual(history["end_date"], series[-1]["date"])
        return series

    def test_published_figures(self) -> None:
        for query, first, last in (
            ("", 100.0, TOTAL),
            ("?variant=total", 100.0, TOTAL),
            ("?variant=net", 99.9, NET),
        ):
            s = self.series(query)
            self.assertEqual((len(s), s[0]["date"], s[-1]["date"]), (LEVELS, FIRST, LAST))
            self.close(s[0]["value"], first, 1e-15)
            self.close(s[-1]["value"], last)
            dates = [p["date"] for p in s]
            self.assertEqual(dates, sorted(set(dates)))
            self.assertTrue(all(p["value"] > 0 for p in s))

    def test_net_is_below_total_and_falls_behind_at_rebalances_only(self) -> None:
        total, net = self.series(), self.series("?variant=net")
        effective = {r["effective_date"] for r in self.read("/rebalances?limit=5000")["items"]}
        ratio = [n["value"] / t["value"] for t, n in zip(total, net)]
        for i in range(1, LEVELS):
            if total[i]["date"] in effective:
                self.assertLessEqual(ratio[i], ratio[i - 1] * (1 + 1e-12))
            else:
                self.close(ratio[i], ratio[i - 1], 1e-12)

    def test_no_price_level_is_invented(self) -> None:
        reply = self.server.get(API + "/history?variant=price")
        self.assertIn("price-return", reply.problem(409, "no_price_return")["detail"])

    def test_unknown_variant(self) -> None:
        reply = self.server.get(API + "/history?variant=gross")
        self.assertIn("total", reply.problem(422, "invalid", "variant")["detail"])

    def test_ranges(self) -> None:
        whole = self.series()
        for start, end in (
            ("2008-09-01", "2009-03-31"),
            ("2022-12-28", "2022-12-28"),
            ("1990-04-02", "1990-04-03"),
            ("2020-02-29", "2020-03-01"),  # a Saturday and a Sunday
        ):
            got = self.series(f"?start_date={start}&end_date={end}")
            self.assertEqual(got, [p for p in whole if start <= p["date"] <= end])
        self.assertEqual(
            self.series("?start_date=2022-12-01"), [p for p in whole if p["date"] >= "2022-12-01"]
        )
        self.assertEqual(
            self.series("?end_date=1990-04-30"), [p for p in whole if p["date"] <= "1990-04-30"]
        )
        self.assertEqual(self.series("?start_date=1980-01-01&end_date=2100-01-01"), whole)

    def test_dates_outside_the_data(self) -> None:
        for query in (
            "?start_date=2023-01-01",
            "?end_date=1990-04-01",
            "?start_date=1800-01-01&end_date=1900-12-31",
            "?start_date=9999-12-31",
        ):
            history = self.read("/history" + query)
            self.assertEqual(
                history,
                {"series": [], "start_date": None, "end_date": None, "variant": "total"},
                query,
            )

    def test_start_after_end(self) -> None:
        query = "?start_date=2020-01-02&end_date=2020-01-01"
        for path in ("/history", "/rebalances", "/assets/AAPL/history"):
            p = self.server.get(API + path + query).problem(422, "invalid", "start_date")
            self.assertIn("after end_date", p["detail"])
        self.server.get("/api/v1/benchmark/sp500" + query).problem(422, "invalid", "start_date")

    def test_bad_dates(self) -> None:
        for text in ("2020-13-01", "2020-02-30", "20200101", "1.1.2020", "today", "", "2020-1-1"):
            for name in ("start_date", "end_date"):
                target = f"{API}/history?{name}={quote(text)}"
                self.server.get(target).problem(422, "invalid", name)
        reply = self.server.get(f"{API}/history?start_date=x&end_date=y&variant=z")
        reply.problem(422, "invalid", "start_date", "end_date", "variant")


class Current(IndexTest):
    def test_composition(self) -> None:
        c = self.read("/current")
        self.assertEqual((c["date"], c["total_assets"]), (LAST, len(c["allocations"])))
        self.close(c["level"], TOTAL)
        self.close(c["net_level"], NET)
        weights = [a["weight"] for a in c["allocations"]]
        self.assertLess(abs(math.fsum(weights) - 1), 1e-12)
        self.assertEqual(weights, sorted(weights, reverse=True))
        self.assertTrue(all(w > 0 for w in weights))
        self.assertLessEqual(c["reference_date"], c["effective_date"])
        targets = math.fsum(a["target_weight"] for a in c["allocations"])
        self.assertLess(abs(targets - 1), 1e-12)

    def test_level_moves_as_its_holdings_do(self) -> None:
        c = self.read("/current")
        s = self.read("/history?start_date=2022-12-20")["series"]
        self.assertEqual(c["level"], s[-1]["value"])
        self.assertEqual(c["previous_level"], s[-2]["value"])
        # weight / (1 + return) is what a holding was before.
        before = math.fsum(a["weight"] / (1 + a["daily_return"]) for a in c["allocations"])
        self.close(c["previous_level"] / c["level"], before, 1e-12)

    def test_returns_of_the_holdings(self) -> None:
        for a in self.read("/current")["allocations"]:
            s = self.read(f"/assets/{a['symbol']}/history?start_date=2021-12-31")["series"]
            self.assertEqual(s[0]["date"], "2021-12-31")
            self.close(1 + a["daily_return"], s[-1]["value"] / s[-2]["value"], 1e-14)
            self.close(1 + a["ytd_return"], s[-1]["value"] / s[0]["value"], 1e-14)


class Rebalances(IndexTest):
    def test_all_of_them(self) -> None:
        got = self.read("/rebalances?limit=5000")
        items = got["items"]
        self.assertEqual((got["total"], len(items)), (REBALANCES, REBALANCES))
        dates = [r["effective_date"] for r in items]
        self.assertEqual(dates, sorted(set(dates), reverse=True))
        self.assertEqual(dates[-1], FIRST)
        sessions = [p["date"] for p in self.read("/assets/AAPL/history")["series"]]
        after = dict(zip(sessions, sessions[1:]))
        for r in items:
            self.assertEqual(after[r["reference_date"]], r["effective_date"])
            targets = [w["target_weight"] for w in r["weights"]]
            self.assertLess(abs(math.fsum(targets) - 1), 1e-12, r["effective_date"])
            self.assertTrue(all(t >= 0 for t in targets))
            codes = {e["code"] for e in r["events"]}
            self.assertLessEqual({"cap_unknown", "no_traded_price"}, codes, r["effective_date"])
            self.assertTrue(all(e["message"].endswith(".") for e in r["events"]))
            moved = math.fsum(abs(w["change"]) for w in r["weights"])
            self.close(r["turnover"], moved / 2, 1e-9)
            self.close(r["cost"], 0.001 * moved, 1e-9)
        turnover = math.fsum(r["turnover"] for r in items)
        self.assertAlmostEqual(turnover / (LEVELS / 252), 7.5709, 4)

    def test_first_purchase(self) -> None:
        (first,) = self.read(f"/rebalances?end_date={FIRST}")["items"]
        self.assertEqual(first["reference_date"], "1990-03-30")
        self.assertEqual((first["turnover"], first["cost"]), (0.5, 0.001))
        self.assertEqual(sorted(first["adds"]), sorted(w["symbol"] for w in first["weights"]))
        self.assertEqual((len(first["adds"]), first["drops"]), (20, []))
        self.assertTrue(all(w["weight_before"] == 0 for w in first["weights"]))

    def test_weights_drift_between_rebalances(self) -> None:
        """What one bought, at the prices of the next, is what that one started from."""
        new, old = self.read("/rebalances?limit=2")["items"]
        prices = {}
        for w in old["weights"]:
            day = new["effective_date"]
            path = f"/assets/{w['symbol']}/history?start_date={day}&end_date={day}"
            prices[w["symbol"]] = self.read(path)["series"][0]["value"]
        value = math.fsum(w["units"] * prices[w["symbol"]] for w in old["weights"])
        before = {w["symbol"]: w["weight_before"] for w in new["weights"]}
        for w in old["weights"]:
            drifted = w["units"] * prices[w["symbol"]] / value
            self.close(before[w["symbol"]], drifted, 1e-12)
        bought = {w["symbol"]: w["units"] * prices[w["symbol"]] for w in new["weights"]}
        for w in new["weights"]:
            self.close(bought[w["symbol"]] / value, w["target_weight"], 1e-12)

    def test_paging_ends(self) -> None:
        whole = self.read("/rebalances?limit=5000")["items"]
        got: list[Any] = []
        while True:
            page = self.read(f"/rebalances?limit=500&offset={len(got)}")
            self.assertEqual(page["total"], REBALANCES)
            if not page["items"]:
                break
            got += page["items"]
            self.assertLessEqual(len(got), REBALANCES)
        self.assertEqual(got, whole)
        beyond = self.read("/rebalances?offset=1000000")
        self.assertEqual((beyond["items"], beyond["total"]), ([], REBALANCES))

    def test_default_page(self) -> None:
        self.assertEqual(len(self.read("/rebalances")["items"]), 100)

    def test_range(self) -> None:
        got = self.read("/rebalances?start_date=2020-01-01&end_date=2020-12-31&limit=5000")
        self.assertEqual(got["total"], len(got["items"]))
        self.assertIn(got["total"], (52, 53))
        self.assertTrue(all(r["effective_date"][:4] == "2020" for r in got["items"]))
        nothing = self.read("/rebalances?start_date=2030-01-01")
        self.assertEqual((nothing["items"], nothing["total"]), ([], 0))

    def test_fields(self) -> None:
        reply = self.server.get(f"{API}/rebalances?limit=3&fields=effective_date,turnover")
        items = reply.json()["items"]
        self.assertEqual([set(i) for i in items], [{"effective_date", "turnover"}] * 3)
        self.assertEqual(reply.json()["total"], REBALANCES)

    def test_unknown_fields(self) -> None:
        for fields in ("nonsense", "turnover,", "", "turnover,weights.symbol", "Turnover"):
            target = f"{API}/rebalances?limit=1&fields={fields}"
            self.server.get(target).problem(422, "invalid", "fields")


class Assets(IndexTest):
    def test_all_of_them(self) -> None:
        got = self.read("/assets")
        symbols = [a["symbol"] for a in got["items"]]
        self.assertEqual((got["total"], symbols), (31, sorted(symbols)))
        with open(ROOT / "data/sample/assets.csv", encoding="utf-8", newline="") as f:
            published = {row["symbol"]: row for row in csv.DictReader(f)}
        self.assertEqual(set(symbols), set(published) | {"^GSPC"})
        for a in got["items"]:
            if a["symbol"] == "^GSPC":
                self.assertEqual((a["asset_type"], a["price_basis"]), ("index", "price_index"))
                continue
            row = published[a["symbol"]]
            for name in ("name", "sector", "asset_type", "exchange", "first_date", "last_date"):
                self.assertEqual(a[name], row[name], a["symbol"])
            self.assertEqual(a["in_index"], row["default_index"] == "1", a["symbol"])
            self.assertGreater(a["last_close"], 0)

    def test_search(self) -> None:
        cases: list[tuple[str, list[str]]] = [
            ("apple", ["AAPL"]),
            ("APPLE", ["AAPL"]),
            ("aapl", ["AAPL"]),
            ("%", []),
            ("_", []),
            ("'", []),
            ("no such thing", []),
        ]
        for q, want in cases:
            got = self.read(f"/assets?q={quote(q)}")
            self.assertEqual([a["symbol"] for a in got["items"]], want, q)
            self.assertEqual(got["total"], len(want))

    def test_sector(self) -> None:
        got = self.read("/assets?sector=Energy")
        self.assertEqual([a["symbol"] for a in got["items"]], ["CVX", "RRC", "XOM"])
        got = self.read("/assets?sector=Energy&q=range")
        self.assertEqual(([a["symbol"] for a in got["items"]], got["total"]), (["RRC"], 1))
        self.assertEqual(self.read("/assets?sector=Nonsense")["total"], 0)

    def test_paging_ends(self) -> None:
        whole = self.read("/assets")["items"]
        got: list[Any] = []
        while page := self.read(f"/assets?limit=7&offset={len(got)}")["items"]:
            got += page
            self.assertLessEqual(len(got), len(whole))
        self.assertEqual(got, whole)

    def test_fields(self) -> None:
        got = self.read("/assets?fields=symbol,last_close")["items"]
        self.assertEqual({tuple(a) for a in got}, {("symbol", "last_close")})


class AssetHistory(IndexTest):
    def test_equals_the_file(self) -> None:
        published: dict[str, dict[str, float]] = {"KO": {}, "NVDA": {}, "META": {}}
        with gzip.open(ROOT / "data/sample/prices.csv.gz", "rt", encoding="utf-8") as f:
            for row in csv.DictReader(f):
                if row["symbol"] in published:
                    published[row["symbol"]][row["date"]] = float(row["adj_close"])
        for symbol, want in published.items():
            got = self.read(f"/assets/{symbol}/history")
            self.assertEqual({p["date"]: p["value"] for p in got["series"]}, want)
            self.assertEqual((got["start_date"], got["end_date"]), (min(want), max(want)))

    def test_symbols_in_any_case(self) -> None:
        want = self.read("/assets/AAPL/history")
        self.assertEqual(want["symbol"], "AAPL")
        self.assertEqual(self.read("/assets/aapl/history"), want)
        self.assertEqual(self.read("/assets/AaPl/history"), want)
        self.assertEqual(self.read("/assets/%41APL/history"), want)
        self.assertEqual(self.read("/assets/%5EGSPC/history")["symbol"], "^GSPC")

    def test_unknown_symbol(self) -> None:
        for symbol in ("NOPE", "AAPL%20", "AAP", "..", "%2e%2e", "AAPL%2Fhistory", "%F0%9F%98%80"):
            reply = self.server.get(f"{API}/assets/{symbol}/history")
            p = reply.problem(404, "not_found")
            self.assertTrue(p["detail"])
        reply = self.server.get(f"{API}/assets/nope/history")
        self.assertIn("NOPE", reply.problem(404, "not_found")["detail"])

    def test_symbol_too_long(self) -> None:
        reply = self.server.get(f"{API}/assets/{'A' * 33}/history")
        reply.problem(422, "invalid", "symbol")

    def test_normalize(self) -> None:
        path = "/assets/JNJ/history?start_date=2010-01-04"
        plain, based = self.read(path), self.read(path + "&normalize=true")
        self.assertEqual(based["series"][0]["value"], 100)
        first = plain["series"][0]["value"]
        for a, b in zip(plain["series"], based["series"]):
            self.assertEqual(a["date"], b["date"])
            self.close(b["value"], a["value"] / first * 100, 1e-14)
        self.assertEqual(self.read(path + "&normalize=false"), plain)
        self.assertEqual(self.read(path + "&normalize=1"), based)
        self.server.get(f"{API}{path}&normalize=maybe").problem(422, "invalid", "normalize")

    def test_no_prices_in_the_range(self) -> None:
        got = self.read("/assets/NVDA/history?end_date=2000-01-01&normalize=true")
        self.assertEqual((got["series"], got["start_date"], got["end_date"]), ([], None, None))


class Around(IndexTest):
    def test_sources(self) -> None:
        got = self.read("/sources")
        self.assertEqual((got["is_sample"], got["last_date"]), (True, LAST))
        kinds: dict[str, int] = {}
        for s in got["items"]:
            kinds[s["kind"]] = kinds.get(s["kind"], 0) + s["rows"]
            self.assertLessEqual(s["first_date"], s["last_date"])
            self.assertTrue(s["title"] and s["licence"] and s["licence"] != "not stated", s)
        self.assertEqual(kinds["prices"], 191230)
        self.assertEqual(kinds["benchmark"], 8313)
        self.assertEqual(kinds["fx"], 221702)
        self.assertEqual(kinds["risk_free"], 6816)
        self.assertEqual(kinds["actions"], 135)  # of 187; 52 are of IBM, which is no asset here
        self.assertEqual(kinds["series"], 1761)

    def test_benchmark(self) -> None:
        def read(query: str) -> Any:
            return self.server.read("/api/v1/benchmark/sp500" + query)

        price = read("")
        self.assertEqual((price["benchmark_basis"], len(price["series"])), ("price", 8313))
        self.assertIn("S&P 500", price["benchmark_name"])
        self.assertEqual(read("?basis=price"), price)
        self.assertEqual(price["series"][0], {"date": "1990-01-02", "value": 100})
        with gzip.open(ROOT / "data/sample/benchmark_sp500.csv.gz", "rt", encoding="utf-8") as f:
            rows = list(csv.DictReader(f))
        growth = float(rows[-1]["close"]) / float(rows[0]["close"])
        self.close(price["series"][-1]["value"], 100 * growth, 1e-14)
        total = read("?basis=total")
        self.assertEqual((total["benchmark_basis"], len(total["series"])), ("total", 1761))
        self.assertNotEqual(total["benchmark_name"], price["benchmark_name"])
        part = read("?start_date=2020-01-02&end_date=2020-12-31")
        self.assertEqual(part["series"][0], {"date": "2020-01-02", "value": 100})

    def test_benchmark_outside_its_data(self) -> None:
        for query in ("?basis=total&start_date=2021-01-01", "?end_date=1980-01-01"):
            reply = self.server.get("/api/v1/benchmark/sp500" + query)
            reply.problem(409, "no_benchmark")
        reply = self.server.get("/api/v1/benchmark/sp500?basis=net")
        reply.problem(422, "invalid", "basis")

    def test_strategy(self) -> None:
        c = self.server.read("/api/v1/strategy/config")
        for name, want in (
            ("momentum_weight", 0.4),
            ("market_cap_weight", 0.3),
            ("risk_parity_weight", 0.3),
            ("min_price_threshold", 1.0),
            ("max_daily_return", 0.5),
            ("min_daily_return", -0.5),
            ("max_forward_fill_days", 2),
            ("outlier_std_threshold", 8.0),
            ("rebalance_frequency", "weekly"),
            ("daily_drop_threshold", -0.01),
            ("momentum_lookback", 20),
            ("volatility_lookback", 60),
            ("volatility_floor", 0.005),
            ("cost_bps", 10),
            ("rebalance_lag", 1),
            ("ai_adjusted", False),
            ("ai_adjustment_reason", None),
            ("ai_confidence_score", None),
            ("version", 1),
        ):
            self.assertEqual(c[name], want, name)
        newest = self.read("/rebalances?limit=1")["items"][0]["effective_date"]
        self.assertEqual(c["last_rebalance"], newest)

    def test_ready(self) -> None:
        ready = self.server.read("/ready")
        self.assertEqual((ready["status"], ready["database"]), ("ok", "sqlite"))
        self.assertEqual(self.server.read("/health"), {"status": "ok"})


class Nothing(ServerTest):
    """Before any price is there, each route says so."""

    def test_routes(self) -> None:
        for path in ("/current", "/history", "/history?variant=net"):
            reply = self.server.get(API + path)
            self.assertIn("not been computed", reply.problem(409, "not_computed")["detail"])
        self.assertEqual(self.server.read(API + "/rebalances"), {"items": [], "total": 0})
        self.assertEqual(self.server.read(API + "/assets"), {"items": [], "total": 0})
        sources = self.server.read(API + "/sources")
        self.assertEqual(sources, {"items": [], "is_sample": False, "last_date": None})
        for basis in ("price", "total"):
            reply = self.server.get(f"/api/v1/benchmark/sp500?basis={basis}")
            reply.problem(409, "no_benchmark")


class NewGeneration(unittest.TestCase):
    def test_readers_see_a_computation_of_another_process(self) -> None:
        data = populated(self)
        changed = temp(self) / "changed.csv"
        changed.write_text("date,symbol,adj_close\n2022-12-28,XOM,2000\n")
        with Server(data) as s:
            s.login()
            before, generation = s.read(API + "/current"), s.read("/ready")["generation"]
            tag = s.get(API + "/current").headers["etag"]
            self.assertEqual(run("import", changed, data=data).returncode, 0)
            self.assertEqual(run("compute", data=data).returncode, 0)
            self.assertGreater(s.read("/ready")["generation"], generation)
            after = s.await_read(API + "/current", lambda found: found["level"] != before["level"])
            reply = s.get(API + "/current", headers={"If-None-Match": tag})
            self.assertEqual(reply.status, 200)
        self.assertEqual(after["allocations"][0]["symbol"], "XOM")
        self.assertGreater(after["level"], before["level"])
        self.assertEqual(after["previous_level"], before["previous_level"])


if __name__ == "__main__":
    unittest.main()
