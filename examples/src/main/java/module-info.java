/// Examples to read and to run. Nothing depends on them.
module dev.gradus.examples {
  requires dev.gradus.core;
  requires dev.gradus.data;
}
