/// Tables: rows of typed columns, from files, databases and records, made ready for a network.
///
///     Table table = Table.read(RowSource.open(Path.of("house.csv")), "price", BadRows.REFUSE);
///
/// Read [Table] first, then [RowSource] for what can be read. It does not join, group or sort tables.
package dev.gradus.data.table;
