package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ListCommandTest {
  @Test
  void listsEveryGroupAsNames() {
    Ran ran = gradus("list", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    assertThat(ran.json().propertyNames()).containsExactly("command", "units", "outputs", "losses", "optimizers", "schedules",
        "initializers", "augmentations", "regularizers", "layers", "models", "metrics");
    assertThat(names(ran.json(), "units")).contains("relu", "parametricRelu", "maxout").doesNotContain("dense", "lenet");
    assertThat(names(ran.json(), "layers")).contains("dense", "conv2d").doesNotContain("relu", "lenet").doesNotHaveDuplicates();
    assertThat(names(ran.json(), "models")).containsExactly("mlp", "lenet", "vgg", "resnet", "densenet", "mobilenet");
    assertThat(names(ran.json(), "metrics")).contains("accuracy", "rocAuc");
    assertThat(names(ran.json(), "regularizers")).contains("l2", "dropout", "labelSmoothing");
  }

  private static List<String> names(JsonNode report, String group) {
    return report.get(group).valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void aLineHasNameDescriptionAndOptions() {
    assertThat(gradus("list", "adamw").out()).isEqualTo(
        "Optimizers (optimizer:), each also with clipByValue, clipByNorm, clipByGlobalNorm, l1, l2, maxNorm, accumulate\n"
            + "  adamW  AdamW, Adam with decoupled weight decay: w' = w - η · (m̂ / (√v̂ + ε) + λ · w)"
            + "  (learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01)\n");
    assertThat(gradus("list", "nadam").out()).contains("  nadam  ").doesNotContain("adamW");
    assertThat(gradus("list", "maxPool").out()).contains("  (size, stride = size, padding = valid)\n");
  }

  @Test
  void aGroupIsListedAlone() {
    assertThat(gradus("list", "losses").out().lines().findFirst()).hasValue("Losses (loss:)");
    assertThat(gradus("list", "losses").out()).contains("  huber ").doesNotContain("  adam ");
    assertThat(names(gradus("list", "losses", "--json").json(), "units")).isEmpty();
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIsNear() {
    Ran ran = gradus("list", "reul");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err().strip()).isEqualTo("gradus: nothing is called \"reul\" (did you mean relu?); gradus list shows all that there is,"
        + " gradus data list the data sets");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void leadsToThePublicDataSets() {
    String line = "data: and --data take public sets too, such as fashion-mnist and iris: gradus data list shows them";
    assertThat(gradus("list").out().lines().toList().getLast()).isEqualTo(line);
    assertThat(gradus("list", "losses").out()).doesNotContain(line);
    assertThat(gradus("list", "--json").out().lines()).hasSize(1);
    assertThat(gradus("train", "--help").out().replaceAll("\\s+", " ")).contains("gradus data list shows them");
  }

  @Test
  void helpHasAnExample() {
    assertThat(gradus("list", "--help").out()).contains("gradus list losses", "--json");
  }
}
