"""The command `python -m sim`, also installed as `sim`: sends each word to the part that answers it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


def main(argv: Sequence[str] | None = None) -> int:
    """Run the words in `argv` (default: those typed); returns the exit code (0, 1 failed, 2 refused)."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        with _ended_in_words():
            return _answer(words)
    except KeyboardInterrupt:
        print("\nStopped. What was finished is kept; what was not left nothing.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stderr.close()
        return 0
    except Exception as error:  # a fault of ours, or a damaged result: a line, not a traceback
        from sim.command.failing import name_too_long, reason

        if fault := name_too_long(error):
            print(fault, file=sys.stderr)
            return 2
        print(f"{reason(error)}\n(HYDRA_FULL_ERROR=1 shows where)", file=sys.stderr)
        return 1


@contextmanager
def _ended_in_words() -> Iterator[None]:
    """Inside, a request to end (SIGTERM, of a batch system) is taken like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _without_here() -> None:
    """Take the current folder off the import path where `python -m` put it: a module beside somebody's
    scenario must never be taken for one of ours or of a library.
    """
    checkout = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if sys.path[:1] == [os.getcwd()] and not os.path.samefile(sys.path[0], checkout):
        del sys.path[0]


def _answer(words: list[str]) -> int:
    from sim.command import help as help_text

    if words[:1] == ["help"] or "--help" in words or "-h" in words:
        print(help_text.TEXT, end="")
        return 0
    if words == ["--version"]:
        from sim import __version__

        print(f"sim {__version__}")
        return 0
    if words[:1] == ["-sc"] or words[:1] == ["--shell-completion"]:
        from sim.command.completing import complete

        return complete(words[1] if len(words) == 2 else "")
    if words and words[0] in help_text.COMMANDS:
        return _reading(words[0], words[1:])
    if words and words[0] in help_text.NOT_YET:
        print(f"'{words[0]}' is not in this version. See python -m sim --help", file=sys.stderr)
        return 2
    from sim.command.app import run_words

    return run_words(words)


def _reading(command: str, words: list[str]) -> int:
    from sim.inputs.faults import Faults

    try:
        if command == "check":
            from sim.command.checking import check

            return check(words)
        if command == "compare":
            from sim.command.comparing import compare

            return compare(words)
        if command == "report":
            from sim.command.reporting import report

            return report(words)
        if command == "breakeven":
            from sim.command.breakeven import breakeven

            return breakeven(words)
        if command == "relief":
            from sim.command.relieving import relief

            return relief(words)
        if command == "switches":
            from sim.command.switches import switches

            return switches(words)
        if command == "indicators":
            from sim.command.indicating import indicators

            return indicators(words)
        if command == "sensitivity":
            from sim.command.sensitivity import sensitivity

            return sensitivity(words)
        if command == "record":
            from sim.command.recording import record

            return record(words)
        if command == "decompose":
            from sim.command.decomposing import decompose

            return decompose(words)
        if command == "export":
            from sim.command.exporting import export

            return export(words)
        if command == "calibrate":
            from sim.command.calibrating import calibrate

            return calibrate(words)
        if command == "hindcast":
            from sim.command.hindcasting import hindcast

            return hindcast(words)
        if command == "explain":
            from sim.command.explaining import explain

            return explain(words)
        if command == "trace":
            from sim.command.tracing import trace

            return trace(words)
        if command == "verify":
            from sim.command.verifying import verify

            return verify(words)
        from sim.command import listing

        return listing.answer(command, words)
    except Faults as faults:
        print(faults, file=sys.stderr)
        return 2


if __name__ == "__main__":
    _without_here()
    sys.exit(main())
