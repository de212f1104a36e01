/// What data are like before anything is learned from them: ranges, missing values, classes and their balance, what occurs twice.
///
///     TableDescription house = TableDescription.of(RowSource.open(Path.of("house.csv")));
///     ImagesDescription images = ImagesDescription.of(Idx.train(folder), Optional.of(Idx.test(folder)));
///
/// A table is read once, a row at a time, in memory that doesn't grow with its rows.
package dev.gradus.data.describe;
