"""What the record teaches of the parameters: statistics of a free run against those of the record."""
