/// Public data sets by name: where they are at home, what they hold, under what licence, and how their files are checked.
///
///     NamedSet fashion = NamedSets.find("fashion-mnist");
///     Path folder = new Fetch(Shelf.usual()).fetch(fashion, Fetch.Watcher.SILENT);
///     Dataset train = fashion.train(folder);
///
/// Read [NamedSet] first, then [Shelf] (where the files lie) and [Fetch] (how they get there). To offer another set, add it to
/// [NamedSets]. This is the only package that touches the network, and only [Fetch] does.
package dev.gradus.data.named;
