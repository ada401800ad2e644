"""Measures programs side by side and prints a table: CPU (user and system, children included) and wall time."""

import os
import statistics
import subprocess
import time

RUNS = max(1, int(os.environ.get("BENCH_RUNS", "15")))


class Program:
    """A command to measure. `before` is run unmeasured before each run, with the run's number; `codes` are the exit
    codes that mean it went well."""

    def __init__(self, name, argv, cwd=None, env=None, stdin=None, before=None, codes=(0,)):
        self.name, self.argv, self.cwd, self.env = name, argv, cwd, env
        self.stdin, self.before, self.codes = stdin, before, codes

    def run(self, number):
        """CPU and wall seconds of one run."""
        argv = self.argv(number) if callable(self.argv) else self.argv
        if self.before:
            self.before(number)
        with open(self.stdin or os.devnull, "rb") as stdin, open(os.devnull, "wb") as nowhere:
            start = time.perf_counter()
            process = subprocess.Popen(
                argv, cwd=self.cwd, env=self.env, stdin=stdin, stdout=nowhere, stderr=subprocess.PIPE)
            words = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in self.codes:
            raise SystemExit(f"{argv}: exit {process.returncode}: {words.decode(errors='replace')}")
        return usage.ru_utime + usage.ru_stime, wall


def compare(title, *programs, runs=None):
    """Runs the programs in turns and prints one line for each; ratios are of medians, to the last program's."""
    runs = runs or RUNS
    times = {program: [] for program in programs}
    for number in range(-1, runs):
        for program in programs:
            measured = program.run(number)
            if number >= 0:
                times[program].append(measured)
    medians = {program: [statistics.median(column) for column in zip(*times[program])] for program in programs}
    reference = medians[programs[-1]]
    print(f"\n{title} ({runs} runs each)")
    print(f"  {'':44} {'CPU ms min/median':>20} {'wall ms min/median':>20} {'CPU':>6} {'wall':>6}")
    for program in programs:
        cpu, wall = zip(*times[program])
        ratios = [mine / max(theirs, 1e-9) for mine, theirs in zip(medians[program], reference)]
        print(
            f"  {program.name:44} {min(cpu) * 1e3:9.1f} / {medians[program][0] * 1e3:8.1f}"
            f" {min(wall) * 1e3:9.1f} / {medians[program][1] * 1e3:8.1f} {ratios[0]:6.2f} {ratios[1]:6.2f}")
    return medians
