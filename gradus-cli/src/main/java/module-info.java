/// The command `gradus`.
module dev.gradus.cli {
  requires dev.gradus.core;
  requires dev.gradus.data;
}
