/// The lab: the claims of a first course on neural networks, each an experiment that trains, measures, draws and judges.
module dev.gradus.lab {
  requires transitive dev.gradus.core;
  requires transitive dev.gradus.plot;
  requires dev.gradus.data;

  exports dev.gradus.lab;
  exports dev.gradus.lab.course;
  exports dev.gradus.lab.page;
}
