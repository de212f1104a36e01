package dev.gradus.bench;

import dev.gradus.bench.Blueprint.Part;
import dev.gradus.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes the inference networks as ONNX models, in the few protocol-buffer fields that they need. Normalisations stay nodes of
/// their own: the reader folds them.
final class OnnxWriter {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 15;
  private static final int FLOAT = 1;

  /// A protocol-buffer message under construction.
  private static final class Message {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    Message number(int field, long value) {
      varint((long) field << 3 | VARINT);
      varint(value);
      return this;
    }

    Message real(int field, float value) {
      varint((long) field << 3 | FIXED32);
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | BYTES);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.out.toByteArray());
    }
  }

  private final Message graph = new Message().text(2, "bench");
  private final Weights weights;
  private String last = "input";
  private int made;

  private OnnxWriter(Weights weights) {
    this.weights = weights;
  }

  /// A model of input `input`, batch first, and output `output`.
  static byte[] model(List<Part> parts, Weights weights, Shape input) {
    OnnxWriter writer = new OnnxWriter(weights);
    parts.forEach(writer::add);
    weights.end();
    writer.graph.message(1, node("Identity", List.of(writer.last), "output"));
    ai.djl.ndarray.types.Shape shape = TorchTraining.shape(input, 1);
    Message dims = new Message().message(1, new Message().text(2, "N"));
    for (int axis = 1; axis < shape.dimension(); axis++) {
      dims.message(1, new Message().number(1, shape.get(axis)));
    }
    writer.graph.message(11, value("input", dims));
    writer.graph.message(12, value("output", new Message().message(1, new Message().text(2, "N"))
        .message(1, new Message().number(1, dev.gradus.cli.bench.TrainingTask.CLASSES))));
    Message model = new Message().number(1, IR_VERSION).text(2, "gradus-bench").message(7, writer.graph)
        .message(8, new Message().text(1, "").number(2, OPSET));
    return model.out.toByteArray();
  }

  private static Message value(String name, Message dims) {
    return new Message().text(1, name).message(2, new Message().message(1, new Message().number(1, FLOAT).message(2, dims)));
  }

  private static Message node(String op, List<String> inputs, String output, Message... attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, op + " " + output).text(4, op);
    for (Message attribute : attributes) {
      node.message(5, attribute);
    }
    return node;
  }

  private static Message ints(String name, long... values) {
    Message attribute = new Message().text(1, name);
    for (long value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, 7);
  }

  private static Message number(String name, long value) {
    return new Message().text(1, name).number(3, value).number(20, 2);
  }

  private static Message real(String name, float value) {
    return new Message().text(1, name).real(2, value).number(20, 1);
  }

  private void append(String op, List<String> more, Message... attributes) {
    List<String> inputs = new java.util.ArrayList<>(List.of(last));
    inputs.addAll(more);
    last = "value" + made++;
    graph.message(1, node(op, inputs, last, attributes));
  }

  private String tensor(float[] numbers, long... dims) {
    String name = "weight" + made++;
    Message tensor = new Message();
    for (long dim : dims) {
      tensor.number(1, dim);
    }
    ByteBuffer raw = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(numbers);
    graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array()));
    return name;
  }

  private void add(Part part) {
    switch (part) {
      case Blueprint.Dense(int inputs, int outputs, int pixels) -> {
        String kernel = tensor(weights.kernel(pixels), outputs, inputs);
        append("Gemm", List.of(kernel, tensor(weights.vector("bias"), outputs)), number("transB", 1));
      }
      case Blueprint.Conv(int channels, int filters, int size, int stride, boolean bias) -> {
        if (bias) {
          throw new IllegalArgumentException("no inference network has a convolution with bias");
        }
        int pad = size / 2;
        append("Conv", List.of(tensor(weights.filter(), filters, channels, size, size)), ints("kernel_shape", size, size),
            ints("strides", stride, stride), ints("pads", pad, pad, pad, pad));
      }
      case Blueprint.Norm(int channels) -> append("BatchNormalization", List.of(tensor(weights.vector("gamma"), channels),
          tensor(weights.vector("beta"), channels), tensor(weights.vector("mean"), channels),
          tensor(weights.vector("variance"), channels)), real("epsilon", 1e-5f));
      case Blueprint.Relu() -> append("Relu", List.of());
      case Blueprint.MaxPool() -> append("MaxPool", List.of(), ints("kernel_shape", 2, 2), ints("strides", 2, 2));
      case Blueprint.GlobalMean() -> {
        append("GlobalAveragePool", List.of());
        append("Flatten", List.of());
      }
      case Blueprint.Flatten() -> append("Flatten", List.of());
      case Blueprint.Residual _ -> throw new IllegalArgumentException("no inference network has residual blocks");
    }
  }
}
