/** Personal identifiers in texts: where they stand, and texts without them. */
@NullMarked
package dev.ferrule.rules.personal;

import org.jspecify.annotations.NullMarked;
