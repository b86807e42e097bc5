/** The list of every function that ships. */
@NullMarked
package dev.ferrule.rules.functions.standard;

import org.jspecify.annotations.NullMarked;
