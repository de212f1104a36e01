/// Gradus data: data sets that need no download, and readers for those that do.
module dev.gradus.data {
  requires transitive dev.gradus.core;
  // ImageIO, for pictures to predict from.
  requires java.desktop;
  // HttpClient, for named sets.
  requires java.net.http;
  requires transitive java.sql;
  requires de.siegmar.fastcsv;
  requires dev.hardwood.core;

  exports dev.gradus.data;
  exports dev.gradus.data.augment;
  exports dev.gradus.data.describe;
  exports dev.gradus.data.digits;
  exports dev.gradus.data.named;
  exports dev.gradus.data.table;
}
