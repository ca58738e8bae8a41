"""Writes docs/hindcast.md and its pictures out of a stored hindcast and the shipped posteriors.

    python docs/make_hindcast.py RESULT

RESULT is a folder that `python -m sim hindcast` has written; run this where the package is installed, as the
README sets it up. The same result gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.figures.hindcast import draw_all
from sim.hindcast import words
from sim.hindcast.given import RUNS
from sim.hindcast.result import Hindcast, read_hindcast
from sim.hindcast.scores import MODEL
from sim.inputs.posteriors import folder, known_origins, read_posterior
from sim.results.labels import Labels, load_labels
from sim.results.trust import coverage_file

DOCS = Path(__file__).resolve().parent
TAUGHT = 0.9
"""Posterior over prior spread below which a parameter stands in the table of the page."""
SHOWN_ORIGINS = (2013, 2016, 2019, 2022)

HEAD = """# Against the record

How wrong is this engine? This page lets it project from 2013 to 2022, each year with what was known then,
and holds that against what came. It is made by

```sh
python -m sim hindcast            # the origins 2013 to 2022, three runs each, on the shipped posteriors
python docs/make_hindcast.py results/hindcast/…     # this page, from the folder that it prints
```

{title}. A reader who wants one origin, other ranges or another assumption types `python -m sim hindcast
origins=2019 priors=true parameters.people_limit_live=0`.

## How it is done

**Origins and runs.** From each origin the engine sees the record, the decisions and the events up to that
date and nothing younger (`known_until`, `decided_until`); a test changes every later figure of the record
and finds not one bit of the projection changed. *Nothing given* is what somebody at that date could have
said. *World market and exchange rate given* (`market_until`) asks whether the Dutch part is right when the
cycle is known; what is given are sales, so order books that lag them are no lost share. *Purchases given*
(`purchases_until`) adds Freescale, which moved chip sales across in December 2015. Ranges whose evidence is
younger than the origin (`known_since`) are drawn twice as wide; their centres are those of today, a hindsight
that remains.

**Benchmarks carry a band.** No change, drift, and the mean of the last three years, each a lognormal law
with the spread of the series' own changes; where the exchange rate or the market is given they get it too,
and sales get a constant share of the given market. The engine is compared with the best of them for each
series and horizon, chosen *afterwards*: a hard rival.

**Scores.** Error: mean absolute error of the median over what came. MASE: that error over the mean yearly
change known at the origin. CRPS: the error of the whole band, in the series' unit (points for a share), by
`scoringrules`. Gain: CRPS lower than the rival's, ± a standard error from outcomes that do not overlap: ten
at one year, fewer than four at three, about two at five. Hardly any gain or loss below is more than two
such errors from zero. No test of this project depends on a score.
"""

START = """## At the start

Until known until the engine is led along the record by corrections; the gap that remains there in each
observed quantity is printed by `python -m sim record` (share, world sales, ASML's sales, backlog, R&D and
jobs, in the last recorded year, with a mark where it exceeds 5 %). Nothing is cut at that date: a test
follows every flow of the model over it and refuses a jump (`tests/engine/test_start.py`).
"""

MISSED = """## What is missed, and why

**Limits on Dutch supply.** With the market given the engine still sells too little from most origins, most of
all ASM. In earlier forms it did so by far more: it first lost 46 % three and 49 % five years ahead, with 80 %
bands that held 32 and 22 %; then, its limits mended, 22 and 21 %, with bands that held 43 and 36 %. What was
mended since stands in [decisions](decisions.md) (*Four mistakes of form*, *Why bands were narrow and medians
low*): a given market entered as demand and sold too little in years of growth, limits were walls, the state
at the origin was taken as exactly known. Values come from 2010–2018 or from figures named beside them; that
these were mistakes was seen in scores of all origins, so the years after 2018 are no clean test of them. What
binds in a projection is still, if anything, told too early.

**2023: the pull-in by China.** The equipment share rose from 18.2 to 25.6 % in one year; China bought ahead
of export controls and its part of ASML's system sales went from 14 to 29 %. No past change of the series
foretells that: the table above shows what each origin gave it. No parameter is tuned to it.

**2016: Freescale.** Chip sales jumped by half through a purchase. Run without purchases given, the engine
cannot see it; with purchases given it is multiplied across, R&D included.

**Bands are still too narrow**, most of all one year ahead. Far from the origin, members change from year to
year by as much as the record to 2018 (ASML 14 % around its market, ASM 22 %), so more noise there would make
sales swing more than they ever did. What lacks is at the start: noise on orders comes through a backlog, so a
first year is told more surely than it was known. Bands hold ranges of parameters and noise of markets,
weights, shares and deliveries, not that the structure is wrong (see [uncertainty](uncertainty.md)). A reader
may widen them: the part that 80 % bands held is printed for each horizon.

**ASM's growth.** From 2016 on ASM grew faster than its market, with atomic layer deposition; nothing in the
engine makes one segment's technology win like that. Momentum would not have told: letting changes of share go
on, even damped, makes forecasts of 2010–2018 worse for every firm.

**The share of the chain against its drift.** On record the headline drifted upwards, through purchases and a
growing weight of equipment. The engine knows the first where they are given and carries the second on by a
range around nothing; a benchmark that draws the line on wins as long as that goes on.

**People and grid.** The record has one to four dates each; they are shown for completeness and prove
nothing.
"""

CALIBRATION = """## What the record taught

The parameters are calibrated anew for each origin by `python -m sim calibrate`, on the record from 2012 to
the year before it: a free run, in which only world market, exchange rate and purchases are given, is
compared with levels, their change and their scatter. The method is a Bayes linear adjustment of all draws
at once in four steps (`sim/calibration/bayes_linear.py`): it gives a distribution, joint over the
parameters that moved, and its priors are the ranges of the evidence. What the structure misses counts as an
error of each level: the spread of record over runs around its mean, in the years calibrated on
(`sim/calibration/moments.py`). A statistic further than three standard deviations from the runs teaches
nothing; correlations that chance alone makes are set to zero.

**The record teaches little.** Posterior over prior spread; 1 is nothing. Shown are the parameters below 0.9
at any origin, {moved} of {all} draws; every one stands in `data/posteriors/learnt.csv`. R&D, experience and
cluster effects, R&D lag, obsolescence and price response are not among them: their ranges stay those of the
literature.

{table}

Does it help? In the years calibrated on (mean absolute error of the median, %, prior → posterior):

{fit}

A posterior reaches any run: `python -m sim posterior=2019` draws from what was known of 2012 to 2018. The
default run keeps the ranges of the evidence, because what the record moved, it moved little, and the fit of
later years is no better with it.
"""


def main() -> int:
    """Write the page and its pictures; returns 2 where RESULT is no hindcast."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("result", type=Path)
    try:
        found = read_hindcast(parser.parse_args().result)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    labels = load_labels("en")
    pictures = draw_all(found, labels)
    for one in pictures:
        (DOCS / "images" / f"{one.name}.svg").write_bytes(one.svg)
    shown = [f"![{one.title}: {one.description}](images/{one.name}.svg)" for one in pictures]
    write_coverage(found)
    (DOCS / "hindcast.md").write_text("\n".join(page(found, shown, labels)) + "\n", encoding="utf-8")
    print(DOCS / "hindcast.md")
    return 0


def write_coverage(found: Hindcast) -> None:
    """What reports say of past bands: the part of outcomes that they held, by run and years ahead."""
    mine = found.forecasts[found.forecasts["forecaster"] == MODEL]
    held = found.pooled[~found.pooled["without_2023"].astype(bool)]
    origins = {"first_origin": found.info["origins"][0], "last_origin": found.info["origins"][-1]}
    counts = mine.groupby(["run", "horizon"]).size().rename("outcomes").reset_index()
    columns = ["run", "horizon", "covered_50", "covered_80"]
    table = held[columns].merge(counts, on=["run", "horizon"]).assign(**origins)
    path = coverage_file()
    path.parent.mkdir(exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n", float_format="%.6g")


def page(found: Hindcast, shown: Sequence[str], labels: Labels) -> list[str]:
    """The lines of the page; `shown`: its pictures as Markdown, fans, gain and coverage."""
    settings, origins = found.info["settings"], found.info["origins"]
    kind = labels(f"hindcast.text.{found.info['draws']}")
    told = {"members": settings["members"], "seed": settings["seed"], "kind": kind}
    title = labels("hindcast.text.title", first=origins[0], last=origins[-1], **told)
    text = [HEAD.format(title=title), "## Over all series", ""]
    text += [*words.as_markdown(words.pooled_rows(found, labels)), "", labels("hindcast.text.gain"), ""]
    text += [
        "The aim with the market given was a gain of 15 % at three years and 10 % at five, no loss without",
        "2023, and 70 to 90 % of outcomes in the 80 % band; with nothing given, no loss.",
        "",
        shown[1],
        "",
        shown[2],
        "",
        shown[0],
        "",
    ]
    run = labels("hindcast.run.market")
    peak = words.as_markdown(words.peak_rows(found, "market", labels))
    text += [
        labels("hindcast.text.peak", run=run),
        "",
        *peak,
        "",
        MISSED,
        START,
        calibration(labels),
        "## Every series",
        "",
    ]
    for one in RUNS:
        name = labels(f"hindcast.run.{one.name}")
        text += [f"### {name[0].upper()}{name[1:]}", ""]
        text += [*words.as_markdown(words.subject_rows(found, one.name, labels)), ""]
    return text[:-1]


def calibration(labels: Labels) -> str:
    """The part on what the record taught, from the shipped posteriors."""
    learnt = pd.read_csv(folder() / "learnt.csv", keep_default_na=False)
    name = learnt["parameter"] + learnt["label"].map(lambda one: f" ({one.replace('_', ' ')})" if one else "")
    wide = learnt.assign(name=name).pivot(index="name", columns="origin", values="ratio")
    least = wide.min(axis=1)
    moved = wide[least < TAUGHT].loc[least[least < TAUGHT].sort_values().index]
    rows = [["parameter", *map(str, wide.columns)]]
    rows += [
        [f"`{one}`", *(labels.number(x, 2) for x in row)]
        for one, row in zip(moved.index, moved.to_numpy(), strict=True)
    ]
    fits = {origin: read_posterior(origin)["fit"] for origin in known_origins() if origin in SHOWN_ORIGINS}
    subjects = list(dict.fromkeys(fit["subject"] for one in fits.values() for fit in one))
    table = [["series", *map(str, fits)]]
    for subject in subjects:
        cells = []
        for one in fits.values():
            there = [fit for fit in one if fit["subject"] == subject]
            pair = (
                [labels.number(100 * there[0][when][0], 0) for when in ("prior", "posterior")]
                if there
                else []
            )
            cells.append(" → ".join(pair) or labels("number.none"))
        table.append([labels.of("hindcast.subject", subject), *cells])
    return CALIBRATION.format(
        moved=len(moved),
        all=len(wide),
        table="\n".join(words.as_markdown(rows)),
        fit="\n".join(words.as_markdown(table)),
    )


if __name__ == "__main__":
    sys.exit(main())
