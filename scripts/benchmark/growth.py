# SPDX-License-Identifier: GPL-2.0-or-later
"""How cost grows with the number of papers: a table and a plot, with exponents."""
import io

from . import measure, tables

QUANTITIES = (  # title, key, unit
    ("first build", "build_s", "s"),
    ("build memory", "build_mb", "MB"),
    ("index size", "size_mb", "MB"),
    ("repeated search p50", "p50_ms", "ms"),
    ("repeated search p99", "p99_ms", "ms"),
    ("all pairs, CPU", "pairs_cpu_s", "s"),
    ("all pairs, memory", "pairs_mb", "MB"),
    ("one new digest", "incremental_s", "s"),
)
DRAWN = ("build_s", "p99_ms", "pairs_cpu_s", "size_mb")


def points(records, name, key):
    """[(papers, median)] for every measured size."""
    return [(record["papers"], measure.median(record["values"][name][key]))
            for record in records if record["values"].get(name, {}).get(key)]


def engines_of(records):
    return list(dict.fromkeys(name for record in records for name in record["values"]))


def growth_table(records):
    lines = []
    for name in engines_of(records):
        for title, key, unit in QUANTITIES:
            found = dict(points(records, name, key))
            if found:
                cells = [tables.number(found.get(record["papers"])) for record in records]
                slope = measure.exponent(found.items())
                lines.append([tables.LABELS[name], f"{title}, {unit}", *cells, "–" if slope is None else f"{slope:.2f}"])
    return tables.table(["", "papers", *(f"{record['papers']:,}" for record in records), "exponent"], lines)


def markdown(records):
    rounds = records[0]["rounds"]
    return ("# How cost grows\n\n"
            f"Medians of {rounds} round{'s' if rounds > 1 else ''}. The exponent is b in a · N^b, fitted to all sizes. Search times are for "
            f"repeated queries, {'with' if records[0].get('snippets') else 'without'} snippets.\n\n"
            f"{tables.machine_lines(records[-1])}\n{growth_table(records)}\n![The same numbers as plots](growth.svg)\n")


def draw(axes, records, title, key, unit):
    for name in engines_of(records):
        found = points(records, name, key)
        if not found:
            continue
        slope = measure.exponent(found)
        label = tables.LABELS[name] + ("" if slope is None else f", N^{slope:.2f}")
        axes.plot(*zip(*found), marker="o", label=label)
        for at in found:
            axes.annotate(tables.number(at[1]), at, xytext=(6, -10), textcoords="offset points", fontsize=8)
    axes.set(xscale="log", yscale="log", title=f"{title}, {unit}", xlabel="papers")
    sizes = [record["papers"] for record in records]
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes], fontsize=8)
    axes.tick_params(which="minor", bottom=False)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.margins(x=0.12, y=0.15)
    axes.grid(True, which="major", alpha=0.4)
    if axes.lines:
        axes.legend(frameon=False, loc="upper left")


def picture(records):
    """An SVG. The same records give the same bytes."""
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "nonmun", "font.size": 10})
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(2, 2, figsize=(10, 7.5), layout="constrained")
    for one, key in zip(axes.flat, DRAWN):
        draw(one, records, *next(quantity for quantity in QUANTITIES if quantity[1] == key))
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()
