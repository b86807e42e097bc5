package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.TestCall.list;
import static dev.ferrule.rules.functions.TestCall.literal;
import static dev.ferrule.rules.functions.TestCall.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.ExperimentValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExperimentTest {
  private static TestCall experiment(List<?> buckets, List<?> sizes) {
    return new TestCall(EngineFunctions.all(), "Experiment")
        .assignedTo("A")
        .with("entity", new Entity("MyEntity", "entity 1"))
        .with("buckets", buckets)
        .with("bucket_sizes", sizes)
        .with("version", 1L)
        .with("revision", 1L);
  }

  @Test
  void hashesAreThoseOfTheReference() {
    assertEquals(0, Murmur3.hash(new byte[0], 0));
    assertEquals(0x514e28b7, Murmur3.hash(new byte[0], 1));
    assertEquals(
        0x2fa826cd,
        Murmur3.hash(
            "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.UTF_8),
            0x9747b28c));
  }

  @Test
  void bucketsKeepTheirSizes() {
    var call = experiment(List.of("control", "b"), List.of(10L, 2.5));
    int control = 0;
    int b = 0;
    int none = 0;
    for (long id = 0; id < 10_000; id++) {
      var value =
          (ExperimentValue)
              Objects.requireNonNull(call.with("entity", new Entity("U", id)).value());
      switch (value.bucketIndex()) {
        case 0 -> control++;
        case 1 -> b++;
        default -> none++;
      }
    }
    assertEquals(1000, control, 150);
    assertEquals(250, b, 75);
    assertEquals(10_000, control + b + none);
  }

  @Test
  void sizesFitTheBuckets() {
    assertEquals(List.of(), experiment(List.of("control"), List.of(100L)).errors());
    assertTrue(
        experiment(List.of("control", "b"), List.of(10L, 2.512))
            .errors()
            .getFirst()
            .contains("precision is too high"));
    assertTrue(
        experiment(List.of("control", "b", "c"), List.of(33.34, 33.33, 33.33))
            .errors()
            .getFirst()
            .contains("33.34 is over the\n                    current max of 33.33.\n"));
    assertEquals(
        List.of("'control' must be one of the buckets"),
        experiment(List.of("a"), List.of(1L)).errors());
    assertEquals(
        List.of("buckets and bucket_sizes must have the same number of elements"),
        experiment(List.of("control"), List.of()).errors());
    assertEquals(
        List.of("number of experiment buckets must be between 1 and 10 inclusive"),
        experiment(List.of(), List.of()).errors());
  }

  @Test
  void versionsAreNotNegative() {
    assertEquals(
        List.of(
            "experiment version must be zero or greater",
            "experiment revision must be zero or greater"),
        experiment(List.of("control"), List.of(1L))
            .with("version", -1L)
            .with("revision", -1L)
            .errors());
  }

  @Test
  void conditionsAreThoseOfTheExperimentsBuckets() {
    assertEquals(List.of(), when().with("control", list()).with("b", list()).errors());
    assertEquals(
        List.of(
            "missing bucket 'b' required from experiment 'A'",
            "unexpected bucket 'c', this bucket must match a bucket defined in experiment 'A'"),
        when().with("control", list()).with("c", list()).errors());
    assertEquals(
        List.of("experiment 'B' not defined"), when().with("experiment", name("B")).errors());
  }

  @Test
  void whoIsInNoBucketHasTheConditionsOfControl() {
    var prepared = (Prepared.Invoke) when().with("b", list()).with("control", list()).prepare();
    var call = when();
    for (String bucket : List.of("b", "")) {
      var experiment = new ExperimentValue("A", "e", "E", bucket, 1, 1, 1);
      Object[] arguments = {experiment, "of b", "of control"};
      assertEquals(bucket.isEmpty() ? "of control" : "of b", prepared.body().call(call, arguments));
    }
  }

  private static TestCall when() {
    var buckets =
        new Node.Argument("buckets", list(literal("control"), literal("b")), TestCall.SPAN);
    var experiment = new Node.Call(name("Experiment"), List.of(buckets), TestCall.SPAN);
    return new TestCall(EngineFunctions.all(), "ExperimentWhen")
        .withName("A", experiment)
        .with("experiment", name("A"));
  }
}
