# SPDX-License-Identifier: GPL-2.0-or-later
"""The rounds of a comparison. In each round every engine runs every measure; the order changes with the round."""
import sys

from . import engines, measure

MEASURES = ("build", "search", "pairs", "report", "incremental")


def say(text):
    print(f"bench: {text}", file=sys.stderr)


def keep(values, name, **numbers):
    for key, number in numbers.items():
        values.setdefault(name, {}).setdefault(key, []).append(round(number, 6))


def build(work, name, values):
    engine = engines.ENGINES[name]
    engine.remove(work)
    cost = engine.build(engine, work)
    keep(values, name, build_s=cost.wall_s, build_cpu_s=cost.cpu_s, build_mb=cost.memory_mb, size_mb=measure.disk_mb(engine.files(work)))


def search(work, name, values):
    """Percentiles over the queries that find something, of each query's median over its timed passes."""
    engine = engines.ENGINES[name]
    timings = engine.search(engine, work)
    answered = [measure.median(passes) / 1e3 for hits, passes in timings.values() if hits > 0]
    if not answered:
        measure.stop(f"{engine.label} finds nothing for any query")
    keep(values, name, p50_ms=measure.percentile(answered, 0.5), p99_ms=measure.percentile(answered, 0.99),
         answered=len(answered) / len(timings))


def pairs(work, values, names, sources):
    cost, told = engines.all_pairs_nonmun(work)
    keep(values, "nonmun", pairs_s=cost.wall_s, pairs_cpu_s=told["cpu_s"], pairs_mb=cost.memory_mb)
    if "sklearn" in names:
        cost, told = engines.all_pairs_sklearn(work, sources)
        keep(values, "sklearn", pairs_cpu_s=told["cpu_s"], pairs_mb=cost.memory_mb, sources=told["sources"])


def report(work, values):
    cost = engines.report_nonmun(work)
    keep(values, "nonmun", report_s=cost.wall_s, report_cpu_s=cost.cpu_s, report_mb=cost.memory_mb)


def incremental(work, values, round_number):
    cost = engines.add_a_day(work, round_number)
    keep(values, "nonmun", incremental_s=cost.wall_s, incremental_mb=cost.memory_mb)


def run_round(work, number, names, measures, sources, values):
    """Runs one round and appends its numbers to `values`."""
    having_index = [name for name in names if name in engines.ENGINES]
    start = number % len(having_index)
    turn = having_index[start:] + having_index[:start]
    for name in turn:
        if "build" in measures:
            say(f"{work.papers} papers, round {number + 1}: {name} builds")
            build(work, name, values)
        elif not engines.ENGINES[name].is_built(work):
            build(work, name, {})
    if "search" in measures:
        for name in turn:
            say(f"{work.papers} papers, round {number + 1}: {name} searches")
            search(work, name, values)
    if "pairs" in measures and "nonmun" in names:
        say(f"{work.papers} papers, round {number + 1}: all pairs")
        pairs(work, values, names, sources)
    if "report" in measures and "nonmun" in names and number == 0:  # once, since it takes minutes
        say(f"{work.papers} papers: the whole report")
        report(work, values)
    if "incremental" in measures and "nonmun" in names:
        incremental(work, values, number)
