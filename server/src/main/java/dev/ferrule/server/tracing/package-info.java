/** Where a request's time goes: stages, the slow-request log, and traces by OpenTelemetry. */
@NullMarked
package dev.ferrule.server.tracing;

import org.jspecify.annotations.NullMarked;
