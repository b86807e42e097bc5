/** Kafka: a source of events, and topics for results and dead letters. */
@NullMarked
package dev.ferrule.flow.kafka;

import org.jspecify.annotations.NullMarked;
