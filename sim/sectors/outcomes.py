"""What a reader sees: outcomes by their fixed names, from yearly figures.

A flow's yearly figure is its mean over the year, a level's its value at the year's end; a share is a ratio
of yearly sums. Nothing in the model reads an outcome; it may carry the name of the variable that it shows.
"""

from sim.core.vocabulary import outcome, ratio, total


@outcome("1", source="Letter DGBI/43421416 names no definition; this one: data/record, dutch_hq_share")
def share(dutch_sales, counts_as_equipment, counts_as_chips, world_equipment_sales, world_chip_sales):
    """Dutch-headquartered firms' part of world equipment and chip sales."""
    mine = total((counts_as_equipment + counts_as_chips) * dutch_sales, "segment")
    return mine / (world_equipment_sales + world_chip_sales)


@outcome("1")
def share_equipment(dutch_sales, counts_as_equipment, world_equipment_sales):
    """Dutch-headquartered firms' part of world equipment sales."""
    return total(counts_as_equipment * dutch_sales, "segment") / world_equipment_sales


@outcome("1")
def share_chips(dutch_sales, counts_as_chips, world_chip_sales):
    """Dutch-headquartered firms' part of world semiconductor sales."""
    return total(counts_as_chips * dutch_sales, "segment") / world_chip_sales


@outcome("1")
def share_constant_fx(
    dutch_sales,
    dutch_sales_constant_fx,
    counts_as_equipment,
    counts_as_chips,
    world_equipment_sales,
    world_chip_sales,
):
    """The share at the exchange rate of 2023."""
    counted = counts_as_equipment + counts_as_chips
    mine = total(counted * dutch_sales_constant_fx, "segment")
    revalued = total(counted * (dutch_sales - dutch_sales_constant_fx), "segment")
    return mine / (world_equipment_sales + world_chip_sales - revalued)


@outcome("MEUR/year", axes=("segment",))
def sales(dutch_sales_eur):
    """Sales of Dutch-headquartered firms by segment: systems and chips."""
    return dutch_sales_eur


@outcome("MEUR/year", axes=("segment",))
def sales_with_service(dutch_total_sales_eur):
    """Sales with service and upgrades."""
    return dutch_total_sales_eur


@outcome("MUSD/year")
def world_chip_sales(world_chip_sales):
    """World semiconductor sales."""
    return world_chip_sales


@outcome("MUSD/year")
def world_equipment_sales(world_equipment_sales):
    """World equipment sales."""
    return world_equipment_sales


@outcome("MEUR2023/year", axes=("place",))
def value_added_nl(value_added, is_abroad):
    """Value added in the Netherlands by place."""
    return value_added * (1 - is_abroad)


@outcome("person", axes=("cell",))
def jobs_nl(staff, is_abroad, cells):
    """People at work in the Netherlands by cell."""
    return staff * cells.spread(1 - is_abroad, "place")


@outcome("person")
def jobs_abroad(sector_staff, is_abroad):
    """People at work abroad for Dutch firms."""
    return total(sector_staff * is_abroad, "place")


@outcome("MEUR/year", axes=("segment",))
def rd(dutch_rd):
    """R&D budgets of Dutch firms."""
    return dutch_rd


@outcome("MEUR/year", axes=("segment",))
def rd_caused(rd_caused):
    """R&D that would not have been done without public money."""
    return rd_caused


@outcome("MEUR", axes=("segment",))
def backlog(dutch_backlog_eur):
    """Orders of Dutch firms not yet delivered."""
    return dutch_backlog_eur


@outcome("person", axes=("place", "level"))
def vacancies(vacancies_in_place):
    """Open vacancies by place and level."""
    return vacancies_in_place


@outcome("1", axes=("place",))
def unfilled_share(vacancies_in_place, sector_staff):
    """Open vacancies as a part of all jobs of the sector."""
    open_jobs = total(vacancies_in_place, "level")
    return ratio(open_jobs, open_jobs + sector_staff, 0)


@outcome("year", axes=("place",), source="Little's law")
def time_to_fill(vacancies_in_place, hired_locally):
    """Vacancies over hires a year."""
    return ratio(total(vacancies_in_place, "level"), total(hired_locally, "level"), 0)


@outcome("person/year", axes=("place", "level"))
def graduates(graduates):
    """Diplomas of programmes that matter for the sector."""
    return total(graduates, "origin")


@outcome("person/year", axes=("place",))
def migrants(migrant_arrivals):
    """Skilled migrants who arrive to look for work in the sector."""
    return total(migrant_arrivals, "level")


@outcome("person/year", axes=("place",))
def leavers(leavers):
    """People who leave the Netherlands: graduates who go home and migrants who leave."""
    return leavers


@outcome("person", axes=("place",))
def people_trained(trained_since):
    """People trained for the sector since known until: graduates who choose it and people retrained."""
    return trained_since


@outcome("person", axes=("place",))
def people_needed(staff_target, staff_then, is_abroad, cells):
    """People whom firms want beyond those at work at known until."""
    return (1 - is_abroad) * cells.total(staff_target - staff_then, "place")


@outcome("MW", axes=("place",))
def mw_contracted(mw_contracted_chips, mw_contracted_other):
    """Contracted power of large users, the sector and others."""
    return mw_contracted_chips + mw_contracted_other


@outcome("MW", axes=("place",))
def mw_queued(mw_in_queue):
    """Power that waits for connection, all users."""
    return mw_in_queue


@outcome("MW", axes=("place",))
def mw_queued_sector(mw_queued_chips):
    """Power that waits for connection, chip sector."""
    return mw_queued_chips


@outcome("MW/year", axes=("place",))
def mw_requested(requested_other, requested_chips):
    """New requests for power."""
    return requested_other + requested_chips


@outcome("year", axes=("place",))
def grid_wait(grid_wait_perceived):
    """The wait for a connection that users expect."""
    return grid_wait_perceived


@outcome("MUSD2023/year/year", axes=("place",))
def expansion_lost(dropped_at_permit, dropped_at_grid, abroad_at_permit, abroad_at_grid, cells):
    """Expansion in the Netherlands given up or gone abroad, as output a year."""
    return cells.total(dropped_at_permit + dropped_at_grid + abroad_at_permit + abroad_at_grid, "place")


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_permit(waiting_permit):
    """Expansion that waits for a permit."""
    return waiting_permit


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_grid(waiting_grid):
    """Expansion that waits for power."""
    return waiting_grid


@outcome("MUSD2023/year", axes=("cell",))
def capacity_waits_build(under_construction, investment_pending, built_unqueued__under_way):
    """Expansion in its ordinary lead time."""
    return under_construction + investment_pending + built_unqueued__under_way


@outcome("home", axes=("place",))
def homes_short(homes_short):
    """Homes needed and not there."""
    return homes_short


@outcome("1", axes=("place",))
def rent_pressure(rent_pressure):
    """Rents relative to the reference."""
    return rent_pressure


@outcome("1", axes=("place",))
def wage_index(wage_index):
    """Real wages relative to the reference."""
    return wage_index


@outcome("MUSD2023/year", axes=("cell",))
def output(realised_output):
    """Output at 2023 prices."""
    return realised_output


@outcome("MUSD2023/year", axes=("cell",))
def output_desired(desired_output):
    """Output that firms wanted."""
    return desired_output


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_demand(output_lost_demand):
    """Output below the plan for lack of orders."""
    return output_lost_demand


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_people(output_lost_people):
    """Output lost for lack of people."""
    return output_lost_people


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_power(output_lost_power):
    """Output lost for lack of power on site."""
    return output_lost_power


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_access(output_lost_access):
    """Output lost to licences."""
    return output_lost_access


@outcome("MUSD2023/year", axes=("cell",))
def output_lost_capacity(output_lost_capacity):
    """Output lost for lack of capacity, whatever the capacity waits for."""
    return output_lost_capacity


@outcome("1", source="Sales of Dutch firms in China over all, equipment and chips")
def china_exposure(dutch_sales_by_market, is_china):
    """China's part of Dutch sales that count in the headline."""
    return total(is_china * dutch_sales_by_market, "market") / total(dutch_sales_by_market, "market")


@outcome("1", source="Herfindahl index")
def concentration(dutch_sales, counts_as_equipment, counts_as_chips):
    """Herfindahl index of Dutch sales over segments."""
    mine = (counts_as_equipment + counts_as_chips) * dutch_sales
    part = mine / total(mine, "segment")
    return total(part * part, "segment")


@outcome("MEUR/year")
def budgeted(money_budgeted):
    """Public money budgeted."""
    return money_budgeted


@outcome("MEUR/year")
def awarded(money_awarded):
    """Public money awarded."""
    return money_awarded


@outcome("MEUR/year")
def paid(money_paid):
    """Public money paid."""
    return money_paid


@outcome("MEUR2023/year")
def paid_real(money_paid_real):
    """Public money paid, at 2023 prices."""
    return money_paid_real
