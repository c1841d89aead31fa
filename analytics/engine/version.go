package engine

// Version names the database that performs the SQL. A test compares it with what the database says of itself.
const Version = "DuckDB v1.5.6"
