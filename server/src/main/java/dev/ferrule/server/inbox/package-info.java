/** Events that are acknowledged before they are evaluated. */
@NullMarked
package dev.ferrule.server.inbox;

import org.jspecify.annotations.NullMarked;
