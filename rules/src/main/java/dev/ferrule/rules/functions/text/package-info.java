/** Functions on text, with the results of Python's str. */
@NullMarked
package dev.ferrule.rules.functions.text;

import org.jspecify.annotations.NullMarked;
