package dev.ferrule.rules.evaluation;

import dev.ferrule.rules.labels.Labels;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What evaluation needs from outside. Thread-safe. */
public record Services(Labels labels, InstantSource clock, Supplier<RandomGenerator> random) {}
