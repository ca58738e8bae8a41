"""Writes the headline outcomes of every member as NetCDF, members × years, for xarray, R and the like."""

from __future__ import annotations

import io

import numpy as np
from scipy.io import netcdf_file

from sim.results.key_figures import numbers_of
from sim.results.store import Stored


def netcdf(stored: Stored) -> bytes:
    """A NetCDF file (classic format, 64-bit offsets, CF-1.8 attributes).

    Dimensions `member` and `year`; a variable an outcome with its unit, and `<outcome>_base` on the same
    members for a run with a base. Equal results give equal bytes: nothing of when or where stands in it.
    """
    out = io.BytesIO()
    # scipy writes, and in the end closes, what it is given: the bytes are taken before that
    file = netcdf_file(_Kept(out), "w", version=2)
    info = stored.info
    said = {
        "Conventions": "CF-1.8",
        "title": info.title or info.scenario,
        "scenario": info.scenario,
        "base": info.base if stored.has_base else "",
        "source": f"sim {info.engine}",
        "seed": str(info.seed),
        "known_until": f"{info.known_until:g}",
    }
    for name, text in said.items():
        setattr(file, name, text.encode("utf-8"))
    outcomes = stored.paired.outcomes
    first = stored.members_of(outcomes[0])
    assert first is not None
    members, years = numbers_of(first), first.index.to_numpy(float)
    file.createDimension("member", len(members))
    file.createDimension("year", len(years))
    _variable(file, "member", ("member",), members.astype(np.int32), "1", "number of the member")
    _variable(file, "year", ("year",), years, "year", "calendar year")
    for name in outcomes:
        for suffix, of_base in (("", False), ("_base", True)):
            table = stored.members_of(name, base=of_base)
            if table is None:
                continue
            values = table.reindex(columns=first.columns).to_numpy(float).T
            where = f", {info.base}" if of_base else ""
            words = f"{stored.labels.of('figure_of', name)}{where}"
            _variable(file, f"{name}{suffix}", ("member", "year"), values, stored.unit(name) or "1", words)
    file.flush()
    made = out.getvalue()
    file.close()
    return made


class _Kept(io.BufferedIOBase):
    """A buffer that outlives the one who closes it."""

    def __init__(self, inside: io.BytesIO) -> None:
        self.inside = inside

    def write(self, data: object) -> int:
        return self.inside.write(data)  # type: ignore[arg-type]

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.inside.seek(offset, whence)

    def tell(self) -> int:
        return self.inside.tell()

    def seekable(self) -> bool:
        return True


def _variable(
    file: netcdf_file, name: str, over: tuple[str, ...], values: np.ndarray, unit: str, words: str
) -> None:
    variable = file.createVariable(name, values.dtype, over)
    variable[:] = values
    variable.units = unit.encode("utf-8")
    variable.long_name = words.encode("utf-8")
