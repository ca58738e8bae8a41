"""Writes docs/questions.md: asks the engine what docs/questions.yaml says.

    python docs/make_questions.py [--members 128] [--only 5,6] [--out docs/questions.md]

Every number of the page is made here. Runs that questions share are run once.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import shlex
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.command import breakeven, indicating, job, preflight, relieving
from sim.command.about import about
from sim.command.session import Prepared, Session
from sim.core.axes import POSITION
from sim.results.accounts import Accounts, accounts_of
from sim.results.binding_year import binding_year_frame
from sim.results.headline import headline, is_dutch_place
from sim.results.key_figures import Difference, difference
from sim.results.labels import Labels, load_labels
from sim.results.store import in_memory
from sim.results.wording import words as sureness
from sim.run.recorded import Recorded

HERE = Path(__file__).resolve().parent
UNITS = {"MEUR2023": "EUR2023 m", "MEUR": "EUR m", "MUSD": "USD m"}


@dataclass
class Answers:
    """Runs of one seed and number of members, each made once, and the rows that are read from them."""

    members: int
    seed: int = 1
    session: Session = field(default_factory=lambda: Session(quiet=True))
    labels: Labels = field(default_factory=load_labels)
    made: dict[str, tuple[Prepared, Recorded]] = field(default_factory=dict)

    def prepared(self, words: Sequence[str]) -> Prepared:
        """What these command-line words ask for."""
        plan = preflight.plan([*words, f"members={self.members}", f"seed={self.seed}"], multirun=False)
        if plan.faults:
            raise ValueError("; ".join(str(fault) for fault in plan.faults))
        return self.session.prepare(plan.points[0].values)

    def run(self, words: Sequence[str]) -> tuple[Prepared, Recorded]:
        """The run that these command-line words ask for."""
        prepared = self.prepared(words)
        if prepared.key not in self.made:
            ran = job.recorded(prepared.request.run, prepared.settings, prepared.request.run.name)
            self.made[prepared.key] = prepared, ran
        return self.made[prepared.key]

    def members_of(self, run: Recorded, outcome: str, at: Mapping[str, str]) -> np.ndarray:
        """An outcome (year, member): the headline's own figure, or what stands at these labels.

        Axes that are not named are added up, places over those in the Netherlands.
        """
        if not at and outcome in (found := headline(run)):
            return found[outcome]
        x, labels = run.values[outcome], run.labels
        wanted = dict(at)
        if "cell" in run.axes[outcome]:
            here = np.ones(x.shape[1 + POSITION["cell"]], dtype=bool)
            for axis, of in (("place", labels.cells.place), ("segment", labels.cells.segment)):
                label = wanted.pop(axis, None)
                if label is not None:
                    here &= of == labels.index(axis, label)
                elif axis == "place":
                    here &= is_dutch_place(labels)[of]
            x = np.compress(here, x, axis=1 + POSITION["cell"])
        for axis, label in wanted.items():
            x = np.take(x, [labels.index(axis, label)], axis=1 + POSITION[axis])
        if "place" in run.axes[outcome] and "place" not in at:
            x = np.compress(is_dutch_place(labels), x, axis=1 + POSITION["place"])
        return np.asarray(x.sum(axis=tuple(range(1, x.ndim - 1))))

    def figure(self, run: Recorded, outcome: str, row: Mapping[str, Any]) -> np.ndarray:
        """The (member,) figure of a row's year, total or mean of years."""
        x = self.members_of(run, outcome, row.get("at", {}))
        if "year" in row:
            return np.asarray(x[list(run.years).index(row["year"])])
        first, last = row.get("total") or row["mean"]
        if "total" in row and "/year" not in run.units[outcome]:
            raise ValueError(f"{outcome} is in {run.units[outcome]}, not a flow: it has no total over years")
        years = x[(run.years >= first) & (run.years <= last)]
        return np.asarray(years.sum(axis=0) if "total" in row else years.mean(axis=0))

    # rows: each a pair, what it is and what the engine says

    def level(self, row: Mapping[str, Any], runs: Mapping[str, Sequence[str]]) -> tuple[str, str]:
        """Median and half band of an outcome."""
        _, run = self.run(runs[row["of"]])
        x = self.figure(run, row["level"], row)
        scale, unit = _unit(run, row["level"], "total" in row)
        low, middle, high = np.quantile(x, (0.25, 0.5, 0.75)) * scale
        return self.title(row, runs, run, row["level"]), f"{_n(middle)}{unit} ({_n(low)} … {_n(high)})"

    def chance(self, row: Mapping[str, Any], runs: Mapping[str, Sequence[str]]) -> tuple[str, str]:
        """Part of members above their own mean of some years."""
        _, run = self.run(runs[row["of"]])
        first, last = row["above"]
        before = self.figure(run, row["chance"], {"mean": row["above"]})
        above = self.figure(run, row["chance"], row) > before
        error = 2 * np.sqrt(above.mean() * (1 - above.mean()) / (len(above) / 2))
        of = f"{first}" if first == last else f"{first}–{last} on average"
        title = f"Chance of more than in {of}: {self.title(row, runs, run, row['chance'])}"
        return title, f"{100 * above.mean():.0f} % (± {100 * error:.0f})"

    def difference(self, row: Mapping[str, Any], runs: Mapping[str, Sequence[str]]) -> tuple[str, str]:
        """Paired difference between two runs."""
        (_, run), (_, other) = self.run(runs[row["of"]]), self.run(runs[row["against"]])
        ours, theirs = (self.figure(one, row["difference"], row) for one in (run, other))
        found = difference(ours - theirs, run.members, float(np.abs(theirs).mean()))
        scale, unit = _unit(run, row["difference"], "total" in row, points=True)
        part = found.mean / theirs.mean() if theirs.mean() else 0.0
        text = self.told(found, scale, unit)
        if found.found and 0.0005 < abs(part) < 1 and unit != " points":
            text += f"; {_n(100 * part, sign=True)} % of itself"
        return self.title(row, runs, run, row["difference"]), text

    def accounts(self, row: Mapping[str, Any], runs: Mapping[str, Sequence[str]]) -> tuple[str, str]:
        """Present value of a group of the public accounts, or net for the country."""
        found = self.accounts_between(runs[row["of"]], runs[row["against"]])
        cost, spillover = row.get("mcpf", 1.0), bool(row.get("spillover"))
        if row["accounts"] == "net":
            which = "with_spillover" if spillover else "without_spillover"
            told, what = found.net(cost, which), "Net present value for the Netherlands"
        else:
            lines = [one.amount for one in found.lines(cost) if one.who == row["accounts"]]
            told, what = found.banded(np.sum(lines, axis=0)), f"Present value, {row['accounts']}"
        more = f", cost of public funds {cost:g}" + (", with spillovers" if spillover else "")
        return what + self.about(row, runs) + more, self.told(told, 1.0, " EUR2023 m")

    def accounts_between(self, words: Sequence[str], against: Sequence[str]) -> Accounts:
        """The public accounts of one run against another."""
        (prepared, run), (_, other) = self.run(words), self.run(against)
        info = about(prepared, run, ["questions"], "", datetime.now(UTC), 0.0)
        found = accounts_of(in_memory(run, other, info, Path()))
        assert found is not None
        return found

    def binding(self, row: Mapping[str, Any], runs: Mapping[str, Sequence[str]]) -> tuple[str, str]:
        """The binding year of each cause in a place."""
        _, run = self.run(runs[row["of"]])
        frame = binding_year_frame(run, "", 2023).query("place == @row['binding']")
        frame = frame[frame["share_members"] > 0].sort_values("q50")
        told = [
            f"{self.labels.of('cause_group', one['cause'])} {one['q50']:.0f}"
            f" ({one['q10']:.0f} … {one['q90']:.0f}; in {100 * one['share_members']:.0f} % of members)"
            for one in frame.to_dict("records")
        ]
        return f"Binding year in {self.labels.of('place', row['binding'])}, 80 % band", "; ".join(told)

    def rank(self, row: Mapping[str, Any], runs: Mapping[str, Sequence[str]]) -> tuple[str, str]:
        """Part of members in which each run has the largest outcome, and its mean regret."""
        ran = {name: self.run(runs[name])[1] for name in row["of"]}
        stacked = np.array([self.figure(run, row["rank"], row) for run in ran.values()])
        best, regret = stacked.argmax(axis=0), stacked.max(axis=0) - stacked
        run = next(iter(ran.values()))
        scale, unit = _unit(run, row["rank"], False, points=True)
        told = [
            f"`{name}` first in {100 * (best == at).mean():.0f} %,"
            f" regret {_n(scale * regret[at].mean())}{unit}"
            for at, name in enumerate(ran)
        ]
        return f"Ranked by {_phrase(run, row['rank'])}, {row['year']}", "; ".join(told)

    def title(self, row: Mapping[str, Any], runs: Mapping[str, Any], run: Recorded, outcome: str) -> str:
        """What a row is about: the outcome, where, when, in which run."""
        where = ", ".join(self.labels.of(axis, label) for axis, label in row.get("at", {}).items())
        when = row.get("year") or "{}–{}".format(*(row.get("total") or row["mean"]))
        kind = " in total" if "total" in row else ""
        name = _phrase(run, outcome) + (f", {where}" if where else "")
        return f"{name}, {when}{kind}{self.about(row, runs)}"

    def about(self, row: Mapping[str, Any], runs: Mapping[str, Sequence[str]]) -> str:
        """Which run against which; and the row's own words."""
        said = f"; {_short(runs[row['of']])}"
        said += f" − {_short(runs[row['against']])}" if "against" in row else ""
        return said + (f": {row['say']}" if "say" in row else "")

    def told(self, one: Difference, scale: float, unit: str) -> str:
        """A paired difference in words; no number where none was found."""
        if not one.found:
            return sureness(one, self.labels)
        mean, low, high = (_n(scale * x, sign=True) for x in (one.mean, one.q25, one.q75))
        error = _n(2 * abs(scale) * one.se)
        return f"{mean}{unit} ({low} … {high}; ± {error}), {sureness(one, self.labels)}"

    def command(self, words: Sequence[str]) -> str:
        """What a command of the engine prints."""
        own = [f"members={self.members}", f"seed={self.seed}"]
        printed = io.StringIO()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(printed):
            if words[0] == "indicators":
                from sim.command.calling import run_scenario

                stored = run_scenario("baseline", members=self.members, seed=self.seed, results=folder)
                indicating.indicators([str(stored.folder)])
            else:
                where = [f"results={folder}"] if words[0] in WRITE else []
                COMMANDS[words[0]]([*words[1:], *own, *where])
        lines = printed.getvalue().rstrip().splitlines()
        return "\n".join(line.rstrip() for line in lines if folder not in line)


WRITE = ("relief",)
"""Commands that write a folder; here into one that is thrown away."""
COMMANDS = {"breakeven": breakeven.breakeven, "relief": relieving.relief}


def _phrase(run: Recorded, outcome: str) -> str:
    """What the outcome is, the first clause of its words, and its name."""
    return f"{re.split(r'[.;:,]', run.words[outcome].strip())[0]} (`{outcome}`)"


def _unit(run: Recorded, outcome: str, total: bool, *, points: bool = False) -> tuple[float, str]:
    """Factor and words of an outcome's unit; shares are shown in per cent, their differences in points."""
    unit = run.units[outcome]
    if unit == "1" and outcome not in PLAIN:
        return 100.0, " points" if points else " %"
    if total:
        unit = unit.removesuffix("/year")
    for short, long in UNITS.items():
        unit = long + unit[len(short) :] if unit.split("/")[0] == short else unit
    return 1.0, "" if unit == "1" else f" {unit.replace('/year', ' a year')}"


PLAIN = {"concentration", "rent_pressure", "credibility"}


def _short(words: Sequence[str]) -> str:
    return "`" + (" ".join(words) or "baseline").replace("scenario=", "").replace("parameters.", "") + "`"


def _n(x: float, *, sign: bool = False) -> str:
    """Three figures, thousands apart, a true minus."""
    if x == 0 or not np.isfinite(x):
        return "0" if x == 0 else "–"
    digits = max(0, 2 - int(np.floor(np.log10(abs(x)))))
    return f"{x:{'+' if sign else ''},.{digits}f}".replace("-", "−")


def section(number: int, one: Mapping[str, Any], answers: Answers) -> str:
    """A question with its commands, its table and what is missing."""
    runs = one["runs"]
    lines = [shlex.join(["python", "-m", "sim", *words]) for words in runs.values()]
    lines += [shlex.join(["python", "-m", "sim", *row["command"]]) for row in one["rows"] if "command" in row]
    text = [f"## {number}. {one['question']}", f"*{one['who']}*"]
    text.append("```sh\n" + "\n".join(dict.fromkeys(lines)) + "\n```")
    table = ["| what | what the engine says |", "|---|---|"]
    blocks = []
    for row in one["rows"]:
        kind = next(iter(row))
        if kind == "command":
            blocks.append("```text\n" + answers.command(row["command"]) + "\n```")
        else:
            what, said = getattr(answers, kind)(row, runs)
            table.append(f"| {what} | {said} |")
    text += ["\n".join(table)] if len(table) > 2 else []
    text += [*blocks, one["read"], f"**What is missing.** {one['missing']}"]
    return "\n\n".join(text)


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=128)
    parser.add_argument("--only", default="", help="numbers of questions, with commas")
    parser.add_argument("--out", type=Path, default=HERE / "questions.md")
    asked = parser.parse_args()
    questions = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    head = questions.pop("head")
    only = {int(one) for one in asked.only.split(",") if one} or set(questions)
    answers = Answers(asked.members)
    parts = [head.format(members=asked.members, seed=answers.seed).rstrip()]
    for number, one in questions.items():
        if number in only:
            print(number, one["question"], flush=True)
            parts.append(section(number, one, answers))
            asked.out.write_text("\n\n".join(parts) + "\n", encoding="utf-8")  # what is made is kept


if __name__ == "__main__":
    main()
