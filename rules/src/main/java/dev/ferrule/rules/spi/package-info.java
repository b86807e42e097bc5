/** Functions that others write: found in jars, checked and joined with those that ship. */
@NullMarked
package dev.ferrule.rules.spi;

import org.jspecify.annotations.NullMarked;
