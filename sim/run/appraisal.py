"""What a result is valued at: discount rate, cost of public funds, displacement, spillovers."""

from __future__ import annotations

from collections.abc import Mapping

from sim.inputs.parameter import Parameter

NAMES = (
    "discount_rate",
    "appraisal_year",
    "mcpf",
    "mcpf_high",
    "crowding_out_labour",
    "wage_elsewhere",
    "rd_social_private_ratio",
    "spillover_domestic_share",
    "owners_abroad",
    "tax_return_on_value_added",
    "effect_fading",
)
"""Parameters that the accounts read after a run; members differ in those that have a range."""


def appraisal(parameters: Mapping[str, Parameter]) -> dict[str, float]:
    """The centres of `NAMES`, by name."""
    return {name: parameters[name].at() for name in NAMES}
