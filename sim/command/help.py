"""What `python -m sim --help` says; imports nothing, so that it answers at once."""

from __future__ import annotations

COMMANDS = {
    "list": "scenarios, overlays, parameters and instruments: what there is",
    "show": "one of them in full, with its source",
    "diff": "what differs between two scenarios",
    "check": "validate scenarios and everything they stand on, without running",
    "compare": "pictures, tables and a report from stored results, without running",
    "report": "pictures and report of a stored result drawn again, in Dutch or English",
    "decompose": "what each entry of a scenario adds to its effect, over all orders of adding them",
    "breakeven": "the value of a parameter at which a scenario's net present value is zero",
    "relief": "what lifting each limit changes, and what a MW, 100 people, 100 homes, a month are worth",
    "switches": "every structural switch turned once: what that does to the share and to a policy's effect",
    "indicators": "what an early year tells of where the share ends, from a stored result",
    "sensitivity": "which sectors and which parameters an outcome hangs on",
    "record": "a result beside the record, and what must hold of it",
    "export": "a stored result as a workbook, IAMC table, Dutch CSV, NetCDF or XMILE",
    "hindcast": "forecasts from past origins beside what came, and beside benchmarks with bands",
    "calibrate": "what the record taught of every parameter, by origin",
    "explain": "the tree of values behind one number of a result",
    "trace": "a difference with the base walked back through the model: what moved first, through what",
    "verify": "a stored result run again: bit-identical, equal within a tolerance, or different and where",
}

# Commands that the design names and this version does not have: said, so that nobody looks for a spelling.
NOT_YET: tuple[str, ...] = ()

TEXT = """\
sim: what policy does to the Dutch position in the world semiconductor chain

Run (words are key=value)
  python -m sim                                    the baseline
  python -m sim scenario=ipcei_boost               a scenario and its paired difference with the baseline
  python -m sim scenario=./my_plan.yaml members=2000 seed=7 end=2034
  python -m sim scenario=ipcei_boost overlay=downturn
  python -m sim -m scenario=baseline,ipcei_boost parameters.stay_rate.other=0.4,0.5
  python -m sim -m sample.points=32 'parameters.stay_rate.other=interval(0.35,0.5)' scenario=ipcei_boost
  python -m sim -m 'scenario=glob(*)'              every scenario, and one comparison at the end

Read (words and flags)
  python -m sim list [scenarios|overlays|parameters|instruments] [PART OF A NAME]
  python -m sim show NAME                          python -m sim diff SCENARIO SCENARIO
  python -m sim check [FILE …]                     python -m sim explain RUN NAME YEAR
  python -m sim compare RESULT RESULT … [--base RESULT] [--out FOLDER] [--unpaired] [--lang nl] [--to pdf]
  python -m sim export RESULT --to xlsx|iamc|csv|netcdf|xmile [--lang nl] [--out PATH] [--member M]
  python -m sim report RESULT … [--lang nl|en] [--to pdf]      any result drawn again from what is stored
  python -m sim trace RUN [OUTCOME] [--year Y] [--members 8] [--threshold 1e-4] [--depth 24]
  python -m sim decompose scenario=NAME [members=64] [out=FOLDER]
  python -m sim breakeven scenario=NAME [parameter=NAME[,NAME]] [members=…]
  python -m sim relief [scenario=NAME] [from=YEAR] [place=NAME] [year=YEAR] [members=…]
  python -m sim switches [scenario=NAME] [switch=NAME[,NAME]] [year=YEAR] [members=…]
  python -m sim indicators RESULT [--early YEAR] [--late YEAR] [--lang nl]
  python -m sim sensitivity [scenario=NAME] [outcome=share] [year=2035] [of=level|difference]
                            [at.AXIS=LABEL] [samples=128] [trajectories=16] [top=10]
  python -m sim record [RESULT]                    exit code 1 where it is too far from the record
  python -m sim verify RESULT [--tolerance 1e-9]   runs it again; exit code 1 where it differs
  python -m sim hindcast [origins=2016,2019] [members=256] [priors=true] [posteriors=FOLDER]
  python -m sim calibrate [origins=2016,2019] [members=512] [out=FOLDER]

Settings and their defaults
  scenario=baseline          a name or the path of a file
  overlay=[]                 futures that go with any scenario; reach the run and its base
  parameters.<name>=         moves a parameter and its spread, in the run and its base;
                             '{value: 0.7, spread: none}' fixes it
  instruments.<name>.<key>=  changes an instrument, in the run alone
  equal_money=null           EUR m: scales the money that the scenario adds to this present value
  start=2010 end=2039 known_until=2024 decided_until=null      years
  market_until=null purchases_until=null   beyond known_until: world market and exchange rate, purchases given
  posterior=null             2019: draws as calibrated on the record to 2018; null: the ranges of the evidence
  dt=0.0625                  year; a power of one half from 1/256 to 1/16
  members=512 seed=1         an even number of members; two share one draw
  events.projects=true events.grid=true events.subsidies=true
  events.seasons=true events.shocks=true events.board=true
  output.every=year          or quarter     output.variables=outcomes   or all
  output.log=20000           members whose events are logged, the first ones; 0: none
  output.csv=true            tables as CSV too; false: Parquet alone, a tenth of the bytes
  workers=0 block=64        speed only; never a number
  results=results force=false   dry_run=true prints what would run, and stops
  keep=4                     gigabytes of members kept for later runs (results/.base)
  sample.points=32           with -m: every number given as interval(from,to), or tag(log,interval(from,to)),
                             is sampled at so many points; sample.seed=0
  executor=local             or dask with executor.address=tcp://HOST:8786
  lang=en                    or nl: the language of tables, pictures and reports

Hydra's own: -m (sweep), --cfg job (show settings, stop), --hydra-help, hydra/launcher=…
Completion: eval "$(sim -sc install=bash)", or zsh, or fish
Exit codes: 0 done, 1 a run failed, 2 bad input (nothing was written).
"""
