/** What a fuzzer runs; see fuzz.sh. */
@NullMarked
package dev.ferrule.server.fuzz;

import org.jspecify.annotations.NullMarked;
