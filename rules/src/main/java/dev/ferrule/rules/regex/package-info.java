/** Regular expressions in Python's dialect, and sets of them that share one scan. */
@NullMarked
package dev.ferrule.rules.regex;

import org.jspecify.annotations.NullMarked;
