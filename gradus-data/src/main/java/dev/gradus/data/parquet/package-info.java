/// Parquet files whose pages are packed with Snappy, unpacked without native code. Not exported: see
/// [dev.gradus.data.table.ParquetFile].
///
/// [Unpacking] writes a file anew with plain pages; [Thrift] reads and writes the headers between them, [Snappy] unpacks a page. What the
/// pages say is Hardwood's to read.
package dev.gradus.data.parquet;
