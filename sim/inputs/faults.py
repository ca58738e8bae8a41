"""What is wrong with an input, in words: a fault with its file and line, and all of them in one exception."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: a sentence, and where it stands if that is in a file (line counts from 1)."""

    text: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        if self.file is None:
            return self.text
        return f"{self.file}:{self.line}  {self.text}" if self.line else f"{self.file}  {self.text}"


class Faults(Exception):
    """Everything that is wrong with what was asked; `str` of it is what the user reads."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        once = dict.fromkeys(faults)
        # those of a file in the order of its lines; those of the command line first, as they were typed
        self.faults: tuple[Fault, ...] = tuple(sorted(once, key=lambda it: (it.file or "", it.line or 0)))
        super().__init__(self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        end = f"{count} {'fault' if count == 1 else 'faults'}; nothing was run."
        return "\n".join([*map(str, self.faults), end])


class Gathering:
    """A list of faults that grows while an input is read; `finish` raises them all together."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, text: str, file: str | None = None, line: int | None = None) -> None:
        """Note one fault and go on."""
        self.faults.append(Fault(text, file, line))

    @contextmanager
    def also(self) -> Iterator[None]:
        """Take over the faults of what is called inside, and go on after it."""
        try:
            yield
        except Faults as found:
            self.faults.extend(found.faults)

    def finish(self) -> None:
        """Raise `Faults` if there are any."""
        if self.faults:
            raise Faults(self.faults)


Complain = Callable[..., None]
"""Called as complain(text, *path): notes a fault about the value at `path` inside what is being read."""


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The valid name that looks most like `name`, or None where none does."""
    found = difflib.get_close_matches(str(name), list(names), n=1, cutoff=0.55)
    return found[0] if found else None


def hint(name: str, names: Iterable[str]) -> str:
    """' Did you mean 'x'?', or the valid names where they are few, or nothing."""
    choices: Sequence[str] = list(names)
    near = nearest(name, choices)
    if near:
        return f" Did you mean '{near}'?"
    return f" Valid: {', '.join(choices)}" if 0 < len(choices) <= 12 else ""
