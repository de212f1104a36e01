/// Gradus core: tensors, graph, autodiff, execution, layers, losses, optimizers and training. It needs nothing but the
/// JDK; the vector module is used when it is there, with the same bits as without it.
@SuppressWarnings("module")
module dev.gradus.core {
  requires static jdk.incubator.vector;

  exports dev.gradus;
  exports dev.gradus.file;
  exports dev.gradus.tensor;
  exports dev.gradus.random;
  exports dev.gradus.dataset;
  exports dev.gradus.op;
  exports dev.gradus.graph;
  exports dev.gradus.autodiff;
  exports dev.gradus.plan;
  exports dev.gradus.backend;
  exports dev.gradus.activation;
  exports dev.gradus.initializer;
  exports dev.gradus.layer;
  exports dev.gradus.loss;
  exports dev.gradus.metric;
  exports dev.gradus.optimizer;
  exports dev.gradus.model;
  exports dev.gradus.network;
  exports dev.gradus.output;
  exports dev.gradus.diagnose;
  exports dev.gradus.train;
  // Files of JSON lines: that module is compiled after this one.
  exports dev.gradus.json to dev.gradus.data;
}
