/** Calls of other services when results match, signed and repeated until they are taken. */
@NullMarked
package dev.ferrule.server.webhooks;

import org.jspecify.annotations.NullMarked;
