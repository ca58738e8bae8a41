"""Faults of the machine, really done: a worker killed, an ensemble stopped, a full and a read-only disk, two
commands at the same time, a user without a home. Afterwards the same command comes to the same bytes.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from .quick import RUN, bytes_of, ended, half_kept, results, started, waited, workers

HERE = "één map"
PARALLEL = (*RUN, "workers=2", f"results={HERE}")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The bytes of the run when nothing happens to it, in one process."""
    folder = tmp_path_factory.mktemp("undisturbed")
    code, _, said = ended(started(folder, (*RUN, "workers=1")))
    assert code == 0, said
    (made,) = results(folder / "results")
    return bytes_of(made)


def test_an_ensemble_that_is_disturbed_three_times_comes_to_the_same_bytes(
    tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    """A worker killed, then Ctrl-C, then a request to end, in one folder; then the same command alone."""
    a_worker_is_killed(tmp_path)
    for how in (signal.SIGINT, signal.SIGTERM):
        it_is_stopped(how, tmp_path)
    code, _, said = ended(started(tmp_path, PARALLEL))
    assert code == 0, said
    (made,) = results(tmp_path / HERE)
    assert bytes_of(made) == undisturbed
    assert not half_kept(tmp_path / HERE)


def a_worker_is_killed(folder: Path) -> None:
    """The run ends in words, leaves nothing, and no other worker is left at work."""
    process = started(folder, PARALLEL)
    at_work = waited(lambda: workers(process))
    os.kill(at_work[0], signal.SIGKILL)
    code, _, said = ended(process)
    assert code == 1
    assert "The run failed. A process that ran members was ended from outside" in said
    assert results(folder / HERE) == []
    assert not half_kept(folder / HERE)
    waited(lambda: not alive(process.pid))


def it_is_stopped(how: signal.Signals, folder: Path) -> None:
    """The run says how to go on and leaves nothing, nobody at work either."""
    process = started(folder, PARALLEL)
    waited(lambda: workers(process))
    if how is signal.SIGINT:  # Ctrl-C reaches every process of a terminal, a batch system's request one
        os.killpg(process.pid, how)
    else:
        process.send_signal(how)
    code, _, said = ended(process)
    assert code == 130, said
    assert said.strip().endswith(f"python -m sim {' '.join(RUN)} workers=2 'results={HERE}'")
    assert "The unfinished run left nothing; the same command runs it from its start:" in said
    assert results(folder / HERE) == []
    waited(lambda: not alive(process.pid))


def alive(group: int) -> bool:
    """Whether any process of a command is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def mounted(size: str) -> list[str]:
    """Words that run a command with a small disk of its own at `HERE`; skips where none can be mounted."""
    ask = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if shutil.which("unshare") is None or subprocess.run([*ask, "mount -t tmpfs none /tmp"]).returncode:
        pytest.skip("no disk can be mounted here")
    return [*ask, f"mount -t tmpfs -o {size} none '{HERE}' && exec \"$@\"", "sh"]


@pytest.mark.parametrize("size", ["40k", "3m"])
def test_a_full_disk_ends_the_run_in_words(size: str, tmp_path: Path) -> None:
    """At the first file, and half-way through the folder."""
    (tmp_path / HERE).mkdir()
    look = f"; code=$?; find '{HERE}' -mindepth 1 -not -path '*/.base*'; exit $code"
    words = mounted(f"size={size}")
    words[5] = words[5].replace('exec "$@"', f'{{ "$@"{look}; }}')
    code, out, said = ended(started(tmp_path, (*RUN, "workers=1", f"results={HERE}"), words))
    assert code == 1, said
    assert "It could not be written, no space left on device" in said
    assert out.splitlines() == []


def test_a_read_only_disk_is_told_before_the_run(tmp_path: Path) -> None:
    (tmp_path / HERE).mkdir()
    for results_folder in (HERE, f"{HERE}/below/it"):
        process = started(tmp_path, (*RUN, f"results={results_folder}"), mounted("ro"))
        code, out, said = ended(process)
        assert code == 2
        assert f"{HERE} cannot be written to; name another folder, results=…" in said
        assert out == ""


def test_two_commands_at_the_same_time_do_not_disturb_each_other(
    tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    both = [started(tmp_path, (*RUN, "workers=1", f"results={HERE}")) for _ in range(2)]
    waited(lambda: results(tmp_path / HERE))
    assert any(process.poll() is None for process in both)  # they were at it at the same time
    for process in both:
        code, _, said = ended(process)
        assert code == 0, said
    made = results(tmp_path / HERE)
    assert 1 <= len(made) <= 2
    assert all(bytes_of(one) == undisturbed for one in made)
    assert not half_kept(tmp_path / HERE)


def test_a_user_without_a_home_gets_the_same_bytes(tmp_path: Path, undisturbed: dict[str, str]) -> None:
    """No HOME, no XDG_CACHE_HOME, and no entry among the users of the machine."""
    nobody = "import pwd\ndef getpwuid(number):\n    raise KeyError(number)\npwd.getpwuid = getpwuid\n"
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "sitecustomize.py").write_text(nobody)
    path = os.pathsep.join([str(tmp_path / "lib"), str(Path(__file__).resolve().parents[2])])
    gone = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR"))
    code, _, said = ended(started(tmp_path, (*RUN, "workers=1"), PYTHONPATH=path, **gone))
    assert code == 0, said
    (made,) = results(tmp_path / "results")
    assert bytes_of(made) == undisturbed
