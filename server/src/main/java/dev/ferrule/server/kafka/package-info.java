/** Events from a Kafka topic, and results to one. */
@NullMarked
package dev.ferrule.server.kafka;

import org.jspecify.annotations.NullMarked;
