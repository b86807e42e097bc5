/** Looks at a machine and says what to change before a node runs there. */
@NullMarked
package dev.ferrule.server.doctor;

import org.jspecify.annotations.NullMarked;
