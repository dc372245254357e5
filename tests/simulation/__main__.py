"""The command line of the simulation: many seeds with one line of figures, or one seed with its trace.

python -m tests.simulation --seeds 4000 --start 0 --processes 2
python -m tests.simulation --seed 1072 --trace
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter

from tests.simulation.mutants import MUTANTS
from tests.simulation.run import Summary, once, run, run_all


def main() -> int:
    """Runs what was asked for; 1 where an invariant does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--start", type=int, default=0, help="the first one")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--trace", action="store_true", help="tell what happens in it")
    parser.add_argument("--mutant", choices=sorted(MUTANTS), help="with this known mistake in the engine")
    parser.add_argument("--raw", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.mutant:
        MUTANTS[asked.mutant].install()
    if asked.seed is not None:
        return _one(asked.seed, trace=asked.trace)
    started = time.perf_counter()
    summary = _many(asked)
    if asked.raw:
        print(json.dumps([summary.seeds, summary.violations, summary.counts]))
        return 0
    seconds = time.perf_counter() - started
    for violation in summary.violations[:20]:
        print(f"seed {violation['seed']}: {violation['invariants'][0][-600:]}", file=sys.stderr)
    if summary.violations:
        print(f"\n{once(summary.violations[0]['seed']).told()}", file=sys.stderr)
    failed = [violation["seed"] for violation in summary.violations]
    rate = round(summary.seeds / seconds / asked.processes, 1)
    print(json.dumps(summary.line(failed=failed[:50], seconds=round(seconds, 1), seeds_per_second_and_core=rate)))
    return 1 if failed else 0


def _one(seed: int, *, trace: bool) -> int:
    outcome = run(seed)
    if trace:
        print(outcome.told())
    for wrong in outcome.wrongs:
        print(f"seed {seed}: {wrong}", file=sys.stderr)
    return 1 if outcome.wrongs else 0


def _many(asked: argparse.Namespace) -> Summary:
    seeds = range(asked.start, asked.start + asked.seeds)
    if asked.processes == 1:
        return run_all(seeds)
    command = [sys.executable, "-m", "tests.simulation", "--raw"]
    if asked.mutant:
        command += ["--mutant", asked.mutant]
    # Sets of strings have an order that a process throws dice for, unless it is told not to.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    shares = [
        seeds[len(seeds) * n // asked.processes : len(seeds) * (n + 1) // asked.processes]
        for n in range(asked.processes)
    ]
    running = [
        subprocess.Popen(
            [*command, "--start", str(share.start), "--seeds", str(len(share))], stdout=subprocess.PIPE, env=environment
        )
        for share in shares
    ]
    summary = Summary()
    for process in running:
        said, _ = process.communicate()
        if process.returncode:
            raise SystemExit(f"A process ended with {process.returncode}.")
        count, violations, counts = json.loads(said)
        summary.seeds += count
        summary.violations += violations
        summary.counts += Counter(counts)
    return summary


if __name__ == "__main__":
    sys.exit(main())
