/** The values that rules compute, with Python's arithmetic and text forms. */
@NullMarked
package dev.ferrule.rules.values;

import org.jspecify.annotations.NullMarked;
