SELECT * EXCLUDE (_name) FROM raw
