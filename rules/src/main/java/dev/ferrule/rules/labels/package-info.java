/** Labels of entities, behind an interface. */
@NullMarked
package dev.ferrule.rules.labels;

import org.jspecify.annotations.NullMarked;
