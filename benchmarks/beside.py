"""PySD beside the engine: one member of the exported core, against member-runs with events and recording."""

from __future__ import annotations

from aims import Run, Say
from commands import inside


def beside_pysd(say: Say, one: Run, all_cores: Run, quiet: float) -> float:
    """How many times as many member-runs a second as one PySD, on all cores.

    `one`, `all_cores`: runs of many members on one worker and on all; `quiet`: processor seconds of a
    member-run without events.
    """
    found, _ = inside("pysd")
    seconds, each = found["running"], one.processor / one.members
    ratio = float(seconds * all_cores.members / all_cores.seconds)
    members = f"{all_cores.members:,} members on {all_cores.workers} workers"
    say("## PySD on the exported core")
    say("")
    years = f"{found['years']:.0f} years"
    say(f"PySD reads the export in {found['reading']:.0f} s and runs a member over {years},")
    say(
        f"without events, in {seconds:.1f} s of processor time, a median of three. In such a second there are"
    )
    say(f"{seconds / each:,.0f} times as many member-runs here, with events and recording, and")
    say(f"{seconds / quiet:,.0f} times without events. By the clock {members} are {ratio:,.0f} times as fast")
    say("as one PySD.")
    say("")
    return ratio
