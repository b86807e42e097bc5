/** Labels of entities: what they are, how changes meet, and an interface to where they are kept. */
@NullMarked
package dev.ferrule.rules.labels;

import org.jspecify.annotations.NullMarked;
