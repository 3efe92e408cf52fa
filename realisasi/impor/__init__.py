"""Files of the treasury and of offices, read into DIPA, reports and figures: always seen before it is written."""
