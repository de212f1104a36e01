package dev.gradus.cli.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/// The regularizers, which have no catalogue of their own: they are layers, and options of others. Each with how a recipe
/// writes it, some keys of it that can be read.
final class KnownRegularizers {
  static final Map<String, String> EXAMPLES = new LinkedHashMap<>();

  static {
    add("l1", "optimizer: {momentum: {learningRate: 0.1, l1: 0.00001}}");
    add("l2", "optimizer: {momentum: {learningRate: 0.1, l2: 0.0001}}");
    add("weightDecay", "optimizer: {adamW: {weightDecay: 0.01}}");
    add("maxNorm", "optimizer: {momentum: {learningRate: 0.1, maxNorm: 3}}");
    add("dropout", "model: [dropout: 0.5]");
    add("spatialDropout", "model: [spatialDropout: 0.1]");
    add("alphaDropout", "model: [alphaDropout: 0.05]");
    add("gaussianDropout", "model: [gaussianDropout: 0.2]");
    add("dropConnect", "model: [dropConnect: {units: 100, rate: 0.5}]");
    add("gaussianNoise", "model: [gaussianNoise: 0.1]");
    add("stochasticDepth", "model: [stochasticDepth: {survival: 0.8, layers: [relu]}]");
    add("batchNorm", "model: [batchNorm]");
    add("layerNorm", "model: [layerNorm]");
    add("groupNorm", "model: [groupNorm: {groups: 8}]");
    add("instanceNorm", "model: [instanceNorm]");
    add("weightStandardisation", "model: [conv2d: {filters: 32, kernel: 3, standardised: true}]");
    add("labelSmoothing", "loss: {softmaxCrossEntropy: {labelSmoothing: 0.1}}");
    add("earlyStopping", "earlyStopping: {patience: 5}");
    add("mixup", "augment: [mixup: 0.2]");
    add("cutmix", "augment: [cutmix: 1]");
    add("averageWeights", "averageWeights: 0.999");
  }

  private KnownRegularizers() {}

  private static void add(String name, String example) {
    EXAMPLES.put(name, example);
  }
}
