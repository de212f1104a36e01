/// Gradus data: data sets that need no download, and readers for those that do.
module dev.gradus.data {
  requires transitive dev.gradus.core;
}
