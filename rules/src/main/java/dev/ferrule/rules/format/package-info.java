/** Rule files laid out in one way, and the differences between two texts. */
@NullMarked
package dev.ferrule.rules.format;

import org.jspecify.annotations.NullMarked;
