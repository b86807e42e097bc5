/** A load generator that runs as a process of its own. */
@NullMarked
package dev.ferrule.bench.load;

import org.jspecify.annotations.NullMarked;
