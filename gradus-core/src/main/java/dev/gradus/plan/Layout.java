package dev.gradus.plan;

import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where each value of a plan lies in the arena, once the batch size is known.
///
/// Values whose lives don't overlap share places. The largest are placed first, each at the lowest place that is free for
/// its whole life.
///
/// @param offsets the first element of each stored float value
/// @param floats the arena's size in elements; offsets hold only if it is below 2^31
public record Layout(Map<Value, Long> offsets, long floats) {
  /// Places begin at multiples of this many floats: a cache line.
  private static final int ALIGNMENT = 16;

  /// A place that one value has, or several that take over one another's memory.
  private static final class Room {
    final List<Value> values = new ArrayList<>();
    long size;
    int born = Integer.MAX_VALUE;
    int dies;
    long start;

    boolean livesWith(Room other) {
      return other.born <= dies && born <= other.dies;
    }
  }

  /// Lays out a plan.
  ///
  /// @param sizes the value of each shape symbol
  public static Layout of(Plan plan, Map<Character, Integer> sizes) {
    List<Room> rooms = rooms(plan, sizes);
    rooms.sort(Comparator.comparingLong((Room room) -> -room.size).thenComparingInt(room -> room.born));
    List<Room> placed = new ArrayList<>();
    Map<Value, Long> offsets = new LinkedHashMap<>();
    long total = 0;
    for (Room room : rooms) {
      // `placed` is sorted by start, so one sweep finds the lowest gap.
      for (Room other : placed) {
        if (room.livesWith(other) && other.start < room.start + room.size && room.start < other.start + other.size) {
          room.start = other.start + other.size;
        }
      }
      int at = placed.size();
      while (at > 0 && placed.get(at - 1).start > room.start) {
        at--;
      }
      placed.add(at, room);
      total = Math.max(total, room.start + room.size);
      room.values.forEach(value -> offsets.put(value, room.start));
    }
    return new Layout(offsets, total);
  }

  private static List<Room> rooms(Plan plan, Map<Character, Integer> sizes) {
    Map<Value, Room> homes = new HashMap<>();
    List<Room> rooms = new ArrayList<>();
    for (Step step : plan.steps()) {
      for (Value value : step.writes()) {
        if (value.dtype() != DType.F32 || plan.inPlace().containsKey(value)) {
          continue;
        }
        Value before = plan.reuses().get(value);
        Room room = before == null ? new Room() : homes.get(before);
        if (before == null) {
          rooms.add(room);
        }
        homes.put(value, room);
        room.values.add(value);
        room.size = Math.ceilDiv((long) value.shape().elements().resolve(sizes), ALIGNMENT) * ALIGNMENT;
        room.born = Math.min(room.born, plan.born(value));
        room.dies = Math.max(room.dies, plan.dies(value));
      }
    }
    return rooms;
  }
}
