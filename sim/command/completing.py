"""Shell completion: what can stand at the cursor, and the lines that teach a shell to ask.

Hydra's completion knows the settings of a configuration, not names that are data (scenarios, parameters,
instruments), nor our commands, nor `python -m sim`; its flag `-sc install=…|query=…` is answered here.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sim.command.help import COMMANDS, TEXT

SHELLS = ("bash", "zsh", "fish")
FLAGS = ("--cfg", "--help", "--hydra-help", "--info", "--multirun", "--version", "-m", "-sc")
CHOICES = {"--cfg": ("job", "hydra", "all"), "-sc": tuple(f"install={shell}" for shell in SHELLS)}
OF_RESULTS = ("compare", "explain", "export", "indicators", "record", "report", "trace", "verify")
"""Commands whose first words are results."""

# `-P`: a TAB never runs a module of the current folder. Bash cuts words at = and :, so what it has cut is cut
# from the answers too; a word that is not at its end (a key, a folder) gets no space after it.
BASH = r"""_sim_complete() {
    local line=${COMP_LINE:0:COMP_POINT} ask=("$1") found one cut=
    if [[ ${1##*/} == python* ]]; then
        if [[ ! $line =~ ^[^[:space:]]+[[:space:]]+(-P[[:space:]]+)?-m[[:space:]]+sim[[:space:]] ]]; then
            return
        fi
        ask=("$1" -P -m sim)
    fi
    local word=${line##*[[:space:]]}
    if [[ $word == *[=:]* && $COMP_WORDBREAKS == *=* ]]; then
        cut=${word%"${word##*[=:]}"}
    fi
    found=$(COMP_LINE=$line "${ask[@]}" -sc query=bash 2>/dev/null)
    COMPREPLY=()
    while IFS= read -r one; do
        [[ -z $one ]] && continue
        [[ $one == *[=./] ]] || one+=' '
        COMPREPLY+=("${one#"$cut"}")
    done <<<"$found"
}
complete -o nospace -o default -o bashdefault -F _sim_complete sim python python3
"""
ZSH = r"""_sim_complete() {
    local -a found
    found=("${(@f)$(COMP_LINE=${BUFFER[1,CURSOR]} $words[1] -sc query=zsh 2>/dev/null)}")
    found=(${found:#})
    if (( $#found )); then
        compadd -S '' -- ${(M)found:#*[=./]}
        compadd -- ${found:#*[=./]}
    else
        _files
    fi
}
compdef _sim_complete sim
"""
FISH = r"""function _sim_complete
    set -lx COMP_LINE (commandline -cp)
    set -l words (commandline -cpo)
    $words[1] -sc query=fish 2>/dev/null
end
complete -c sim -a '(_sim_complete)'
"""
SCRIPTS = dict(zip(SHELLS, (BASH, ZSH, FISH), strict=True))


def complete(asked: str) -> int:
    """What `-sc` is answered with: `install=SHELL` lines for the shell, `query=SHELL` what fits COMP_LINE."""
    what, _, shell = asked.partition("=")
    if shell not in SHELLS or what not in ("install", "query"):
        print(f"-sc {asked}: must be install={'|'.join(SHELLS)}, read by the shell", file=sys.stderr)
        return 2
    if what == "install":
        print(SCRIPTS[shell], end="")
        return 0
    words, current = split(os.environ.get("COMP_LINE", ""))
    for one in dict.fromkeys(candidates(words, current)):
        print(one)
    return 0


def split(line: str) -> tuple[list[str], str]:
    """The words before the one at the end of a line, without the program's own, and that one."""
    *words, current = re.split(r"\s+", line)
    program = 1
    if words and re.fullmatch(r"(.*/)?python[\d.]*", words[0]):
        program = words.index("sim") + 1 if "sim" in words else len(words)
    return [word for word in words[program:] if word], current


def candidates(words: Sequence[str], current: str) -> Iterator[str]:
    """What `current` can become after these words; words that are whole, in order."""
    command = words[0] if words and words[0] in COMMANDS else ""
    usage = _usage(command)
    flag = words[-1] if words and words[-1].startswith("-") else ""
    found: Iterable[str] = ()
    if flag in CHOICES or flag in _taking(usage):
        found = CHOICES.get(flag) or _choices(usage, flag) or (_results() if flag == "--base" else ())
    elif current.startswith("-"):
        found = _flags(usage) if command else FLAGS
    elif "=" in current:
        found = _values(current, usage)
    elif command:
        found = _of_command(command, current, usage)
    else:
        found = [*(COMMANDS if not words else ()), *_keys(current)]
    yield from (one for one in found if one.startswith(current))


def _of_command(command: str, current: str, usage: str) -> Iterator[str]:
    from sim.command.listing import KINDS, names

    if command == "list":
        yield from KINDS
    elif command == "show":
        yield from (*names("scenarios"), *names("overlays"))
        yield from (*_evidence("parameters"), *_evidence("instruments"))
    elif command in ("check", "diff"):
        yield from names("scenarios")
        yield from _results() if command == "diff" else ()
    elif command in OF_RESULTS:
        yield from _results()
    else:
        yield from (f"{key}=" for key in re.findall(r"\[?(\w+)=", usage))
        yield from _keys(current)


def _keys(current: str) -> Iterator[str]:
    """Settings; those with parts one level at a time."""
    from sim.command.defaults import GROUPS, defaults
    from sim.command.sampling import WORDS

    first, dot, _ = current.partition(".")
    for key, value in defaults().items():
        if key in ("parameters", "instruments"):
            yield from _below(key, current) if dot and first == key else [f"{key}."]
        elif isinstance(value, dict):
            yield from [f"{key}.{part}=" for part in value] if first == key else [f"{key}."]
            yield from [f"{key}="] if key in GROUPS else []
        else:
            yield f"{key}="
    yield from [f"{word}=" for word in WORDS] if first == "sample" else ["sample."]


def _below(kind: str, current: str) -> Iterator[str]:
    """Names of parameters or instruments, and what stands below one of them."""
    from sim.inputs.axes import load_axes
    from sim.inputs.instruments import CHANGES

    there = _evidence(kind)
    name, *labels = current.split(".")[1:]
    if not labels or name not in there:
        for each, it in there.items():
            yield f"{kind}.{each}." if kind == "instruments" or it.axes else f"{kind}.{each}="
    elif kind == "instruments":
        yield from (f"{kind}.{name}.{key}=" for key in (*CHANGES, "active"))
    elif len(labels) <= len(axes := there[name].axes):
        above = ".".join([kind, name, *labels[:-1]])
        end = "=" if len(labels) == len(axes) else "."
        yield from (f"{above}.{label}{end}" for label in load_axes().labels[axes[len(labels) - 1]])


def _values(current: str, usage: str) -> Iterator[str]:
    """Values of a setting; in a list (a,b or [a,b]) of its last one."""
    from sim.command.defaults import GROUPS, defaults
    from sim.command.listing import names
    from sim.inputs.policies import LANGUAGES
    from sim.run.words import KINDS, OUTPUT

    key = current.partition("=")[0]
    known: dict[str, Callable[[], Iterable[str]]] = {
        "scenario": lambda: names("scenarios"),
        "overlay": lambda: names("overlays"),
        "parameter": lambda: _evidence("parameters"),
        "lang": lambda: LANGUAGES,
        "output.every": lambda: OUTPUT["every"],
        "output.variables": lambda: OUTPUT["variables"],
        **{group: lambda: KINDS for group in GROUPS},
    }
    first, _, part = key.partition(".")
    set_here = defaults().get(first)
    if isinstance(set_here, dict):
        set_here = set_here.get(part)
    if key in known:
        found: Iterable[str] = known[key]()
    elif isinstance(set_here, bool) or (first == "instruments" and key.endswith(".active")):
        found = ("true", "false")
    else:
        found = _choices(usage, f"{key}=")
    start = current[: max(current.rfind(sign) for sign in "=,[") + 1]
    yield from (f"{start}{one}" for one in found)


def _evidence(kind: str) -> dict[str, Any]:
    from sim.inputs.scenarios import load_evidence

    return dict(getattr(load_evidence(), kind))


def _results() -> list[str]:
    """Scenarios that have a result in ./results."""
    from pathlib import Path

    return sorted({path.parent.parent.name for path in Path("results").glob("[!.]*/[!.]*/run.json")})


def _usage(command: str) -> str:
    """The lines of the help that show how a command is typed."""
    found = re.search(rf"python -m sim {command} (.*(?:\n {{12,}}\[.*)*)", TEXT) if command else None
    return found[1] if found else ""


def _flags(usage: str) -> list[str]:
    return sorted(set(re.findall(r"--[a-z]+", usage)))


def _taking(usage: str) -> list[str]:
    """Flags that a value follows."""
    return re.findall(r"(--[a-z]+) ", usage)


def _choices(usage: str, before: str) -> list[str]:
    """The values that the help gives for a flag or key: `--to a|b|c`, `of=a|b`."""
    found = re.search(rf"{re.escape(before)} ?([a-z]+(?:\|[a-z]+)*)(?=[\s\]])", usage)
    return found[1].split("|") if found else []
