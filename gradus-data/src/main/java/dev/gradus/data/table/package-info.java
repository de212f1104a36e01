/// Tables: files of rows and typed columns, made ready for a network.
///
///     Table table = Table.read(CsvFile.open(Path.of("house.csv")), "price", BadRows.REFUSE);
///
/// Read [Table] first. It does not join, group or sort tables.
package dev.gradus.data.table;
