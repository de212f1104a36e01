package dev.gradus.cli.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/// The output units, with the options of their Java methods in [dev.gradus.output.OutputUnits].
final class KnownOutputs {
  static final Map<String, String> FORMS = new LinkedHashMap<>();

  static {
    FORMS.put("categorical", "classes, [loss]");
    FORMS.put("focal", "classes, gamma");
    FORMS.put("multiClassHinge", "classes");
    FORMS.put("distribution", "classes");
    FORMS.put("bernoulli", "answers, [loss]");
    FORMS.put("binaryFocal", "answers, gamma, alpha");
    FORMS.put("hinge", "answers");
    FORMS.put("gaussian", "size");
    FORMS.put("gaussianWithVariance", "size");
    FORMS.put("laplace", "size");
    FORMS.put("huber", "size, delta");
    FORMS.put("logCosh", "size");
    FORMS.put("quantile", "size, q");
    FORMS.put("poisson", "size");
    FORMS.put("mixtureDensity", "components, size");
  }

  private KnownOutputs() {}
}
