/** Functions that make numbers, by parsing or by chance. */
@NullMarked
package dev.ferrule.rules.functions.numbers;

import org.jspecify.annotations.NullMarked;
