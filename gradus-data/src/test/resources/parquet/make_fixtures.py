"""Writes the Parquet files that ParquetFileTest reads. pyarrow 25.0.1: python make_fixtures.py"""
import datetime as dt
import decimal

import pyarrow as pa
import pyarrow.parquet as pq

N = 100
towns = ["Bern", "Basel", "Chur"]
table = pa.table({
    "id": pa.array(range(N), pa.int64()),
    "size": pa.array([20.5 + i * 7 % 60 for i in range(N)], pa.float64()),
    "gaps": pa.array([None if i % 7 == 3 else i * 0.25 for i in range(N)], pa.float32()),
    "town": pa.array([towns[i % 3] for i in range(N)]),
    "note": pa.array(["the house with number %d at the lake of Zurich" % i for i in range(N)]),
    "built": pa.array([dt.date(1990, 1, 1) + dt.timedelta(days=100 * i) for i in range(N)]),
    "sold": pa.array([dt.datetime(2024, 1, 1, 12) + dt.timedelta(hours=i) for i in range(N)], pa.timestamp("us", tz="UTC")),
    "seen": pa.array([dt.datetime(2024, 1, 1, 12) + dt.timedelta(hours=i) for i in range(N)], pa.timestamp("ms")),
    "old": pa.array([i % 2 == 0 for i in range(N)]),
    "fee": pa.array([decimal.Decimal(i) / 4 for i in range(N)], pa.decimal128(10, 2)),
    "tags": pa.array([[i, i + 1] for i in range(N)], pa.list_(pa.int32())),
})

pq.write_table(table, "plain.parquet", compression="none", row_group_size=40)
pq.write_table(table, "snappy.parquet", compression="snappy", row_group_size=40)
pq.write_table(table, "snappy2.parquet", compression="snappy", data_page_version="2.0", row_group_size=40, use_dictionary=False,
               write_page_index=True, write_page_checksum=True)
pq.write_table(table, "gzip.parquet", compression="gzip", row_group_size=40)
pq.write_table(table.select(["id"]), "zstd.parquet", compression="zstd")
