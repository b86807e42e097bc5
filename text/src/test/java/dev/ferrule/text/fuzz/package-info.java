/** What a fuzzer runs; see fuzz.sh. */
@NullMarked
package dev.ferrule.text.fuzz;

import org.jspecify.annotations.NullMarked;
