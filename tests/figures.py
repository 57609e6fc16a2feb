# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Waardhaven AutoIndex authors
"""Risk figures of a series of levels, by the published rules, with the standard library only.

Slow and plain: nothing is shared with the server. The rules:

- Simple returns between sessions; deviations divide by n - 1, the downside deviation by n; skewness
  and kurtosis are of the population; a year has 252 sessions; growth a year is ACT/365.25 and not
  given for less than 365 days.
- Value at risk is the type 7 quantile of 5 % or 1 %, expected shortfall the mean of what lies
  below it, both as positive losses. Drawdowns are measured from the highest level so far, the base
  included, and are negative.
- The benchmark counts on the sessions that both have. Beta, correlation, tracking error and
  information ratio are of plain returns, alpha of returns over the risk-free rate.
- Risk-free rate of a return: the last one published by the session it starts from, at most seven
  days old, compounded over its days (ACT/365). Returns that end after the last rate known on the
  day of the figure have none, and Sharpe ratio, Sortino ratio and alpha end before them.
"""

import bisect
import csv
import datetime
import math
import pathlib
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence

YEAR = 252
CARRY = datetime.timedelta(days=7)
A_YEAR = datetime.timedelta(days=365)
FEW, MORE = 0.01, 0.05  # probabilities of the tails
Dated = Dict[datetime.date, float]
Figures = Dict[str, Optional[float]]


def read_rates(data: pathlib.Path) -> Dated:
    with open(data / "riskfree.csv", newline="", encoding="utf-8") as f:
        return {
            datetime.date.fromisoformat(r["date"]): float(r["rate_percent"]) / 100
            for r in csv.DictReader(f)
        }


def read_total(data: pathlib.Path) -> Dated:
    with open(data / "benchmark_spy_tr.csv", newline="", encoding="utf-8") as f:
        return {
            datetime.date.fromisoformat(r["date"]): float(r["adj_close"]) for r in csv.DictReader(f)
        }


class Path(NamedTuple):
    """Levels on ascending dates."""

    dates: List[datetime.date]
    levels: List[float]

    def between(self, first: int, last: int) -> "Path":
        return Path(self.dates[first : last + 1], self.levels[first : last + 1])

    def returns(self) -> List[float]:
        return [now / then - 1 for then, now in zip(self.levels, self.levels[1:])]


def path_of(series: Dated, dates: Sequence[datetime.date]) -> Path:
    return Path(list(dates), [series[d] for d in dates])


class Rates:
    def __init__(self, rates: Dated) -> None:
        self.rates = rates
        self.dates = sorted(rates)

    def last_by(self, date: datetime.date) -> Optional[datetime.date]:
        at = bisect.bisect_right(self.dates, date)
        return self.dates[at - 1] if at else None

    def of(self, dates: List[datetime.date]) -> List[float]:
        """Of the returns between these dates, as far as they are known on the last of them."""
        end = self.last_by(dates[-1])
        out: List[float] = []
        for start, stop in zip(dates, dates[1:]):
            known = self.last_by(start)
            if end is None or stop > end or known is None or start - known > CARRY:
                break
            out.append((1 + self.rates[known]) ** ((stop - start).days / 365) - 1)
        return out


def mean(x: Sequence[float]) -> float:
    return math.fsum(x) / len(x)


def moment(x: Sequence[float], k: int) -> float:
    m = mean(x)
    return math.fsum((v - m) ** k for v in x) / len(x)


def covariance(x: Sequence[float], y: Sequence[float]) -> float:
    mx, my = mean(x), mean(y)
    return math.fsum((a - mx) * (b - my) for a, b in zip(x, y)) / (len(x) - 1)


def deviation(x: Sequence[float]) -> float:
    return math.sqrt(covariance(x, x))


def downside(x: Sequence[float]) -> float:
    return math.sqrt(mean([min(v, 0.0) ** 2 for v in x]))


def quantile(x: Sequence[float], probability: float) -> float:
    """Hyndman and Fan's type 7."""
    s = sorted(x)
    at = (len(s) - 1) * probability
    low = math.floor(at)
    return s[low] if low + 1 == len(s) else s[low] + (at - low) * (s[low + 1] - s[low])


def shortfall(x: Sequence[float], probability: float) -> float:
    edge = quantile(x, probability)
    return -mean([v for v in x if v < edge])


def drawdowns(levels: Sequence[float]) -> List[float]:
    peak, out = 0.0, []
    for v in levels:
        peak = max(peak, v)
        out.append(v / peak - 1)
    return out


def growth(p: Path) -> Optional[float]:
    if p.dates[-1] - p.dates[0] < A_YEAR:
        return None
    years = (p.dates[-1] - p.dates[0]).days / 365.25
    return (p.levels[-1] / p.levels[0]) ** (1 / years) - 1


def defined(figure: Callable[[], Optional[float]]) -> Optional[float]:
    """None where the arithmetic has no answer."""
    try:
        value = figure()
    except (ZeroDivisionError, ValueError):
        return None
    return value if value is not None and math.isfinite(value) else None


def annual_ratio(x: Sequence[float]) -> float:
    return mean(x) / deviation(x) * math.sqrt(YEAR)


def own_figures(p: Path, rates: Rates) -> Figures:
    r = p.returns()
    x = [a - b for a, b in zip(r, rates.of(p.dates))]
    fallen = drawdowns(p.levels)
    cagr = growth(p)
    out: Dict[str, Callable[[], Optional[float]]] = {
        "total_return": lambda: p.levels[-1] / p.levels[0] - 1,
        "annualized_return": lambda: cagr,
        "volatility": lambda: deviation(r) * math.sqrt(YEAR),
        "downside_deviation": lambda: downside(r) * math.sqrt(YEAR),
        "sharpe_ratio": lambda: annual_ratio(x),
        "sortino_ratio": lambda: mean(x) * YEAR / (downside(x) * math.sqrt(YEAR)),
        "calmar_ratio": lambda: None if cagr is None else cagr / -min(fallen),
        "omega_ratio": lambda: math.fsum(max(v, 0) for v in r) / math.fsum(max(-v, 0) for v in r),
        "max_drawdown": lambda: min(fallen),
        "current_drawdown": lambda: fallen[-1],
        "ulcer_index": lambda: math.sqrt(mean([d * d for d in fallen[1:]])),
        "var_95": lambda: -quantile(r, MORE),
        "var_99": lambda: -quantile(r, FEW),
        "cvar_95": lambda: shortfall(r, MORE),
        "cvar_99": lambda: shortfall(r, FEW),
        "skewness": lambda: moment(r, 3) / moment(r, 2) ** 1.5,
        "excess_kurtosis": lambda: moment(r, 4) / moment(r, 2) ** 2 - 3,
        "best_day": lambda: max(r),
        "worst_day": lambda: min(r),
        "win_rate": lambda: sum(v > 0 for v in r) / len(r),
    }
    return {name: defined(figure) for name, figure in out.items()}


def relative_figures(own: Path, other: Path, rates: Rates) -> Figures:
    r, b = own.returns(), other.returns()
    rate = rates.of(own.dates)
    x, y = [u - v for u, v in zip(r, rate)], [u - v for u, v in zip(b, rate)]
    active = [u - v for u, v in zip(r, b)]
    out: Dict[str, Callable[[], Optional[float]]] = {
        "beta_sp500": lambda: covariance(r, b) / covariance(b, b),
        "correlation_sp500": lambda: covariance(r, b) / (deviation(r) * deviation(b)),
        "alpha": lambda: (mean(x) - covariance(x, y) / covariance(y, y) * mean(y)) * YEAR,
        "tracking_error": lambda: deviation(active) * math.sqrt(YEAR),
        "information_ratio": lambda: annual_ratio(active),
    }
    return {name: defined(figure) for name, figure in out.items()}
