"""The command `python -m sim`, also installed as `sim`: sends each word to the part that answers it."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the words in `argv` (default: those typed); returns the exit code (0, 1 failed, 2 refused)."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _answer(words)
    except KeyboardInterrupt:
        print("\nStopped. What was finished is kept; the unfinished run left nothing.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stderr.close()
        return 0


def _answer(words: list[str]) -> int:
    from sim.command import help as help_text

    if words[:1] == ["help"] or "--help" in words or "-h" in words:
        print(help_text.TEXT, end="")
        return 0
    if words == ["--version"]:
        from sim import __version__

        print(f"sim {__version__}")
        return 0
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
        if command == "breakeven":
            from sim.command.breakeven import breakeven

            return breakeven(words)
        if command == "indicators":
            from sim.command.indicating import indicators

            return indicators(words)
        if command == "record":
            from sim.command.recording import record

            return record(words)
        if command == "explain":
            from sim.command.explaining import explain

            return explain(words)
        from sim.command import listing

        return listing.answer(command, words)
    except Faults as faults:
        print(faults, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
