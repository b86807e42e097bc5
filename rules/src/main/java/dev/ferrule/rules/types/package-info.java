/** The types of the rule language and the relations between them. */
@NullMarked
package dev.ferrule.rules.types;

import org.jspecify.annotations.NullMarked;
