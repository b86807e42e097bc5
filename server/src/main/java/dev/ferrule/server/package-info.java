/** The node: the only place that wires modules together. */
@NullMarked
package dev.ferrule.server;

import org.jspecify.annotations.NullMarked;
