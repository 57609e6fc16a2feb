#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs suites of tests and checks: run_all.py all | SUITE...
"all" is every suite but interop, which needs packages from PyPI and npm.

A suite is a list of jobs, a job is a command whose output says how many tests passed. Jobs of one suite run
side by side, one a core; their output goes to build/test-logs/, that of a failed job also to the terminal.
The last line counts everything: "N passed, N failed", and ", N skipped" where there are any. With CI=true a
skipped test is a failure, unless it needs the oracles beside the repository and these are not there.
"""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
LOGS = BUILD / "test-logs"
CORES = len(os.sched_getaffinity(0))
CI = os.environ.get("CI") == "true"
ORACLES = (ROOT.parent / "shared").is_dir()
FUZZ_CI_SECONDS = 20
JOB_SECONDS = 900 + int(os.environ.get("FUZZ_SECONDS", "0"))
TAIL_LINES = 150
FUZZ_RUNS = 20000
COVERAGE_MIN = 85
ORACLE_GROUPS = "ABCFGHMQ"  # those whose functions exist


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, o: Count) -> Count:
        return Count(self.passed + o.passed, self.failed + o.failed, self.skipped + o.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


Reader = Callable[[str], Count]


def exit_status(_log: str) -> Count:
    """One test: the command itself. A status other than 0 is added by run()."""
    return Count(passed=1)


def cmocka(log: str) -> Count:
    """TAP by cmocka, a plan per group. A test that never reported (a crash) failed."""
    planned = sum(int(n) for n in re.findall(r"^1\.\.(\d+)$", log, re.M))
    skipped = len(re.findall(r"^(?:not )?ok \d+.* # SKIP\b", log, re.M))
    passed = len(re.findall(r"^ok \d+(?!.* # SKIP\b)", log, re.M))
    return Count(passed, planned - passed - skipped, skipped)


def unittest(log: str) -> Count:
    ran = re.search(r"^Ran (\d+) tests? in", log, re.M)
    said = re.search(r"^(?:OK|FAILED)(?: \((.*)\))?$", log, re.M)
    if not ran or not said:
        return Count()
    n = {k: int(v) for k, v in re.findall(r"(\w[\w ]*)=(\d+)", said[1] or "")}
    failed = n.get("failures", 0) + n.get("errors", 0) + n.get("unexpected successes", 0)
    skipped = n.get("skipped", 0)
    return Count(max(0, int(ran[1]) - failed - skipped), failed, skipped)


def vitest(_log: str) -> Count:
    report = json.loads((BUILD / "vitest.json").read_text())
    skipped = report["numPendingTests"] + report["numTodoTests"]
    return Count(report["numPassedTests"], report["numFailedTests"], skipped)


def last_line(log: str) -> Count:
    """The same closing line as ours."""
    said = re.findall(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", log, re.M)
    return Count(*(int(n or 0) for n in said[-1])) if said else Count()


@dataclass
class Job:
    name: str
    command: Sequence[str | Path]
    reader: Reader = exit_status
    env: dict[str, str] = field(default_factory=dict)
    cwd: Path = ROOT


def make(*args: str, cores: int = CORES) -> list[str]:
    return ["make", "--no-print-directory", "-s", f"-j{cores}", *args]


def unit(variant: str = "asan") -> list[Job]:
    env = {"CMOCKA_MESSAGE_OUTPUT": "TAP"}
    names = sorted((ROOT / "server").glob("*/*_test.c"))
    return [
        Job(f"{variant} {n}", [BUILD / variant / "tests" / n], cmocka, env)
        for n in (str(p.relative_to(ROOT / "server").with_suffix("")) for p in names)
    ]


def web() -> list[Job]:
    command = "npm test --silent -- --reporter=default --reporter=json"
    command += " --outputFile.json=../build/vitest.json"
    return [Job("web", ["sh", "-c", command], vitest, cwd=ROOT / "web")]


def integration(variant: str = "asan") -> list[Job]:
    env = {"AUTOINDEX": str(BUILD / variant / "autoindex"), "PYTHONDONTWRITEBYTECODE": "1"}
    return [
        Job(
            f"{variant} {p.stem}",
            ["python3", "-m", "unittest", "-v", p.stem],
            unittest,
            env,
            p.parent,
        )
        for p in sorted((ROOT / "tests").glob("test_*.py"))
        # Figures, of time and of memory, mean something in the release binary only.
        if variant == "release" or p.stem not in ("test_bench", "test_soak")
    ]


def both_binaries() -> list[Job]:
    """The sanitizers find what goes wrong unseen, the release binary is what people get."""
    return integration("asan") + integration("release")


def threads() -> list[Job]:
    """What many threads do at once, under ThreadSanitizer."""
    wanted = ("tsan http/", "tsan test_load")
    return [j for j in unit("tsan") + integration("tsan") if j.name.startswith(wanted)]


def e2e() -> list[Job]:
    return [Job("e2e", ["tools/e2e.sh", "build/release/autoindex"], last_line)]


def fuzz() -> list[Job]:
    """From the seeds alone a fixed number of runs, in CI 20 s; or FUZZ_SECONDS, the corpus kept."""
    jobs = []
    for source in sorted((ROOT / "tests/fuzz").glob("fuzz_*.c")):
        name = source.stem
        seeds = [p for p in (source.with_suffix(".seeds"),) if p.is_dir()]
        if name == "fuzz_csv":
            seeds = [ROOT / "tests/tricky"]
        out = BUILD / "fuzz"
        command: list[str | Path] = [
            out / name,
            "-seed=1",
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-max_len=20000",
        ]
        command += [f"-artifact_prefix={out}/{name}-", "-print_final_stats=1", "-verbosity=0"]
        seconds = os.environ.get("FUZZ_SECONDS")
        if seconds:
            corpus = out / "corpus" / name
            corpus.mkdir(parents=True, exist_ok=True)
            command += [f"-max_total_time={seconds}", corpus]
        else:
            # libFuzzer writes what it finds into the first folder: never into the seeds.
            fresh = out / "fresh" / name
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            command += [f"-max_total_time={FUZZ_CI_SECONDS}" if CI else f"-runs={FUZZ_RUNS}", fresh]
        jobs.append(Job(name, [*command, *seeds]))
    return jobs


def oracles() -> list[Job]:
    """Published and independently computed cases, which lie beside the repository where they are had."""
    cases = ROOT.parent / "shared/oracles/cases.json"
    if not cases.is_file():
        said = "no oracle cases beside the repository\n0 passed, 0 failed, 1 skipped"
        return [Job("oracles", ["echo", said], last_line)]
    return [Job("oracles", [BUILD / "tests/oracles", "--groups", ORACLE_GROUPS, cases], last_line)]


def check() -> list[Job]:
    names = subprocess.run(
        make("list-checks"), cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Job(f"check-{n}", make(f"check-{n}")) for n in names.stdout.split()]


def interop() -> list[Job]:
    """The API as other people's tools see it. Schemathesis first: it takes longest."""
    tools = BUILD / "interop/npm/node_modules/.bin"
    here = ROOT / "tests/interop"
    document = ROOT / "openapi.json"
    env = {"REDOCLY_TELEMETRY": "off", "PYTHONDONTWRITEBYTECODE": "1"}
    rules = here / "spectral.yaml"
    spectral: list[str | Path] = [tools / "spectral", "lint", "--fail-severity=hint"]
    redocly: list[str | Path] = [tools / "redocly", "lint", "--config", here / "redocly.yaml"]
    return [
        Job("schemathesis", ["python3", "tests/interop.py", "conformance"], last_line, env),
        Job("generated client", ["python3", "tests/interop.py", "client"], unittest, env),
        Job("spectral", [*spectral, "--ruleset", rules, document], env=env),
        Job("redocly", [*redocly, document], env=env),
    ]


# Long, and of lines that others reach as well.
NO_LINES = (
    "attack_front attack_injection attack_slow documents jobs_clock jobs_faults jobs_kill load"
    " lookahead recompute"
).split()


def coverage() -> list[Job]:
    for old in (BUILD / "coverage").rglob("*.gcda"):
        old.unlink()
    left_out = {f"coverage test_{name}" for name in NO_LINES}
    return unit("coverage") + [j for j in integration("coverage") if j.name not in left_out]


def coverage_report() -> list[Job]:
    command = [
        "gcovr",
        "--root",
        ".",
        "--object-directory",
        "build/coverage",
        "--filter",
        "server/",
    ]
    command += [
        "--exclude",
        r".*_test\.c",
        "--exclude",
        r".*(fixture|naive)\.h",
        "--sort-uncovered",
    ]
    command += ["--fail-under-line", str(COVERAGE_MIN), "--print-summary", "build/coverage"]
    return [Job("coverage-report", command)]


# What each suite needs built, and its jobs. A group of jobs starts when the one before it has ended.
RELEASE, ASAN = "all", "VARIANT=asan binaries"
SUITES: dict[str, tuple[list[str], list[Callable[[], list[Job]]]]] = {
    "unit": ([ASAN], [unit]),
    "web": ([RELEASE], [web]),
    "oracles": ([RELEASE, "build/tests/oracles"], [oracles]),
    "check": ([RELEASE], [check]),
    "fuzz": (["VARIANT=fuzz fuzzers"], [fuzz]),
    "threads": (["VARIANT=tsan binaries"], [threads]),
    "integration": ([RELEASE, ASAN], [both_binaries]),
    "e2e": ([RELEASE], [e2e]),
    "coverage": (["VARIANT=coverage binaries"], [coverage, coverage_report]),
    "interop": ([RELEASE, "build/interop/installed"], [interop]),
}
ALL = [name for name in SUITES if name != "interop"]


def environment(job: Job) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    node = ROOT / "web/.node/node_modules/node/bin"
    env |= {"PATH": f"{node}:{env['PATH']}", "UBSAN_OPTIONS": "print_stacktrace=1"}
    return env | job.env


def run(job: Job) -> Count:
    log_file = LOGS / (re.sub(r"[^\w.-]+", "_", job.name) + ".log")
    start = time.monotonic()
    with log_file.open("wb") as out:
        try:
            status = subprocess.run(
                [str(a) for a in job.command],
                cwd=job.cwd,
                env=environment(job),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                timeout=JOB_SECONDS,
            ).returncode
        except subprocess.TimeoutExpired:
            status, _ = -1, out.write(f"\nstopped after {JOB_SECONDS} s\n".encode())
        except OSError as e:
            status, _ = -1, out.write(f"{e}\n".encode())
    log = log_file.read_text(errors="replace")
    try:
        n = job.reader(log) if job.reader is not exit_status or status == 0 else Count(failed=1)
    except (OSError, ValueError, KeyError) as e:
        n, log = Count(failed=1), f"{log}\nno report: {e!r}"
    if n.failed == 0 and (status != 0 or n == Count()):
        n.failed = 1  # it crashed after its last test, or ran none
        log += f"\nexit status {status}, {n.passed} tests"
    took = time.monotonic() - start
    text = f"{'FAIL' if n.failed else 'ok  '}  {job.name:<36} {took:6.1f} s  {n}\n"
    if n.failed:
        tail = log.splitlines()[-TAIL_LINES:]
        text += "".join(f"      | {line}\n" for line in tail)
    sys.stdout.write(text)
    sys.stdout.flush()
    return n


def main() -> int:
    names = sys.argv[1:]
    if names == ["all"]:
        names = ALL
    LOGS.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    total = Count()
    targets = dict.fromkeys(t for n in names for t in SUITES[n][0])
    for target in targets:
        total += run(Job(f"build {target}", make(*target.split())))
    if total.failed == 0:
        for name in names:
            for group in SUITES[name][1]:
                with ThreadPoolExecutor(CORES) as pool:
                    total = sum(pool.map(run, group()), total)
    if CI and ORACLES and total.skipped:
        print(f"{total.skipped} skipped: with CI=true nothing may be")
        total = Count(total.passed, total.failed + total.skipped)
    (LOGS / ("all.total" if names == ALL else f"{names[0]}.total")).write_text(f"{total}\n")
    print(total)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
