# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the record of a run as Markdown."""
from . import bars, engines, load, measure

COLUMNS = (  # rows of the table of measures: title, key, unit
    ("build, wall", "build_s", "s"), ("build, CPU", "build_cpu_s", "s"), ("build, memory", "build_mb", "MB"), ("index", "size_mb", "MB"),
    ("repeated search p50", "p50_ms", "ms"), ("repeated search p99", "p99_ms", "ms"), ("queries answered", "answered", "share"),
    ("all pairs, wall", "pairs_s", "s"), ("all pairs, CPU", "pairs_cpu_s", "s"), ("all pairs, memory", "pairs_mb", "MB"),
    ("whole report, wall", "report_s", "s"), ("whole report, CPU", "report_cpu_s", "s"), ("whole report, memory", "report_mb", "MB"),
    ("new digest, wall", "incremental_s", "s"),
)
UNITS = {key: unit for _, key, unit in COLUMNS}
LABELS = {name: engine.label for name, engine in engines.ENGINES.items()} | {"sklearn": "scikit-learn"}


def number(value):
    """The value with three significant digits."""
    if value is None:
        return "–"
    text = f"{value:.3g}"
    return f"{value:,.0f}" if abs(value) >= 100 or "e" in text and abs(value) > 1 else text


def spread(numbers):
    """The median, with minimum and maximum in parentheses."""
    if not numbers:
        return "–"
    middle, least, most = (number(value) for value in (measure.median(numbers), min(numbers), max(numbers)))
    return middle if least == most else f"{middle} ({least}–{most})"


def with_unit(value, unit):
    return number(value) + ("" if value is None else unit)


def shown(value, unit):
    return "–" if value is None else f"{value:.0%}" if unit == "share" else number(value)


def table(header, lines):
    """A Markdown table with padded columns."""
    cells = [header, *lines]
    widths = [max(len(line[column]) for line in cells) for column in range(len(header))]
    def row(line):
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
    return "\n".join([row(header), "|" + "|".join("-" * (width + 2) for width in widths) + "|", *map(row, lines)]) + "\n"


def bars_table(values):
    lines = []
    for bar, own, other, held, reached in bars.rows(values):
        peer = "the first build" if bar.peer == "nonmun" else LABELS[bar.peer] if bar.peer else "–"
        unit = " " + UNITS[bar.key]
        lines.append([bar.measure, with_unit(own, unit), peer, with_unit(other, unit), number(held) if bar.peer else "–",
                      f"≤ {bar.must:g}{bar.unit}", f"≤ {bar.aim:g}{bar.unit}", reached])
    return table(["measure", "nonmun", "compared with", "its value", "ratio", "must", "aim", "reached"], lines)


def measures_table(values):
    columns = [column for column in COLUMNS if any(column[1] in of_engine for of_engine in values.values())]
    lines = []
    for title, key, unit in columns:
        cells = [spread(of_engine.get(key)) if unit != "share" else
                 shown(measure.median(of_engine[key]) if key in of_engine else None, unit) for of_engine in values.values()]
        lines.append([title + ("" if unit == "share" else f", {unit}"), *cells])
    return table(["", *(LABELS[name] for name in values)], lines)


def served_table(places):
    """Throughput and latency over HTTP compared with Groonga, for the archive and the corpus."""
    lines = []
    for place in places:
        of_both = [place["values"].get(name, {}) for name in ("nonmun", "groonga")]
        for connections in load.CONNECTIONS:
            def cells(key):
                return [spread(values.get(f"{connections}_{key}")) for values in of_both]
            held, reached = bars.served(place["values"], connections)
            errors = [str(sum(values[f"{connections}_errors"])) if values else "–" for values in of_both]
            lines.append([f"{place['papers']:,}", str(connections), *cells("rps"), number(held), *cells("p50_ms"), *cells("p99_ms"), *errors,
                          f"≥ {bars.SERVED_MUST:g}", f"≥ {bars.SERVED_AIM:g}", reached])
    head = ["papers", "connections", "nonmun, requests/s", "Groonga, requests/s", "ratio", "nonmun, p50, ms", "Groonga, p50, ms",
            "nonmun, p99, ms", "Groonga, p99, ms", "nonmun, errors", "Groonga, errors", "must", "aim", "reached"]
    return table(head, lines)


def soak_table(soak):
    rss = soak["rss_mb"]
    whole = "no" if soak["errors"] or soak["grew"] else "must"
    return table(["soak of nonmun", "connections", "requests", "seconds", "errors", "memory after the warm-up", "at the end", "maximum",
                  "must", "reached"],
                 [[f"{soak['papers']:,} papers", str(soak["connections"]), f"{soak['requests']:,}", number(soak["seconds"]), str(soak["errors"]),
                   with_unit(rss[0], " MB"), with_unit(rss[-1], " MB"), with_unit(max(rss), " MB"),
                   f"no error, ≤ +{load.SOAK_GROWTH:.0%}", whole]])


def http_tables(record):
    """The tables of the measurements over HTTP, "" if there are none."""
    return "".join(text + "\n" for text in (served_table(record["served"]) if record.get("served") else "",
                                            soak_table(record["soak"]) if record.get("soak") else "") if text)


def machine_lines(record):
    machine, run = record["machine"], record["run"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    lines = [
        f"- {machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']} GB; Linux {machine['kernel']}",
        f"- nonmun {machine['revision']}; {versions}",
        f"- {run['date']} UTC, {run['minutes']} minutes; load {run['load_at_start']} at the start, {run['load_at_end']} at the end; "
        f"other programs took {run['others_share']:.1%} of the processors",
    ]
    if not run["quiet"]:
        lines.append("- **Warning: the machine was busy; these numbers are not valid.**")
    return "\n".join(lines) + "\n"


def notes(record):
    values = record["values"]
    lines = [f"- {engine.label}: {engine.note}." for name, engine in engines.ENGINES.items() if name in values]
    if "sklearn" in values:
        sources = measure.median(values["sklearn"]["sources"])
        part = "" if sources >= record["papers"] else f", extrapolated from {sources:,.0f} evenly spaced papers to all"
        lines.append("- scikit-learn: TfidfVectorizer and NearestNeighbors (brute force, cosine) on the tokens of nonmun's analyzer. Its CPU "
                     f"time excludes imports and reading{part}; nonmun's includes reading the index. The whole report "
                     "(`nonmun report --format jsonl --top 10`, run once) also scores topics, authors and neighbours, and names clusters.")
    return "\n".join(lines) + "\n"


def markdown(record):
    rounds, values = record["rounds"], record["values"]
    title = f"nonmun and other engines at {record['papers']:,} papers" if values else "nonmun and Groonga over HTTP"
    snippets = "; nonmun's include matched parts and snippets" if record.get("snippets") else ", but no snippets"
    searches = ("Search times are for repeated queries: each engine has answered every query before. They include the stored text of the "
                f"ten best papers{snippets}.\n\n" if values else
                "All queries are repeated: both servers have answered each one before. nonmun's responses include snippets.\n\n")
    measured = f"{bars_table(values)}\n{measures_table(values)}\n" if values else ""
    return (f"# {title}\n\nMedians of {rounds} round{'s' if rounds > 1 else ''} (minimum–maximum). {searches}{machine_lines(record)}\n"
            f"{measured}{http_tables(record)}{notes(record)}").rstrip("\n") + "\n"
