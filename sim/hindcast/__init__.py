"""Held against the record: forecasts from past origins, benchmarks with bands, scores."""
