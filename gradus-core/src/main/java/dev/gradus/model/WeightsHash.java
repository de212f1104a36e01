package dev.gradus.model;

import dev.gradus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// One number that stands for every bit of a model's weights and states.
final class WeightsHash {
  private WeightsHash() {}

  /// SHA-256 over each variable in the order of the paths: path, a zero byte, the floats' bits, little-endian; all NaNs
  /// count as one.
  static String of(Map<String, Tensor> variables) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(variables).forEach((path, tensor) -> {
        digest.update(path.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        ByteBuffer bytes = ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : tensor.floats()) {
          bytes.putInt(Float.floatToIntBits(value));
        }
        digest.update(bytes.array());
      });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
