# SPDX-License-Identifier: GPL-2.0-or-later
"""The limits: what nonmun must reach and what it aims at, compared with other engines at 100,000 papers."""
import dataclasses

from . import measure


@dataclasses.dataclass
class Bar:
    measure: str
    key: str  # of nonmun's values
    peer: str  # "" for a limit on the number itself
    peer_key: str
    must: float
    aim: float
    unit: str = ""  # of must and aim; "" for a ratio

SERVED_MUST, SERVED_AIM = 1.0, 2.0  # ratio of requests/s to Groonga's, with a p99 that is not higher


def against(name, key, peer, must, aim):
    return Bar(name, key, peer, key, must, aim)


BARS = (
    against("first build, wall, two threads each", "build_s", "lucene-nori", 0.9, 0.4),
    against("first build, wall", "build_s", "groonga", 2.5, 1.2),
    against("peak memory of the build", "build_mb", "lucene-nori", 0.4, 0.15),
    against("database size", "size_mb", "lucene-nori", 3.0, 1.2),
    against("repeated search p50", "p50_ms", "lucene-nori", 1.0, 0.5),
    against("repeated search p99", "p99_ms", "lucene-nori", 1.3, 0.9),
    against("repeated search p99", "p99_ms", "fts5", 0.15, 0.05),
    against("all pairs, top 10, CPU", "pairs_cpu_s", "sklearn", 0.08, 0.03),
    Bar("all pairs, peak memory", "pairs_mb", "", "", 600, 400, " MB"),
    Bar("one new digest of 15 papers, wall, against the first build", "incremental_s", "nonmun", "build_s", 0.02, 0.005),
)


def rows(values):
    """For every bar: (Bar, nonmun's value, the peer's value or None, the value compared with the limits, and "aim", "must", "no" or
    "not measured")."""
    result = []
    for bar in BARS:
        own = values.get("nonmun", {}).get(bar.key)
        other = values.get(bar.peer, {}).get(bar.peer_key) if bar.peer else None
        held = measure.ratio(own, other) if bar.peer else (measure.median(own) if own else None)
        if held is None:
            reached = "not measured"
        else:
            reached = "aim" if held <= bar.aim else "must" if held <= bar.must else "no"
        result.append((bar, measure.median(own) if own else None, measure.median(other) if other else None, held, reached))
    return result


def served(values, connections):
    """Over HTTP: the ratio of nonmun's requests/s to Groonga's, and "aim", "must", "no" or "not measured"."""
    own, other = values.get("nonmun", {}), values.get("groonga", {})
    held = measure.ratio(own.get(f"{connections}_rps"), other.get(f"{connections}_rps"))
    if held is None:
        return None, "not measured"
    later = measure.median(own[f"{connections}_p99_ms"]) > measure.median(other[f"{connections}_p99_ms"])
    failed = sum(own[f"{connections}_errors"]) > 0
    if later or failed or held < SERVED_MUST:
        return held, "no"
    return held, "aim" if held >= SERVED_AIM else "must"
