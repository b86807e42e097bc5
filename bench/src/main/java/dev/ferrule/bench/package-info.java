/** Benchmarks, each with a peer in the same run; never shipped. */
@NullMarked
package dev.ferrule.bench;

import org.jspecify.annotations.NullMarked;
