"""Service: systems in use at customers, by market, and what they bring where servicing is allowed."""

from sim.core.vocabulary import auxiliary, flow, initial, ratio, stock, total


@flow("MUSD2023/year", axes=("market", "segment"))
def installed(shipments, is_dutch, price_index):
    """Systems that come into use at customers."""
    return total(is_dutch * shipments, "seller") / price_index


@flow("MUSD2023/year", axes=("market", "segment"))
def retired_base(installed_base, base_life):
    """Systems taken out of use."""
    return installed_base / base_life


@initial("MUSD2023", axes=("market", "segment"))
def installed_base_initial(service_sales_2010, service_rate, price_index, market_weight):
    """The base that explains the service sales of the start year, where demand stood then."""
    return ratio(service_sales_2010, service_rate * price_index, 0) * market_weight


installed_base = stock(
    "MUSD2023",
    "Dutch systems in use at customers.",
    axes=("market", "segment"),
    initial="installed_base_initial",
    inflows=[installed],
    outflows=[retired_base],
)


@auxiliary("MUSD/year", axes=("market", "segment"))
def service_by_market(installed_base, barred_service, access_lifted, service_rate, price_index):
    """Service of the installed base by market, where it may be given."""
    return installed_base * (1 - barred_service * (1 - access_lifted)) * service_rate * price_index


@auxiliary("MUSD/year", axes=("segment",), source="Service over installed base: ASML annual reports")
def service_sales(service_by_market):
    """Service sales of the installed base; not in the headline."""
    return total(service_by_market, "market")
