package dev.gradus.backend;

import dev.gradus.GradusException;

/// A plan that the heap has no room for, found before anything is computed.
public final class MemoryException extends GradusException {
  private static final long serialVersionUID = 1L;

  private final long needed;
  private final long available;

  MemoryException(long needed, long available, Object sizes) {
    super("this plan needs " + Memory.text(needed) + " of heap with " + sizes + ", but only " + Memory.text(available)
        + " of " + Memory.text(Runtime.getRuntime().maxMemory()) + " is free. Lower the batch size, or raise the heap with -Xmx"
        + Math.ceilDiv(needed + Runtime.getRuntime().maxMemory() - available, 1L << 30) + "g.");
    this.needed = needed;
    this.available = available;
  }

  /// Bytes that the plan needs.
  public long needed() {
    return needed;
  }

  /// Bytes that the heap has left.
  public long available() {
    return available;
  }
}
