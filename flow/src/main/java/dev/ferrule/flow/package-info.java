/** Events from queues and results to them. */
@NullMarked
package dev.ferrule.flow;

import org.jspecify.annotations.NullMarked;
