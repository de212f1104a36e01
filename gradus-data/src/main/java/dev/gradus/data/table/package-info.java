/// Tables: rows of typed columns, from files, databases and records, made ready for a network.
///
///     Table table = Table.read(RowSource.open(Path.of("house.csv")), "price", BadRows.REFUSE);
///
///     TableFit fit = new TableFit(table, "price", TableSettings.usual(42), Execution.best());
///
/// Read [Table] first, then [RowSource] for what can be read, [TableFit] for what is learned, and [TableModel] for what is kept. It does not join, group or sort tables.
package dev.gradus.data.table;
