/** Lists of words and patterns, read from the files of a rule set. */
@NullMarked
package dev.ferrule.rules.lists;

import org.jspecify.annotations.NullMarked;
