/// The command `gradus`.
module dev.gradus.cli {
  requires dev.gradus.core;
  requires dev.gradus.data;
  requires java.logging;
  requires dev.gradus.plot;
  requires dev.gradus.lab;
  requires java.management;
  requires java.sql;
  requires jdk.management;
  requires static jdk.incubator.vector;
  requires info.picocli;
  requires de.siegmar.fastcsv;
  requires me.tongfei.progressbar;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;

  uses java.sql.Driver;

  // picocli fills in a command's options, Jackson reads a report's fields.
  opens dev.gradus.cli to info.picocli, tools.jackson.databind;
}
