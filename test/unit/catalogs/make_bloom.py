"""A Parquet file with Bloom filters, as DuckDB writes them: even numbers and their names, 0 to 1998.

Run by hand (needs duckdb >= 1.2); the output, bloom.parquet, is committed.
"""

from pathlib import Path

import duckdb

OUT = Path(__file__).parent / "bloom.parquet"

duckdb.sql(
    f"""COPY (
      SELECT (2 * (i % 1000))::BIGINT AS even, 'star ' || (2 * (i % 1000)) AS name,
             (i % 1000)::DOUBLE / 4 AS quarter, (i % 1000)::INTEGER * 3 AS third
      FROM range(4000) t(i)
    ) TO '{OUT}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048, DICTIONARY_SIZE_LIMIT 2000)"""
)
